//! Every figure of reports and of the day's screen, over random weeks of work, against a plain account of the log
//! (`common/plain.rs`) that shares nothing with the code it judges.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};
use common::{
    demo,
    lives::{live, two_of_one_name},
    plain::{Log, log},
};
use desk_app::{
    Desk,
    report::{Cell, ReportName, Table},
};
use desk_core::{
    report::{Compare, Period},
    text::fold,
    time::at_wall,
};

const SEEDS: [u64; 2] = [1, 20_240_305];
const FIRST: &str = "2024-03-06";
const WEEKS: u64 = 4;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A desk after random weeks, at four in the afternoon of the last day, and its log.
fn lived(seed: u64) -> (tempfile::TempDir, Desk, Log) {
    let (folder, mut desk) = demo();
    two_of_one_name(&mut desk);
    let done = live(&mut desk, seed, FIRST, WEEKS * 7);
    assert!(done > 100, "seed {seed} did {done} things");
    let last = day(FIRST) + Days::new(WEEKS * 7 - 1);
    desk.set_clock(at_wall(last.and_time(NaiveTime::from_hms_opt(23, 30, 0).expect("a time")))).expect("a demo");
    let log = log(&desk);
    (folder, desk, log)
}

/// Days, weeks and a month, ended ones and the one that runs.
fn periods() -> Vec<Period> {
    let first = day(FIRST);
    let ends = (1..WEEKS * 7).step_by(9).flat_map(|end| [0, 9].map(|length| (end, length)));
    let of = |(end, length): (u64, u64)| {
        let to = first + Days::new(end);
        Period::new(to - Days::new(length), to).expect("in order")
    };
    ends.map(of).chain([Period::new(day("2023-12-15"), day("2024-12-14")).expect("in order")]).collect()
}

fn table(desk: &Desk, name: ReportName, period: &Period) -> Table {
    desk.report(name, period, Compare::Day).expect("reports")
}

fn number(cell: &Cell) -> i64 {
    if let Cell::Number(number) = cell { *number } else { panic!("{cell:?} is no number") }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Word(word) => (*word).to_owned(),
        other @ (Cell::Number(_) | Cell::Share(_) | Cell::Day(_) | Cell::Moment(_) | Cell::Unknown) => {
            panic!("{other:?} is no text")
        }
    }
}

fn at(table: &Table, row: &[Cell], column: &str) -> i64 {
    number(&row[place(table, column)])
}

fn place(table: &Table, column: &str) -> usize {
    table.columns.iter().position(|known| *known == column).expect("a column")
}

/// The total is the sum of the lines, wherever it is a number.
fn adds_up(name: ReportName, table: &Table) {
    let total = table.total.as_ref().unwrap_or_else(|| panic!("{} has no total", name.word()));
    assert_eq!(total.len(), table.columns.len());
    for (at, cell) in total.iter().enumerate() {
        if let Cell::Number(total) = cell {
            let lines: i64 = table.rows.iter().map(|row| number(&row[at])).sum();
            assert_eq!(*total, lines, "{} {}", name.word(), table.columns[at]);
        }
    }
    if let Some(percent) = table.columns.iter().position(|column| *column == "percent") {
        let in_time = at(table, total, "early") + at(table, total, "on_time");
        let all = at(table, total, "resolved");
        let expected = (all > 0).then(|| u32::try_from((in_time * 20_000 / all + 1) / 2).expect("a share"));
        assert_eq!(total[percent], expected.map_or(Cell::Unknown, Cell::Share));
    }
}

fn rates(desk: &Desk, log: &Log, period: &Period) {
    let table = table(desk, ReportName::Rates, period);
    let plain = log.rates(period);
    for row in &table.rows {
        let (part, whole) = plain.get(text(&row[0]).as_str()).copied().unwrap_or_default();
        assert_eq!((number(&row[1]), number(&row[2])), (part, whole), "{} {period:?}", text(&row[0]));
        assert_eq!(row[3] == Cell::Unknown, whole == 0);
    }
    assert_eq!(table.rows.len(), 6);
}

