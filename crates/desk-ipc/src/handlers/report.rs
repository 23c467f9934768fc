//! Reports: the table, its pages, its files, and the dossiers behind a figure.

use chrono::{Datelike, Days, Months, NaiveDate};
use desk_app::report::{Cell, Figure, ReportFormat, ReportName, Table};
use desk_core::{
    ids::DossierId,
    office::Role,
    report::{Compare, LONGEST_YEARS, Period, PeriodKind, PeriodRefused},
};

use crate::{
    convert::{day_text, moment_text, pictures},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Lines of a report that a screen is sent; the files have all.
const ROWS_MAX: usize = 1_000;

struct Asked {
    name: ReportName,
    kind: String,
    period: Period,
    compare: Compare,
}

fn read(call: &Call<'_>, ask: &ReportAsk) -> Answer<Asked> {
    let bad = || user_error("bad_input", &[]);
    let name = ReportName::from_word(&ask.report).ok_or_else(bad)?;
    let compare = match ask.compare.as_str() {
        "day" | "" => Compare::Day,
        "minute" => Compare::Minute,
        _ => return Err(bad()),
    };
    let day = |text: &Option<String>| match text.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => text.parse::<NaiveDate>().map(Some).map_err(|_| user_error("bad_date", &[])),
        None => Ok(None),
    };
    let today = call.desk.now().date_naive();
    let on = day(&ask.on)?.unwrap_or(today);
    let around = |kind| Period::around(on, kind).ok_or_else(bad);
    let period = match ask.kind.as_str() {
        "day" => around(PeriodKind::Day)?,
        "month" => around(PeriodKind::Month)?,
        "quarter" => around(PeriodKind::Quarter)?,
        "year" => around(PeriodKind::Year)?,
        "workdays_30" => Period::new(call.desk.workday_before(on, 29), on).map_err(|_| bad())?,
        "months_12" => {
            let first = on.with_day(1).and_then(|day| day.checked_sub_months(Months::new(11))).ok_or_else(bad)?;
            Period::new(first, on).map_err(|_| bad())?
        }
        "any" => {
            let (from, to) = (day(&ask.from)?.unwrap_or(on), day(&ask.to)?.unwrap_or(on));
            Period::new(from, to).map_err(|refused| match refused {
                PeriodRefused::EndsBeforeItBegins => user_error("period_backwards", &[]),
                PeriodRefused::TooLong => user_error("period_too_long", &[("years", LONGEST_YEARS.to_string())]),
            })?
        }
        _ => return Err(bad()),
    };
    Ok(Asked { name, kind: ask.kind.clone(), period, compare })
}

pub(crate) fn report_open(call: &mut Call<'_>, input: ReportAsk) -> Answer<ReportView> {
    let asked = read(call, &input)?;
    let table = call.desk.report(asked.name, &asked.period, asked.compare)?;
    let opens = call.desk.actor()?.holds_any(&[Role::Supervisor]);
    let unit = call.desk.unit(asked.period.to)?;
    let daily = asked.name == ReportName::IntakeDaily;
    let rows = table.rows.iter().take(ROWS_MAX).map(|row| ReportRow {
        key: asked.name.line_key(row),
        closed: daily && matches!(row.first(), Some(Cell::Day(day)) if !call.desk.is_workday(*day)),
        cells: cells(asked.name, &table, row, opens),
    });
    let length = (asked.period.to - asked.period.from).num_days().unsigned_abs() + 1;
    let steps = if asked.kind == "any" { length } else { 1 };
    let online_target = matches!(asked.name, ReportName::IntakeDaily | ReportName::IntakeMonthly)
        .then(|| call.desk.online_target())
        .flatten();
    Ok(ReportView {
        report: asked.name.word().to_owned(),
        from: day_text(asked.period.from),
        to: day_text(asked.period.to),
        before: asked.period.from.checked_sub_days(Days::new(steps)).filter(|day| day.year() > 1990).map(day_text),
        after: asked.period.to.checked_add_days(Days::new(steps)).filter(|day| day.year() < 2100).map(day_text),
        kind: asked.kind,
        compare: if asked.compare == Compare::Day { "day" } else { "minute" }.to_owned(),
        compares: asked.name.compares(),
        unit: unit.name.clone(),
        columns: table.columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: rows.collect(),
        more: u32::try_from(table.rows.len().saturating_sub(ROWS_MAX)).unwrap_or(u32::MAX),
        total: table.total.as_ref().map(|row| cells(asked.name, &table, row, opens)),
        notes: notes(&table),
        identities: if matches!(asked.name, ReportName::Ii06a | ReportName::Ii06b) {
            identities(&table)
        } else {
            Vec::new()
        },
        heads: table.heads.iter().map(|head| head.on_paper()).collect(),
        online_target,
    })
}

