//! Due dates: the counting rule of record, by vectors and by what must hold for any reception.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use desk_core::{
    calendar::{Calendar, DuePolicy, OfficeHours, Span, SpecialDay, SpecialKind},
    due::{DueRefusal, Step, Why, due, is_open_day, next_working_day, settle, working_days_between},
    rule::Rule,
    time::{Moment, at_wall},
};
use proptest::prelude::*;

fn span(open: &str, close: &str) -> Span {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    Span { open: time(open), close: time(close) }
}

/// The default of today's units.
fn usual() -> OfficeHours {
    OfficeHours::weekdays(vec![span("07:00", "11:30"), span("13:30", "17:00")], true)
}

/// A unit that works on Saturday mornings.
fn saturdays() -> OfficeHours {
    let mut hours = usual();
    hours.week[5] = vec![span("07:00", "11:30")];
    hours
}

/// Commune police: received on Saturday mornings too.
fn police() -> OfficeHours {
    let mut hours = usual();
    hours.receiving[5] = vec![span("07:00", "11:30")];
    hours
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn wall(text: &str) -> Moment {
    at_wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn special(kind: SpecialKind, name: &str, official: bool) -> SpecialDay {
    SpecialDay { kind, name: name.to_owned(), name_en: name.to_owned(), official }
}

/// Official days of 2026 that the vectors cross, and an estimate for 2027.
fn calendar() -> Calendar {
    let mut days = BTreeMap::new();
    let mut put = |text: &str, kind, name: &str| days.insert(date(text), special(kind, name, true));
    put("2026-01-01", SpecialKind::Holiday, "Tết Dương lịch");
    put("2026-01-02", SpecialKind::Substitute, "Nghỉ hoán đổi");
    put("2026-01-10", SpecialKind::SwappedWorkday, "Làm bù");
    for day in 16..=20 {
        put(&format!("2026-02-{day}"), SpecialKind::Holiday, "Tết Nguyên đán");
    }
    put("2026-04-26", SpecialKind::Holiday, "Giỗ Tổ Hùng Vương");
    put("2026-04-27", SpecialKind::Substitute, "Nghỉ bù Giỗ Tổ");
    put("2026-04-30", SpecialKind::Holiday, "Ngày Chiến thắng");
    put("2026-05-01", SpecialKind::Holiday, "Ngày Quốc tế lao động");
    put("2026-08-22", SpecialKind::SwappedWorkday, "Làm bù");
    put("2026-08-31", SpecialKind::Substitute, "Nghỉ hoán đổi");
    put("2026-09-01", SpecialKind::Holiday, "Quốc khánh");
    put("2026-09-02", SpecialKind::Holiday, "Quốc khánh");
    put("2026-11-24", SpecialKind::Holiday, "Ngày Văn hóa Việt Nam");
    put("2026-06-15", SpecialKind::Closure, "Bão");
    days.insert(date("2027-01-01"), special(SpecialKind::Holiday, "Tết Dương lịch", false));
    Calendar {
        days,
        official_until: Some(date("2026-12-31")),
        known_from: Some(date("2018-01-01")),
        known_until: Some(date("2027-12-31")),
    }
}

fn check_with(hours: &OfficeHours, policy: DuePolicy, received: &str, rule: &str, expected: &str) {
    let rule: Rule = rule.parse().unwrap();
    let found = due(rule, wall(received), &calendar(), hours, policy).unwrap();
    assert_eq!(found.due, Some(wall(expected)), "{rule} from {received}: {:#?}", found.steps);
    assert_eq!(found.steps.first().map(|step| step.date), Some(wall(received).date_naive()));
    assert_eq!(found.steps.last().map(|step| step.date), Some(wall(expected).date_naive()));
}

/// `received rule expected`, date and time apart.
fn check(hours: &OfficeHours, policy: DuePolicy, vectors: &str) {
    for line in vectors.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [day, time, rule, due_day, due_time] = parts[..] else { panic!("{line}") };
        check_with(hours, policy, &format!("{day} {time}"), rule, &format!("{due_day} {due_time}"));
    }
}

#[test]
fn working_days_end_with_the_same_half_of_the_day() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "2026-11-02 08:00  3wd  2026-11-05 11:30
         2026-11-02 11:30  3wd  2026-11-05 11:30
         2026-11-02 11:31  3wd  2026-11-05 17:00
         2026-11-02 12:00  3wd  2026-11-05 17:00
         2026-11-02 13:30  3wd  2026-11-05 17:00
         2026-11-02 17:00  3wd  2026-11-05 17:00
         2026-11-02 17:01  3wd  2026-11-06 11:30
         2026-11-02 05:00  3wd  2026-11-05 11:30
         2026-11-06 15:00  1wd  2026-11-09 17:00
         2026-11-06 18:00  1wd  2026-11-10 11:30
         2026-11-07 09:00  1wd  2026-11-10 11:30
         2026-11-08 23:59  1wd  2026-11-10 11:30
         2026-02-12 09:00  3wd  2026-02-24 11:30
         2026-02-12 15:00  3wd  2026-02-24 17:00
         2026-04-24 09:00  5wd  2026-05-06 11:30
         2026-11-23 09:00  1wd  2026-11-25 11:30
         2026-08-21 09:00  1wd  2026-08-22 11:30
         2026-08-21 15:00  1wd  2026-08-22 17:00
         2026-08-28 15:00  1wd  2026-09-03 17:00
         2026-06-12 15:00  1wd  2026-06-16 17:00
         2026-06-15 09:00  1wd  2026-06-17 11:30",
    );
}

