//! Reports that are figures: rates, receptions, fees, load, the day.

use std::collections::BTreeMap;

use chrono::Datelike;
use desk_core::{
    dossier::{Accepted, FeeLine, FeePaid, Means, PaperState, Status},
    procedure::Channel,
    report::{Compare, Period},
    text::{phrase_key, sort_key},
};
use desk_store::HistoryOf;

use super::{Cell, Table, plain};
use crate::{desk::Desk, error::AppError, receipt};

/// Receptions by channel.
#[derive(Default)]
struct Intake {
    in_person: u32,
    post: u32,
    online: u32,
    back_entry: u32,
}

impl Intake {
    fn count(&mut self, channel: Channel, back_entry: bool) {
        match channel {
            Channel::InPerson => self.in_person += 1,
            Channel::Post => self.post += 1,
            Channel::Online => self.online += 1,
        }
        self.back_entry += u32::from(back_entry);
    }

    fn cells(&self) -> [Cell; 5] {
        [
            self.in_person.into(),
            self.post.into(),
            self.online.into(),
            (self.in_person + self.post + self.online).into(),
            self.back_entry.into(),
        ]
    }
}

impl Desk {
    /// Receptions by day or month; every day of the period has a line, also one without a reception.
    pub(super) fn intake(&self, period: &Period, by: &'static str) -> Result<Table, AppError> {
        let daily = by == "day";
        let key = |day: chrono::NaiveDate| if daily { day } else { day.with_day(1).unwrap_or(day) };
        let mut lines: BTreeMap<chrono::NaiveDate, Intake> = period
            .from
            .iter_days()
            .take_while(|day| *day <= period.to)
            .map(|day| (key(day), Intake::default()))
            .collect();
        self.reader()?.receptions(period, |at, channel, back_entry, _| {
            lines.entry(key(at.date_naive())).or_default().count(channel, back_entry);
        })?;
        let name = |day: chrono::NaiveDate| match daily {
            true => Cell::Day(day),
            false => Cell::Text(format!("{:04}-{:02}", day.year(), day.month())),
        };
        let rows =
            lines.into_iter().map(|(day, intake)| std::iter::once(name(day)).chain(intake.cells()).collect()).collect();
        Ok(plain(&[by, "in_person", "post", "online", "total", "back_entry"], rows))
    }

    pub(super) fn load(&self, period: &Period) -> Result<Table, AppError> {
        let office = self.office()?;
        let mut lines: BTreeMap<(String, String), Intake> = BTreeMap::new();
        self.reader()?.receptions(period, |_, channel, back_entry, clerk| {
            let person = clerk.and_then(|clerk| office.people.get(&clerk));
            let name = person.map(|person| person.name.clone()).unwrap_or_default();
            lines.entry((sort_key(&name), name)).or_default().count(channel, back_entry);
        })?;
        let rows = lines
            .into_iter()
            .map(|((_, name), intake)| std::iter::once(Cell::Text(name)).chain(intake.cells()).collect())
            .collect();
        Ok(plain(&["clerk", "in_person", "post", "online", "total", "back_entry"], rows))
    }

    pub(super) fn fee_table(&self, period: &Period) -> Result<Table, AppError> {
        let mut sums = self.reader()?.fee_sums(period)?;
        sums.sort_by_cached_key(|sum| (phrase_key(&sum.field), sum.procedure.clone(), sum.means.clone()));
        let total: i64 = sums.iter().map(|sum| sum.vnd).sum();
        let times: u32 = sums.iter().map(|sum| sum.times).sum();
        let rows = sums
            .into_iter()
            .map(|sum| {
                vec![
                    Cell::Text(sum.field),
                    Cell::Text(sum.procedure.0),
                    Cell::Text(sum.procedure.1),
                    Cell::Word(means(&sum.means)),
                    sum.times.into(),
                    sum.vnd.into(),
                ]
            })
            .collect();
        let mut table = plain(&["field", "procedure", "name", "means", "times", "vnd"], rows);
        let blank = || Cell::Text(String::new());
        table.total = Some(vec![blank(), blank(), blank(), blank(), times.into(), total.into()]);
        Ok(table)
    }

