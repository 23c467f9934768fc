//! The clock that stands and runs again: every expected date is counted by hand from the rule as worded.

mod common;

use common::*;
use desk_core::{
    calendar::{DuePolicy, OfficeHours},
    dossier::{PausePolicy, Verb},
    due::{Timeliness, Unit, Why, next_jump, restarted, shifted},
    rule::Rule,
};
use serde_json::json;

/// `rule | date before | asked | answered | date after`.
fn check(hours: &OfficeHours, policy: DuePolicy, vectors: &str) {
    let calendar = calendar();
    let unit = Unit { calendar: &calendar, hours, policy };
    for line in vectors.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [rule, was, asked, answered, expected] = parts[..] else { panic!("{line}") };
        let rule: Rule = rule.parse().unwrap();
        let found = shifted(rule, Some(wall(was)), (wall(asked), wall(answered)), unit).unwrap();
        assert_eq!(found.due, Some(wall(expected)), "{line}: {found:#?}");
        assert_eq!(found.typed_because, None);
    }
}

#[test]
fn a_date_in_working_days_moves_by_the_working_days_waited_and_keeps_its_half() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "3wd | 2026-11-05 11:30 | 2026-11-03 09:00 | 2026-11-04 15:00 | 2026-11-06 11:30
         3wd | 2026-11-05 17:00 | 2026-11-03 09:00 | 2026-11-04 08:00 | 2026-11-06 17:00
         3wd | 2026-11-05 17:00 | 2026-11-04 10:00 | 2026-11-09 08:00 | 2026-11-10 17:00
         3wd | 2026-11-05 11:30 | 2026-11-03 17:30 | 2026-11-05 08:00 | 2026-11-06 11:30
         3wd | 2026-11-05 11:30 | 2026-11-03 17:00 | 2026-11-05 08:00 | 2026-11-09 11:30
         3wd | 2026-11-05 11:30 | 2026-11-03 09:00 | 2026-11-05 06:10 | 2026-11-09 11:30
         3wd | 2026-11-05 11:30 | 2026-11-03 09:00 | 2026-11-04 17:30 | 2026-11-09 11:30
         3wd | 2026-11-05 11:30 | 2026-11-03 08:00 | 2026-11-03 16:00 | 2026-11-05 11:30
         3wd | 2026-11-05 11:30 | 2026-11-03 17:30 | 2026-11-04 06:30 | 2026-11-05 11:30
         3wd | 2026-11-06 11:30 | 2026-11-06 09:00 | 2026-11-07 09:00 | 2026-11-09 11:30",
    );
}

#[test]
fn a_holiday_in_the_waiting_is_not_waited_and_a_working_saturday_is() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "3wd | 2026-11-23 11:30 | 2026-11-23 08:00 | 2026-11-25 08:00 | 2026-11-25 11:30
         1wd | 2026-08-21 17:00 | 2026-08-21 09:00 | 2026-08-22 09:00 | 2026-08-22 17:00",
    );
}

#[test]
fn a_request_after_the_due_date_moves_it_all_the_same_and_it_stays_late() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "3wd | 2026-11-05 11:30 | 2026-11-06 09:00 | 2026-11-10 09:00 | 2026-11-09 11:30",
    );
}

#[test]
fn a_date_at_noon_stays_at_noon_and_one_at_the_close_at_the_close() {
    for policy in [DuePolicy::SameHalfDay, DuePolicy::EndOfDay] {
        check(
            &usual(),
            policy,
            "1.5wd | 2026-11-03 17:00 | 2026-11-03 08:00 | 2026-11-04 08:00 | 2026-11-04 17:00
             1.5wd | 2026-11-04 11:30 | 2026-11-03 08:00 | 2026-11-04 08:00 | 2026-11-05 11:30
             3wd   | 2026-11-05 17:00 | 2026-11-03 08:00 | 2026-11-04 08:00 | 2026-11-06 17:00",
        );
    }
    check(
        &saturdays(),
        DuePolicy::SameHalfDay,
        "3wd | 2026-11-06 17:00 | 2026-11-05 09:00 | 2026-11-06 09:00 | 2026-11-07 11:30
         3wd | 2026-11-07 11:30 | 2026-11-05 09:00 | 2026-11-06 09:00 | 2026-11-09 11:30",
    );
    check(
        &saturdays(),
        DuePolicy::EndOfDay,
        "3wd | 2026-11-07 11:30 | 2026-11-05 09:00 | 2026-11-06 09:00 | 2026-11-09 17:00",
    );
}

