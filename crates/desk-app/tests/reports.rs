//! Reports, held against a plain account of the log: each dossier's facts, one after the other, without the folds and
//! queries that the reports use.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test names the facts it looks for")]

mod common;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use common::{PASSWORD, demo};
use desk_app::{
    AppError, Desk,
    report::{Cell, ReportFormat, ReportName, Table},
};
use desk_core::{
    dossier::{Fact, Means},
    procedure::Channel,
    report::{Compare, Period},
    time::Moment,
};
use desk_store::{Body, Filter, Page, Sort};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).expect("in order")
}

/// The facts of every dossier of the record.
fn facts(desk: &Desk) -> Vec<Vec<Fact>> {
    let (hits, _) =
        desk.register("", &Filter::default(), Sort::Oldest, Page { offset: 0, limit: 100_000 }).expect("reads");
    hits.iter()
        .map(|hit| {
            let history = desk.dossier(&hit.code).expect("reads").history;
            history
                .into_iter()
                .filter_map(|entry| if let Body::Dossier(fact) = entry.body { Some(fact) } else { None })
                .collect()
        })
        .collect()
}

/// Form II.06a the plain way: field, then columns (3) to (13).
fn plain_ii06a(dossiers: &[Vec<Fact>], period: &Period, compare: Compare) -> BTreeMap<String, [i64; 11]> {
    let mut form: BTreeMap<String, [i64; 11]> = BTreeMap::new();
    for facts in dossiers {
        let Some(Fact::Received(received)) = facts.first() else { panic!("begins with its reception") };
        if facts.iter().any(|fact| matches!(fact, Fact::Voided(_))) || received.received_at >= period.end() {
            continue;
        }
        let (mut due, mut waits) = (received.due, false);
        let mut resolved: Option<(Moment, bool)> = None;
        for fact in &facts[1..] {
            let (at, what) = match fact {
                Fact::SupplementRequested(fact) => (fact.done.at, Some(true)),
                Fact::PaymentRequired(fact) => (fact.done.at, Some(true)),
                Fact::SupplementAnswered(fact) => {
                    if fact.done.at < period.end() {
                        due = fact.new_due.due;
                    }
                    (fact.done.at, Some(false))
                }
                Fact::PaymentSettled(fact) => {
                    if fact.done.at < period.end() {
                        due = fact.new_due.due;
                    }
                    (fact.done.at, Some(false))
                }
                Fact::DueExtended(fact) => {
                    if fact.done.at < period.end() {
                        due = Some(fact.due);
                    }
                    continue;
                }
                Fact::ResultEntered(fact) => {
                    resolved = Some((fact.done.at, true));
                    continue;
                }
                Fact::Refused(fact) => {
                    resolved = Some((fact.done.at, true));
                    continue;
                }
                Fact::Stopped(fact) => {
                    resolved = Some((fact.done.at, false));
                    continue;
                }
                Fact::Withdrawn(fact) => {
                    resolved = Some((fact.done.at, false));
                    continue;
                }
                _ => continue,
            };
            if at < period.end() {
                waits = what == Some(true);
            }
        }
        if resolved.is_some_and(|(at, _)| at < period.start()) {
            continue;
        }
        let resolved = resolved.filter(|(at, _)| *at < period.end());
        let line = form.entry(received.procedure.sector.clone()).or_default();
        line[0] += 1;
        line[if received.received_at < period.start() {
            3
        } else if received.channel == Channel::Online {
            1
        } else {
            2
        }] += 1;
        let minute = |moment: Moment| moment.timestamp() / 60;
        let order = |due: Moment, at: Moment| match compare {
            Compare::Day => at.date_naive().cmp(&due.date_naive()),
            Compare::Minute => minute(at).cmp(&minute(due)),
        };
        match (resolved, due) {
            (Some((at, made)), Some(due)) => {
                line[4] += 1;
                line[match order(due, at) {
                    std::cmp::Ordering::Less if made => 5,
                    std::cmp::Ordering::Less | std::cmp::Ordering::Equal => 6,
                    std::cmp::Ordering::Greater => 7,
                }] += 1;
            }
            (Some(_), None) => {
                line[4] += 1;
                line[6] += 1;
            }
            (None, due) => {
                let last = period.end() - chrono::TimeDelta::seconds(1);
                let late = !waits && due.is_some_and(|due| order(due, last).is_gt());
                line[8] += 1;
                line[if late { 10 } else { 9 }] += 1;
            }
        }
    }
    form
}

