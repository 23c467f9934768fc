//! A day closed: its sheet held against a plain account of the log, told again, amended, signed.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test names the facts it looks for")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use common::{PASSWORD, demo};
use desk_app::{AppError, Desk};
use desk_core::{
    day::{MoneyKind, MoneyLine, Sheet, Stage},
    dossier::{Act, Fact, FeeLine, FeePaid, Means},
    ids::PersonId,
    procedure::Channel,
    time::Moment,
};
use desk_store::{Body, Entry, Filter, Page, Sort};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Every dossier's entries, in the order in which they were made.
fn histories(desk: &Desk) -> Vec<Vec<Entry>> {
    let page = Page { offset: 0, limit: 100_000 };
    let (hits, _) = desk.register("", &Filter::default(), Sort::Oldest, page).expect("reads");
    hits.iter().map(|hit| desk.dossier(&hit.code).expect("reads").history).collect()
}

type Names = BTreeMap<PersonId, String>;

fn names(desk: &Desk) -> Names {
    let people = desk.office().expect("reads").people.clone();
    people.values().map(|person| (person.id, person.name.clone())).collect()
}

/// A line of money.
fn line(names: &Names, id: Option<PersonId>, kind: MoneyKind, means: Means, vnd: i64) -> MoneyLine {
    let person = id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    MoneyLine { person, id, kind, means, times: 1, vnd }
}

/// The sheet of a day told the plain way: each entry once, without tables and folds.
fn plain_sheet(histories: &[Vec<Entry>], names: &Names, day: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    let on = |moment: Moment| moment.date_naive() == day;
    let (mut used, mut void): (BTreeSet<u16>, Vec<(u16, String)>) = Default::default();
    for history in histories {
        let fact = |entry: &Entry| if let Body::Dossier(fact) = &entry.body { fact.clone() } else { panic!("a fact") };
        let facts: Vec<(Option<PersonId>, Fact)> = history.iter().map(|entry| (entry.actor, fact(entry))).collect();
        let Some((clerk, Fact::Received(received))) = facts.first() else { panic!("begins with its reception") };
        let voided = facts.iter().find_map(|(_, fact)| if let Fact::Voided(said) = fact { Some(said) } else { None });
        let mut taken = match received.fee {
            FeeLine::Amount { vnd, paid: FeePaid::Now } => vnd,
            _ => 0,
        };
        if on(received.received_at) {
            let number: u16 = received.code[received.code.len() - 4..].parse().expect("a number");
            used.insert(number);
            void.extend(voided.map(|said| (number, said.reason.clone())));
            if voided.is_none() {
                match received.channel {
                    Channel::InPerson => sheet.in_person += 1,
                    Channel::Post => sheet.post += 1,
                    Channel::Online => sheet.online += 1,
                }
                sheet.back_entries += u32::from(received.back_entry.is_some());
            }
            if received.back_entry.is_none() {
                sheet.logged += 1;
                let first = facts.iter().any(|(_, fact)| {
                    if let Fact::FormPrinted(print) = fact {
                        print.form == "receipt" && print.number == 1 && on(print.at)
                    } else {
                        false
                    }
                });
                sheet.printed += u32::from(first);
            }
            if taken != 0 {
                sheet.take(line(names, *clerk, MoneyKind::Reception, Means::Cash, taken));
            }
        }
        for (by, fact) in &facts[1..] {
            let counts = |moment: Moment| u32::from(on(moment) && voided.is_none());
            match fact {
                Fact::FormPrinted(print) if print.form == "receipt" && print.number > 1 && print.replaces.is_none() => {
                    sheet.reprints += counts(print.at);
                }
                Fact::Corrected(corrected) => {
                    sheet.corrections += counts(corrected.done.at);
                    for change in &corrected.changes {
                        if let desk_core::dossier::Particular::Fee(now) = &change.now {
                            let then = taken;
                            taken = if let FeeLine::Amount { vnd, paid: FeePaid::Now } = now { *vnd } else { 0 };
                            if on(corrected.done.at) && taken != then {
                                sheet.take(line(names, *by, MoneyKind::Correction, Means::Cash, taken - then));
                            }
                        }
                    }
                }
                Fact::SupplementRequested(request) => sheet.supplements += counts(request.done.at),
                Fact::Returned(returned) => sheet.returned += counts(returned.done.at),
                Fact::Refused(refused) => sheet.refused += counts(refused.done.at),
                Fact::ResultEntered(result) if !result.positive => sheet.refused += counts(result.done.at),
                Fact::Stopped(stopped) => sheet.stopped += counts(stopped.done.at),
                Fact::Withdrawn(withdrawn) => sheet.withdrawn += counts(withdrawn.done.at),
                Fact::FeeCollected(fee) if on(fee.done.at) => {
                    sheet.take(line(names, *by, MoneyKind::Fee, fee.means, fee.vnd));
                }
                Fact::Voided(said) if on(said.done.at) && taken != 0 => {
                    sheet.take(line(names, *by, MoneyKind::Void, Means::Cash, -taken));
                }
                _ => {}
            }
        }
    }
    // One machine, counter 1: every number from the first of the range to the highest.
    if let (Some(first), Some(last)) = (used.first().copied(), used.last().copied()) {
        let unused: Vec<u16> = (1..last).filter(|number| !used.contains(number)).collect();
        assert!(unused.is_empty(), "the demo skips numbers: {unused:?}");
        void.sort();
        sheet.numbers = vec![desk_core::day::NumberLine {
            counter: 1,
            used: u32::try_from(used.len()).expect("few"),
            first,
            last,
            void: void.into_iter().map(|(number, reason)| desk_core::day::VoidNumber { number, reason }).collect(),
            unused: Vec::new(),
        }];
    }
    sheet
}

