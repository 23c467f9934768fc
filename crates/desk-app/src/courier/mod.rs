//! The courier: carries what was written here to the province and brings what the office's other desks wrote.
//!
//! What always holds:
//! - The desk never waits for it. It holds the store only while it reads and writes, never while it waits for the line,
//!   and it goes on behind a locked screen.
//! - Only a statement signed by the province's key counts; any other answer (a portal's page, a cut body, another
//!   device's head) changes nothing but the word for how things stand.
//! - Nothing is ever deleted: a restored server is offered again what it lacks.
//!
//! What to do next is decided by [`desk_sync::Planner`]; [`run`] does it, [`line`] is what is asked and answered, [`enrol`] the first
//! meeting, [`files`] what follows the entries, [`published`] reference data and people, [`thread`] the one who does it by himself, [`listen`] how he hears of news, [`look`] what people see of it,
//! [`stick`] the same by hand.

mod enrol;
mod files;
mod former;
mod line;
mod listen;
mod look;
mod published;
mod run;
mod stick;
mod thread;

use desk_core::ids::EntryHash;
use desk_sync::{HistoryId, ProblemCode};

pub use enrol::Enrolling;
pub use files::FilesWaiting;
pub use look::{Collided, Figures, Standing};
pub use stick::{CarriedIn, CarriedOut, StickFault};
pub use thread::Courier;

/// How the last exchange left things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Enrolled, and nothing was exchanged yet.
    Enrolled,
    /// Everything written here is countersigned, everything there is here.
    InStep,
    /// The line is down, or the server does not answer.
    Offline,
    /// The server has too much to do and said later.
    Busy,
    /// What answered is no province: a portal's page, a cut answer.
    BadAnswer,
    /// What answered is signed by another key than the province's.
    OtherProvince,
    /// The province has an entry of this machine that is not on its chain: a restored or copied machine.
    Forked,
    /// The machine was revoked.
    Revoked,
    /// The office's feed does not hold: entries were changed, left out or put in another order.
    FeedBroken,
    /// The server refuses in a way that trying again does not mend.
    Refused(ProblemCode),
}

impl State {
    /// The word of the store, the command line and the screens.
    pub fn word(self) -> &'static str {
        match self {
            State::Enrolled => "enrolled",
            State::InStep => "in_step",
            State::Offline => "offline",
            State::Busy => "busy",
            State::BadAnswer => "bad_answer",
            State::OtherProvince => "other_province",
            State::Forked => "forked",
            State::Revoked => "revoked",
            State::FeedBroken => "feed_broken",
            State::Refused(_) => "refused",
        }
    }

    /// The code of a refusal.
    pub fn refusal(self) -> Option<ProblemCode> {
        if let State::Refused(code) = self { Some(code) } else { None }
    }

    /// As the store keeps it: the word, and the code of a refusal behind a colon.
    fn kept(self) -> String {
        match self.refusal() {
            Some(code) => format!("{}:{}", self.word(), code.code()),
            None => self.word().to_owned(),
        }
    }

    fn of_kept(kept: &str) -> State {
        const PLAIN: [State; 9] = [
            State::Enrolled,
            State::InStep,
            State::Offline,
            State::Busy,
            State::BadAnswer,
            State::OtherProvince,
            State::Forked,
            State::Revoked,
            State::FeedBroken,
        ];
        let refused = kept.strip_prefix("refused:").and_then(ProblemCode::from_code).map(State::Refused);
        refused.or_else(|| PLAIN.into_iter().find(|state| state.word() == kept)).unwrap_or(State::Enrolled)
    }

    /// True where only people can mend it.
    pub fn needs_people(self) -> bool {
        match self {
            State::Enrolled | State::InStep | State::Offline | State::Busy | State::BadAnswer => false,
            State::OtherProvince | State::Forked | State::Revoked | State::FeedBroken | State::Refused(_) => true,
        }
    }
}

/// What an exchange did, and where things stand after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// Entries of this machine that it brought under the province's signature.
    pub sent: u64,
    /// Entries of other machines that were new here.
    pub pulled: u64,
    /// Entries of this machine that are not countersigned yet.
    pub waiting: u64,
    /// Entries set aside, here or there.
    pub set_aside: u64,
    /// The newest entry of this machine that is countersigned.
    pub head: Option<(u64, EntryHash)>,
    /// The server's history.
    pub history: HistoryId,
    /// Files that went whole to the province, or were found to be there.
    pub files_sent: u64,
    /// Files of other desks that came whole.
    pub files_fetched: u64,
    /// Files that wait.
    pub files_waiting: FilesWaiting,
    /// How it ended.
    pub state: State,
    /// True when the server turned out to be restored: what it lacks was offered again.
    pub restored: bool,
    /// After how many milliseconds to try again, where it is not for people to do something.
    pub again_ms: Option<u64>,
}