fn numbers(cells: &[Cell]) -> Vec<i64> {
    cells
        .iter()
        .map(|cell| if let Cell::Number(number) = cell { *number } else { panic!("{cell:?} is no number") })
        .collect()
}

fn lines(table: &Table) -> BTreeMap<String, [i64; 11]> {
    let name = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { panic!("{cell:?} is no text") };
    table.rows.iter().map(|row| (name(&row[0]), numbers(&row[1..]).try_into().expect("eleven columns"))).collect()
}

#[test]
fn form_ii06a_agrees_with_a_plain_account_of_the_log_for_every_period_and_its_identities_hold() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(400, 20240305).expect("fills");
    let facts = facts(&desk);
    assert_eq!(facts.len(), 400);
    let first = day("2023-12-20");
    let mut periods: Vec<Period> = (0..16_u64)
        .flat_map(|week| [1_u64, 6, 30].map(|length| (week * 5, length)))
        .filter_map(|(skip, length)| {
            let from = first.checked_add_days(chrono::Days::new(skip))?;
            Period::new(from, from.checked_add_days(chrono::Days::new(length))?).ok()
        })
        .collect();
    periods.push(period("2000-01-01", "2030-12-31"));
    let mut seen = [0_i64; 11];
    for period in &periods {
        for compare in [Compare::Day, Compare::Minute] {
            let table = desk.report(ReportName::Ii06a, period, compare).expect("reports");
            let made = lines(&table);
            assert_eq!(made, plain_ii06a(&facts, period, compare), "{period:?} by {compare:?}");
            let total = numbers(&table.total.as_ref().expect("a total")[1..]);
            for (line, total) in (0..11).zip(&total) {
                assert_eq!(made.values().map(|columns| columns[line]).sum::<i64>(), *total);
            }
            for columns in made.values().chain([&<[i64; 11]>::try_from(total).expect("eleven")]) {
                assert_eq!(columns[0], columns[1] + columns[2] + columns[3], "(3) = (4) + (5) + (6)");
                assert_eq!(columns[4], columns[5] + columns[6] + columns[7], "(7) = (8) + (9) + (10)");
                assert_eq!(columns[8], columns[9] + columns[10], "(11) = (12) + (13)");
                assert_eq!(columns[0], columns[4] + columns[8], "(3) = (7) + (11)");
            }
            made.values().for_each(|columns| columns.iter().zip(&mut seen).for_each(|(n, seen)| *seen += n));
        }
    }
    assert!(
        seen.iter().enumerate().all(|(column, n)| *n > 0 || column == 1),
        "the demo leaves a column empty: {seen:?}"
    );
}

#[test]
fn what_was_open_at_the_end_of_one_period_is_carried_into_the_next() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(300, 5).expect("fills");
    let report = |period: &Period| lines(&desk.report(ReportName::Ii06a, period, Compare::Day).expect("reports"));
    let (january, february) = (period("2024-01-01", "2024-01-31"), period("2024-02-01", "2024-02-29"));
    let open: i64 = report(&january).values().map(|columns| columns[8]).sum();
    let carried: i64 = report(&february).values().map(|columns| columns[3]).sum();
    assert!(open > 0);
    assert_eq!(open, carried);
}

#[test]
fn the_same_record_and_period_give_the_same_report_after_a_rebuild() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(120, 9).expect("fills");
    let february = period("2024-02-01", "2024-02-29");
    let all = |desk: &Desk| -> Vec<Table> {
        ReportName::ALL.into_iter().map(|name| desk.report(name, &february, Compare::Day).expect("reports")).collect()
    };
    let before = all(&desk);
    desk.rebuild_record().expect("rebuilds");
    assert_eq!(before, all(&desk));
    assert!(
        before
            .iter()
            .all(|table| table.heads.len() == 1 && table.rows.iter().all(|row| row.len() == table.columns.len()))
    );
}

