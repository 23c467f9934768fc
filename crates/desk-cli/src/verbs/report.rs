//! `report`: what a period comes to.

use chrono::NaiveDate;
use desk_app::{
    AppError, demo,
    report::{Cell, ReportFormat, ReportName, Table},
};
use desk_core::report::{Compare, Period};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

#[derive(Serialize)]
struct Shape {
    report: &'static str,
    from: NaiveDate,
    to: NaiveDate,
    unit: String,
    compare: Compare,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
    total: Option<Vec<Value>>,
    notes: serde_json::Map<String, Value>,
    heads: Value,
}

pub(crate) fn run(asked: &args::Report) -> Result<Answer, Failure> {
    let name = ReportName::from_word(&asked.name).ok_or_else(|| {
        let all: Vec<&str> = ReportName::ALL.into_iter().map(ReportName::word).collect();
        Failure::new("unknown_report", format!("there is no report {}; there are {}", asked.name, all.join(", ")))
    })?;
    let (from, to) = (day("--from", &asked.from)?, day("--to", &asked.to)?);
    let period = Period::new(from, to).map_err(|error| Failure::bad_input(error.to_string()))?;
    let compare = match asked.compare {
        args::CompareBy::Day => Compare::Day,
        args::CompareBy::Minute => Compare::Minute,
    };
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let own = desk.office_file().ok_or(AppError::NotSetUp)?.office.clone();
    let own = own.split('@').next().unwrap_or_default().to_owned();
    if asked.unit.as_ref().is_some_and(|unit| *unit != own) {
        return Err(Failure::new("other_unit", format!("this store holds the record of unit {own} alone")));
    }
    let table = match &asked.out {
        None => desk.report(name, &period, compare)?,
        Some(out) => {
            let format =
                ReportFormat::of(out).ok_or_else(|| Failure::bad_input("--out is a file .pdf, .xlsx or .csv"))?;
            let out = std::path::absolute(out).map_err(|error| door::disk("the place", &error))?;
            desk.write_report(name, &period, compare, format, &out)?
        }
    };
    let plain = as_text(&table);
    let shape = Shape {
        report: name.word(),
        from,
        to,
        unit: own,
        compare,
        columns: table.columns,
        rows: table.rows.iter().map(|row| row.iter().map(value).collect()).collect(),
        total: table.total.map(|row| row.iter().map(value).collect()),
        notes: table.notes.into_iter().map(|(code, figure)| (code.to_owned(), json!(figure))).collect(),
        heads: json!(table.heads),
    };
    Answer::new(&shape, plain)
}

fn day(name: &str, text: &str) -> Result<NaiveDate, Failure> {
    text.trim().parse().map_err(|_| Failure::bad_input(format!("{name} is not a day like 2024-03-05")))
}

/// A share is a number of percent with two decimals.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Word(word) => json!(word),
        Cell::Number(number) => json!(number),
        Cell::Share(hundredths) => json!(f64::from(*hundredths) / 100.0),
        Cell::Day(day) => json!(day),
        Cell::Moment(moment) => json!(stamp(*moment)),
        Cell::Unknown => Value::Null,
    }
}

fn as_text(table: &Table) -> String {
    let line = |row: &[Cell]| {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| match value(cell) {
                Value::String(text) => text,
                Value::Null => "-".to_owned(),
                other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => other.to_string(),
            })
            .collect();
        cells.join("  ")
    };
    let head = table.columns.join("  ");
    let rows = table.rows.iter().map(|row| line(row)).chain(table.total.as_deref().map(line));
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
}