#[test]
fn working_days_end_with_the_day_where_the_unit_says_so() {
    check(
        &usual(),
        DuePolicy::EndOfDay,
        "2026-11-02 08:00  3wd  2026-11-05 17:00
         2026-11-02 17:01  3wd  2026-11-06 17:00
         2026-02-12 09:00  3wd  2026-02-24 17:00",
    );
}

#[test]
fn half_days_go_from_morning_to_afternoon_to_the_next_morning_whatever_the_policy() {
    for policy in [DuePolicy::SameHalfDay, DuePolicy::EndOfDay] {
        check(
            &usual(),
            policy,
            "2026-11-02 08:00  0.5wd  2026-11-02 17:00
             2026-11-02 11:30  0.5wd  2026-11-02 17:00
             2026-11-02 12:00  0.5wd  2026-11-03 11:30
             2026-11-02 15:00  0.5wd  2026-11-03 11:30
             2026-11-02 17:30  0.5wd  2026-11-03 17:00
             2026-11-06 15:00  0.5wd  2026-11-09 11:30
             2026-11-02 08:00  1.5wd  2026-11-03 17:00
             2026-11-02 15:00  1.5wd  2026-11-04 11:30
             2026-11-05 15:00  1.5wd  2026-11-09 11:30
             2026-11-02 08:00  2.5wd  2026-11-04 17:00
             2026-02-13 15:00  0.5wd  2026-02-23 11:30",
        );
    }
}

#[test]
fn hours_run_only_while_the_doors_are_open() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "2026-11-02 07:00  4wh  2026-11-02 11:00
         2026-11-02 07:30  4wh  2026-11-02 11:30
         2026-11-02 09:30  4wh  2026-11-02 15:30
         2026-11-02 11:30  1wh  2026-11-02 14:30
         2026-11-02 12:15  3wh  2026-11-02 16:30
         2026-11-02 14:00  3wh  2026-11-02 17:00
         2026-11-02 16:00  2wh  2026-11-03 08:00
         2026-11-02 07:00  8wh  2026-11-02 17:00
         2026-11-02 13:30  8wh  2026-11-03 11:30
         2026-11-02 17:00  1wh  2026-11-03 08:00
         2026-11-06 16:30  8wh  2026-11-09 16:30
         2026-11-07 10:00  8wh  2026-11-09 17:00",
    );
}

#[test]
fn calendar_days_and_months_end_at_the_close_of_a_working_day() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "2026-11-02 08:00  1cd   2026-11-03 17:00
         2026-11-02 08:00  20cd  2026-11-23 17:00
         2026-11-02 08:00  22cd  2026-11-25 17:00
         2026-11-06 17:30  5cd   2026-11-16 17:00
         2026-02-10 08:00  6cd   2026-02-23 17:00
         2026-08-12 08:00  10cd  2026-08-22 17:00
         2026-03-31 08:00  1mo   2026-05-04 17:00
         2026-01-31 08:00  1mo   2026-03-02 17:00
         2026-01-15 08:00  1mo   2026-02-23 17:00
         2026-10-31 08:00  1mo   2026-12-02 17:00
         2026-11-02 08:00  1mo   2026-12-02 17:00
         2026-05-29 16:00  1mo   2026-06-29 17:00",
    );
}

