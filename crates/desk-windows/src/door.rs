//! A door that a second start of the program knocks at: a named event of this session.
use std::{io, ptr};

use windows_sys::Win32::{
    Foundation::{CloseHandle, ERROR_ALREADY_EXISTS, GetLastError, HANDLE, WAIT_OBJECT_0},
    System::Threading::{CreateEventW, INFINITE, SetEvent, WaitForSingleObject},
    UI::WindowsAndMessaging::{ASFW_ANY, AllowSetForegroundWindow},
};

/// Who came first.
pub enum Claim {
    /// This start; it hears the later ones.
    First(Door),
    /// Another one; it has been told.
    Knocked,
}

/// The door of the first start.
pub struct Door(HANDLE);

// SAFETY: a handle is a number of this process; any thread may wait on it.
unsafe impl Send for Door {}

/// Opens the door of this name, or knocks at it where it stands open. Names of another Windows session are others.
///
/// # Errors
/// When the system refuses the name.
pub fn claim(name: &str) -> io::Result<Claim> {
    let name = super::wide(&format!("Local\\{name}"))?;
    // SAFETY: `name` ends with a zero and outlives the call; no security attributes means the user's own.
    let event = unsafe { CreateEventW(ptr::null(), 0, 0, name.as_ptr()) };
    if event.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: reads a number of this thread.
    let was_there = unsafe { GetLastError() } == ERROR_ALREADY_EXISTS;
    let door = Door(event);
    if !was_there {
        return Ok(Claim::First(door));
    }
    // SAFETY: the handle is open. The first start may come to the front: the user's click was ours.
    unsafe {
        AllowSetForegroundWindow(ASFW_ANY);
        super::done(SetEvent(door.0))?;
    }
    Ok(Claim::Knocked)
}

impl Door {
    /// Waits for the next knock; false when there will be none any more.
    pub fn knock(&self) -> bool {
        // SAFETY: the handle is open as long as `self` is.
        unsafe { WaitForSingleObject(self.0, INFINITE) == WAIT_OBJECT_0 }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // SAFETY: ours, and closed once.
        unsafe { CloseHandle(self.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_knocks_and_the_door_shuts_with_the_first() {
        let name = format!("motcua-test-{}", std::process::id());
        let Ok(Claim::First(door)) = claim(&name) else { panic!("nobody was there") };
        assert!(matches!(claim(&name), Ok(Claim::Knocked)));
        assert!(door.knock(), "the knock came before anybody waited, and is heard");
        drop(door);
        assert!(matches!(claim(&name), Ok(Claim::First(_))), "the first is gone");
    }
}
