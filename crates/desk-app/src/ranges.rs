//! Number ranges: which counter each machine of the office is, which numbers this one has left today.

use chrono::NaiveDate;
use desk_core::{
    code::CounterRange,
    dossier::Done,
    office::{Office, OfficeFact, PaperContinued, Role},
};

use crate::{desk::Desk, error::AppError};

/// Fewer left than this is said to a supervisor.
pub const FEW: u32 = 50;

/// No book of a year has more lines; a number typed by mistake is met before it counts.
const LINES_MOST: u32 = 99_999;

/// This machine's numbers of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRange {
    /// The day.
    pub day: NaiveDate,
    /// Its counter.
    pub counter: u8,
    /// The first number of the counter.
    pub first: u16,
    /// Its last.
    pub last: u16,
    /// Numbers left.
    pub left: u32,
    /// Another counter taken now counts at once and not from the next day on.
    pub at_once: bool,
    /// The number that the next dossier gets; none where they are used up.
    pub next: Option<u16>,
    /// Its book (`counter/year`).
    pub book: String,
    /// Its line in the book.
    pub line: u32,
}

/// A machine of the office and its counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineRange {
    /// Its name.
    pub name: String,
    /// This very machine.
    pub own: bool,
    /// Its counter today.
    pub counter: u8,
    /// Another one that holds from a later day on.
    pub later: Option<(NaiveDate, u8)>,
}

impl Desk {
    /// This machine's numbers of today, and every machine with its counter. A machine that another one goes on for is left
    /// out: it gives no numbers any more.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; when the store cannot be read.
    pub fn ranges(&self) -> Result<(OwnRange, Vec<MachineRange>), AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let (office, now) = (self.office()?, self.now());
        let (device, day) = (self.store()?.device(), now.date_naive());
        let range = CounterRange::of(self.counter(&office, now)?).map_err(|_| AppError::BadCounter)?;
        let book = self.book(&office, now)?;
        let own = OwnRange {
            day,
            counter: range.counter(),
            first: range.first(),
            last: range.last(),
            left: self.numbers_left(&office, now)?,
            at_once: self.takes_counters_at_once(&office)?,
            next: self.next_number(&office, now)?,
            line: self.next_line(&office, &book)?,
            book,
        };
        let followed = |id| {
            let goes_on = |machine: &&desk_core::office::Machine| {
                machine.began.as_ref().is_some_and(|began| began.continues.is_some_and(|(old, _)| old == id))
            };
            office.machines.values().find(goes_on).is_some()
        };
        let standing = office.machines.iter().filter(|(id, _)| !followed(**id));
        let mut machines: Vec<MachineRange> = standing
            .filter_map(|(id, machine)| {
                Some(MachineRange {
                    name: machine.began.as_ref()?.name.clone(),
                    own: *id == device,
                    counter: office.counter_on(*id, day)?,
                    later: machine.counters.range(day.succ_opt()?..).next().map(|(from, counter)| (*from, *counter)),
                })
            })
            .collect();
        machines.sort_by(|a, b| (a.counter, &a.name).cmp(&(b.counter, &b.name)));
        Ok((own, machines))
    }

    fn next_line(&self, office: &Office, book: &str) -> Result<u32, AppError> {
        Ok(self.reader()?.next_book_number(book)?.max(office.first_line(book)))
    }

    /// Goes on above what was written on paper: today's last dossier number, the last line of this year's book, or both. The
    /// numbers and lines below are the paper's; nobody is asked for them here.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::BadField`] with `last_number` where it is none of this counter's or the counter has
    /// gone beyond it already, with `last_line` where the book has; where neither is given; what stands against new entries.
    pub fn continue_paper(&mut self, last_number: Option<u16>, last_line: Option<u32>) -> Result<(), AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Supervisor])?;
        let (office, now) = (self.office()?, self.now());
        let range = CounterRange::of(self.counter(&office, now)?).map_err(|_| AppError::BadCounter)?;
        let (book, next) = (self.book(&office, now)?, self.next_number(&office, now)?);
        if last_number.is_none() && last_line.is_none() {
            return Err(AppError::BadField { field: "last_number" });
        }
        if last_number.is_some_and(|last| !range.contains(last) || next.is_none_or(|next| last < next)) {
            return Err(AppError::BadField { field: "last_number" });
        }
        let line = self.next_line(&office, &book)?;
        if last_line.is_some_and(|last| !(line..=LINES_MOST).contains(&last)) {
            return Err(AppError::BadField { field: "last_line" });
        }
        let done = Done { at: now, by: actor.name.clone() };
        let paper = PaperContinued { day: now.date_naive(), number: last_number, book, line: last_line, done };
        self.append_office(actor.person, OfficeFact::PaperContinued(Box::new(paper)))
    }
}
