//! Every figure of every report opens exactly the dossiers that were counted for it, and the files of a report are the
//! same bytes for the same record and period and read the same in other programs.

mod common;

use std::{collections::BTreeSet, process::Command};

use common::{demo, words_of};
use desk_app::{
    Desk,
    report::{Cell, Figure, ReportFormat, ReportName, Table},
};
use desk_core::report::{Compare, Period, PeriodKind};

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().expect("a day"), to.parse().expect("a day")).expect("in order")
}

fn behind(desk: &Desk, name: ReportName, period: &Period, line: Option<String>, column: &str) -> usize {
    let figure = Figure { line, column: column.to_owned() };
    let found = desk.report_dossiers(name, period, Compare::Day, &figure).expect("opens");
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "each once");
    found.len()
}

/// How many dossiers a figure must open, where the figure counts dossiers; where it counts money, papers or times, a
/// figure above nothing opens something.
fn fits(name: ReportName, line: &str, column: &str, figure: i64, found: usize) -> bool {
    let several_of_one = matches!(column, "vnd" | "times" | "put_right" | "done")
        || line.ends_with("_vnd")
        || matches!(line, "supplements_asked" | "digitised" | "reused");
    match several_of_one {
        true => (found > 0) == (figure > 0) && found <= usize::try_from(figure).expect("not negative"),
        false => found == usize::try_from(figure).expect("not negative") || name == ReportName::Steps,
    }
}

#[test]
fn every_figure_of_every_report_opens_as_many_dossiers_as_it_counts() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(160, 20240305).expect("fills");
    let mut opened = BTreeSet::new();
    for period in [period("2024-02-19", "2024-02-29"), period("2024-01-10", "2024-03-05")] {
        for name in ReportName::ALL {
            let table = desk.report(name, &period, Compare::Day).expect("reports");
            for row in &table.rows {
                let key = name.line_key(row);
                for (column, cell) in table.columns.iter().zip(row).filter(|(column, _)| name.opens(column, row)) {
                    let found = behind(&desk, name, &period, Some(key.clone()), column);
                    match cell {
                        Cell::Number(figure) => {
                            assert!(
                                fits(name, &key, column, *figure, found),
                                "{} {key} {column}: {figure} but {found}",
                                name.word()
                            );
                        }
                        Cell::Text(_) => assert_eq!(found, 1, "{} {key} {column}", name.word()),
                        other @ (Cell::Word(_) | Cell::Share(_) | Cell::Day(_) | Cell::Moment(_) | Cell::Unknown) => {
                            assert_eq!(*other, Cell::Unknown, "{} {key} {column}", name.word())
                        }
                    }
                    if found > 0 {
                        opened.insert((name, *column));
                    }
                }
            }
            let no_row = Vec::new();
            for (column, cell) in table.columns.iter().zip(table.total.as_ref().unwrap_or(&no_row)) {
                if let (Cell::Number(figure), true) = (cell, name.opens(column, &[])) {
                    let found = behind(&desk, name, &period, None, column);
                    assert!(fits(name, "", column, *figure, found), "{} total {column}", name.word());
                }
            }
        }
    }
    let reports: BTreeSet<ReportName> = opened.iter().map(|(name, _)| *name).collect();
    assert_eq!(reports.len(), ReportName::ALL.len(), "a report opens nothing: {reports:?}");
}

#[test]
fn months_add_up_to_the_form_and_ages_to_what_is_in_process() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(300, 8).expect("fills");
    let period = period("2024-01-01", "2024-02-29");
    let make = |name| desk.report(name, &period, Compare::Day).expect("reports");
    let column = |table: &Table, key: &str| -> i64 {
        let at = table.columns.iter().position(|column| *column == key).expect("a column");
        table.rows.iter().map(|row| if let Cell::Number(number) = row[at] { number } else { 0 }).sum()
    };
    let form = make(ReportName::Ii06a);
    for name in [ReportName::OnTimeMonthly, ReportName::Timeliness] {
        let table = make(name);
        let pairs = [("early", "c8"), ("on_time", "c9"), ("late", "c10"), ("resolved", "c7")];
        for (ours, theirs) in pairs {
            assert_eq!(column(&table, ours), column(&form, theirs), "{} {ours}", name.word());
        }
    }
    let ageing = make(ReportName::Ageing);
    assert_eq!(column(&ageing, "total"), column(&form, "c11"));
    assert_eq!(column(&ageing, "overdue"), column(&form, "c13"));
    let hours = make(ReportName::Hours);
    let apart = hours.notes[0].1;
    assert_eq!(column(&hours, "total") + apart, column(&form, "c4") + column(&form, "c5"));
}

