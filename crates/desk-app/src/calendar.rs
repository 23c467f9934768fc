//! The office's own days and hours: who set them, when, before and after. Old receipts keep their date; what is counted from
//! now on goes by the new calendar; dossiers in hand whose count crosses a changed day are listed for people to judge.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{NaiveDate, NaiveTime};
use desk_core::{
    calendar::{Calendar, OfficeHours, Span, SpecialKind},
    dossier::Done,
    office::{CalendarChange, CalendarSet, Office, OfficeFact, Role},
    text::nfc_tidy,
    time::at_wall,
};
use desk_reference::Unit;
use desk_store::Hit;

use crate::{desk::Desk, error::AppError};

/// The longest name or decision.
const LONGEST: usize = 200;
/// Most dossiers in hand that are told when a day changes.
const LOOKED_AT: u32 = 100_000;

/// One change with what stood there before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarStep {
    /// The change.
    pub set: CalendarSet,
    /// What the day was before; none for an ordinary day.
    pub day_before: Option<(SpecialKind, String)>,
    /// The hours of the week before.
    pub hours_before: Option<OfficeHours>,
}

impl Desk {
    /// The days off and worked of this office: the reference data with the office's own. The office is given, since
    /// within an act the store must not be asked for it.
    pub(crate) fn calendar(&self, office: &Office) -> &'static Calendar {
        own_calendar(self.reference().calendar(), office)
    }

    /// The hours of a procedure on a day. The office's own week takes the place of its usual hours; a group of
    /// procedures with hours of its own keeps them.
    pub(crate) fn hours_on(
        &self,
        office: &Office,
        unit: &Unit,
        procedure: Option<&str>,
        day: NaiveDate,
    ) -> OfficeHours {
        let usual = self.reference().hours(unit, procedure, day);
        let of_its_own = procedure.is_some() && usual != self.reference().hours(unit, None, day);
        office.own_hours(day).filter(|_| !of_its_own).unwrap_or(usual)
    }

    /// The hours of the week that hold on a day.
    ///
    /// # Errors
    /// When the office is not known.
    pub fn week_of(&self, day: NaiveDate) -> Result<OfficeHours, AppError> {
        self.actor()?;
        Ok(self.hours_on(&*self.office()?, self.unit(day)?, None, day))
    }

    /// The special days of a year as they hold here, each with whether it is the office's own.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn special_days(&self, year: i32) -> Result<Vec<(NaiveDate, SpecialKind, String, bool)>, AppError> {
        use chrono::Datelike;

        self.actor()?;
        let shipped = self.reference().calendar();
        let office = self.office()?;
        let days = self.calendar(&office).days.iter().filter(|(day, _)| day.year() == year);
        Ok(days
            .map(|(day, special)| (*day, special.kind, special.name.clone(), shipped.days.get(day) != Some(special)))
            .collect())
    }

    /// Every change of the calendar with what was before, the newest first.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn calendar_history(&self) -> Result<Vec<CalendarStep>, AppError> {
        self.actor()?;
        let office = self.office()?;
        let mut so_far = Office::default();
        let mut steps = Vec::new();
        for set in &office.calendar {
            let (mut day_before, mut hours_before) = (None, None);
            match &set.change {
                CalendarChange::Day { day, .. } => {
                    let before = so_far.days_of(self.reference().calendar());
                    day_before = before.days.get(day).map(|special| (special.kind, special.name.clone()));
                }
                CalendarChange::Hours { from, .. } => {
                    let usual = || Ok::<_, AppError>(self.reference().hours(self.unit(*from)?, None, *from));
                    hours_before = Some(so_far.own_hours(*from).map_or_else(usual, Ok)?);
                }
            }
            so_far.calendar.push(set.clone());
            steps.push(CalendarStep { set: set.clone(), day_before, hours_before });
        }
        steps.reverse();
        Ok(steps)
    }

    /// Sets a day or the hours, and gives the dossiers in hand whose count crosses what changed. Their dates stay as
    /// promised.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than administrators; [`AppError::BadField`] with `decision`, `name`, `day`,
    /// `from` or `week`: blank, too long, not ahead, or spans that do not follow each other.
    pub fn set_calendar(&mut self, change: CalendarChange, decision: &str) -> Result<Vec<Hit>, AppError> {
        let actor = self.actor_holding(&[Role::Administrator])?;
        self.record_stands()?;
        let today = self.now().date_naive();
        let said = |text: &str, field: &'static str| {
            let text = nfc_tidy(text);
            let fits = !text.is_empty() && text.chars().count() <= LONGEST;
            if fits { Ok(text) } else { Err(AppError::BadField { field }) }
        };
        let decision = said(decision, "decision")?;
        let change = match change {
            CalendarChange::Day { day, .. } if day < today => return Err(AppError::BadField { field: "day" }),
            CalendarChange::Day { day, kind: Some(kind), name } => {
                CalendarChange::Day { day, kind: Some(kind), name: said(&name, "name")? }
            }
            CalendarChange::Day { day, kind: None, .. } => CalendarChange::Day { day, kind: None, name: String::new() },
            CalendarChange::Hours { from, .. } if from <= today => return Err(AppError::BadField { field: "from" }),
            CalendarChange::Hours { from, week } => {
                if !week.iter().all(|spans| in_order(spans)) || week.iter().all(Vec::is_empty) {
                    return Err(AppError::BadField { field: "week" });
                }
                CalendarChange::Hours { from, week }
            }
        };
        let first = match &change {
            CalendarChange::Day { day, .. } => *day,
            CalendarChange::Hours { from, .. } => *from,
        };
        let done = Done { at: self.now(), by: actor.name.clone() };
        let set = CalendarSet { change, decision, done };
        self.append_office(actor.person, OfficeFact::CalendarSet(Box::new(set)))?;
        // Also those that wait for papers or money: their date was counted over these days too.
        Ok(self.reader()?.promised_from(at_wall(first.and_time(NaiveTime::MIN)), LOOKED_AT)?)
    }
}

/// Spans that open before they close, one after the other.
fn in_order(spans: &[Span]) -> bool {
    spans.iter().all(|span| span.open < span.close) && spans.windows(2).all(|two| two[0].close <= two[1].open)
}

/// The calendar of an office. Rules borrow their calendar for as long as they like, so every state of one is kept while
/// the program runs: an office changes its calendar a few times a year.
fn own_calendar(shipped: &'static Calendar, office: &Office) -> &'static Calendar {
    static KNOWN: Mutex<BTreeMap<String, &'static Calendar>> = Mutex::new(BTreeMap::new());

    let mut key = String::new();
    for set in &office.calendar {
        if let CalendarChange::Day { day, kind, name } = &set.change {
            key.push_str(&format!("{day} {kind:?} {name}\n"));
        }
    }
    if key.is_empty() {
        return shipped;
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(key).or_insert_with(|| Box::leak(Box::new(office.days_of(shipped))))
}
