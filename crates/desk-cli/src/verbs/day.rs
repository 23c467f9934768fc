//! `close-day`: a counter's day closed, the office's sheet made, signed where asked.

use chrono::NaiveDate;
use desk_app::{AppError, day::DayStanding, demo};
use desk_core::day::Sheet;
use serde_json::{Map, Value, json};

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

pub(crate) fn run(asked: &args::CloseDay) -> Result<Answer, Failure> {
    let day: NaiveDate =
        asked.date.trim().parse().map_err(|_| Failure::bad_input("--date is not a day like 2024-03-05"))?;
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let password = asked.sign.then(|| door::password(asked.door.password_file.as_deref())).transpose()?;
    let closed = desk.close_day(day, asked.counted, password.as_deref())?;
    let standing = &closed.standing;
    let (entry, sheet) = standing.record.sheet().ok_or(AppError::NotSetUp)?;
    let signature = standing.record.signature(entry);
    let changes = standing.changes();
    let shape = json!({
        "day": day,
        "stage": standing.record.stage().word(),
        "made": { "counter": closed.counter, "sheet": closed.sheet, "signature": closed.signed },
        "sheet": {
            "entry": entry,
            "at": stamp(sheet.done.at),
            "by": sheet.done.by,
            "held": sheet.held,
            "missing": sheet.missing,
            "figures": figures(&sheet.sheet),
            "money": sheet.sheet.money,
            "numbers": sheet.sheet.numbers,
            "open": sheet.open,
            "amends": sheet.amends,
        },
        "signed": signature.map(|signed| json!({ "at": stamp(signed.done.at), "by": signed.done.by })),
        "counters": counters(standing),
        "equation": desk.day_equation(standing)?,
        "changes": changes
            .iter()
            .map(|(figure, then, now)| json!({ "figure": figure, "then": then, "now": now }))
            .collect::<Vec<_>>(),
    });
    let plain = plain(day, standing);
    if let Some(out) = &asked.out {
        door::write_whole(out, &desk.day_sheet_pdf(day)?)?;
    }
    Answer::new(&shape, plain)
}

fn figures(sheet: &Sheet) -> Map<String, Value> {
    sheet.figures().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// Each machine's last closing.
fn counters(standing: &DayStanding) -> Vec<Value> {
    let closings = standing.record.closings();
    closings
        .iter()
        .map(|(device, (entry, closed))| {
            json!({
                "device": device,
                "counter": closed.counter,
                "covers": closed.covers,
                "entry": entry,
                "at": stamp(closed.done.at),
                "by": closed.done.by,
                "counted_vnd": closed.counted_vnd,
                "head": { "seq": closed.head.0, "hash": closed.head.1 },
                "figures": figures(&closed.sheet),
            })
        })
        .collect()
}

fn plain(day: NaiveDate, standing: &DayStanding) -> String {
    let mut lines = vec![format!("{day}: {}", standing.record.stage().word())];
    if let Some((_, sheet)) = standing.record.sheet() {
        lines.extend(sheet.sheet.figures().into_iter().map(|(name, value)| format!("{name}  {value}")));
        lines.extend(sheet.missing.iter().map(|one| format!("missing: counter {} {}", one.counter, one.name)));
    }
    lines.extend(standing.changes().iter().map(|(name, then, now)| format!("changed: {name}  {then} -> {now}")));
    lines.join("\n")
}