#[test]
fn quarters_and_years_are_cut_as_the_circular_cuts_them() {
    let around = |day: &str, kind| Period::around(day.parse().expect("a day"), kind).expect("a period");
    for day in ["2023-12-15", "2024-01-31", "2024-03-14"] {
        assert_eq!(around(day, PeriodKind::Quarter), period("2023-12-15", "2024-03-14"), "{day}");
        assert_eq!(around(day, PeriodKind::Year), period("2023-12-15", "2024-12-14"), "{day}");
    }
    assert_eq!(around("2024-03-15", PeriodKind::Quarter), period("2024-03-15", "2024-06-14"));
    assert_eq!(around("2024-12-14", PeriodKind::Year), period("2023-12-15", "2024-12-14"));
    assert_eq!(around("2024-02-10", PeriodKind::Month), period("2024-02-01", "2024-02-29"));
}

#[test]
fn the_files_of_a_report_are_the_same_bytes_for_the_same_record_and_period() {
    let (folder, mut desk) = demo();
    desk.fill_demo(200, 12).expect("fills");
    let february = period("2024-02-01", "2024-02-29");
    for name in ReportName::ALL {
        for format in [ReportFormat::Pdf, ReportFormat::Xlsx, ReportFormat::Csv] {
            let write = |path: &str| {
                let path = folder.path().join(format!("{path}.{}", format.ending()));
                desk.write_report(name, &february, Compare::Day, format, &path).expect("writes");
                std::fs::read(path).expect("reads")
            };
            assert!(write("one") == write("two"), "{} {format:?}", name.word());
        }
    }
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: poppler")]
#[test]
fn the_form_on_paper_holds_its_heads_its_figures_and_the_heads_it_was_made_from() {
    let (folder, mut desk) = demo();
    desk.fill_demo(300, 4).expect("fills");
    let quarter = period("2023-12-15", "2024-03-14");
    let path = folder.path().join("ii06a.pdf");
    let table = desk.write_report(ReportName::Ii06a, &quarter, Compare::Day, ReportFormat::Pdf, &path).expect("writes");
    let text = words_of(&path);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Biểu số II.06a/VPCP/KSTT",
        "Số lượng hồ sơ tiếp nhận",
        "Số lượng hồ sơ đã giải quyết",
        "Số lượng hồ sơ đang giải quyết",
        "quý I năm 2024 (từ ngày 15/12/2023 đến hết ngày 14/03/2024)",
        "so theo ngày",
        &table.heads[0].on_paper(),
    ] {
        assert!(joined.contains(words), "{words} is not in {text}");
    }
    let numbers: Vec<String> = table.total.as_ref().expect("a total")[1..]
        .iter()
        .map(|cell| if let Cell::Number(number) = cell { number.to_string() } else { panic!("a number") })
        .collect();
    let line = text.lines().find(|line| line.contains("Tổng cộng")).expect("a total");
    let found: Vec<&str> = line.split_whitespace().skip_while(|word| word.parse::<u32>().is_err()).collect();
    assert_eq!(found, numbers);
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn another_spreadsheet_program_reads_the_workbook_with_its_formulas() {
    let (folder, mut desk) = demo();
    desk.fill_demo(200, 4).expect("fills");
    let path = folder.path().join("ii06a.xlsx");
    let month = period("2024-02-01", "2024-02-29");
    let table = desk.write_report(ReportName::Ii06a, &month, Compare::Day, ReportFormat::Xlsx, &path).expect("writes");
    let script = "import sys, openpyxl\n\
                  sheet = openpyxl.load_workbook(sys.argv[1]).active\n\
                  kept = openpyxl.load_workbook(sys.argv[1], data_only=True).active\n\
                  row = next(r[0].row for r in sheet.iter_rows() if r[0].value == 'Tổng cộng')\n\
                  assert sheet.freeze_panes is not None\n\
                  assert all(c.value.startswith('=SUM(') for c in sheet[row][1:12])\n\
                  print(' '.join(str(int(c.value)) for c in kept[row][1:12]))\n";
    // The package is Debian's, so it is the system's own Python that has it, whatever else is on the path.
    let python = ["/usr/bin/python3", "python3"].into_iter().find(|path| Command::new(path).arg("-V").output().is_ok());
    let read = Command::new(python.expect("Python"))
        .args(["-c", script, path.to_str().expect("a path")])
        .output()
        .expect("runs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let numbers: Vec<String> = table.total.as_ref().expect("a total")[1..]
        .iter()
        .map(|cell| if let Cell::Number(number) = cell { number.to_string() } else { panic!("a number") })
        .collect();
    assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), numbers.join(" "));
}