#[test]
fn calendar_days_and_months_move_by_calendar_days_then_off_days_off() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "20cd | 2026-11-23 17:00 | 2026-11-03 09:00 | 2026-11-05 09:00 | 2026-11-25 17:00
         20cd | 2026-11-23 17:00 | 2026-11-03 09:00 | 2026-11-04 09:00 | 2026-11-25 17:00
         4cd  | 2026-11-06 17:00 | 2026-11-02 09:00 | 2026-11-03 09:00 | 2026-11-09 17:00
         4cd  | 2026-11-06 17:00 | 2026-11-02 09:00 | 2026-11-02 16:00 | 2026-11-06 17:00
         4cd  | 2026-11-10 17:00 | 2026-11-06 17:30 | 2026-11-07 10:00 | 2026-11-10 17:00
         4cd  | 2026-11-10 17:00 | 2026-11-06 16:30 | 2026-11-07 10:00 | 2026-11-13 17:00
         1mo  | 2026-12-02 17:00 | 2026-11-02 09:00 | 2026-11-12 09:00 | 2026-12-14 17:00",
    );
}

#[test]
fn hours_move_by_the_open_hours_between() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "4wh | 2026-11-02 11:00 | 2026-11-02 08:00 | 2026-11-02 10:00 | 2026-11-02 15:00
         4wh | 2026-11-02 15:00 | 2026-11-02 09:00 | 2026-11-02 11:00 | 2026-11-02 17:00
         4wh | 2026-11-02 16:00 | 2026-11-02 15:00 | 2026-11-03 08:00 | 2026-11-03 09:00
         4wh | 2026-11-02 14:00 | 2026-11-02 11:00 | 2026-11-02 12:30 | 2026-11-02 14:30
         4wh | 2026-11-06 16:30 | 2026-11-06 16:00 | 2026-11-09 08:00 | 2026-11-09 08:30
         4wh | 2026-11-06 17:00 | 2026-11-06 17:30 | 2026-11-09 07:30 | 2026-11-09 07:30
         4wh | 2026-11-06 17:00 | 2026-11-06 17:30 | 2026-11-07 10:00 | 2026-11-06 17:00
         4wh | 2026-11-07 10:00 | 2026-11-06 09:00 | 2026-11-06 09:00 | 2026-11-07 10:00
         4wh | 2026-11-02 09:30 | 2026-11-02 09:00 | 2026-11-02 11:00 | 2026-11-02 11:30",
    );
    let (calendar, hours) = (calendar(), usual());
    let unit = Unit { calendar: &calendar, hours: &hours, policy: DuePolicy::SameHalfDay };
    let moments = (wall("2026-11-02 08:00"), wall("2026-11-02 10:00"));
    let moved = shifted(Rule::WorkingHours(4), Some(wall("2026-11-02 11:00")), moments, unit).unwrap();
    assert_eq!((moved.waited.len(), moved.waited[0].counts), (1, true), "a wait within a day is explained too");
}

#[test]
fn a_same_day_rule_counts_from_the_answer() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "same_day@15:00 | 2026-11-03 17:00 | 2026-11-03 09:00 | 2026-11-04 14:59 | 2026-11-04 17:00
         same_day@15:00 | 2026-11-03 17:00 | 2026-11-03 09:00 | 2026-11-04 15:01 | 2026-11-05 17:00
         same_day@15:00 | 2026-11-03 17:00 | 2026-11-03 09:00 | 2026-11-06 15:01 | 2026-11-09 17:00",
    );
}

#[test]
fn a_typed_date_without_a_rule_moves_by_working_days() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "none | 2026-11-05 11:30 | 2026-11-03 09:00 | 2026-11-04 09:00 | 2026-11-06 11:30
         none | 2026-11-05 10:00 | 2026-11-03 09:00 | 2026-11-03 10:00 | 2026-11-05 10:00",
    );
}

#[test]
fn where_no_date_was_set_waiting_sets_none() {
    let (calendar, hours) = (calendar(), usual());
    let unit = Unit { calendar: &calendar, hours: &hours, policy: DuePolicy::SameHalfDay };
    let moments = (wall("2026-11-03 09:00"), wall("2026-11-05 09:00"));
    for rule in ["none", "3wd", "4wh"] {
        assert_eq!(shifted(rule.parse().unwrap(), None, moments, unit).unwrap().due, None, "{rule}");
    }
}

