//! What only Windows has, behind safe functions. The one room with `unsafe`; on other systems it is empty.
//!
//! What always holds: no rule of the desk lives here, nothing is kept between calls but what a handle needs, and every
//! pointer that is handed to the system outlives the call. Start at [`secret`], [`drive`], [`door`], [`limits`],
//! [`spool`] and [`paper`].
#![cfg(windows)]

pub mod door;
pub mod drive;
pub mod limits;
pub mod paper;
pub mod secret;
pub mod spool;

use std::io;

/// A text as Windows reads it: UTF-16 with a zero at its end.
///
/// # Errors
/// When the text holds a zero itself: it would be read as a shorter one.
fn wide(text: &str) -> io::Result<Vec<u16>> {
    if text.contains('\0') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a zero within a text"));
    }
    Ok(text.encode_utf16().chain([0]).collect())
}

/// Turns the answer of a call that is 0 when it failed into a result.
fn done(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
