//! What wants a decision on a day: what dossiers show, and what only the day as a whole shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use desk_core::{
    day::{ExceptionJudged, Judgement, OpenException, UnusedStory},
    dossier::{Act, Done, Means, NoteKind},
    ids::DossierId,
    office::{OfficeFact, Role},
};
use desk_store::{DayMark, What};

use super::{DayStanding, close::start_of};
use crate::{courier::State, desk::Desk, error::AppError};

/// One thing that an exception is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What names it in the record: the code of a dossier, a number, a counter, a machine.
    pub name: String,
    /// The dossier, where it is one.
    pub dossier: Option<DossierId>,
    /// What was said of it last.
    pub judged: Option<ExceptionJudged>,
}

impl Subject {
    fn is_open(&self) -> bool {
        !self.judged.as_ref().is_some_and(|judged| judged.judgement.settles())
    }
}

/// An exception of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its kind: a word of [`What`], or `number_gap`, `cash_difference`, `receipt_doubled`, `clock_or_record`,
    /// `sync_trouble`, `set_aside`, `machine_silent`.
    pub kind: String,
    /// How many things it is about.
    pub count: u32,
    /// They; of dossiers the first thousand.
    pub subjects: Vec<Subject>,
    /// What it opens; none where no dossier is behind it.
    pub mark: Option<DayMark>,
    /// What its sentence says besides.
    pub fields: BTreeMap<&'static str, String>,
}

impl Exception {
    /// How many of them a supervisor has still to decide.
    pub fn open(&self) -> u32 {
        let settled = self.subjects.iter().filter(|subject| !subject.is_open()).count();
        self.count.saturating_sub(u32::try_from(settled).unwrap_or(u32::MAX))
    }

    /// What is behind it and open, for the sheet.
    pub(super) fn carried(&self) -> Option<OpenException> {
        let subjects = self.subjects.iter().filter(|subject| subject.is_open()).take(100);
        let subjects = subjects.map(|subject| subject.name.clone()).collect();
        (self.open() > 0).then(|| OpenException { kind: self.kind.clone(), count: self.open(), subjects })
    }
}