#[test]
fn overdue_lists_and_fees_add_up_to_the_figures_beside_them() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(400, 31).expect("fills");
    let facts = facts(&desk);
    for (from, to) in [("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-02-20", "2024-02-20")] {
        let period = period(from, to);
        let total = desk.report(ReportName::Ii06a, &period, Compare::Day).expect("reports").total.expect("a total");
        let overdue = desk.report(ReportName::Overdue, &period, Compare::Day).expect("reports");
        assert_eq!(Cell::from(i64::try_from(overdue.rows.len()).expect("few")), total[11]);

        let taken: i64 = facts
            .iter()
            .flatten()
            .filter_map(|fact| match fact {
                Fact::Received(received) if period.has(received.received_at) => match received.fee {
                    desk_core::dossier::FeeLine::Amount { vnd, paid: desk_core::dossier::FeePaid::Now } => Some(vnd),
                    _ => None,
                },
                Fact::FeeCollected(fee) if period.has(fee.done.at) && fee.means != Means::Online => Some(fee.vnd),
                _ => None,
            })
            .sum();
        let fees = desk.report(ReportName::Fees, &period, Compare::Day).expect("reports");
        assert_eq!(fees.total.expect("a total")[6], Cell::from(taken));

        let asked = facts.iter().flatten().filter(|fact| {
            if let Fact::SupplementRequested(request) = fact { period.has(request.done.at) } else { false }
        });
        let supplements = desk.report(ReportName::Supplements, &period, Compare::Day).expect("reports");
        assert_eq!(supplements.rows.len(), asked.count());
    }
}

#[test]
fn a_rate_without_a_whole_says_that_it_is_not_known() {
    let (_folder, desk) = demo();
    let table = desk.report(ReportName::Rates, &period("2024-03-01", "2024-03-31"), Compare::Day).expect("reports");
    assert!(table.rows.iter().all(|row| row[3] == Cell::Unknown), "{:?}", table.rows);
}

#[test]
fn a_clerk_alone_does_not_see_the_offices_accounts() {
    let (_folder, mut desk) = demo();
    desk.sign_out();
    desk.sign_in("huong", PASSWORD).expect("signs in");
    let refused = desk.report(ReportName::Load, &period("2024-03-01", "2024-03-31"), Compare::Day);
    assert!(matches!(refused, Err(AppError::NotAllowed)), "{refused:?}");
}

#[test]
fn a_workbook_of_a_report_holds_numbers_and_a_total_that_a_spreadsheet_counts_again() {
    use calamine::{Data, Reader, Xlsx, open_workbook};

    let (folder, mut desk) = demo();
    desk.fill_demo(300, 4).expect("fills");
    let february = period("2024-02-01", "2024-02-29");
    let path = folder.path().join("ii06a.xlsx");
    let write = |name, format, path: &std::path::Path| {
        desk.write_report(name, &february, Compare::Day, format, path).expect("is written")
    };
    let table = write(ReportName::Ii06a, ReportFormat::Xlsx, &path);
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let values = book.worksheet_range_at(0).expect("a sheet").expect("reads");
    let formulas = book.worksheet_formula("ii06a").expect("a sheet");
    let total = values.rows().position(|row| row[0] == Data::String("Tổng cộng".to_owned())).expect("a total");
    let first = total - table.rows.len();
    for (line, column) in (0..table.rows.len()).flat_map(|line| (1..12).map(move |column| (line, column))) {
        let Cell::Number(ours) = table.rows[line][column] else { panic!("a number") };
        assert_eq!(values.rows().nth(first + line).expect("a line")[column], Data::Float(ours as f64));
    }
    for column in 1..12_u32 {
        let row = u32::try_from(total).expect("few");
        let formula = formulas.get_value((row, column)).expect("a formula");
        let letter = char::from(b'A' + u8::try_from(column).expect("few"));
        assert_eq!(*formula, format!("SUM({letter}{}:{letter}{})", first + 1, total));
        let Cell::Number(ours) = table.total.as_ref().expect("a total")[column as usize] else { panic!("a number") };
        let kept = values.get_value((row, column)).expect("a value").to_string();
        assert_eq!(kept, ours.to_string(), "what is kept beside the formula");
    }

    let path = folder.path().join("overdue.csv");
    let table = write(ReportName::Overdue, ReportFormat::Csv, &path);
    let text = std::fs::read_to_string(&path).expect("reads");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as wide as the heads")).collect();
    let (said, lines): (Vec<_>, Vec<_>) = records.iter().partition(|row| row[0].starts_with("# "));
    assert_eq!(lines.len(), table.rows.len());
    let said: String = said.iter().map(|row| &row[0]).collect();
    for words in ["Hồ sơ đang giải quyết quá hạn", "so theo ngày", "29/02/2024", &table.heads[0].on_paper()]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let path = folder.path().join("load.csv");
    let table = write(ReportName::Load, ReportFormat::Csv, &path);
    let text = std::fs::read_to_string(&path).expect("reads");
    let total = text.lines().find(|line| line.starts_with("total,")).expect("the total has its name");
    let Cell::Number(all) = table.total.as_ref().expect("a total")[4] else { panic!("a number") };
    assert_eq!(total.split(',').nth(4), Some(all.to_string().as_str()));
    for name in ReportName::ALL {
        write(name, ReportFormat::Xlsx, &folder.path().join(format!("{}.xlsx", name.word())));
    }
}