#[test]
fn a_same_day_result_comes_the_next_working_day_after_the_cut_off() {
    check(
        &usual(),
        DuePolicy::SameHalfDay,
        "2026-11-03 14:59  same_day@15:00  2026-11-03 17:00
         2026-11-03 15:00  same_day@15:00  2026-11-03 17:00
         2026-11-03 15:01  same_day@15:00  2026-11-04 17:00
         2026-11-06 15:01  same_day@15:00  2026-11-09 17:00
         2026-11-06 17:30  same_day@15:00  2026-11-09 17:00
         2026-11-07 16:00  same_day@15:00  2026-11-09 17:00
         2026-08-21 15:01  same_day@15:00  2026-08-22 17:00
         2026-11-23 15:01  same_day@15:00  2026-11-25 17:00",
    );
}

#[test]
fn saturday_mornings_count_where_the_unit_works_then() {
    check(
        &saturdays(),
        DuePolicy::SameHalfDay,
        "2026-11-06 15:00  1wd    2026-11-07 11:30
         2026-11-06 09:00  2wd    2026-11-09 11:30
         2026-11-07 09:00  1wd    2026-11-09 11:30
         2026-11-07 09:00  0.5wd  2026-11-09 11:30
         2026-11-06 15:00  0.5wd  2026-11-07 11:30
         2026-11-06 09:00  1.5wd  2026-11-09 11:30
         2026-11-06 15:00  1.5wd  2026-11-09 11:30
         2026-11-07 11:30  1wd    2026-11-09 11:30
         2026-11-07 11:31  1wd    2026-11-10 11:30
         2026-11-06 16:00  4wh    2026-11-07 10:00
         2026-11-02 09:00  5cd    2026-11-07 11:30
         2026-11-07 10:00  same_day@15:00  2026-11-07 11:30
         2026-08-22 15:00  1wd    2026-08-24 17:00",
    );
}

#[test]
fn a_saturday_on_which_the_unit_only_receives_settles_a_reception_and_uses_up_no_limit() {
    check(
        &police(),
        DuePolicy::SameHalfDay,
        "2026-11-06 15:00  1wd    2026-11-09 17:00
         2026-11-06 09:00  2wd    2026-11-10 11:30
         2026-11-07 09:00  1wd    2026-11-09 17:00
         2026-11-07 06:00  1wd    2026-11-09 17:00
         2026-11-06 17:01  1wd    2026-11-09 17:00
         2026-11-07 11:31  1wd    2026-11-10 11:30
         2026-11-07 09:00  0.5wd  2026-11-09 11:30
         2026-11-06 15:00  0.5wd  2026-11-09 11:30
         2026-11-06 16:00  4wh    2026-11-09 10:00
         2026-11-07 10:00  4wh    2026-11-09 11:00
         2026-11-02 09:00  5cd    2026-11-09 17:00
         2026-11-07 10:00  same_day@15:00  2026-11-09 17:00
         2026-11-07 11:31  same_day@15:00  2026-11-09 17:00
         2026-08-22 15:00  1wd    2026-08-24 17:00",
    );
    let hours = police();
    let settled = settle(wall("2026-11-06 17:01"), &calendar(), &hours);
    assert_eq!(settled, Ok(wall("2026-11-07 07:00")), "received when the doors open on Saturday");
}

#[test]
fn a_second_after_closing_or_cut_off_is_after_it() {
    let at = |text: &str| at_wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap());
    for (rule, received, expected) in [
        ("3wd", "2026-11-03 17:00:00", "2026-11-06 17:00"),
        ("3wd", "2026-11-03 17:00:01", "2026-11-09 11:30"),
        ("1wd", "2026-11-03 11:30:00", "2026-11-04 11:30"),
        ("1wd", "2026-11-03 11:30:30", "2026-11-04 17:00"),
        ("same_day@15:00", "2026-11-03 15:00:00", "2026-11-03 17:00"),
        ("same_day@15:00", "2026-11-03 15:00:01", "2026-11-04 17:00"),
        ("2wh", "2026-11-03 09:00:59", "2026-11-03 11:00"),
    ] {
        let found = due(rule.parse().unwrap(), at(received), &calendar(), &usual(), DuePolicy::SameHalfDay).unwrap();
        assert_eq!(found.due, Some(wall(expected)), "{rule} from {received}");
    }
}