#[test]
fn a_restart_runs_the_rule_anew_from_the_answer() {
    let (calendar, hours) = (calendar(), usual());
    for (policy, rule, answered, expected) in [
        (DuePolicy::SameHalfDay, "3wd", "2026-11-04 15:00", "2026-11-09 17:00"),
        (DuePolicy::EndOfDay, "3wd", "2026-11-04 08:00", "2026-11-09 17:00"),
        (DuePolicy::SameHalfDay, "0.5wd", "2026-11-04 15:00", "2026-11-05 11:30"),
        (DuePolicy::SameHalfDay, "4cd", "2026-11-03 17:30", "2026-11-09 17:00"),
        (DuePolicy::SameHalfDay, "4wh", "2026-11-04 15:00", "2026-11-05 09:00"),
    ] {
        let unit = Unit { calendar: &calendar, hours: &hours, policy };
        let found = restarted(rule.parse().unwrap(), (wall(answered), wall(answered)), unit).unwrap();
        assert_eq!(found.due, Some(wall(expected)), "{rule}");
        assert!(!found.steps.is_empty() && found.waited.is_empty());
    }
}

#[test]
fn the_days_waited_are_named_one_by_one() {
    let (calendar, hours) = (calendar(), usual());
    let unit = Unit { calendar: &calendar, hours: &hours, policy: DuePolicy::SameHalfDay };
    let moments = (wall("2026-11-20 09:00"), wall("2026-11-25 09:00"));
    let moved = shifted("3wd".parse().unwrap(), Some(wall("2026-11-25 11:30")), moments, unit).unwrap();
    let days: Vec<_> = moved.waited.iter().map(|step| (step.date, step.counts, step.why.clone())).collect();
    assert_eq!(
        days,
        [
            (date("2026-11-21"), false, Why::WeeklyOff),
            (date("2026-11-22"), false, Why::WeeklyOff),
            (date("2026-11-23"), true, Why::Waited),
            (date("2026-11-24"), false, Why::Holiday("Ngày Văn hóa Việt Nam".to_owned())),
            (date("2026-11-25"), true, Why::Waited),
        ]
    );
    assert_eq!(moved.due, Some(wall("2026-11-27 11:30")));
    let led: Vec<_> = moved.steps.iter().map(|step| step.date).collect();
    assert_eq!(led, [date("2026-11-26"), date("2026-11-27")]);
}

#[test]
fn waiting_into_days_not_published_yet_makes_the_date_provisional() {
    let (calendar, hours) = (calendar(), usual());
    let unit = Unit { calendar: &calendar, hours: &hours, policy: DuePolicy::SameHalfDay };
    let of = |answered| {
        let moments = (wall("2026-12-28 09:00"), wall(answered));
        shifted("3wd".parse().unwrap(), Some(wall("2026-12-29 11:30")), moments, unit).unwrap().provisional
    };
    assert!(!of("2026-12-30 09:00"));
    assert!(of("2027-01-04 09:00"));
}

#[test]
fn a_second_stage_runs_from_the_receipt_and_later_waiting_counts_by_its_limit() {
    let office =
        Office { pause: PausePolicy::Restart, second_stage: Some("3wd".parse().unwrap()), ..Office::with_rule("10wd") };
    let dossier = office.received(wall("2026-11-02 08:00"));
    let dossier = office.play(dossier, "2026-11-03 08:00", plain(Verb::RequirePayment));
    let settle = act(Verb::SettlePayment, json!({"receipt": "0001", "second_stage": "3wd"}));
    let dossier = office.play(dossier, "2026-11-09 15:00", settle);
    assert_eq!(accepted(&dossier).due(), Some(wall("2026-11-12 17:00")));
    let dossier = office.play(dossier, "2026-11-10 08:00", plain(Verb::RequestSupplement));
    let dossier = office.play(dossier, "2026-11-11 08:00", plain(Verb::AnswerSupplement));
    assert_eq!(accepted(&dossier).due(), Some(wall("2026-11-16 11:30")), "three working days, not ten");
    // A stage without a limit is no stage: the clock goes on as after any payment.
    let dossier = Office::default().received(wall("2026-11-02 08:00"));
    let dossier =
        office.play(dossier, "2026-11-03 08:00", act(Verb::RequirePayment, json!({"what": "Thuế", "policy": "shift"})));
    let none = act(Verb::SettlePayment, json!({"receipt": "0001", "second_stage": "none"}));
    assert_eq!(accepted(&office.play(dossier, "2026-11-04 08:00", none)).due(), Some(wall("2026-11-06 11:30")));
}

