//! The shelf: one encrypted SQLite file holding the log, its projections and the search index.
//!
//! What always holds:
//! - Nothing is acknowledged before its transaction is on disk (`synchronous=FULL`); one act is one transaction of
//!   entries, projections and search index.
//! - An entry is never changed or deleted. Everything else in the file is read off the entries and can be made anew.
//! - A missing, damaged, foreign or newer file is an error of its own and never an empty store; nothing is deleted.
//! - One program per folder, one connection that writes, others that only read.
//! - No clock and no random source is read here except where a function says so; times, keys and salts come in.
//!
//! Start at [`Store`] for writing and the state of the file, at [`Reader`] for every question, at [`keys`] for who can
//! open it.

mod access;
mod aside;
mod backup;
mod bell;
mod bulk;
mod codec;
mod day;
mod digest;
mod dossier;
mod draft;
pub mod encrypted;
mod entry;
mod error;
mod file;
pub mod files;
pub mod keys;
mod office;
mod person;
pub mod province;
mod reader;
mod rebuild;
mod receipts;
mod register;
mod report;
mod search;
mod setting;
mod standing;
mod store;
mod take_in;
mod today;
mod tx;
mod upkeep;
mod verify;
mod writer;

pub use access::{Access, Accesses};
pub use aside::{Aside, SetAside};
pub use backup::{
    Backup, BackupError, BackupSource, Manifest, Progress, backups_in, check_backup, fits_backup, restore,
};
pub use bell::{Bell, Rung};
pub use bulk::BulkReport;
pub use codec::{Body, KINDS, decode, encode_dossier, encode_office};
pub use day::{DayCounts, DayMark, DossierException, EXCEPTIONS, HourLine, SectorLine, What};
pub use digest::Digest;
pub use dossier::{Hit, Lane, PrintState, fold_entries, in_order};
pub use draft::Draft;
pub use entry::Entry;
pub use error::StoreError;
pub use file::{Found, Room, find, free_bytes, put_in_place, room, same_disk, write_whole};
pub use files::{FileHash, FileRef, Files, FilesError};
pub use person::{Citizen, DuplicateHit};
pub use reader::Reader;
pub use receipts::{ReceiptStanding, receipt_act, receipt_standing};
pub use register::{Count, DueFilter, Filter, Page, Selected, Selection, Sort};
pub use report::{FeeSum, HistoryOf, InHand, LeftWithout, Reception};
pub use standing::{Settlement, Standing};
pub use store::{NewStore, Store};
pub use take_in::{Came, TakenIn};
pub use today::{ProcedureUse, Task, Today, UNCOLLECTED_DAYS};
pub use tx::{Act, Appended, NewEntry, Tx};
pub use verify::{Fault, Verdict};
pub use writer::Salts;
