//! Number ranges: which counter each machine of the office is, which numbers this one has left today.

use chrono::NaiveDate;
use desk_core::code::CounterRange;
use desk_core::office::Role;

use crate::{desk::Desk, error::AppError};

/// Fewer left than this is said to a supervisor.
pub const FEW: u32 = 50;

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
        let own = OwnRange {
            day,
            counter: range.counter(),
            first: range.first(),
            last: range.last(),
            left: self.numbers_left(&office, now)?,
            at_once: self.takes_counters_at_once(&office)?,
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
}