fn load_and_hours(desk: &Desk, log: &Log, period: &Period) {
    let office = desk.office().expect("reads");
    let shared = |name: &str| office.people.values().filter(|one| one.name == name).count() > 1;
    let called = |login: &str| {
        let name = &office.people.values().find(|one| one.login == login).expect("works here").name;
        if shared(name) { format!("{name} ({login})") } else { name.clone() }
    };
    let load = table(desk, ReportName::Load, period);
    let made: BTreeMap<String, [i64; 5]> = load
        .rows
        .iter()
        .map(|row| {
            (text(&row[0]), ["in_person", "post", "online", "total", "back_entry"].map(|key| at(&load, row, key)))
        })
        .collect();
    let plain = log.load(period).into_iter();
    let plain =
        plain.map(|(login, [one, two, three, back])| (called(&login), [one, two, three, one + two + three, back]));
    assert_eq!(made, plain.collect(), "{period:?}");
    adds_up(ReportName::Load, &load);

    let hours = table(desk, ReportName::Hours, period);
    let (plain, apart) = log.hours(period);
    for row in &hours.rows {
        let hour: u32 = text(&row[0])[..2].parse().expect("an hour");
        let days = plain.get(&hour).copied().unwrap_or_default();
        let made: Vec<i64> = row[1..8].iter().map(number).collect();
        assert_eq!(made, days, "{hour} {period:?}");
        assert_eq!(at(&hours, row, "total"), days.iter().sum::<i64>());
    }
    let listed: BTreeSet<u32> = hours.rows.iter().map(|row| text(&row[0])[..2].parse().expect("an hour")).collect();
    assert!(plain.keys().all(|hour| listed.contains(hour)));
    assert_eq!(hours.notes, [("back_entries_apart", apart)]);
    adds_up(ReportName::Hours, &hours);

    for name in [ReportName::IntakeDaily, ReportName::IntakeMonthly, ReportName::Ageing, ReportName::Timeliness] {
        adds_up(name, &table(desk, name, period));
    }
    let daily = table(desk, ReportName::IntakeDaily, period);
    let all = log.day(period)["received"];
    assert_eq!(at(&daily, daily.total.as_ref().expect("a total"), "total"), all);
    let months = table(desk, ReportName::OnTimeMonthly, period);
    adds_up(ReportName::OnTimeMonthly, &months);
    let total = months.total.as_ref().expect("a total");
    let plain = log.day(period);
    for (ours, theirs) in [("early", "resolved_early"), ("on_time", "resolved_on_time"), ("late", "resolved_late")] {
        assert_eq!(at(&months, total, ours), plain[theirs], "{ours} {period:?}");
    }
}

fn steps_and_papers(desk: &Desk, log: &Log, period: &Period) {
    let steps = table(desk, ReportName::Steps, period);
    let made: BTreeMap<String, [Cell; 4]> =
        steps.rows.iter().map(|row| (text(&row[0]), <[Cell; 4]>::try_from(row[1..].to_vec()).expect("four"))).collect();
    let count = |count: usize| Cell::Number(i64::try_from(count).expect("few"));
    let known = |value: Option<i64>| value.map_or(Cell::Unknown, Cell::Number);
    let plain = log.steps(period).into_iter().map(|(step, (minutes, since))| {
        let longest = since.iter().map(|from| (period.to - *from).num_days()).max();
        (step, [count(minutes.len()), known(middle(&minutes)), count(since.len()), known(longest)])
    });
    assert_eq!(made, plain.collect(), "{period:?}");

    let papers = table(desk, ReportName::MissingPapers, period);
    let made: BTreeMap<String, (i64, i64)> =
        papers.rows.iter().map(|row| (fold(&text(&row[0])), (number(&row[1]), number(&row[2])))).collect();
    assert_eq!(made, log.missing_papers(period), "{period:?}");
}

/// The median by counting how many lie on either side, for the few values of a test.
fn middle(values: &[i64]) -> Option<i64> {
    let nth = |n: usize| {
        let below = |value: i64| values.iter().filter(|other| **other < value).count();
        let upto = |value: i64| values.iter().filter(|other| **other <= value).count();
        values.iter().copied().find(|value| below(*value) <= n && n < upto(*value))
    };
    let half = values.len() / 2;
    if values.len() % 2 == 1 { nth(half) } else { Some((nth(half.checked_sub(1)?)? + nth(half)? + 1).div_euclid(2)) }
}

