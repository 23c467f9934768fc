//! Due dates through the door.

use serde_json::Value;

use crate::office::ask;

fn due(unit: &str, rule: &str, received: &str, policy: Option<&str>) -> Value {
    let mut words = vec!["due", "--unit", unit, "--rule", rule, "--received", received];
    if let Some(policy) = policy {
        words.extend(["--policy", policy]);
    }
    ask(&words).good()
}

#[test]
fn due_dates_are_counted_by_the_rule_of_record() {
    let check = |rule: &str, received: &str, expected: &str| {
        let answer = due("05164", rule, received, None);
        assert_eq!(answer["due"], expected, "{rule} from {received}");
    };
    // Half days: morning to morning, afternoon to afternoon.
    check("3wd", "2024-03-05T08:15:00+07:00", "2024-03-08T11:30:00+07:00");
    check("3wd", "2024-03-05T15:42:00+07:00", "2024-03-08T17:00:00+07:00");
    check("0.5wd", "2024-03-05T08:15:00+07:00", "2024-03-05T17:00:00+07:00");
    check("0.5wd", "2024-03-05T15:00:00+07:00", "2024-03-06T11:30:00+07:00");
    check("1.5wd", "2024-03-08T15:00:00+07:00", "2024-03-12T11:30:00+07:00");
    // After closing, on a day off, in the noon break.
    check("1wd", "2024-03-05T17:01:00+07:00", "2024-03-07T11:30:00+07:00");
    check("1wd", "2024-03-05T17:00:00+07:00", "2024-03-06T17:00:00+07:00");
    check("1wd", "2024-03-09T09:00:00+07:00", "2024-03-12T11:30:00+07:00");
    check("1wd", "2024-03-05T12:00:00+07:00", "2024-03-06T17:00:00+07:00");
    // Hours, calendar days, months; the commemoration of 2024 fell on Thursday 18 April.
    check("4wh", "2024-03-05T09:00:00+07:00", "2024-03-05T15:00:00+07:00");
    check("4wh", "2024-03-05T07:30:00+07:00", "2024-03-05T11:30:00+07:00");
    check("20cd", "2024-03-05T09:00:00+07:00", "2024-03-25T17:00:00+07:00");
    check("4cd", "2024-03-05T09:00:00+07:00", "2024-03-11T17:00:00+07:00");
    check("1mo", "2024-01-31T09:00:00+07:00", "2024-02-29T17:00:00+07:00");
    check("2wd", "2024-04-16T09:00:00+07:00", "2024-04-19T11:30:00+07:00");
    // The offset given is only another way to say the same moment.
    check("3wd", "2024-03-05T01:15:00Z", "2024-03-08T11:30:00+07:00");
    check("3wd", "2024-03-04T20:15:00-05:00", "2024-03-08T11:30:00+07:00");
}

#[test]
fn the_cut_off_of_same_day_rules_moves_to_the_next_working_day() {
    let check = |received: &str, expected: &str| {
        assert_eq!(due("05164", "same_day@15:00", received, None)["due"], expected, "{received}");
    };
    check("2024-03-05T14:59:00+07:00", "2024-03-05T17:00:00+07:00");
    check("2024-03-05T15:00:00+07:00", "2024-03-05T17:00:00+07:00");
    check("2024-03-05T15:00:01+07:00", "2024-03-06T17:00:00+07:00");
    check("2024-03-05T15:01:00+07:00", "2024-03-06T17:00:00+07:00");
    check("2024-03-08T15:01:00+07:00", "2024-03-11T17:00:00+07:00");
    // Saturday 22/08/2026 is a swapped working day.
    let answer = due("05128", "same_day@15:00", "2026-08-21T15:01:00+07:00", None);
    assert_eq!(answer["due"], "2026-08-22T17:00:00+07:00");
}

#[test]
fn a_procedure_received_on_saturdays_is_counted_by_the_days_of_the_unit() {
    let check = |received: &str, expected: &str| {
        let words = ["due", "--unit", "05128", "--rule", "7wd", "--procedure", "1.004222", "--received", received];
        assert_eq!(ask(&words).good()["due"], expected, "{received}");
    };
    check("2026-11-20T15:10:00+07:00", "2026-12-02T17:00:00+07:00");
    check("2026-11-21T08:00:00+07:00", "2026-12-02T17:00:00+07:00");
    check("2026-11-21T11:31:00+07:00", "2026-12-03T11:30:00+07:00");
    // A procedure of other counters is not received on a Saturday.
    let words = [
        "due",
        "--unit",
        "05128",
        "--rule",
        "1wd",
        "--procedure",
        "1.001193",
        "--received",
        "2026-11-21T08:00:00+07:00",
    ];
    assert_eq!(ask(&words).good()["counted_from"], "2026-11-23T07:00:00+07:00");
}

