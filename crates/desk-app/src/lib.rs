//! The clerk: one function for each thing a person can do at the desk.
//!
//! What always holds: an act is allowed by the roles that the log gives the person *now*; it is durable before it is
//! shown or printed; a refused act changes nothing. Start at [`Desk`].

mod abbreviations;
mod account;
mod backup;
mod calendar;
mod check_receipt;
mod citizens;
mod clock;
pub mod courier;
pub mod day;
pub mod demo;
mod desk;
pub mod drawing;
mod error;
mod figures;
mod files;
mod http;
pub mod import;
mod intake;
mod labels;
mod life;
pub mod national;
mod offer;
mod office_file;
mod outside;
mod papers;
mod parameters;
pub mod password;
mod people;
mod practice;
pub mod print;
mod printing;
mod questions;
mod ranges;
pub mod receipt;
mod record;
pub mod reference;
pub mod register_export;
pub mod report;
mod roll;
mod scan;
mod session;
mod settings;
mod walk_in;
mod work;

pub use account::Look;
pub use backup::{
    Backups, FirstBackup, FirstRestoring, Note as BackupNote, Opens, Outcome as BackupOutcome, Plan as BackupPlan,
    Restoring, Running as BackupRunning, Stage as BackupStage, Trouble as BackupTrouble, backup_code, restore,
};
pub use calendar::CalendarStep;
pub use check_receipt::Verdict;
pub use citizens::LooksAlike;
pub use clock::Clock;
pub use desk::{COUNTER_TAKEN_OVER, Desk, Paths, state_folder};
pub use desk_forms::draws;
pub use error::AppError;
pub use files::{Brought, FILE_BYTES_MAX, draw_file, judge_file, refused_code};
pub use intake::{Accepting, Checked};
pub use labels::FormLabel;
pub use life::{Acted, BulkAct};
pub use offer::offer;
pub use office_file::{DemoOffice, OfficeFile};
pub use outside::{Incoming, Outgoing, Outside, Way};
pub use people::{OfProvince, PersonStanding};
pub use printing::{JobNote, Jobs, ToPrint};
pub use ranges::{FEW as FEW_NUMBERS, MachineRange, OwnRange};
pub use reqwest::Url;
pub use roll::ROLL;
pub use scan::read_scan;
pub use session::{SessionState, SetUp, SignInTile};
pub use settings::{Display, PrinterSetting};
pub use walk_in::{Leaves, WalkInEntry};
pub use work::{Carried, Day, Opened};
