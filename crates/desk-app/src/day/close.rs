//! Closing a day at this machine, making the office's sheet, signing it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use desk_core::{
    day::{CounterClosed, DayClosed, DayFact, DayRecord, DaySigned, HeldClosing, MissingClosing, OpenException, Sheet},
    dossier::Done,
    ids::{DeviceId, EntryHash},
    office::{Office, OfficeFact, Role},
    time::Moment,
};
use desk_store::NewEntry;

use super::Exception;
use crate::{desk::Desk, error::AppError};

/// Who may close a counter's day and make the office's sheet.
const DESK: &[Role] = &[Role::Clerk, Role::Supervisor];
/// Most đồng that anybody counts in a drawer.
const COUNTED_MAX: i64 = 100_000_000_000;
/// Who may sign.
const SUPERVISOR: &[Role] = &[Role::Supervisor];

/// Where a day stands here and now.
#[derive(Debug, Clone)]
pub struct DayStanding {
    /// The day.
    pub day: NaiveDate,
    /// Its closings, sheets, signatures and judgements.
    pub record: DayRecord,
    /// What each machine did on it as the record has it now; machines that did nothing are left out.
    pub machines: BTreeMap<DeviceId, Sheet>,
    /// The sum of these.
    pub now: Sheet,
    /// Machines whose closing is not here.
    pub missing: Vec<MissingClosing>,
}

impl DayStanding {
    /// What a closing counts, as the record has it now: the day of its machine and of those that it covers.
    pub fn counted_by(&self, device: DeviceId, covers: &[DeviceId]) -> Sheet {
        let mut sheet = Sheet::default();
        let all = std::iter::once(&device).chain(covers);
        all.filter_map(|device| self.machines.get(device)).for_each(|one| sheet.add(one));
        sheet
    }

    /// The machines whose day this one closes with its own: those it goes on for that worked that day and whose closing is
    /// not here or no longer true, and those it closed so before.
    fn covered_by(&self, office: &Office, device: DeviceId) -> Vec<DeviceId> {
        let before = self.record.last_closing(device).map(|closed| closed.covers.as_slice()).unwrap_or_default();
        let stands = |old: &DeviceId| {
            self.record
                .closing_of(*old)
                .is_some_and(|(by, closed)| by != device && closed.sheet == self.counted_by(by, &closed.covers))
        };
        let wanted = |old: &DeviceId| before.contains(old) || self.machines.contains_key(old) && !stands(old);
        office.goes_on_for(device).into_iter().filter(wanted).collect()
    }

    /// What came to the day after its sheet was made: figure, then, now. Nothing without a sheet.
    pub fn changes(&self) -> Vec<(&'static str, i64, i64)> {
        self.record.sheet().map(|(_, sheet)| sheet.sheet.changes_to(&self.now)).unwrap_or_default()
    }
}

/// Receipts printed = dossiers logged (= received by the province, where there is one), each side counted for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Equation {
    /// Dossiers of the day whose receipt was printed that day, told by the prints.
    pub printed: u32,
    /// Dossiers logged that day, void numbers counted, back entries not, told by the receptions.
    pub logged: u32,
    /// Of these: the province has them. None where there is no province.
    pub received: Option<u32>,
}

impl Equation {
    /// True when all sides are equal.
    pub fn holds(&self) -> bool {
        self.printed == self.logged && self.received.is_none_or(|received| received == self.logged)
    }
}

/// What closing a day did.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Where the day stands now.
    pub standing: DayStanding,
    /// The entry of this machine's closing, when it was made now.
    pub counter: Option<EntryHash>,
    /// The entry of the office's sheet, when it was made now.
    pub sheet: Option<EntryHash>,
    /// The entry of the signature, when it was made now.
    pub signed: Option<EntryHash>,
}