#[test]
fn the_sheet_of_every_day_is_what_a_plain_fold_of_the_log_tells() {
    for seed in [3, 17, 2024] {
        let (_folder, mut desk) = demo();
        desk.fill_demo(250, seed).expect("fills");
        let (histories, names) = (histories(&desk), names(&desk));
        let mut busy = 0;
        for day in day("2024-01-02").iter_days().take_while(|one| *one <= day("2024-03-06")) {
            let standing = desk.day_standing(day).expect("reads");
            let expected = plain_sheet(&histories, &names, day);
            assert_eq!(standing.now, expected, "seed {seed}, {day}");
            busy += u32::from(standing.now.received() > 0);
        }
        assert!(busy > 20, "the demo has days of work");
        assert_eq!(desk.verify_record().expect("checks").faults, Vec::new());
        let before = desk.day_standing(day("2024-02-27")).expect("reads").now;
        desk.rebuild_record().expect("rebuilds");
        assert_eq!(desk.day_standing(day("2024-02-27")).expect("reads").now, before);
    }
}

#[test]
fn a_day_is_closed_once_signed_with_the_password_and_amended_when_more_comes() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(120, 8).expect("fills");
    let (hits, _) = desk.register("", &Filter::default(), Sort::Received, Page { offset: 0, limit: 1 }).expect("reads");
    let today = hits[0].received.date_naive();
    assert_eq!(desk.day_standing(today).expect("reads").record.stage(), Stage::Open);
    let closed = desk.close_day(today, Some(50_000), None).expect("closes");
    assert!(closed.counter.is_some() && closed.sheet.is_some() && closed.signed.is_none());
    assert_eq!(closed.standing.record.stage(), Stage::Closed);
    let (_, sheet) = closed.standing.record.sheet().expect("a sheet");
    assert_eq!(sheet.sheet, closed.standing.now);
    assert!(sheet.missing.is_empty() && sheet.held.len() == 1);

    let entries = desk.verify_record().expect("checks").entries;
    let again = desk.close_day(today, None, None).expect("closes");
    assert_eq!((again.counter, again.sheet, again.signed), (None, None, None), "nothing new is said twice");
    assert_eq!(desk.verify_record().expect("checks").entries, entries);

    let wrong = desk.close_day(today, None, Some("mật khẩu khác hẳn"));
    assert!(matches!(wrong, Err(AppError::WrongPassword { .. })), "{wrong:?}");
    assert_eq!(desk.day_standing(today).expect("reads").record.stage(), Stage::Closed);
    let signed = desk.close_day(today, None, Some(PASSWORD)).expect("signs");
    assert!(signed.signed.is_some() && signed.sheet.is_none());
    assert_eq!(signed.standing.record.stage(), Stage::Signed);

    // A void of one of its numbers is more that comes.
    let page = Page { offset: 0, limit: 1 };
    let received = Filter { received: Some((today, today)), ..Filter::default() };
    let (hits, _) = desk.register("", &received, Sort::Oldest, page).expect("reads");
    let id = hits.first().expect("something was received that day").dossier;
    desk.act(id, Act::RequestVoid { reason: "nhập hai lần".to_owned() }).expect("asks");
    desk.act(id, Act::ApproveVoid { reason: String::new() }).expect("voids");
    let standing = desk.day_standing(today).expect("reads");
    assert_eq!(standing.record.stage(), Stage::Signed, "what comes later changes no sheet");
    let changed: Vec<&str> = standing.changes().iter().map(|(figure, ..)| *figure).collect();
    assert!(changed.contains(&"received") && changed.contains(&"numbers_void"), "{changed:?}");
    let amended = desk.close_day(today, None, None).expect("amends");
    assert_eq!(amended.standing.record.stage(), Stage::Amended);
    assert_eq!(amended.standing.changes(), Vec::new());
    let counted: Vec<Option<i64>> =
        amended.standing.record.closings().values().map(|(_, closed)| closed.counted_vnd).collect();
    assert_eq!(counted, [Some(50_000)], "what was counted stays said");
    let signed = desk.close_day(today, None, Some(PASSWORD)).expect("signs");
    assert_eq!(signed.standing.record.stage(), Stage::Signed);
    assert_eq!(desk.verify_record().expect("checks").faults, Vec::new());
}

#[test]
fn only_a_supervisor_signs_and_nobody_closes_a_day_ahead() {
    let (_folder, mut desk) = demo();
    let ahead = desk.now().date_naive() + chrono::Days::new(1);
    assert!(matches!(desk.close_day(ahead, None, None), Err(AppError::BadField { field: "day" })));
    let today = desk.now().date_naive();
    assert!(matches!(desk.close_day(today, Some(-1), None), Err(AppError::BadField { field: "counted" })));
    desk.sign_out();
    desk.sign_in("huong", PASSWORD).expect("signs in");
    assert!(matches!(desk.close_day(today, None, Some(PASSWORD)), Err(AppError::NotAllowed)));
    assert_eq!(desk.day_standing(today).expect("reads").record.stage(), Stage::Open, "nothing was closed either");
    desk.close_day(today, None, None).expect("a clerk closes the counter");
}