fn notes(table: &Table) -> Vec<Reason> {
    let note = |(code, count): &(&'static str, i64)| Reason {
        code: (*code).to_owned(),
        fields: [("count".to_owned(), count.to_string())].into(),
    };
    table.notes.iter().map(note).collect()
}

fn cells(name: ReportName, table: &Table, row: &[Cell], opens: bool) -> Vec<ReportCell> {
    let cell = |(column, cell): (&&'static str, &Cell)| {
        let (kind, text, number) = match cell {
            Cell::Text(text) => ("text", Some(text.clone()), None),
            Cell::Word(word) => ("word", Some((*word).to_owned()), None),
            Cell::Number(number) => ("number", None, Some(*number)),
            Cell::Share(share) => ("share", None, Some(i64::from(*share))),
            Cell::Day(day) => ("day", Some(day_text(*day)), None),
            Cell::Moment(moment) => ("moment", Some(moment_text(*moment)), None),
            Cell::Unknown => ("unknown", None, None),
        };
        // Nothing stands behind 0.
        let some =
            *cell != Cell::Number(0) && *cell != Cell::Unknown && !matches!(cell, Cell::Text(text) if text.is_empty());
        ReportCell { kind: kind.to_owned(), text, number, opens: opens && some && name.opens(column, row) }
    };
    table.columns.iter().zip(row).map(cell).collect()
}

/// The identities of the form (domain record §10.1), counted again from what is shown.
fn identities(table: &Table) -> Vec<IdentityView> {
    let number = |row: &[Cell], column: usize| match row.get(column - 2) {
        Some(Cell::Number(number)) => *number,
        Some(_) | None => i64::MIN,
    };
    let rules: [(usize, &[usize]); 4] = [(3, &[4, 5, 6]), (7, &[8, 9, 10]), (11, &[12, 13]), (3, &[7, 11])];
    rules
        .iter()
        .map(|(whole, parts)| {
            let names: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
            let fits =
                |row: &Vec<Cell>| number(row, *whole) == parts.iter().map(|part| number(row, *part)).sum::<i64>();
            IdentityView {
                text: format!("({whole}) = {}", names.join(" + ")),
                holds: table.rows.iter().chain(&table.total).all(fits),
            }
        })
        .collect()
}

pub(crate) fn report_picture(call: &mut Call<'_>, input: ReportAsk) -> Answer<Picture> {
    let asked = read(call, &input)?;
    pictures(&call.desk.report_pdf(asked.name, &asked.period, asked.compare)?, 80.0, 4)
}

pub(crate) fn report_save(call: &mut Call<'_>, input: ReportSave) -> Answer<SavedFile> {
    let asked = read(call, &input.ask)?;
    let format = [ReportFormat::Pdf, ReportFormat::Xlsx, ReportFormat::Csv]
        .into_iter()
        .find(|format| format.ending() == input.format)
        .ok_or_else(|| user_error("bad_input", &[]))?;
    let path = call.desk.save_report(asked.name, &asked.period, asked.compare, format)?;
    Ok(SavedFile { path: path.display().to_string() })
}

/// Findings shown; the command line tells all.
const FINDINGS_SHOWN: usize = 200;

pub(crate) fn national_save(call: &mut Call<'_>, input: ReportAsk) -> Answer<NationalSaved> {
    let Period { from, to, .. } = read(call, &input)?.period;
    let (path, export) = call.desk.save_national_export(from, to)?;
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (dossiers, total) = (many(export.dossiers), many(export.findings.len()));
    let finding = |finding: desk_app::national::Finding| NationalFinding {
        what: finding.what.word().to_owned(),
        code: finding.code,
        field: finding.field,
    };
    let findings = export.findings.into_iter().take(FINDINGS_SHOWN).map(finding).collect();
    Ok(NationalSaved { path: path.display().to_string(), dossiers, findings, total })
}

/// The dossiers behind a figure, for the register.
pub(super) fn behind(call: &Call<'_>, figure: &FigureOf) -> Answer<Vec<DossierId>> {
    let asked = read(call, &figure.ask)?;
    let figure = Figure { line: figure.line.clone(), column: figure.column.clone() };
    Ok(call.desk.report_dossiers(asked.name, &asked.period, asked.compare, &figure)?)
}
