//! When the schedule wants a backup, and what is to be said of those that were made. Pure.

use std::path::PathBuf;

use chrono::{Duration, NaiveTime};
use desk_core::time::{Moment, at_wall};
use serde::{Deserialize, Serialize};

use super::{Note, Outcome};

/// The most backups that the schedule keeps.
pub(super) const KEEP_MOST: u8 = 60;
/// How long after a failure the schedule tries again.
const AGAIN_MINUTES: i64 = 10;
/// Without a schedule: how old the newest may be.
const OLD_DAYS: i64 = 7;

/// Every day at a time, into a folder, so many kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The folder: a stick, another disk.
    pub folder: PathBuf,
    /// The time of day. A machine that was off then makes it when somebody signs in next.
    pub at: NaiveTime,
    /// The newest of the schedule's that are kept, 1 to 60; older ones are removed once a newer one was verified.
    pub keep: u8,
}

impl Plan {
    /// The last time it should have run, at or before a moment.
    fn slot(&self, now: Moment) -> Moment {
        let today = at_wall(now.date_naive().and_time(self.at));
        if today <= now { today } else { today - Duration::days(1) }
    }

    /// True when a backup is to be made now.
    pub(super) fn wants_one(&self, notes: &[Note], now: Moment) -> bool {
        let slot = self.slot(now);
        let done = notes.iter().any(|note| note.at >= slot && is_good(note));
        let tried = notes.iter().any(|note| {
            let failed = matches!(note.outcome, Outcome::Failed(_));
            failed && note.by.is_none() && now - note.at < Duration::minutes(AGAIN_MINUTES) && note.at <= now
        });
        !done && !tried
    }

    /// Those of the schedule's backups that are to go: verified, made in its folder, older than the newest `keep`.
    pub(super) fn spare<'a>(&self, notes: &'a [Note]) -> impl Iterator<Item = &'a Note> {
        let folder = self.folder.clone();
        let ours = move |note: &&Note| note.by.is_none() && is_good(note) && note.folder.parent() == Some(&*folder);
        notes.iter().filter(ours).skip(usize::from(self.keep))
    }
}

fn is_good(note: &Note) -> bool {
    note.outcome == Outcome::Verified
}

/// What is to be said of the backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The last one failed.
    Failed {
        /// When.
        at: Moment,
        /// Code of the reason.
        why: String,
    },
    /// The newest verified one is too old.
    Old {
        /// When it was made.
        at: Moment,
    },
    /// There was never one.
    None,
}

