//! What a record lets us say about time and money, and what it does not.
//!
//! The rules are the issue's: the limit is the one row with a unit of the channel and case; the record's general limit
//! holds only where the channel has no such row; rows that differ are no limit. Of fees only an amount and a plain
//! "free" count. Another province's own figures are not ours.

use chrono::NaiveDate;
use desk_core::{
    procedure::{Channel, Fee, Limit, Source},
    rule::Rule,
};

use super::record::{FeeRow, FeeStatus, Record, TimeKind, TimeLimit, TimeRow, TimeUnit, channel_name};

/// The limit of `record` for a channel and, where the channel has several, a case.
pub(crate) fn limit(record: &Record, channel: Channel, case: Option<&str>) -> Limit {
    if record.local_to.is_some() {
        return Limit::Unknown { text: None };
    }
    let dated = Source::Reference { as_of: record.as_of.clone() };
    let with_unit = |row: &&TimeRow| row.channel == channel && row.unit.is_some() && row.value.is_some();
    let of_channel: Vec<&TimeRow> = record.time_by_channel.iter().filter(with_unit).collect();
    if of_channel.is_empty() {
        return general(&record.time_limit, dated);
    }
    let of_case: Vec<&TimeRow> = of_channel
        .iter()
        .copied()
        .filter(|row| case.is_none_or(|case| row.case.as_deref() == Some(case) || row.case.is_none()))
        .collect();
    let mut rules = of_case.iter().map(|row| row_rule(row));
    let first = rules.next().flatten();
    match first {
        Some(rule) if rules.all(|other| other == Some(rule)) => {
            let agrees = general_rule(&record.time_limit) == Some(rule);
            Limit::Known { rule, text: agrees.then(|| record.time_limit.text.clone()), source: dated }
        }
        Some(_) | None => {
            Limit::Unknown { text: Some(wording(if of_case.is_empty() { &of_channel } else { &of_case })) }
        }
    }
}

/// The fee of `record` for a channel. A reduction that ended before `on` is no longer known.
pub(crate) fn fee(record: &Record, channel: Channel, on: NaiveDate) -> Fee {
    if record.local_to.is_some() {
        return Fee::Unpublished { text: None };
    }
    let of_channel = |row: &&FeeRow| row.channel == channel_name(channel) || row.channel == "all";
    let rows: Vec<&FeeRow> = record.fees.iter().filter(of_channel).collect();
    let mut texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    texts.dedup();
    let text = texts.join(" | ");
    let source = Source::Reference { as_of: record.as_of.clone() };
    let known = |row: &&&FeeRow| row.temporary_until.is_none_or(|until| on <= until) && row.status.is_some_and(plain);
    if rows.is_empty() || rows.iter().filter(known).count() < rows.len() {
        return Fee::Unpublished { text: (!text.is_empty()).then_some(text) };
    }
    let vnd: Vec<i64> = rows.iter().flat_map(|row| row.amounts_vnd.iter().copied()).collect();
    if rows.iter().all(|row| row.status == Some(FeeStatus::Free)) {
        Fee::Free { text, source }
    } else if vnd.is_empty() {
        // Amounts in a foreign currency alone: known abroad, not payable at a desk here.
        Fee::Unpublished { text: Some(text) }
    } else {
        Fee::Amount { vnd, text, source }
    }
}

fn plain(status: FeeStatus) -> bool {
    match status {
        FeeStatus::Amount | FeeStatus::Free => true,
        FeeStatus::SetByProvince | FeeStatus::ByRegulation | FeeStatus::NotStated | FeeStatus::Unclear => false,
    }
}

fn general(limit: &TimeLimit, source: Source) -> Limit {
    let text = Some(limit.text.clone()).filter(|text| !text.is_empty());
    match general_rule(limit) {
        Some(rule) => Limit::Known { rule, text, source },
        None => Limit::Unknown { text },
    }
}

fn general_rule(limit: &TimeLimit) -> Option<Rule> {
    match limit.kind {
        TimeKind::WorkingDays => rule(limit.value?, TimeUnit::WorkingDay),
        TimeKind::CalendarDays => rule(limit.value?, TimeUnit::Day),
        TimeKind::Hours => rule(limit.value?, TimeUnit::Hour),
        TimeKind::Months => rule(limit.value?, TimeUnit::Month),
        TimeKind::SameDay => format!("same_day@{}", limit.cutoff.as_deref()?).parse().ok(),
        TimeKind::Varies | TimeKind::Unknown | TimeKind::TaxFiling | TimeKind::Campaign | TimeKind::Staged => None,
    }
}

fn row_rule(row: &TimeRow) -> Option<Rule> {
    rule(row.value?, row.unit?)
}

/// `1.5` and a working day become `1.5wd`. Numbers that the notation cannot say are no rule.
fn rule(value: f64, unit: TimeUnit) -> Option<Rule> {
    let unit = match unit {
        TimeUnit::WorkingDay => "wd",
        TimeUnit::Day => "cd",
        TimeUnit::Hour => "wh",
        TimeUnit::Month => "mo",
    };
    format!("{value}{unit}").parse().ok()
}

/// The rows in words, for the clerk to choose from.
fn wording(rows: &[&TimeRow]) -> String {
    let mut words: Vec<String> = Vec::new();
    for row in rows {
        let (Some(value), Some(unit)) = (row.value, row.unit) else { continue };
        let unit = match unit {
            TimeUnit::WorkingDay => "ngày làm việc",
            TimeUnit::Day => "ngày",
            TimeUnit::Hour => "giờ",
            TimeUnit::Month => "tháng",
        };
        let said = match &row.case {
            Some(case) => format!("{value} {unit} ({case})"),
            None => format!("{value} {unit}"),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join("; ")
}
