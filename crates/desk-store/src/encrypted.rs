//! Encrypted SQLite files for another room: the province's server keeps its record in one, opened with the same key
//! form, pragmas and version floor as a desk's store, brought forward the same way.

use std::path::Path;

use rusqlite::Connection;

use crate::{
    error::Result,
    file::{Use, open_connection},
};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Making the file, which must not exist.
    Create,
    /// Writing.
    Write,
    /// Questions only.
    Read,
}

/// Opens an encrypted file; every pragma is read back, so that none is refused in silence.
///
/// # Errors
/// When the file is missing, damaged or of another key, the SQLite library too old, or a pragma did not take.
pub fn open(path: &Path, data_key: &[u8; 32], access: Access) -> Result<Connection> {
    let what_for = match access {
        Access::Create => Use::Create,
        Access::Write => Use::Write,
        Access::Read => Use::Read,
    };
    open_connection(path, data_key, what_for)
}

/// Brings a file to the newest shape in one transaction; `steps` are the released steps in order.
///
/// # Errors
/// When the file is of a newer program, or a step fails; nothing was changed then.
pub fn bring_forward(db: &mut Connection, steps: &[&str], application_id: i32) -> Result<()> {
    crate::file::bring_forward(db, steps, application_id, &mut |_, _| Ok(()))
}

/// Lets a file grow by so many pages from where it stands, as on a disk that fills; none takes the limit away.
/// For simulations.
///
/// # Errors
/// When the file does not answer.
pub fn let_grow(db: &Connection, pages: Option<u32>) -> Result<()> {
    crate::file::let_grow(db, pages)
}