/// What is to be said. `began` is the moment of the record's first entry.
pub(super) fn trouble(plan: Option<&Plan>, notes: &[Note], began: Option<Moment>, now: Moment) -> Option<Trouble> {
    let newest = notes.iter().filter(|note| is_good(note)).map(|note| note.at).max();
    let last = notes.iter().filter(|note| note.outcome != Outcome::Removed).max_by_key(|note| note.at);
    if let Some(Note { at, outcome: Outcome::Failed(why), .. }) = last
        && why != "backup_stopped"
    {
        return Some(Trouble::Failed { at: *at, why: why.clone() });
    }
    // With a schedule a whole round may be missed (a machine that is off), not two.
    let oldest = match plan {
        Some(plan) => plan.slot(now) - Duration::days(1),
        None => now - Duration::days(OLD_DAYS),
    };
    match newest {
        Some(at) if at < oldest => Some(Trouble::Old { at }),
        Some(_) => None,
        None => began.is_some_and(|began| began < now - Duration::days(1)).then_some(Trouble::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        format!("{text}:00+07:00").parse().expect("a moment")
    }

    fn plan() -> Plan {
        let at = NaiveTime::from_hms_opt(16, 0, 0).expect("four o'clock");
        Plan { folder: "/media/usb".into(), at, keep: 2 }
    }

    fn note(when: &str, by: Option<&str>, outcome: Outcome) -> Note {
        let folder = PathBuf::from(format!("/media/usb/motcua-{when}"));
        Note { at: at(when), folder, by: by.map(str::to_owned), entries: 1, bytes: 1, outcome }
    }

    fn failed() -> Outcome {
        Outcome::Failed("backup_place_missing".to_owned())
    }

    #[test]
    fn the_schedule_wants_one_after_its_time_and_after_a_time_that_was_missed() {
        let check = |notes: &[Note], now: &str, wants: bool| {
            assert_eq!(plan().wants_one(notes, at(now)), wants, "{now} {notes:?}");
        };
        let yesterday = note("2024-03-04T16:01", None, Outcome::Verified);
        check(std::slice::from_ref(&yesterday), "2024-03-05T15:59", false);
        check(std::slice::from_ref(&yesterday), "2024-03-05T16:00", true);
        // The machine was off at four: the morning makes it up.
        check(std::slice::from_ref(&yesterday), "2024-03-06T07:30", true);
        // One by hand counts as well.
        check(&[note("2024-03-05T16:30", Some("Lan"), Outcome::Verified)], "2024-03-05T17:00", false);
        check(&[], "2024-03-05T07:30", true);
        // A failure is tried again, not at once; one of a person's own holds nothing up.
        check(&[note("2024-03-05T16:00", None, failed())], "2024-03-05T16:09", false);
        check(&[note("2024-03-05T16:00", None, failed())], "2024-03-05T16:10", true);
        check(&[note("2024-03-05T16:00", Some("Lan"), failed())], "2024-03-05T16:01", true);
        check(&[note("2024-03-05T16:01", None, Outcome::Removed)], "2024-03-05T17:00", true);
    }

    #[test]
    fn the_newest_are_kept_and_only_the_schedules_own_go() {
        let notes = [
            note("2024-03-06T16:00", None, Outcome::Verified),
            note("2024-03-06T09:00", Some("Lan"), Outcome::Verified),
            note("2024-03-05T16:00", None, Outcome::Verified),
            note("2024-03-04T16:05", None, failed()),
            note("2024-03-04T16:00", None, Outcome::Verified),
            note("2024-03-03T16:00", None, Outcome::Removed),
        ];
        let spare: Vec<Moment> = plan().spare(&notes).map(|note| note.at).collect();
        assert_eq!(spare, [at("2024-03-04T16:00")]);
        let elsewhere = Plan { folder: "/media/other".into(), ..plan() };
        assert_eq!(elsewhere.spare(&notes).count(), 0, "another folder's are left alone");
    }

    #[test]
    fn a_failed_a_late_and_a_missing_backup_are_said_and_a_stopped_one_is_not() {
        let plan = plan();
        let old = Some(at("2024-01-01T07:00"));
        let check = |plan: Option<&Plan>, notes: &[Note], began, now: &str, expected: Option<Trouble>| {
            assert_eq!(trouble(plan, notes, began, at(now)), expected, "{now} {notes:?}");
        };
        let good = |when: &str| note(when, None, Outcome::Verified);
        check(Some(&plan), &[good("2024-03-04T16:01")], old, "2024-03-05T16:30", None);
        let late = Trouble::Old { at: at("2024-03-03T16:01") };
        check(Some(&plan), &[good("2024-03-03T16:01")], old, "2024-03-05T16:30", Some(late));
        let why = Trouble::Failed { at: at("2024-03-05T16:00"), why: "backup_place_missing".to_owned() };
        check(
            Some(&plan),
            &[note("2024-03-05T16:00", None, failed()), good("2024-03-04T16:01")],
            old,
            "2024-03-05T16:30",
            Some(why),
        );
        let stopped = note("2024-03-05T16:00", Some("Lan"), Outcome::Failed("backup_stopped".to_owned()));
        check(Some(&plan), &[stopped, good("2024-03-04T16:01")], old, "2024-03-05T16:30", None);
        check(None, &[], old, "2024-03-05T16:30", Some(Trouble::None));
        check(None, &[], Some(at("2024-03-05T07:00")), "2024-03-05T16:30", None);
        check(None, &[good("2024-02-27T16:01")], old, "2024-03-05T16:00", None);
        check(
            None,
            &[good("2024-02-27T15:59")],
            old,
            "2024-03-05T16:00",
            Some(Trouble::Old { at: at("2024-02-27T15:59") }),
        );
    }
}
