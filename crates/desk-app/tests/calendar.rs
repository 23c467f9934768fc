//! The office's own days and hours: who may set them, what they change, and what they leave as it was.

mod common;

use common::{PASSWORD, demo};
use desk_app::AppError;
use desk_core::{
    calendar::{Span, SpecialKind},
    office::CalendarChange,
};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

fn closed(on: &str) -> CalendarChange {
    CalendarChange::Day { day: day(on), kind: Some(SpecialKind::Closure), name: "Đóng cửa chống bão".to_owned() }
}

#[test]
fn a_closed_day_moves_dates_counted_later_lists_what_is_in_hand_and_leaves_promised_dates() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(200, 20240305).expect("fills");
    let offer = desk.offer_today("1.004873", desk_core::procedure::Channel::InPerson, None).expect("offered");
    let before = desk.due_now(&offer, None).expect("a date").due.expect("a date");
    let promised: Vec<_> = desk.today().expect("today").due.into_iter().map(|hit| (hit.code, hit.due)).collect();

    let affected = desk.set_calendar(closed("2024-03-07"), "15/TB-UBND").expect("an administrator may");
    let after = desk.due_now(&offer, None).expect("a date").due.expect("a date");
    assert!(after > before, "{before} and {after}");
    assert!(!affected.is_empty());
    assert!(affected.iter().all(|hit| hit.due.is_some_and(|due| due.date_naive() >= day("2024-03-07"))));
    let now: Vec<_> = desk.today().expect("today").due.into_iter().map(|hit| (hit.code, hit.due)).collect();
    assert_eq!(promised, now, "what was promised stays");

    // Taken back: the day is as the public calendar has it, and both changes stay in the record.
    let ordinary = CalendarChange::Day { day: day("2024-03-07"), kind: None, name: String::new() };
    desk.set_calendar(ordinary, "16/TB-UBND").expect("taken back");
    assert_eq!(desk.due_now(&offer, None).expect("a date").due, Some(before));
    let history = desk.calendar_history().expect("reads");
    assert_eq!(history.len(), 2);
    let shut = Some((SpecialKind::Closure, "Đóng cửa chống bão".to_owned()));
    assert_eq!((&history[0].day_before, &history[1].day_before), (&shut, &None));
    assert_eq!(history[0].set.decision, "16/TB-UBND");
}

#[test]
fn new_hours_hold_from_their_day_on() {
    let (_folder, mut desk) = demo();
    let span =
        |open: &str, close: &str| Span { open: open.parse().expect("a time"), close: close.parse().expect("a time") };
    let worked = vec![span("08:00:00", "12:00:00"), span("13:00:00", "16:30:00")];
    let mut week: [Vec<Span>; 7] = std::array::from_fn(|day| if day < 5 { worked.clone() } else { Vec::new() });
    week[5] = vec![span("08:00:00", "11:00:00")];
    let hours =
        |from: &str, week: &[Vec<Span>; 7]| CalendarChange::Hours { from: day(from), week: Box::new(week.clone()) };
    let today = day("2024-03-05");
    let before = desk.week_of(today).expect("hours");
    desk.set_calendar(hours("2024-03-11", &week), "17/QĐ-UBND").expect("an administrator may");
    assert_eq!(desk.week_of(day("2024-03-10")).expect("hours"), before);
    assert_eq!(desk.week_of(day("2024-03-11")).expect("hours").week, week);
    assert!(desk.is_workday(day("2024-03-16")), "a Saturday that is worked");

    let mut crossed = week.clone();
    crossed[0] = vec![span("13:00:00", "16:00:00"), span("08:00:00", "12:00:00")];
    for (change, field) in
        [(hours("2024-03-05", &week), "from"), (hours("2024-03-12", &crossed), "week"), (closed("2024-03-04"), "day")]
    {
        let refused = desk.set_calendar(change, "18/QĐ-UBND");
        assert!(matches!(&refused, Err(AppError::BadField { field: at }) if *at == field), "{field}: {refused:?}");
    }
    let unfounded = desk.set_calendar(closed("2024-03-08"), "  ");
    assert!(matches!(unfounded, Err(AppError::BadField { field: "decision" })));
    assert_eq!(desk.calendar_history().expect("reads").len(), 1);
}

#[test]
fn a_clerk_reads_the_calendar_and_does_not_set_it_and_a_rebuild_keeps_it() {
    let (_folder, mut desk) = demo();
    desk.set_calendar(closed("2024-03-07"), "15/TB-UBND").expect("an administrator may");
    let days = desk.special_days(2024).expect("reads");
    desk.rebuild_record().expect("rebuilds");
    assert_eq!(days, desk.special_days(2024).expect("reads"));
    desk.sign_out();
    desk.sign_in("huong", PASSWORD).expect("signs in");
    assert_eq!(days, desk.special_days(2024).expect("reads"));
    assert!(matches!(desk.set_calendar(closed("2024-03-08"), "16/TB-UBND"), Err(AppError::NotAllowed)));
}