#[test]
fn a_span_through_noon_stands_for_both_halves() {
    let through = OfficeHours::weekdays(vec![span("08:00", "15:00")], false);
    check(
        &through,
        DuePolicy::SameHalfDay,
        "2026-11-02 09:00  0.5wd  2026-11-02 15:00
         2026-11-02 13:00  0.5wd  2026-11-03 15:00
         2026-11-02 09:00  1wd    2026-11-03 15:00",
    );
}

#[test]
fn the_vectors_of_2015_hold_with_their_own_hours() {
    // No source gives the days off of 2015 here; those the two spans could meet (Giỗ Tổ 28/04) lie after them.
    let hours = OfficeHours::weekdays(vec![span("07:30", "11:30"), span("13:30", "16:00")], false);
    let calendar = Calendar::default();
    let count = |received, days: u16| {
        due(Rule::WorkingHalfDays(days * 2), wall(received), &calendar, &hours, DuePolicy::SameHalfDay).unwrap().due
    };
    assert_eq!(count("2015-03-09 15:42", 3), Some(wall("2015-03-12 16:00")));
    // The old program gave 22/04: it counted a reception after closing from the same day.
    assert_eq!(count("2015-03-09 16:01", 32), Some(wall("2015-04-23 11:30")));
}

#[test]
fn every_day_on_the_way_says_what_it_is() {
    let steps = |rule: &str, received| {
        due(rule.parse().unwrap(), wall(received), &calendar(), &usual(), DuePolicy::SameHalfDay).unwrap().steps
    };
    let day = |text, counts, why| Step { date: date(text), counts, why };
    assert_eq!(
        steps("1wd", "2026-11-20 17:30"),
        [
            day("2026-11-20", false, Why::Received),
            day("2026-11-21", false, Why::WeeklyOff),
            day("2026-11-22", false, Why::WeeklyOff),
            day("2026-11-23", false, Why::ReceptionMoved),
            day("2026-11-24", false, Why::Holiday("Ngày Văn hóa Việt Nam".into())),
            day("2026-11-25", true, Why::Working),
        ]
    );
    assert_eq!(steps("1wd", "2026-08-21 09:00").last(), Some(&day("2026-08-22", true, Why::Swapped("Làm bù".into()))));
    assert_eq!(
        steps("2cd", "2026-11-05 09:00"),
        [
            day("2026-11-05", false, Why::Received),
            day("2026-11-06", true, Why::Calendar),
            day("2026-11-07", true, Why::Calendar),
            day("2026-11-08", false, Why::WeeklyOff),
            day("2026-11-09", false, Why::RolledForward),
        ]
    );
    assert_eq!(steps("same_day@15:00", "2026-11-06 15:01").last(), Some(&day("2026-11-09", true, Why::AfterCutoff)));
    assert_eq!(steps("1wd", "2026-06-12 09:00")[3], day("2026-06-15", false, Why::Closed("Bão".into())));
    assert_eq!(steps("0.5wd", "2026-11-05 09:00"), [day("2026-11-05", true, Why::Received)]);
}

#[test]
fn no_date_is_no_date_even_beyond_the_calendar() {
    for received in ["2026-11-05 09:00", "2044-01-01 09:00"] {
        let none = due(Rule::None, wall(received), &calendar(), &usual(), DuePolicy::SameHalfDay).unwrap();
        assert_eq!((none.due, none.steps.len(), none.provisional), (None, 1, false));
    }
}

#[test]
fn a_count_over_unpublished_days_is_provisional() {
    let provisional = |received, rule: &str| {
        due(rule.parse().unwrap(), wall(received), &calendar(), &usual(), DuePolicy::SameHalfDay).unwrap().provisional
    };
    assert!(!provisional("2026-12-30 09:00", "1wd"));
    assert!(provisional("2026-12-30 09:00", "2wd"));
    assert!(provisional("2026-12-31 18:00", "0.5wd"));
    let mut published = calendar();
    published.official_until = Some(date("2027-12-31"));
    let crossing = due(Rule::CalendarDays(3), wall("2026-12-31 09:00"), &published, &usual(), DuePolicy::EndOfDay);
    assert!(crossing.unwrap().provisional, "the first of January is only estimated");
}

