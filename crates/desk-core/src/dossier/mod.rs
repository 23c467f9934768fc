//! A dossier: what a citizen hands in, what happened to it, and what may happen next.
//!
//! A **fact** is what happened; sealed in the log it is an entry. [`decide`] turns a wish into facts or a refusal,
//! [`evolve`] folds facts into the dossier. Both are pure; nothing else changes a dossier.

mod decide;
mod facts;
mod intake;

pub use decide::{Command, Desk, Refusal, decide};
pub use facts::{
    DuplicateOf, Fact, FeeLine, FeePaid, FormPrinted, LimitUsed, PaperLine, PaperState, Party, PrintEnded, PrintOutcome,
    ProcedureUsed, Received, ReturnBy, Sex, Submitter,
};
pub use intake::{Allotment, Intake, IntakePaper, Offer, TypedLimit, plan};

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// The state of a dossier in the words of the record. National codes: domain §4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted at the desk (national 2).
    Received,
}

impl Status {
    /// The word that the store, the command line and other programs use.
    pub fn word(self) -> &'static str {
        match self {
            Status::Received => "received",
        }
    }

    /// The status that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Status::Received].into_iter().find(|status| status.word() == word)
    }

    /// The national status code, 1 to 10.
    pub fn national(self) -> Option<u8> {
        match self {
            Status::Received => Some(2),
        }
    }
}

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

/// An accepted dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What was received, as it stood then.
    pub received: Received,
    /// The state now.
    pub status: Status,
    /// Prints in order; the first of a form is the original, later ones are reprints.
    pub prints: Vec<Print>,
}

/// One print of a form and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// What was printed.
    pub printed: FormPrinted,
    /// How the job ended, once the spooler said so.
    pub outcome: Option<PrintOutcome>,
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

impl Accepted {
    /// The due moment in force.
    pub fn due(&self) -> Option<Moment> {
        self.received.due
    }

    /// Prints of one form.
    pub fn prints_of<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Print> {
        self.prints.iter().filter(move |print| print.printed.form == form)
    }
}

/// The dossier after one more fact. Total: a fact that does not fit (two desks apart) changes nothing here and stays
/// in the log for people to see.
#[must_use]
pub fn evolve(dossier: Dossier, fact: &Fact) -> Dossier {
    match (dossier, fact) {
        (Dossier::Unborn, Fact::Received(received)) => Dossier::Accepted(Box::new(Accepted {
            received: (**received).clone(),
            status: Status::Received,
            prints: Vec::new(),
        })),
        (Dossier::Accepted(mut accepted), Fact::FormPrinted(printed)) => {
            accepted.prints.push(Print { printed: printed.clone(), outcome: None });
            Dossier::Accepted(accepted)
        }
        (Dossier::Accepted(mut accepted), Fact::PrintEnded(ended)) => {
            let same = |print: &&mut Print| print.printed.form == ended.form && print.printed.number == ended.number;
            if let Some(print) = accepted.prints.iter_mut().find(same) {
                print.outcome = Some(ended.outcome.clone());
            }
            Dossier::Accepted(accepted)
        }
        (unborn @ Dossier::Unborn, Fact::FormPrinted(_) | Fact::PrintEnded(_)) => unborn,
        (accepted @ Dossier::Accepted(_), Fact::Received(_)) => accepted,
    }
}