fn money_refusals_overdue(desk: &Desk, log: &Log, period: &Period) {
    let fees = table(desk, ReportName::Fees, period);
    let made: BTreeMap<(String, String), (i64, i64, i64)> = fees
        .rows
        .iter()
        .map(|row| {
            let figures = (at(&fees, row, "times"), at(&fees, row, "put_right"), at(&fees, row, "vnd"));
            ((text(&row[1]), text(&row[3])), figures)
        })
        .collect();
    let plain = log.fees(period).into_iter().map(|((code, means), figures)| ((code, means.to_owned()), figures));
    assert_eq!(made, plain.collect(), "{period:?}");
    adds_up(ReportName::Fees, &fees);

    let refusals = table(desk, ReportName::Refusals, period);
    let (codes, left) = log.refusals(period);
    let made: Vec<String> =
        refusals.rows.iter().filter(|row| row[1] != Cell::Unknown).map(|row| text(&row[1])).collect();
    assert_eq!(made.len() + left, refusals.rows.len());
    assert_eq!(made.iter().cloned().collect::<BTreeSet<_>>(), codes, "{period:?}");
    assert_eq!(made.len(), codes.len(), "each once");

    let overdue = table(desk, ReportName::Overdue, period);
    let made: BTreeMap<String, Option<String>> = overdue
        .rows
        .iter()
        .map(|row| {
            let held = &row[place(&overdue, "department")];
            (text(&row[0]), (*held != Cell::Unknown).then(|| text(held)))
        })
        .collect();
    assert_eq!(made, log.overdue(period), "{period:?}");

    let figures = table(desk, ReportName::Day, period);
    let made: BTreeMap<String, i64> = figures.rows.iter().map(|row| (text(&row[0]), number(&row[1]))).collect();
    let plain = log.day(period).into_iter().map(|(name, figure)| (name.to_owned(), figure));
    assert_eq!(made, plain.collect(), "{period:?}");
}

#[test]
fn every_report_over_random_weeks_is_what_a_plain_account_of_the_log_tells() {
    let mut seen = BTreeMap::new();
    for seed in SEEDS {
        let (_folder, desk, log) = lived(seed);
        for period in periods() {
            rates(&desk, &log, &period);
            load_and_hours(&desk, &log, &period);
            steps_and_papers(&desk, &log, &period);
            money_refusals_overdue(&desk, &log, &period);
            for (name, figure) in log.day(&period) {
                *seen.entry(name.to_owned()).or_insert(0_i64) += figure.abs();
            }
            for (name, (part, _)) in log.rates(&period) {
                *seen.entry(format!("rate {name}")).or_insert(0) += part;
            }
        }
    }
    // Forms of 2018 know no stop.
    seen.remove("stopped");
    let empty: Vec<&String> = seen.iter().filter(|(_, figure)| **figure == 0).map(|(name, _)| name).collect();
    assert!(empty.is_empty(), "the weeks leave figures empty: {empty:?}");
}

#[test]
fn the_days_screen_over_random_weeks_is_what_a_plain_account_of_the_log_tells() {
    let mut kinds = BTreeSet::new();
    for seed in SEEDS {
        let (_folder, mut desk, log) = lived(seed);
        let now = desk.now();
        let today = now.date_naive();
        for on in day(FIRST).iter_days().take_while(|on| *on <= today) {
            let review = desk.day_review(on).expect("reviews");
            let plain = log.screen(on);
            let usual: Vec<NaiveDate> = (1..=12)
                .map(|week| on - Days::new(7 * week))
                .filter(|one| log.screen(*one)["received"] != Some(0))
                .take(4)
                .collect();
            // A number made void was a reception too: the office was open.
            assert!(usual.iter().all(|one| review.usual_days.contains(one)), "{on}");
            for figure in review.figures.iter().filter(|figure| figure.name != "overdue") {
                assert_eq!(figure.value, plain[figure.name], "seed {seed} {on} {}", figure.name);
                let before: Vec<i64> =
                    review.usual_days.iter().filter_map(|one| log.screen(*one)[figure.name]).collect();
                assert_eq!(figure.usual, middle(&before), "seed {seed} {on} usual {}", figure.name);
            }
            let period = Period { from: on, to: on };
            let (hours, _) = log.hours(&period);
            let made: BTreeMap<u32, i64> =
                review.hours.iter().map(|line| (line.hour.into(), i64::from(line.direct + line.online))).collect();
            let sums = hours.iter().map(|(hour, days)| (*hour, days.iter().sum::<i64>()));
            assert_eq!(made, sums.filter(|(_, sum)| *sum > 0).collect(), "seed {seed} {on}");

            let made: BTreeMap<String, BTreeSet<String>> = review
                .exceptions
                .iter()
                .filter(|one| one.mark.is_some())
                .map(|one| (one.kind.clone(), one.subjects.iter().map(|subject| subject.name.clone()).collect()))
                .collect();
            let plain: BTreeMap<String, BTreeSet<String>> =
                log.exceptions(on, now).into_iter().map(|(kind, codes)| (kind.to_owned(), codes)).collect();
            assert_eq!(made, plain, "seed {seed} {on}");
            for one in review.exceptions.iter().filter(|one| one.mark.is_some()) {
                assert_eq!(one.count as usize, one.subjects.len());
                kinds.insert(one.kind.clone());
            }
            let doubled: BTreeMap<String, String> = review
                .exceptions
                .iter()
                .filter(|one| one.kind == "receipt_doubled")
                .map(|one| (one.fields["receipt"].clone(), one.fields["times"].clone()))
                .collect();
            let plain = log.receipts_doubled(on).into_iter().map(|(number, times)| (number, times.to_string()));
            assert_eq!(doubled, plain.collect(), "seed {seed} {on}");
            if !doubled.is_empty() {
                kinds.insert("receipt_doubled".to_owned());
            }
        }
        coming_and_late(&mut desk, &log, seed);
    }
    for kind in
        ["late_without_apology", "stuck", "beyond", "edited", "void_wanted", "voided", "back_entry", "unprinted"]
    {
        assert!(kinds.contains(kind), "{kind} never happens in {kinds:?}");
    }
    for kind in ["not_handed_over", "uncollected", "receipt_doubled"] {
        assert!(kinds.contains(kind), "{kind} never happens in {kinds:?}");
    }
}