    /// The desk's own rates: a part, a whole, and the share; unknown where the record does not hold what it would
    /// take, or nothing is there to compare.
    pub(super) fn rates(&self, period: &Period, compare: Compare) -> Result<Table, AppError> {
        let total = self.ii06(period, compare)?.total();
        let received = i64::from(total.online) + i64::from(total.direct);
        let (mut paid, mut paid_online, mut papers, mut scanned) = (0_i64, 0_i64, 0_i64, 0_i64);
        let (mut results, mut electronic) = (0_i64, 0_i64);
        for in_hand in self.courses(period)? {
            let dossier = self.reader()?.dossier(in_hand.dossier)?;
            let Some(accepted) = dossier.accepted() else { continue };
            if period.has(accepted.received.received_at) {
                let (any, online) = payments(accepted);
                paid += i64::from(any);
                paid_online += i64::from(online);
                let (given, with_scan) = digitised(accepted);
                papers += given;
                scanned += with_scan;
            }
            let entered = accepted.result.as_ref().is_some_and(|result| period.has(result.done.at));
            results += i64::from(entered);
            electronic += i64::from(entered && accepted.files_in_use().any(|file| file.result));
        }
        let resolved = i64::from(total.resolved());
        let rate = |name: &'static str, part: i64, whole: i64| {
            vec![Cell::Word(name), part.into(), whole.into(), Cell::share(part, whole)]
        };
        let rows = vec![
            rate("on_time", i64::from(total.early) + i64::from(total.on_time), resolved),
            rate("online", total.online.into(), received),
            rate("paid_online", paid_online, paid),
            rate("digitised", scanned, papers),
            vec![Cell::Word("reused"), Cell::Unknown, Cell::Unknown, Cell::Unknown],
            rate("electronic_results", electronic, results),
        ];
        Ok(plain(&["rate", "part", "whole", "percent"], rows))
    }

    /// The figures of a period in one list.
    pub(super) fn day_figures(&self, period: &Period, compare: Compare) -> Result<Table, AppError> {
        let total = self.ii06(period, compare)?.total();
        let mut intake = Intake::default();
        self.reader()?.receptions(period, |_, channel, back_entry, _| intake.count(channel, back_entry))?;
        let ended = self.reader()?.ended(period)?;
        let ended = |status: Status| ended.get(&status).copied().unwrap_or_default();
        let mut printed = 0_u32;
        for in_hand in self.courses(period)? {
            let dossier = self.reader()?.dossier(in_hand.dossier)?;
            let first = dossier.accepted().and_then(|accepted| accepted.prints_of(receipt::RECEIPT).next().cloned());
            printed += u32::from(first.is_some_and(|print| period.has(print.printed.at)));
        }
        let mut asked = 0_u32;
        for id in self.reader()?.with_history(HistoryOf::Supplements)? {
            let dossier = self.reader()?.dossier(id)?;
            let times = dossier
                .accepted()
                .map(|accepted| accepted.supplements.iter().filter(|one| period.has(one.request.done.at)).count());
            asked += u32::try_from(times.unwrap_or_default()).unwrap_or(u32::MAX);
        }
        let left = self.reader()?.left_without(period)?;
        let left = |kind: &str| u32::try_from(left.iter().filter(|one| one.kind == kind).count()).unwrap_or(u32::MAX);
        let money = self.reader()?.fee_sums(period)?;
        let money = |means: &str| money.iter().filter(|sum| sum.means == means).map(|sum| sum.vnd).sum::<i64>();
        let figures: Vec<(&'static str, Cell)> = vec![
            ("received", (intake.in_person + intake.post + intake.online).into()),
            ("received_in_person", intake.in_person.into()),
            ("received_post", intake.post.into()),
            ("received_online", intake.online.into()),
            ("back_entries", intake.back_entry.into()),
            ("receipts_printed", printed.into()),
            ("carried_over", total.carried.into()),
            ("resolved", total.resolved().into()),
            ("resolved_early", total.early.into()),
            ("resolved_on_time", total.on_time.into()),
            ("resolved_late", total.late.into()),
            ("in_process", total.in_process().into()),
            ("overdue", total.overdue.into()),
            ("returned", ended(Status::Returned).into()),
            ("refused", ended(Status::Refused).into()),
            ("stopped", ended(Status::Stopped).into()),
            ("withdrawn", ended(Status::Withdrawn).into()),
            ("voided", ended(Status::Void).into()),
            ("supplements_asked", asked.into()),
            ("guidance", left("guidance").into()),
            ("refused_at_desk", left("refusal").into()),
            ("cash_vnd", money("cash").into()),
            ("transfer_vnd", money("transfer").into()),
            ("online_vnd", money("online").into()),
        ];
        let rows = figures.into_iter().map(|(name, value)| vec![Cell::Word(name), value]).collect();
        Ok(plain(&["figure", "value"], rows))
    }
}

/// The word of the record for a means, kept by the program.
fn means(word: &str) -> &'static str {
    match word {
        "transfer" => "transfer",
        "online" => "online",
        _ => "cash",
    }
}

/// Whether anything was paid for a dossier, and whether online.
fn payments(accepted: &Accepted) -> (bool, bool) {
    let at_reception = match accepted.received.fee {
        FeeLine::Amount { vnd, paid: FeePaid::Now } if vnd > 0 => Some(false),
        FeeLine::Amount { vnd, paid: FeePaid::Online } if vnd > 0 => Some(true),
        FeeLine::Amount { .. } | FeeLine::Free { .. } | FeeLine::Unpublished => None,
    };
    let later = accepted.fees.iter().filter(|fee| fee.vnd > 0).map(|fee| fee.means == Means::Online);
    let all: Vec<bool> = at_reception.into_iter().chain(later).collect();
    (!all.is_empty(), all.contains(&true))
}

/// Papers handed in, and those of them that a file in use shows.
fn digitised(accepted: &Accepted) -> (i64, i64) {
    let given = accepted.received.papers.iter().filter(|paper| paper.state == PaperState::Given);
    let shown = |index: Option<u16>| index.is_some() && accepted.files_in_use().any(|file| file.paper == index);
    let (mut all, mut scanned) = (0, 0);
    for paper in given {
        all += 1;
        scanned += i64::from(shown(paper.index));
    }
    (all, scanned)
}