#[test]
fn a_count_beyond_the_calendar_is_refused() {
    let beyond = DueRefusal::BeyondCalendar { from: date("2018-01-01"), until: date("2027-12-31") };
    let refusal = |received, rule: &str| {
        due(rule.parse().unwrap(), wall(received), &calendar(), &usual(), DuePolicy::SameHalfDay).unwrap_err()
    };
    assert_eq!(refusal("2027-12-31 09:00", "1wd"), beyond);
    assert_eq!(refusal("2027-12-31 18:00", "1wh"), beyond);
    assert_eq!(refusal("2017-12-29 09:00", "1wd"), beyond);
    assert_eq!(refusal("2026-11-05 09:00", "9999mo"), beyond);
    assert_eq!(refusal("2026-11-05 09:00", "9999cd"), beyond);
    let never = OfficeHours::weekdays(Vec::new(), true);
    let shut = due(Rule::CalendarDays(1), wall("2026-11-05 09:00"), &calendar(), &never, DuePolicy::EndOfDay);
    assert_eq!(shut, Err(DueRefusal::NeverOpen));
}

#[test]
fn a_reception_is_settled_to_the_second_whatever_its_offset() {
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
    let settled = |text| settle(at(text), &calendar(), &usual()).unwrap();
    assert_eq!(settled("2026-11-05T17:00:00.999+07:00"), wall("2026-11-05 17:00"));
    assert_eq!(settled("2026-11-05T17:00:59+07:00"), wall("2026-11-06 07:00"));
    assert_eq!(settled("2026-11-05T02:15:30Z"), wall("2026-11-05 09:15") + chrono::TimeDelta::seconds(30));
    assert_eq!(settled("2026-11-05T10:00:00Z"), wall("2026-11-05 17:00"));
    assert_eq!(settled("2026-11-05T23:30:00Z"), wall("2026-11-06 07:00"));
}

#[test]
fn working_days_are_found_and_counted() {
    let (calendar, hours) = (calendar(), usual());
    assert!(is_open_day(date("2026-08-22"), &calendar, &hours));
    assert!(!is_open_day(date("2026-11-24"), &calendar, &hours));
    assert_eq!(next_working_day(date("2026-11-20"), &calendar, &hours), Ok(date("2026-11-23")));
    assert_eq!(next_working_day(date("2026-11-23"), &calendar, &hours), Ok(date("2026-11-25")));
    assert_eq!(working_days_between(date("2026-11-20"), date("2026-11-25"), &calendar, &hours), Ok(2));
    assert_eq!(working_days_between(date("2026-11-25"), date("2026-11-20"), &calendar, &hours), Ok(0));
}

#[test]
fn a_swapped_day_without_hours_of_its_own_stays_as_its_weekday() {
    let mut hours = saturdays();
    hours.swapped.clear();
    check_with(&hours, DuePolicy::SameHalfDay, "2026-08-21 15:00", "1wd", "2026-08-22 11:30");
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (1u16..120).prop_map(Rule::WorkingHalfDays),
        (1u16..200).prop_map(Rule::WorkingHours),
        (1u16..120).prop_map(Rule::CalendarDays),
        (1u16..24).prop_map(Rule::Months),
        (0u32..24, 0u32..60).prop_map(|(h, m)| Rule::SameDay { cutoff: NaiveTime::from_hms_opt(h, m, 0).unwrap() }),
    ]
}

fn any_moment(from: i32, until: i32) -> impl Strategy<Value = Moment> {
    let first = NaiveDate::from_ymd_opt(from, 1, 1).unwrap();
    let days = NaiveDate::from_ymd_opt(until, 1, 1).unwrap().signed_duration_since(first).num_days() as u64;
    (0..days, 0u32..24, 0u32..60, 0u32..60)
        .prop_map(move |(day, h, m, s)| at_wall((first + Days::new(day)).and_hms_opt(h, m, s).unwrap()))
}

fn any_hours() -> impl Strategy<Value = OfficeHours> {
    prop_oneof![
        Just(usual()),
        Just(police()),
        Just(saturdays()),
        Just(OfficeHours::weekdays(vec![span("07:30", "11:30"), span("13:30", "16:00")], false)),
        Just(OfficeHours::weekdays(vec![span("08:00", "15:00")], false)),
        Just(OfficeHours::weekdays(vec![span("13:30", "17:00")], false)),
    ]
}