/// What is late now, by field too; what is due on the next working days; the morning's second sentence.
fn coming_and_late(desk: &mut Desk, log: &Log, seed: u64) {
    let now = desk.now();
    let today = now.date_naive();
    let running = log.running(now);
    let due_on =
        |on: NaiveDate| running.iter().filter(|(_, due)| due.is_some_and(|due| due.date_naive() == on)).count();
    let late: Vec<_> =
        running.iter().filter(|(_, due)| due.is_some_and(|due| due.date_naive() < today)).map(|(one, _)| one).collect();
    let review = desk.day_review(today).expect("reviews");
    let figure = review.figures.iter().find(|one| one.name == "overdue").expect("is there");
    assert_eq!(figure.value, i64::try_from(late.len()).ok(), "seed {seed}");
    assert_eq!(review.ahead.len(), 10);
    for (on, count) in &review.ahead {
        assert_eq!(*count as usize, due_on(*on), "seed {seed} {on}");
    }
    for line in &review.sectors {
        let of = late.iter().filter(|one| one.received().procedure.sector == line.sector).count();
        assert_eq!(line.overdue as usize, of, "seed {seed} {}", line.sector);
    }
    assert_eq!(review.sectors.iter().map(|line| line.overdue as usize).sum::<usize>(), late.len());
    let (due, overdue) = desk.morning().expect("reads").due;
    assert_eq!((due as usize, overdue as usize), (due_on(today), late.len()), "seed {seed}");
}

#[test]
fn what_comes_after_a_period_changes_none_of_its_reports() {
    let (_folder, mut desk) = demo();
    two_of_one_name(&mut desk);
    live(&mut desk, 5, FIRST, 14);
    let period = Period::new(day(FIRST), day(FIRST) + Days::new(13)).expect("in order");
    let before = log(&desk);
    let rates = |desk: &Desk| table(desk, ReportName::Rates, &period).rows;
    let overdue = |desk: &Desk| -> Vec<Vec<Cell>> { table(desk, ReportName::Overdue, &period).rows };
    let (first_rates, first_overdue) = (rates(&desk), overdue(&desk));
    assert!(!first_overdue.is_empty(), "something is late at the end");
    desk.set_clock(at_wall((period.to + Days::new(3)).and_time(NaiveTime::from_hms_opt(9, 0, 0).expect("a time"))))
        .expect("a demo");
    for one in before.counted() {
        let id = desk.dossier(&one.code).expect("reads").id;
        for act in common::lives::afterwards() {
            drop(desk.act(id, act)); // what the rules refuse changes nothing either
        }
    }
    assert_eq!(rates(&desk), first_rates);
    assert_eq!(overdue(&desk), first_overdue);
    let facts = |log: &Log| log.dossiers.iter().map(|one| one.facts.len()).sum::<usize>();
    assert!(facts(&log(&desk)) > facts(&before) + 20, "something came afterwards");
}