impl Desk {
    /// Where a day stands.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn day_standing(&self, day: NaiveDate) -> Result<DayStanding, AppError> {
        self.actor_holding(DESK)?;
        let (office, reader) = (self.office()?, self.reader()?);
        let record = reader.day_record(day)?;
        let heard = reader.machines_heard()?;
        let mut machines = BTreeMap::new();
        let mut now = Sheet::default();
        for device in heard.keys() {
            let sheet = reader.machine_sheet(&office, *device, day)?;
            if sheet != Sheet::default() {
                now.add(&sheet);
                machines.insert(*device, sheet);
            }
        }
        let missing = self.missing(&office, day, &record, &machines, &heard)?;
        Ok(DayStanding { day, record, machines, now, missing })
    }

    /// Receipts printed, dossiers logged, received by the province: of a day as the record has it now.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn day_equation(&self, standing: &DayStanding) -> Result<Equation, AppError> {
        let received = match self.province_says()? {
            None => None,
            Some(_) => Some(self.reader()?.logged_there(standing.day)?),
        };
        Ok(Equation { printed: standing.now.printed, logged: standing.now.logged, received })
    }

    /// The machines of which a closing is expected and not here, neither their own nor that of one that goes on for them:
    /// those that worked that day, and every other one that belongs to the office and was there by then.
    fn missing(
        &self,
        office: &Office,
        day: NaiveDate,
        record: &DayRecord,
        machines: &BTreeMap<DeviceId, Sheet>,
        heard: &BTreeMap<DeviceId, (i64, i64)>,
    ) -> Result<Vec<MissingClosing>, AppError> {
        let began = |device: &DeviceId| office.began(*device);
        let followed: BTreeSet<DeviceId> = office
            .machines
            .values()
            .filter_map(|machine| machine.began.as_ref()?.continues)
            .map(|(device, _)| device)
            .collect();
        let roster = self.reader()?.roster()?;
        let revoked = |device: &DeviceId| roster.iter().any(|one| one.device == *device && one.revoked.is_some());
        let end = end_of(day).timestamp_millis();
        let there = |device: &DeviceId| heard.get(device).is_some_and(|(first, _)| *first < end);
        let expected = |device: &DeviceId| {
            machines.contains_key(device) || (there(device) && !followed.contains(device) && !revoked(device))
        };
        let mut missing: Vec<MissingClosing> = office
            .machines
            .keys()
            .filter(|device| expected(device) && record.closing_of(**device).is_none())
            .filter_map(|device| {
                let (name, counter) = (began(device)?.name.clone(), office.counter_on(*device, day)?);
                Some(MissingClosing { device: *device, counter, name })
            })
            .collect();
        missing.sort_by_key(|one| (one.counter, one.device));
        Ok(missing)
    }

    /// Closes a day at this machine and makes the office's sheet of what is here: one transaction. What stands already and
    /// is still true is not made again. A machine that goes on for another since a restore closes that one's day with its
    /// own, since nobody else can; one that was not there yet makes the sheet alone. With `sign`, the password of the
    /// supervisor who is signed in, the sheet is signed too. `counted` is what was counted in the drawer.
    ///
    /// # Errors
    /// Clerks and supervisors may close, supervisors sign; [`AppError::BadField`] with `day` for a day ahead, or one before
    /// the office began here and of which the record holds nothing, with `counted` for an amount beyond reason or where
    /// this machine has no day to close; a wrong password; what the record or the disk says. Nothing has happened then.
    pub fn close_day(&mut self, day: NaiveDate, counted: Option<i64>, sign: Option<&str>) -> Result<Closed, AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(DESK)?;
        if day > self.now().date_naive() {
            return Err(AppError::BadField { field: "day" });
        }
        if counted.is_some_and(|vnd| !(0..=COUNTED_MAX).contains(&vnd)) {
            return Err(AppError::BadField { field: "counted" });
        }
        if let Some(password) = sign {
            self.actor_holding(SUPERVISOR)?;
            self.sign_in(&actor.person.to_string(), password)?;
        }
        let before = self.day_standing(day)?;
        let office = self.office()?;
        let (store, now) = (self.store()?, self.now());
        let device = store.device();
        let counter = office.counter_on(device, day).ok_or(AppError::BadField { field: "day" })?;
        let done = || Done { at: now, by: actor.name.clone() };
        let covers = before.covered_by(&office, device);
        let mine = before.counted_by(device, &covers);
        let there = self.reader()?.machines_heard()?;
        let there = there.get(&device).is_some_and(|(first, _)| *first < end_of(day).timestamp_millis());
        let last = before.record.last_closing(device).cloned();
        let has_day = there || last.is_some() || mine != Sheet::default();
        if !has_day && before.machines.is_empty() && before.record.closings().is_empty() {
            return Err(AppError::BadField { field: "day" });
        }
        if !has_day && counted.is_some() {
            return Err(AppError::BadField { field: "counted" });
        }
        let head = store.head().ok_or(AppError::NotSetUp)?;
        let stands = last.as_ref().is_some_and(|closed| {
            let same = closed.sheet == mine && closed.covers == covers;
            same && (counted.is_none() || closed.counted_vnd == counted)
        });
        let closes = (has_day && !stands).then(|| CounterClosed {
            day,
            counter,
            covers,
            sheet: mine,
            counted_vnd: counted.or_else(|| last.and_then(|closed| closed.counted_vnd)),
            head: (head.seq, head.hash),
            done: done(),
        });
        // What is open is asked of the day as it stands once this counter is closed: what was counted may differ.
        let mut ahead = before.clone();
        if let Some(closed) = &closes {
            let fact = DayFact::Counter(Box::new(closed.clone()));
            ahead.record = ahead.record.with(device, u64::MAX, head.hash, fact);
        }
        let exceptions = self.exceptions_of(&ahead)?;
        let open: Vec<OpenException> = exceptions.iter().filter_map(Exception::carried).collect();
        let (mut closing, mut made, mut signed) = (None, None, None);
        store.act(now, Some(actor.person), |act| {
            let mut record = before.record.clone();
            if let Some(closed) = closes.clone() {
                let entry = act.append(NewEntry::Office(OfficeFact::CounterClosed(Box::new(closed.clone()))))?;
                record = record.with(device, entry.head.seq, entry.head.hash, DayFact::Counter(Box::new(closed)));
                closing = Some(entry.head.hash);
            }
            let sheet = office_sheet(&record, &before.missing, day, open.clone(), done());
            let same = |entry: EntryHash, old: &DayClosed| {
                let told = (&old.held, &old.missing, &old.sheet) == (&sheet.held, &sheet.missing, &sheet.sheet);
                // What is open goes on changing; a signed sheet keeps what was open when it was made.
                told && (old.open == sheet.open || record.signature(entry).is_some())
            };
            let current = record.sheets();
            let stands = matches!(current.as_slice(), [(entry, only)] if same(*entry, only));
            if !stands {
                let entry = act.append(NewEntry::Office(OfficeFact::DayClosed(Box::new(sheet.clone()))))?;
                record = record.with(device, entry.head.seq, entry.head.hash, DayFact::Office(Box::new(sheet)));
                made = Some(entry.head.hash);
            }
            let (current, _) = record.sheet().ok_or(AppError::NotSetUp)?;
            if sign.is_some() && record.signature(current).is_none() {
                let fact = DaySigned { day, sheet: current, done: done() };
                signed = Some(act.append(NewEntry::Office(OfficeFact::DaySigned(fact)))?.head.hash);
            }
            Ok::<_, AppError>(())
        })?;
        Ok(Closed { standing: self.day_standing(day)?, counter: closing, sheet: made, signed })
    }
}

/// The office's sheet of the closings that are here.
fn office_sheet(
    record: &DayRecord,
    missing: &[MissingClosing],
    day: NaiveDate,
    open: Vec<OpenException>,
    done: Done,
) -> DayClosed {
    let mut held: Vec<HeldClosing> = record
        .closings()
        .into_iter()
        .map(|(device, (entry, closed))| HeldClosing { device, counter: closed.counter, entry })
        .collect();
    held.sort_by_key(|one| (one.counter, one.device));
    DayClosed {
        day,
        held,
        missing: missing.iter().filter(|one| record.closing_of(one.device).is_none()).cloned().collect(),
        sheet: record.sum(),
        open,
        amends: record.sheets().into_iter().map(|(entry, _)| entry).collect(),
        done,
    }
}

/// The first moment of a day.
pub(super) fn start_of(day: NaiveDate) -> Moment {
    desk_core::report::Period { from: day, to: day }.start()
}

/// The moment after which a day has ended.
fn end_of(day: NaiveDate) -> Moment {
    desk_core::report::Period { from: day, to: day }.end()
}