#[test]
fn a_typed_date_after_waiting_may_be_earlier_but_not_later_than_the_law() {
    let office = Office::default();
    let waiting = office.received(wall("2026-11-02 08:00"));
    let waiting = office.play(waiting, "2026-11-03 08:00", plain(Verb::RequestSupplement));
    let answer = |at: &str, reason: &str| {
        act(Verb::AnswerSupplement, json!({"due": {"at": format!("2026-11-{at}:00+07:00"), "reason": reason}}))
    };
    // One working day of waiting: 5 November becomes 6 November.
    let typed = office.play(waiting.clone(), "2026-11-04 09:00", answer("06T08:00", "hẹn sớm"));
    assert_eq!(accepted(&typed).due(), Some(wall("2026-11-06 08:00")));
    let refused = |at, reason| office.refused(&waiting, "2026-11-04 09:00", answer(at, reason)).to_string();
    assert_eq!(refused("06T11:31", "muộn"), "the typed date is later than the law allows");
    assert_eq!(refused("04T09:00", "sớm"), "the typed date is in the past");
    assert_eq!(refused("06T08:00", " "), "a reason is needed for due_reason");
    // The same moment in another offset is the same day of the office.
    let utc = act(Verb::AnswerSupplement, json!({"due": {"at": "2026-11-05T17:30:00Z", "reason": "hẹn sớm"}}));
    let typed = office.play(waiting, "2026-11-04 09:00", utc);
    assert_eq!(accepted(&typed).due().unwrap().date_naive(), date("2026-11-06"));
}

#[test]
fn the_next_jump_is_the_last_minute_that_gives_an_earlier_date() {
    let (calendar, hours) = (calendar(), usual());
    let jump = |policy, rule: &str, now| {
        let unit = Unit { calendar: &calendar, hours: &hours, policy };
        next_jump(rule.parse().unwrap(), wall(now), unit).map(|jump| (jump.until, jump.before, jump.after))
    };
    let at = |until, before, after| Some((wall(until), wall(before), wall(after)));
    let half = DuePolicy::SameHalfDay;
    let day = DuePolicy::EndOfDay;
    assert_eq!(jump(half, "3wd", "2026-11-02 08:00"), at("2026-11-02 11:30", "2026-11-05 11:30", "2026-11-05 17:00"));
    assert_eq!(jump(half, "3wd", "2026-11-02 12:00"), at("2026-11-02 17:00", "2026-11-05 17:00", "2026-11-06 11:30"));
    assert_eq!(jump(day, "3wd", "2026-11-02 08:00"), at("2026-11-02 17:00", "2026-11-05 17:00", "2026-11-06 17:00"));
    let same = "same_day@15:00";
    assert_eq!(jump(half, same, "2026-11-02 14:00"), at("2026-11-02 15:00", "2026-11-02 17:00", "2026-11-03 17:00"));
    assert_eq!(jump(half, same, "2026-11-02 16:00"), None);
    assert_eq!(jump(half, "4cd", "2026-11-02 08:00"), at("2026-11-02 17:00", "2026-11-06 17:00", "2026-11-09 17:00"));
    assert_eq!(jump(half, "20cd", "2026-11-02 08:00"), None, "22 November is a Sunday, 23 a Monday: the same date");
    for (rule, now) in [("4wh", "2026-11-02 08:00"), ("3wd", "2026-11-02 18:00"), ("3wd", "2026-11-01 09:00")] {
        assert_eq!(jump(half, rule, now), None, "{rule} {now}");
    }
    assert_eq!(jump(half, "none", "2026-11-02 08:00"), None);
}

#[test]
fn early_on_time_and_late_are_told_by_day_or_by_minute() {
    use Timeliness::{Early, Late, OnTime};
    let due = wall("2026-11-05 11:30");
    for (at, by_day, by_minute) in [
        ("2026-11-04 23:59", Early, Early),
        ("2026-11-05 00:00", OnTime, Early),
        ("2026-11-05 11:29", OnTime, Early),
        ("2026-11-05 11:30", OnTime, OnTime),
        ("2026-11-05 11:31", OnTime, Late),
        ("2026-11-05 23:59", OnTime, Late),
        ("2026-11-06 00:00", Late, Late),
    ] {
        assert_eq!(Timeliness::by_day(due, wall(at)), by_day, "{at}");
        assert_eq!(Timeliness::by_minute(due, wall(at)), by_minute, "{at}");
    }
    let late_by_seconds = wall("2026-11-05 11:30") + chrono::TimeDelta::seconds(59);
    assert_eq!(Timeliness::by_minute(due, late_by_seconds), OnTime, "the due minute itself is in time");
}
