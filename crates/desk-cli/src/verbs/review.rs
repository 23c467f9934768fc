//! `day-review`: the supervisor's day as its screen shows it: figures, exceptions, hours, what is coming, the morning.

use chrono::NaiveDate;
use desk_app::{
    day::{DayReview, Exception, Morning},
    demo,
};
use serde_json::{Value, json};

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

pub(crate) fn run(asked: &args::DayReview) -> Result<Answer, Failure> {
    let day: NaiveDate =
        asked.date.trim().parse().map_err(|_| Failure::bad_input("--date is not a day like 2024-03-05"))?;
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let review = desk.day_review(day)?;
    let today = day == desk.now().date_naive();
    // The morning's sentences are of today alone.
    let morning = if today { morning(&desk.morning()?) } else { Value::Null };
    let shape = shape(&review, today, &morning);
    Answer::new(&shape, plain(&review))
}

fn shape(review: &DayReview, today: bool, morning: &Value) -> Value {
    let figures: Vec<Value> = review
        .figures
        .iter()
        .map(|figure| json!({ "name": figure.name, "value": figure.value, "usual": figure.usual }))
        .collect();
    let usual = |hour: u8| review.usual_hours.iter().find(|(at, _)| *at == hour).map_or(0, |(_, usual)| *usual);
    let hours: Vec<Value> = (0..24_u8)
        .filter_map(|hour| {
            let line = review.hours.iter().find(|line| line.hour == hour);
            let (direct, online) = line.map_or((0, 0), |line| (line.direct, line.online));
            let known = (!review.usual_days.is_empty()).then(|| usual(hour));
            (line.is_some() || usual(hour) > 0)
                .then(|| json!({ "hour": hour, "direct": direct, "online": online, "usual": known }))
        })
        .collect();
    let ahead: Vec<Value> = review.ahead.iter().map(|(day, count)| json!({ "day": day, "count": count })).collect();
    let fields: Vec<Value> = review
        .sectors
        .iter()
        .map(|line| {
            json!({
                "field": line.sector,
                "received": line.received,
                "overdue": today.then_some(line.overdue),
            })
        })
        .collect();
    let carried = review.carried.as_ref().map(|(from, lines)| {
        let lines: Vec<Value> =
            lines.iter().map(|line| json!({ "kind": line.kind, "then": line.then, "still": line.still })).collect();
        json!({ "from": from, "exceptions": lines })
    });
    json!({
        "day": review.standing.day,
        "stage": review.standing.record.stage().word(),
        "equation": review.equation,
        "figures": figures,
        "usual_days": review.usual_days,
        "exceptions": review.exceptions.iter().map(exception).collect::<Vec<_>>(),
        "hours": hours,
        "ahead": today.then_some(ahead),
        "fields": fields,
        "carried": carried,
        "morning": morning,
        "heads": review.heads,
    })
}

fn exception(exception: &Exception) -> Value {
    let subjects: Vec<Value> = exception
        .subjects
        .iter()
        .map(|subject| {
            let judged = subject.judged.as_ref().map(|judged| {
                json!({
                    "judgement": judged.judgement,
                    "text": judged.text,
                    "at": stamp(judged.done.at),
                    "by": judged.done.by,
                })
            });
            json!({ "name": subject.name, "judged": judged })
        })
        .collect();
    json!({
        "kind": exception.kind,
        "count": exception.count,
        "open": exception.open(),
        "subjects": subjects,
        "fields": exception.fields,
    })
}

fn morning(morning: &Morning) -> Value {
    let (due, late) = morning.due;
    json!({
        "carried": morning.carried.map(|(day, open)| json!({ "day": day, "open": open })),
        "due": due,
        "late": late,
        "unusual": morning.unusual.map(|(day, found)| json!({
            "day": day,
            "figure": found.map(|(figure, value, usual)| json!({ "name": figure, "value": value, "usual": usual })),
        })),
    })
}

fn plain(review: &DayReview) -> String {
    let known = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let mut lines = vec![format!("{}: {}", review.standing.day, review.standing.record.stage().word())];
    lines.extend(
        review.figures.iter().map(|one| format!("{}  {}  (usual {})", one.name, known(one.value), known(one.usual))),
    );
    lines.extend(review.exceptions.iter().map(|one| format!("! {}  {}  open {}", one.kind, one.count, one.open())));
    lines.join("\n")
}
