//! Reports that are figures: rates, receptions, fees, load, the day.

use std::collections::BTreeMap;

use chrono::Datelike;
use desk_core::{
    dossier::{Accepted, Digitised, FeeLine, FeePaid, Means, PaperState, Status},
    procedure::Channel,
    report::{Came, Compare, Ii06, Period, Place, Stands},
    text::{phrase_key, sort_key},
    time::Moment,
};
use desk_store::{HistoryOf, Reception};

use super::{Behind, Cell, Table, plain, totalled};
use crate::{desk::Desk, error::AppError, receipt};

/// The one column of figures in a list.
const VALUE: &[&str] = &["value"];

/// Figures of the list that are totals of form II.06a, with their column.
const OF_COLUMNS: [(&str, &str); 7] = [
    ("carried_over", "c6"),
    ("resolved", "c7"),
    ("resolved_early", "c8"),
    ("resolved_on_time", "c9"),
    ("resolved_late", "c10"),
    ("in_process", "c11"),
    ("overdue", "c13"),
];

/// Receptions by channel.
#[derive(Default)]
struct Intake {
    in_person: u32,
    post: u32,
    online: u32,
    back_entry: u32,
}

impl Intake {
    /// The columns that a reception counts in.
    fn columns(one: &Reception) -> &'static [&'static str] {
        match (one.channel, one.back_entry) {
            (Channel::InPerson, false) => &["in_person", "total"],
            (Channel::InPerson, true) => &["in_person", "total", "back_entry"],
            (Channel::Post, false) => &["post", "total"],
            (Channel::Post, true) => &["post", "total", "back_entry"],
            (Channel::Online, false) => &["online", "total"],
            (Channel::Online, true) => &["online", "total", "back_entry"],
        }
    }

    fn count(&mut self, one: &Reception) {
        match one.channel {
            Channel::InPerson => self.in_person += 1,
            Channel::Post => self.post += 1,
            Channel::Online => self.online += 1,
        }
        self.back_entry += u32::from(one.back_entry);
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
    pub(super) fn intake(&self, period: &Period, by: &'static str, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let daily = by == "day";
        let key = |day: chrono::NaiveDate| if daily { day } else { day.with_day(1).unwrap_or(day) };
        let mut lines: BTreeMap<chrono::NaiveDate, Intake> = period
            .from
            .iter_days()
            .take_while(|day| *day <= period.to)
            .map(|day| (key(day), Intake::default()))
            .collect();
        let name = |day: chrono::NaiveDate| match daily {
            true => Cell::Day(day),
            false => Cell::Text(format!("{:04}-{:02}", day.year(), day.month())),
        };
        self.reader()?.receptions(period, |one| {
            let line = key(one.at.date_naive());
            behind.note(&name(line).key(), Intake::columns(&one), one.dossier);
            lines.entry(line).or_default().count(&one);
        })?;
        let rows =
            lines.into_iter().map(|(day, intake)| std::iter::once(name(day)).chain(intake.cells()).collect()).collect();
        Ok(totalled(&[by, "in_person", "post", "online", "total", "back_entry"], rows))
    }

    pub(super) fn load(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let office = self.office()?;
        let mut lines: BTreeMap<(String, String), Intake> = BTreeMap::new();
        self.reader()?.receptions(period, |one| {
            let name = one.clerk.and_then(|clerk| office.called(clerk)).unwrap_or_default();
            behind.note(&name, Intake::columns(&one), one.dossier);
            lines.entry((sort_key(&name), name)).or_default().count(&one);
        })?;
        let rows = lines
            .into_iter()
            .map(|((_, name), intake)| std::iter::once(Cell::Text(name)).chain(intake.cells()).collect())
            .collect();
        Ok(totalled(&["clerk", "in_person", "post", "online", "total", "back_entry"], rows))
    }

    pub(super) fn fee_table(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        self.reader()?.fee_payments(period, |procedure, means, taken, dossier| {
            let often = if taken { "times" } else { "put_right" };
            behind.note(&format!("{procedure}|{means}"), &[often, "vnd"], dossier);
        })?;
        let mut sums = self.reader()?.fee_sums(period)?;
        sums.sort_by_cached_key(|sum| (phrase_key(&sum.field), sum.procedure.clone(), sum.means.clone()));
        let rows = sums
            .into_iter()
            .map(|sum| {
                vec![
                    Cell::Text(sum.field),
                    Cell::Text(sum.procedure.0),
                    Cell::Text(sum.procedure.1),
                    Cell::Word(means(&sum.means)),
                    sum.times.into(),
                    sum.put_right.into(),
                    sum.vnd.into(),
                ]
            })
            .collect();
        Ok(totalled(&["field", "procedure", "name", "means", "times", "put_right", "vnd"], rows))
    }

    /// The desk's own rates: a part, a whole, and the share; unknown where the record does not hold what it would
    /// take, or nothing is there to compare.
    pub(super) fn rates(&self, period: &Period, compare: Compare, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let total = self.ii06(period, compare, &mut Behind::nobody())?.total();
        let received = i64::from(total.online) + i64::from(total.direct);
        // What came after the period changes nothing in it.
        let until = period.end();
        let (mut paid, mut paid_online) = (0_i64, 0_i64);
        let mut papers = Papers::default();
        let (mut results, mut electronic) = (0_i64, 0_i64);
        for in_hand in self.courses(period)? {
            let dossier = self.reader()?.dossier(in_hand.dossier)?;
            let Some(accepted) = dossier.accepted() else { continue };
            if let Some(place) = Place::of(&in_hand.course, period, compare) {
                match place.stands {
                    Stands::Early | Stands::OnTime => behind.note("on_time", &["part", "whole"], in_hand.dossier),
                    Stands::Late => behind.note("on_time", &["whole"], in_hand.dossier),
                    Stands::InTerm | Stands::Overdue => {}
                }
                match place.came {
                    Came::Online => behind.note("online", &["part", "whole"], in_hand.dossier),
                    Came::Direct => behind.note("online", &["whole"], in_hand.dossier),
                    Came::Carried => {}
                }
            }
            let mut note = |line, part: bool, whole: bool| {
                let columns: &[&str] = match (part, whole) {
                    (true, _) => &["part", "whole"],
                    (false, true) => &["whole"],
                    (false, false) => return,
                };
                behind.note(line, columns, in_hand.dossier);
            };
            if period.has(accepted.received.received_at) {
                let (any, online) = payments(accepted, until);
                paid += i64::from(any);
                paid_online += i64::from(online);
                note("paid_online", online, any);
                let of = Papers::of(accepted, until);
                papers.add(&of);
                note("digitised", of.scanned > 0, of.given > 0);
                note("reused", of.reused > 0, of.known > 0);
            }
            let entered = accepted.result.as_ref().is_some_and(|result| period.has(result.done.at));
            results += i64::from(entered);
            let filed = entered && accepted.files_in_use_before(until).any(|file| file.result);
            electronic += i64::from(filed);
            note("electronic_results", filed, entered);
        }
        let resolved = i64::from(total.resolved());
        let rate = |name: &'static str, part: i64, whole: i64| {
            vec![Cell::Word(name), part.into(), whole.into(), Cell::share(part, whole)]
        };
        let rows = vec![
            rate("on_time", i64::from(total.early) + i64::from(total.on_time), resolved),
            rate("online", total.online.into(), received),
            rate("paid_online", paid_online, paid),
            rate("digitised", papers.scanned, papers.given),
            rate("reused", papers.reused, papers.known),
            rate("electronic_results", electronic, results),
        ];
        Ok(plain(&["rate", "part", "whole", "percent"], rows))
    }

    /// The figures of a period in one list.
    pub(super) fn day_figures(
        &self,
        period: &Period,
        compare: Compare,
        behind: &mut Behind<'_>,
    ) -> Result<Table, AppError> {
        let mut intake = Intake::default();
        self.reader()?.receptions(period, |one| {
            intake.count(&one);
            behind.note("received", VALUE, one.dossier);
            let line = match one.channel {
                Channel::InPerson => "received_in_person",
                Channel::Post => "received_post",
                Channel::Online => "received_online",
            };
            behind.note(line, VALUE, one.dossier);
            if one.back_entry {
                behind.note("back_entries", VALUE, one.dossier);
            }
        })?;
        let mut ended_as: BTreeMap<Status, u32> = BTreeMap::new();
        let refused = self.dossiers_refused(period)?;
        refused.iter().for_each(|dossier| behind.note("refused", VALUE, *dossier));
        self.reader()?.ended(period, |dossier, status| {
            if status == Status::Refused {
                return; // with the written refusals
            }
            *ended_as.entry(status).or_default() += 1;
            let line = if status == Status::Void { "voided" } else { status.word() };
            behind.note(line, VALUE, dossier);
        })?;
        let ended = |status: Status| ended_as.get(&status).copied().unwrap_or_default();
        let mut form = Ii06::new(*period, compare);
        let mut printed = 0_u32;
        for in_hand in self.courses(period)? {
            if let Some(place) = form.count(&in_hand.course) {
                let [_, came, whole, stands] = place.columns();
                for column in [came, whole, stands] {
                    if let Some((line, _)) = OF_COLUMNS.into_iter().find(|(_, of)| *of == column) {
                        behind.note(line, VALUE, in_hand.dossier);
                    }
                }
            }
            let dossier = self.reader()?.dossier(in_hand.dossier)?;
            let first = dossier.accepted().and_then(|accepted| accepted.prints_of(receipt::RECEIPT).next().cloned());
            if first.is_some_and(|print| period.has(print.printed.at)) {
                printed += 1;
                behind.note("receipts_printed", VALUE, in_hand.dossier);
            }
        }
        let total = form.total();
        let mut asked = 0_u32;
        for id in self.reader()?.with_history(HistoryOf::Supplements, period)? {
            let dossier = self.reader()?.dossier(id)?;
            let times = dossier
                .accepted()
                .map(|accepted| accepted.supplements.iter().filter(|one| period.has(one.request.done.at)).count());
            if times.is_some_and(|times| times > 0) {
                behind.note("supplements_asked", VALUE, id);
            }
            asked += u32::try_from(times.unwrap_or_default()).unwrap_or(u32::MAX);
        }
        let left = self.reader()?.left_without(period)?;
        let left = |kind: &str| u32::try_from(left.iter().filter(|one| one.kind == kind).count()).unwrap_or(u32::MAX);
        self.reader()?.fee_payments(period, |_, means, _, dossier| {
            behind.note(&format!("{means}_vnd"), VALUE, dossier);
        })?;
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
            ("refused", u32::try_from(refused.len()).unwrap_or(u32::MAX).into()),
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

/// Whether anything was paid for a dossier before a moment, and whether online.
fn payments(accepted: &Accepted, until: Moment) -> (bool, bool) {
    let at_reception = match accepted.received.fee {
        FeeLine::Amount { vnd, paid: FeePaid::Now } if vnd > 0 => Some(false),
        FeeLine::Amount { vnd, paid: FeePaid::Online } if vnd > 0 => Some(true),
        FeeLine::Amount { .. } | FeeLine::Free { .. } | FeeLine::Unpublished => None,
    };
    let later =
        accepted.fees.iter().filter(|fee| fee.vnd > 0 && fee.done.at < until).map(|fee| fee.means == Means::Online);
    let all: Vec<bool> = at_reception.into_iter().chain(later).collect();
    (!all.is_empty(), all.contains(&true))
}

/// Papers of dossiers, as far as they are electronic.
#[derive(Default)]
struct Papers {
    /// Handed in.
    given: i64,
    /// Of these, those that a file shows.
    scanned: i64,
    /// Handed in, or shown by a file without having been: taken again from somewhere.
    known: i64,
    /// Of these, those taken again from the citizen's store or from the result of another dossier.
    reused: i64,
}

impl Papers {
    /// Those of one dossier, with the files that counted just before a moment.
    fn of(accepted: &Accepted, until: Moment) -> Papers {
        let mut papers = Papers::default();
        for paper in &accepted.received.papers {
            let shows = |index: u16| accepted.files_in_use_before(until).filter(move |file| file.paper == Some(index));
            let shown = paper.index.is_some_and(|index| shows(index).next().is_some());
            let again = |how: Digitised| matches!(how, Digitised::Reused | Digitised::ReusedResult);
            let reused = paper.index.is_some_and(|index| shows(index).any(|file| again(file.digitised)));
            let given = paper.state == PaperState::Given;
            papers.add(&Papers {
                given: given.into(),
                scanned: (given && shown).into(),
                known: (given || shown).into(),
                reused: reused.into(),
            });
        }
        papers
    }

    fn add(&mut self, other: &Papers) {
        self.given += other.given;
        self.scanned += other.scanned;
        self.known += other.known;
        self.reused += other.reused;
    }
}
