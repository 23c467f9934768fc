//! A dossier: what a citizen hands in, what happened to it, and what may happen next.
//!
//! A **fact** is what happened; sealed in the log it is an entry. [`decide`] turns a wish into facts or a refusal,
//! [`evolve`] folds facts into the dossier, [`fold`] the entries of desks that may have acted apart. All are pure; nothing
//! else changes a dossier.

mod act;
mod correct;
mod decide;
mod digital;
mod evolve;
mod facts;
mod graph;
mod intake;
mod life;
mod proceed;
mod process;
mod state;

pub use act::{Act, FeeTaken, TypedDue, Verb};
pub use decide::{Command, Desk, Refusal, allowed, decide};
pub use digital::shows_identity;
pub use evolve::evolve;
pub use facts::{
    BackEntry, DuplicateOf, Fact, FeeLine, FeePaid, FormPrinted, LimitUsed, PaperLine, PaperState, Party, PrintEnded,
    PrintOutcome, ProcedureUsed, Received, ReturnBy, Sex, Submitter,
};
pub use graph::{Placed, fold};
pub use intake::{Allotment, FromPaper, Intake, IntakePaper, Offer, TypedLimit, plan};
pub use life::*;
pub use process::next_step;
pub use state::{
    Accepted, AttachedFile, Clock, Collision, Custody, CustodyAnswer, Payment, Print, State, Status, Supplement, Work,
};

use serde::{Deserialize, Serialize};

/// A dossier as its facts leave it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dossier {
    /// Nothing has happened yet.
    #[default]
    Unborn,
    /// Accepted under a number.
    Accepted(Box<Accepted>),
}

impl Dossier {
    /// The accepted dossier, if it is one.
    pub fn accepted(&self) -> Option<&Accepted> {
        match self {
            Dossier::Unborn => None,
            Dossier::Accepted(accepted) => Some(accepted),
        }
    }
}
