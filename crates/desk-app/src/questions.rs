//! Questions that screens ask: what a form may show, what a picker lists, what stands against new entries.

use chrono::Datelike;
use desk_core::{
    dossier::{Offer, TypedLimit},
    due::{Due, Jump, Unit as Place, due, next_jump},
    procedure::{Channel, Limit},
    rule::Rule,
    time::Moment,
};
use desk_reference::Entry;
use desk_store::Room;

use crate::{desk::Desk, error::AppError, offer::offer};

/// The rule of the known or typed limit.
fn rule_of(offer: &Offer, typed: Option<&TypedLimit>) -> Option<Rule> {
    match (&offer.limit, typed) {
        (Limit::Known { rule, .. }, _) => Some(*rule),
        (Limit::Unknown { .. }, Some(TypedLimit::Rule { rule, .. })) => Some(*rule),
        (Limit::Unknown { .. }, Some(TypedLimit::Date { .. }) | None) => None,
    }
}

impl Desk {
    /// Entries in the record.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn entries(&self) -> Result<u64, AppError> {
        Ok(self.reader()?.entries()?)
    }

    /// Numbers this counter has left today.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn numbers_left_today(&self) -> Result<u32, AppError> {
        let office = self.office()?;
        self.numbers_left(&office, self.now())
    }

    /// Codes of what a supervisor should settle before new entries (clock, standing of the record), and of a disk that fills.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn warnings(&self) -> Result<Vec<&'static str>, AppError> {
        Ok(match self.ready_for_entries() {
            Ok(()) => match desk_store::room(&self.paths.store)? {
                Room::Plenty => Vec::new(),
                Room::Low => vec!["disk_low"],
                Room::NoNewScans | Room::NoNewDossiers => vec!["disk_no_scans"],
            },
            Err(AppError::Unsettled(what)) => vec![what],
            Err(AppError::ClockBehind { .. }) => vec!["clock_behind"],
            Err(AppError::DiskFull) => vec!["disk_full"],
            Err(AppError::Revoked) => vec!["machine_revoked"],
            Err(other) => return Err(other),
        })
    }

    /// What the office offers for a procedure today.
    ///
    /// # Errors
    /// [`AppError::UnknownProcedure`].
    pub fn offer_today(&self, code: &str, channel: Channel, case: Option<&str>) -> Result<Offer, AppError> {
        let day = self.now().date_naive();
        let form_set = self.reference().form_set(day, None);
        let office = self.office()?;
        offer(self.reference(), &office, form_set.as_str(), code, channel, case, day)
    }

    /// Whether this office offers a procedure today.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn offers_today(&self, code: &str) -> Result<bool, AppError> {
        let office = self.office()?;
        Ok(self.offers(&office, code, self.now().date_naive()))
    }

    /// The date that the known or typed limit gives now, whatever else is still missing.
    pub fn due_now(&self, offer: &Offer, typed: Option<&TypedLimit>) -> Option<Due> {
        let rule = rule_of(offer, typed)?;
        let now = self.now();
        let (unit, office) = (self.unit(now.date_naive()).ok()?, self.office().ok()?);
        let hours = self.hours_on(&office, unit, Some(&offer.procedure.code), now.date_naive());
        due(rule, now, self.calendar(&office), &hours, self.policy_of(&office)).ok()
    }

    /// The last minute of today up to which receiving gives an earlier date than after it, with both dates.
    pub fn next_jump(&self, offer: &Offer, typed: Option<&TypedLimit>) -> Option<Jump> {
        let rule = rule_of(offer, typed)?;
        let now = self.now();
        let (unit, office) = (self.unit(now.date_naive()).ok()?, self.office().ok()?);
        let hours = self.hours_on(&office, unit, Some(&offer.procedure.code), now.date_naive());
        next_jump(rule, now, Place { calendar: self.calendar(&office), hours: &hours, policy: self.policy_of(&office) })
    }

    /// The latest moment that the known limit allows now.
    pub fn latest_due(&self, offer: &Offer) -> Option<Moment> {
        self.due_now(offer, None).and_then(|due| due.due)
    }

    /// Procedures for the picker: by text, or without one those that this citizen and this desk use most. The second
    /// part says whether the office offers it; what it does not offer comes last.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn find_procedures(
        &self,
        text: &str,
        person: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(&'static Entry, bool)>, AppError> {
        let office = self.office()?;
        let day = self.now().date_naive();
        let catalogue = self.reference().catalogue();
        let mut used: Vec<String> = Vec::new();
        if let Some(number) = person
            && let Some(citizen) = self.reader()?.person_latest(number)?
            && let Some(hit) = self.reader()?.hit(citizen.dossier)?
        {
            used.push(hit.procedure);
        }
        let mine = self.reader()?.procedures_used(Some(self.actor()?.person), 50)?;
        let all = self.reader()?.procedures_used(None, 50)?;
        for code in mine.into_iter().chain(all).map(|use_of| use_of.code) {
            if !used.contains(&code) {
                used.push(code);
            }
        }
        let rank = |code: &str| used.iter().position(|known| known == code).unwrap_or(usize::MAX);
        let mut found: Vec<(&'static Entry, bool)> = if text.trim().is_empty() {
            let often = used.iter().filter_map(|code| catalogue.entry(code));
            let mut list: Vec<&'static Entry> = often.collect();
            for entry in catalogue.all() {
                if list.len() >= limit {
                    break;
                }
                if self.offers(&office, entry.code, day) && !list.iter().any(|known| known.code == entry.code) {
                    list.push(entry);
                }
            }
            list.into_iter().map(|entry| (entry, self.offers(&office, entry.code, day))).collect()
        } else {
            let hits = catalogue.find(text, limit * 4);
            hits.into_iter().map(|entry| (entry, self.offers(&office, entry.code, day))).collect()
        };
        if !text.trim().is_empty() {
            // What matches better stays first; among what the office offers, the often used come first.
            found.sort_by_key(|(entry, on)| (!*on, rank(entry.code).min(50)));
        }
        // What somebody calls so themselves comes before all else.
        if let Some(code) = self.abbreviated(text)?
            && let Some(entry) = catalogue.entry(&code)
        {
            found.retain(|(other, _)| other.code != entry.code);
            found.insert(0, (entry, self.offers(&office, entry.code, day)));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Procedures that may be switched, by text; only those offered where `only_on`.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn switchable(&self, text: &str, only_on: bool) -> Result<Vec<(&'static Entry, bool)>, AppError> {
        let office = self.office()?;
        let day = self.now().date_naive();
        let catalogue = self.reference().catalogue();
        let list: Vec<&'static Entry> =
            if text.trim().is_empty() { catalogue.all().iter().collect() } else { catalogue.find(text, 400) };
        let with_state = list.into_iter().map(|entry| (entry, self.offers(&office, entry.code, day)));
        Ok(with_state.filter(|(_, on)| *on || !only_on).collect())
    }

    /// Fields and years for the register's chips.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn register_chips(&self) -> Result<(Vec<String>, Vec<i32>), AppError> {
        let (reader, now) = (self.reader()?, self.now());
        // By the day of reception: what was imported later may be older than what was recorded first.
        let from = reader.first_received()?.map_or(now.year(), |first| first.year());
        Ok((reader.sectors()?, (from..=now.year()).rev().collect()))
    }

    /// Checks the whole record: signatures, chain, bodies, projections.
    ///
    /// # Errors
    /// When nobody is signed in or the file cannot be read.
    pub fn verify(&self) -> Result<desk_store::Verdict, AppError> {
        Ok(self.store()?.verify()?)
    }
}
