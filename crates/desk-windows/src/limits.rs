//! Limits that a process sets itself, by a job object: memory, time, no further process.
use std::{io, mem, ptr, time::Duration};

use windows_sys::Win32::System::{
    JobObjects::{
        AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
        JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION, JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOB_OBJECT_LIMIT_PROCESS_TIME,
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
    },
    Threading::GetCurrentProcess,
};

/// Puts this process under limits for the rest of its life: bytes of memory that it may have committed, time on the
/// processor, and no process of its own. A crash ends it without a window.
///
/// # Errors
/// When the system refuses; no limit may be relied on then.
pub fn confine(memory: u64, time: Duration) -> io::Result<()> {
    // SAFETY: numbers and pointers for which zero is a value.
    let mut limits: JOBOBJECT_EXTENDED_LIMIT_INFORMATION = unsafe { mem::zeroed() };
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | JOB_OBJECT_LIMIT_PROCESS_TIME
        | JOB_OBJECT_LIMIT_ACTIVE_PROCESS
        | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    limits.BasicLimitInformation.ActiveProcessLimit = 1;
    // In steps of 100 ns.
    limits.BasicLimitInformation.PerProcessUserTimeLimit = i64::try_from(time.as_nanos() / 100).unwrap_or(i64::MAX);
    limits.ProcessMemoryLimit = usize::try_from(memory).unwrap_or(usize::MAX);
    // SAFETY: a nameless object. Its handle stays open on purpose: the limits live as long as the process.
    let job = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
    if job.is_null() {
        return Err(io::Error::last_os_error());
    }
    let length = u32::try_from(size_of_val(&limits)).unwrap_or(0);
    // SAFETY: `limits` is what this class of information is made of and is only read; both handles are open.
    unsafe {
        let told = ptr::from_ref(&limits).cast();
        super::done(SetInformationJobObject(job, JobObjectExtendedLimitInformation, told, length))?;
        super::done(AssignProcessToJobObject(job, GetCurrentProcess()))
    }
}