/// A commune of today that took over the registers of the communes that it was made of.
#[test]
fn form_ii06b_tells_the_offices_of_before_2025_apart_and_together() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut desk = common::desk_in(folder.path()).expect("a fresh folder");
    desk.set_up_demo(desk_app::DemoOffice::Now, None, 1, PASSWORD).expect("sets up");
    let alone = desk.report(ReportName::Ii06b, &period("2020-01-01", "2026-12-31"), Compare::Day).expect("reports");
    assert_eq!((alone.rows.len(), &alone.total), (1, &None), "nothing is taken over yet");

    let unit = desk.unit(day("2026-11-20")).expect("a unit");
    let before = desk.reference().units().predecessors(&unit.code, unit.valid_from.expect("it began"));
    let of = |at: usize| {
        let old = before[at].unit;
        (old.name.clone(), desk.reference().identifier(old).expect("is known").text)
    };
    let ((first, one), (second, two)) = (of(0), of(1));
    assert_ne!(one, two);
    let rows = [(&one, "230105-0001"), (&one, "230106-0004"), (&two, "230105-0001")];
    let lines = rows.map(|(identifier, number)| {
        let day = &number[4..6];
        format!(
            "{identifier}-{number};Bùi Thị Hưởng {number} {identifier};1.004873;{day}/01/2023;20/01/2023;19/01/2023"
        )
    });
    let head = "Mã hồ sơ;Họ và tên;Tên TTHC;Ngày nhận;Ngày hẹn trả;Ngày trả kết quả";
    let path = folder.path().join("so-2023.csv");
    std::fs::write(&path, format!("{head}\r\n{}\r\n", lines.join("\r\n"))).expect("writes");
    let mapping = desk_app::import::suggest(&desk.import_open(&path).expect("opens").sheets[0]);
    let account = desk.import_check(&mapping).expect("is checked").clone();
    assert_eq!((account.refused, account.new_codes), (0, 0), "they keep their numbers: {account:?}");
    while !desk.import_run(10).expect("is taken over").finished {}

    let year = period("2023-01-01", "2023-12-31");
    let table = desk.report(ReportName::Ii06b, &year, Compare::Day).expect("reports");
    let told: BTreeMap<String, Cell> = table
        .rows
        .iter()
        .map(|row| if let Cell::Text(name) = &row[0] { (name.clone(), row[1].clone()) } else { panic!("{row:?}") })
        .collect();
    assert_eq!((&told[&first], &told[&second]), (&Cell::Number(2), &Cell::Number(1)), "{told:?}");
    assert_eq!(told[&unit.name], Cell::Number(0));
    let total = table.total.expect("together");
    assert_eq!((&total[0], &total[1]), (&Cell::Text(unit.name.clone()), &Cell::Number(3)));
    let figure = desk_app::report::Figure { line: Some(first), column: "c3".to_owned() };
    let behind = desk.report_dossiers(ReportName::Ii06b, &year, Compare::Day, &figure).expect("its dossiers");
    assert_eq!(behind.len(), 2);
}