/// Takes an exception without a dossier: kind, names, fields.
type Push<'a> = &'a mut dyn FnMut(&str, Vec<String>, BTreeMap<&'static str, String>);

/// Most letters of a question or remark.
const TEXT_MAX: usize = 1_000;

impl Desk {
    /// What wants a decision on a day.
    ///
    /// # Errors
    /// Only supervisors may; when the store cannot be read.
    pub fn exceptions(&self, standing: &DayStanding) -> Result<Vec<Exception>, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        self.exceptions_of(standing)
    }

    pub(super) fn exceptions_of(&self, standing: &DayStanding) -> Result<Vec<Exception>, AppError> {
        let day = standing.day;
        let told = |kind: &str, name: String, dossier| {
            let judged = standing.record.judged(kind, &name).cloned();
            Subject { name, dossier, judged }
        };
        let mut all: Vec<Exception> = Vec::new();
        for found in self.reader()?.day_exceptions(day, self.now())? {
            let kind = found.what.word();
            let subjects = found.dossiers.into_iter().map(|(id, code)| told(kind, code, Some(id))).collect();
            let mark = Some(DayMark::of(found.what, day));
            all.push(Exception { kind: kind.to_owned(), count: found.count, subjects, mark, fields: BTreeMap::new() });
        }
        let mut push = |kind: &str, names: Vec<String>, fields: BTreeMap<&'static str, String>| {
            let Some(count) = u32::try_from(names.len()).ok().filter(|count| *count > 0) else { return };
            let subjects = names.into_iter().map(|name| told(kind, name, None)).collect();
            all.push(Exception { kind: kind.to_owned(), count, subjects, mark: None, fields });
        };
        for line in &standing.now.numbers {
            for run in &line.unused {
                let name = if run.first == run.last {
                    format!("{:04}", run.first)
                } else {
                    format!("{:04}–{:04}", run.first, run.last)
                };
                let story = match run.story {
                    UnusedStory::OnPaper => "on_paper",
                    UnusedStory::Unknown => "unknown",
                };
                let fields =
                    [("numbers", name.clone()), ("counter", line.counter.to_string()), ("story", story.to_owned())];
                push("number_gap", vec![name], fields.into());
            }
        }
        for (_, closed) in standing.record.closings().values() {
            let taken = closed.sheet.money_by(Means::Cash);
            if let Some(counted) = closed.counted_vnd.filter(|counted| *counted != taken) {
                let counter = closed.counter.to_string();
                let fields = [
                    ("counter", counter.clone()),
                    ("counted", counted.to_string()),
                    ("taken", taken.to_string()),
                    ("difference", (counted - taken).to_string()),
                ];
                push("cash_difference", vec![counter], fields.into());
            }
        }
        for (receipt, times) in self.reader()?.receipts_doubled(day)? {
            let fields = [("receipt", receipt.clone()), ("times", times.to_string())];
            push("receipt_doubled", vec![receipt], fields.into());
        }
        let office = self.office()?;
        let name = |device| office.began(device).map(|began| began.name.clone()).unwrap_or_default();
        for (device, machine) in &office.machines {
            for warning in machine.settled.get(&day).into_iter().flat_map(BTreeMap::keys) {
                let fields = [("machine", name(*device)), ("warning", warning.clone())];
                push("clock_or_record", vec![format!("{} {warning}", name(*device))], fields.into());
            }
        }
        if day == self.now().date_naive() {
            let aside = self.reader()?.set_aside()?;
            if aside > 0 {
                push("set_aside", vec![aside.to_string()], [("count", aside.to_string())].into());
            }
        }
        self.machines_silent(day, &mut push)?;
        Ok(all)
    }

    /// Where a province is set up: how the exchange stands, and the machines of which nothing came since before the day.
    fn machines_silent(&self, day: NaiveDate, push: Push<'_>) -> Result<(), AppError> {
        let Some(state) = self.province_says()? else { return Ok(()) };
        let in_step = matches!(state, State::InStep | State::Enrolled);
        if day == self.now().date_naive() && !in_step {
            push("sync_trouble", vec![state.word().to_owned()], [("state", state.word().to_owned())].into());
        }
        let heard = self.reader()?.machines_heard()?;
        let start = start_of(day).timestamp_millis();
        for member in self.reader()?.roster()?.into_iter().filter(|member| member.revoked.is_none()) {
            let last = heard.get(&member.device).map(|(_, last)| *last);
            if last.is_none_or(|last| last < start) {
                let since = last.and_then(desk_core::time::from_millis);
                let since = since.map(|since| since.date_naive().to_string()).unwrap_or_default();
                let fields =
                    [("machine", member.name.clone()), ("counter", member.counter.to_string()), ("since", since)];
                push("machine_silent", vec![member.name], fields.into());
            }
        }
        Ok(())
    }

    /// Says what becomes of the exceptions of one kind: of `subjects`, or of all that are open. An approved void is made
    /// void and a returned one declined; a question is also left on each dossier as a note, where its people see it.
    /// Gives how many it was said of.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::BadField`] with `text` where a question or remark has no words or too many, with
    /// `exception` where nothing of the kind is open; what the rules say of a void, which then nothing is said of.
    pub fn judge(
        &mut self,
        day: NaiveDate,
        kind: &str,
        only: &[String],
        judgement: Judgement,
        text: &str,
    ) -> Result<u32, AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Supervisor])?;
        let text = text.trim();
        if text.chars().count() > TEXT_MAX || (judgement != Judgement::Approved && text.is_empty()) {
            return Err(AppError::BadField { field: "text" });
        }
        let standing = self.day_standing(day)?;
        let all = self.exceptions_of(&standing)?;
        let wanted: BTreeSet<&String> = only.iter().collect();
        let open: Vec<&Subject> = all
            .iter()
            .filter(|exception| exception.kind == kind)
            .flat_map(|exception| &exception.subjects)
            .filter(|subject| subject.is_open() && (wanted.is_empty() || wanted.contains(&subject.name)))
            .collect();
        if open.is_empty() {
            return Err(AppError::BadField { field: "exception" });
        }
        let dossiers: Vec<DossierId> = open.iter().filter_map(|subject| subject.dossier).collect();
        let mut subjects: Vec<String> = open.iter().map(|subject| subject.name.clone()).collect();
        let act = match (What::from_word(kind), judgement) {
            (Some(What::VoidWanted), Judgement::Approved) => Some(Act::ApproveVoid { reason: text.to_owned() }),
            (Some(What::VoidWanted), Judgement::Returned) => Some(Act::DeclineVoid { reason: text.to_owned() }),
            (_, Judgement::Returned) => Some(Act::AddNote { about: NoteKind::Plain, text: text.to_owned() }),
            (_, Judgement::Approved | Judgement::Noted) => None,
        };
        let mut done_to = dossiers.clone();
        if let Some(act) = act.filter(|_| !dossiers.is_empty()) {
            let mut bulk = self.act_on_many(&dossiers, &act, None, &mut |_| true)?;
            done_to = bulk.done.iter().map(|acted| acted.dossier).collect();
            let codes: BTreeSet<&str> = bulk.done.iter().map(|acted| acted.code.as_str()).collect();
            subjects.retain(|subject| codes.contains(subject.as_str()));
            if let (true, Some((_, error))) = (done_to.is_empty(), bulk.refused.pop()) {
                return Err(error);
            }
        }
        let count = u32::try_from(subjects.len()).unwrap_or(u32::MAX);
        let judged = ExceptionJudged {
            day,
            exception: kind.to_owned(),
            subjects,
            dossiers: done_to,
            judgement,
            text: (!text.is_empty()).then(|| text.to_owned()),
            done: Done { at: self.now(), by: actor.name.clone() },
        };
        self.append_office(actor.person, OfficeFact::ExceptionJudged(Box::new(judged)))?;
        Ok(count)
    }
}