fn any_policy() -> impl Strategy<Value = DuePolicy> {
    prop_oneof![Just(DuePolicy::SameHalfDay), Just(DuePolicy::EndOfDay)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn a_due_date_follows_its_reception_and_ends_with_open_hours(
        rule in any_rule(), received in any_moment(2018, 2027), hours in any_hours(), policy in any_policy(),
    ) {
        let calendar = calendar();
        let Ok(found) = due(rule, received, &calendar, &hours, policy) else { return Ok(()) };
        let end = found.due.unwrap();
        prop_assert!(end >= found.counted_from);
        prop_assert!(end + chrono::TimeDelta::minutes(1) > received);
        let spans = calendar.open_spans(end.date_naive(), &hours);
        match rule {
            Rule::WorkingHours(_) => {
                prop_assert!(spans.iter().any(|span| span.open < end.time() && end.time() <= span.close));
            }
            Rule::WorkingHalfDays(_) | Rule::CalendarDays(_) | Rule::Months(_) | Rule::SameDay { .. } | Rule::None => {
                prop_assert!(spans.iter().any(|span| span.close == end.time()));
            }
        }
        let dates: Vec<NaiveDate> = found.steps.iter().map(|step| step.date).collect();
        let every_day = received.date_naive().iter_days().take_while(|day| *day <= end.date_naive());
        prop_assert!(dates.iter().copied().eq(every_day));
        let counted = found.steps.iter().filter(|step| step.counts).count();
        match rule {
            Rule::WorkingHalfDays(halves) if halves % 2 == 0 => prop_assert_eq!(counted, usize::from(halves) / 2),
            Rule::WorkingHalfDays(halves) => prop_assert!(counted >= 1 && counted <= usize::from(halves) / 2 + 1),
            Rule::CalendarDays(days) => prop_assert_eq!(counted, usize::from(days)),
            Rule::SameDay { .. } => prop_assert_eq!(counted, 1),
            Rule::WorkingHours(_) | Rule::Months(_) | Rule::None => prop_assert!(counted >= 1),
        }
    }

    #[test]
    fn who_comes_later_is_never_due_earlier(
        rule in any_rule(), a in any_moment(2025, 2027), gap in 0i64..6000, hours in any_hours(), policy in any_policy(),
    ) {
        let b = a + chrono::TimeDelta::minutes(gap);
        let calendar = calendar();
        let (Ok(first), Ok(second)) = (due(rule, a, &calendar, &hours, policy), due(rule, b, &calendar, &hours, policy))
        else { return Ok(()) };
        prop_assert!(first.due <= second.due);
        prop_assert!(first.counted_from <= second.counted_from);
    }

    #[test]
    fn hours_add_up_to_the_open_time_between(
        count in 1u16..200, received in any_moment(2019, 2026), hours in any_hours(),
    ) {
        let calendar = calendar();
        let found = due(Rule::WorkingHours(count), received, &calendar, &hours, DuePolicy::EndOfDay).unwrap();
        let (from, end) = (found.counted_from.naive_local().with_second(0).unwrap(), found.due.unwrap().naive_local());
        let mut open = 0;
        for day in from.date().iter_days().take_while(|day| *day <= end.date()) {
            for span in calendar.open_spans(day, &hours) {
                let start = day.and_time(span.open).max(from);
                let stop = day.and_time(span.close).min(end);
                open += (stop - start).num_minutes().max(0);
            }
        }
        prop_assert_eq!(open, i64::from(count) * 60);
    }

    #[test]
    fn a_settled_reception_stays_settled_and_lies_in_hours_of_reception(received in any_moment(2018, 2027), hours in any_hours()) {
        let calendar = calendar();
        let settled = settle(received, &calendar, &hours).unwrap();
        prop_assert_eq!(settle(settled, &calendar, &hours), Ok(settled));
        let spans = calendar.receiving_spans(settled.date_naive(), &hours);
        prop_assert!(spans.iter().any(|span| span.open <= settled.time() && settled.time() <= span.close));
    }

    #[test]
    fn no_date_makes_it_panic(
        rule in any_rule(), big in 0u16..=9999, received in any_moment(1900, 2200), hours in any_hours(), policy in any_policy(),
    ) {
        let known = calendar();
        let unbounded = Calendar { known_from: None, known_until: None, ..known.clone() };
        let outside = !(2018..=2027).contains(&received.year());
        let refused = due(rule, received, &known, &hours, policy);
        let beyond = matches!(refused, Err(DueRefusal::BeyondCalendar { .. }));
        prop_assert!(!outside || beyond);
        prop_assert!(due(rule, received, &unbounded, &hours, policy).is_ok());
        for rule in [Rule::WorkingHalfDays(big), Rule::Months(big), Rule::CalendarDays(big)] {
            let _ = due(rule, received, &known, &hours, policy);
        }
    }
}