#[test]
fn a_policy_changes_the_hour_and_never_the_half_day_rules() {
    let check = |rule: &str, policy: &str, expected: &str| {
        let answer = due("05164", rule, "2024-03-05T08:15:00+07:00", Some(policy));
        assert_eq!(answer["due"], expected, "{rule} {policy}");
    };
    check("3wd", "same_half_day", "2024-03-08T11:30:00+07:00");
    check("3wd", "end_of_day", "2024-03-08T17:00:00+07:00");
    check("0.5wd", "end_of_day", "2024-03-05T17:00:00+07:00");
    check("1.5wd", "end_of_day", "2024-03-06T17:00:00+07:00");
}

#[test]
fn every_day_on_the_way_says_why_it_counts_or_not() {
    let answer = due("05164", "2wd", "2024-04-17T09:00:00+07:00", None);
    let steps: Vec<(String, bool, String)> = answer["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| {
            let text = |key: &str| step[key].as_str().expect("a text").to_owned();
            (text("date"), step["counts"].as_bool().expect("true or false"), text("why"))
        })
        .collect();
    let expected = [
        ("2024-04-17", false, "ngày tiếp nhận"),
        ("2024-04-18", false, "nghỉ: Giỗ Tổ Hùng Vương"),
        ("2024-04-19", true, "ngày làm việc"),
        ("2024-04-20", false, "thứ Bảy"),
        ("2024-04-21", false, "Chủ nhật"),
        ("2024-04-22", true, "ngày làm việc"),
    ];
    assert_eq!(steps.len(), expected.len(), "{steps:?}");
    for (step, (date, counts, why)) in steps.iter().zip(expected) {
        assert!(step.0 == date && step.1 == counts && step.2.starts_with(why), "{step:?}, expected {date} {why}");
    }
}

#[test]
fn a_rule_without_a_date_has_none_and_an_unpublished_year_is_marked() {
    let answer = due("05164", "none", "2024-03-05T08:15:00+07:00", None);
    assert_eq!((&answer["due"], &answer["provisional"]), (&Value::Null, &Value::Bool(false)));
    let answer = due("05128", "30wd", "2026-12-20T08:15:00+07:00", None);
    assert_eq!(answer["provisional"], true);
}

#[test]
fn a_unit_code_means_the_unit_that_bore_it_on_that_day() {
    // Tân Lạc: a district to 30/06/2025; xã Tử Nê ended with it.
    due("155", "1wd", "2024-03-05T08:15:00+07:00", None);
    let check = |unit: &str, received: &str| {
        ask(&["due", "--unit", unit, "--rule", "1wd", "--received", received]).error("unknown_unit");
    };
    check("155", "2026-03-05T08:15:00+07:00");
    check("05164", "2026-03-05T08:15:00+07:00");
    check("99999", "2024-03-05T08:15:00+07:00");
    check("", "2024-03-05T08:15:00+07:00");
}

#[test]
fn what_cannot_be_counted_is_said_and_never_guessed() {
    let check = |rule: &str, received: &str, code: &str| {
        ask(&["due", "--unit", "05164", "--rule", rule, "--received", received]).error(code);
    };
    for rule in ["3", "wd", "-1wd", "0wd", "1.25wd", "3 days", "same_day@25:00", "same_day", "10000wd", ""] {
        check(rule, "2024-03-05T08:15:00+07:00", "bad_input");
    }
    for received in ["2024-03-05", "2024-03-05T08:15:00", "05/03/2024", "2024-02-30T08:00:00+07:00", ""] {
        check("3wd", received, "bad_input");
    }
    check("9999wd", "2024-03-05T08:15:00+07:00", "beyond_calendar");
    // The district is older than the data; the calendar begins in 2018.
    ask(&["due", "--unit", "155", "--rule", "3wd", "--received", "2015-03-09T15:42:00+07:00"]).error("beyond_calendar");
}
