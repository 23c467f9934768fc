//! A plain account of the log: every figure counted from the entries, one after the other, by loops and by nothing that
//! the desk counts with (no fold, no table, no query). It knows one desk: its entries stand in the order of what happened.

#![allow(clippy::wildcard_enum_match_arm, reason = "a plain account names the facts it looks for")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use desk_app::Desk;
use desk_core::{
    dossier::{Digitised, Fact, FeeLine, FeePaid, FormPrinted, Means, PaperState, Particular, Received},
    procedure::Channel,
    report::Period,
    text::fold,
    time::Moment,
};
use desk_store::{Body, Filter, Page, Sort};

/// A dossier as the log has it: who wrote each fact, and the facts.
pub(crate) struct Told {
    pub(crate) code: String,
    pub(crate) facts: Vec<(String, Fact)>,
}

/// The log: dossiers, and citizens who left without one (refused: true).
pub(crate) struct Log {
    pub(crate) dossiers: Vec<Told>,
    pub(crate) left: Vec<(Moment, bool)>,
}

pub(crate) fn log(desk: &Desk) -> Log {
    let page = Page { offset: 0, limit: 100_000 };
    let (hits, _) = desk.register("", &Filter::default(), Sort::Oldest, page).expect("reads");
    let people = desk.office().expect("reads").people.clone();
    let dossiers = hits.iter().map(|hit| {
        let told = desk.dossier(&hit.code).expect("reads").history.into_iter().filter_map(|entry| {
            let who = entry.actor.and_then(|actor| people.get(&actor)).map(|one| one.login.clone());
            if let Body::Dossier(fact) = entry.body { Some((who.unwrap_or_default(), fact)) } else { None }
        });
        Told { code: hit.code.clone(), facts: told.collect() }
    });
    let left = desk.walk_ins(10_000).expect("reads").into_iter();
    let left = left.map(|one| (one.walk_in.done.at, one.kind() == "refusal"));
    Log { dossiers: dossiers.collect(), left: left.collect() }
}

/// How a dossier stood just before a moment.
#[derive(Default, Clone)]
pub(crate) struct Stood {
    pub(crate) due: Option<Moment>,
    pub(crate) waits: bool,
    /// When it was resolved, and whether by the office (false: withdrawn or stopped).
    pub(crate) resolved: Option<(Moment, bool)>,
    pub(crate) returned: Option<Moment>,
    /// With a department that confirmed it; handed over and not answered, since when.
    pub(crate) holder: Option<String>,
    pub(crate) pending: Option<Moment>,
    /// The citizen answered then, and nothing was handed over since.
    pub(crate) answered: Option<Moment>,
    pub(crate) at_desk: Option<Moment>,
    pub(crate) void_wanted: bool,
    pub(crate) worked_on: bool,
}

impl Told {
    pub(crate) fn received(&self) -> &Received {
        let Some((_, Fact::Received(received))) = self.facts.first() else { panic!("begins with its reception") };
        received
    }

    pub(crate) fn is_void(&self) -> bool {
        self.facts.iter().any(|(_, fact)| matches!(fact, Fact::Voided(_)))
    }

    /// As it stood just before a moment, its facts taken one after the other.
    pub(crate) fn before(&self, until: Moment) -> Stood {
        let mut now = Stood { due: self.received().due, ..Stood::default() };
        for (_, fact) in &self.facts[1..] {
            let open = now.resolved.is_none();
            match fact {
                Fact::HandedOver(one) if one.done.at < until => {
                    now.pending = open.then_some(one.done.at).or(now.pending);
                    now.answered = None;
                }
                Fact::HandOverConfirmed(one) if one.done.at < until => {
                    now.pending = None;
                    now.worked_on = true;
                    now.holder = self.handed_to(one.done.at);
                }
                Fact::HandOverRefused(one) if one.done.at < until => {
                    now.pending = None;
                    now.holder = None;
                    now.worked_on = false;
                }
                Fact::WorkBegan(one) if one.done.at < until => now.worked_on = true,
                Fact::SupplementRequested(one) if one.done.at < until => {
                    now.waits = true;
                    now.answered = None;
                }
                Fact::PaymentRequired(one) if one.done.at < until => now.waits = true,
                Fact::SupplementAnswered(one) if one.done.at < until => {
                    now.waits = false;
                    now.due = one.new_due.due;
                    now.answered = Some(one.done.at);
                }
                Fact::PaymentSettled(one) if one.done.at < until => {
                    now.waits = false;
                    now.due = one.new_due.due;
                }
                Fact::DueExtended(one) if one.done.at < until => {
                    now.due = Some(one.due);
                }
                Fact::ResultEntered(one) if one.done.at < until => {
                    now.resolved = Some((one.done.at, true));
                    now.at_desk = one.at_desk.then_some(one.done.at);
                }
                Fact::ResultReceived(one) if one.done.at < until => {
                    now.at_desk = now.at_desk.or(Some(one.done.at));
                }
                Fact::Refused(one) if one.done.at < until => now.resolved = Some((one.done.at, true)),
                Fact::Stopped(one) if one.done.at < until => now.resolved = Some((one.done.at, false)),
                Fact::Withdrawn(one) if one.done.at < until => now.resolved = Some((one.done.at, false)),
                Fact::Returned(one) if one.done.at < until => now.returned = Some(one.done.at),
                Fact::VoidRequested(one) if one.done.at < until => now.void_wanted = true,
                Fact::VoidDeclined(one) if one.done.at < until => now.void_wanted = false,
                _ => {}
            }
            if now.resolved.is_some() {
                (now.waits, now.pending, now.answered) = (false, None, None);
            }
        }
        now
    }

    fn handed_to(&self, confirmed: Moment) -> Option<String> {
        let mut handed = self.facts.iter().filter_map(|(_, fact)| match fact {
            Fact::HandedOver(one) if one.done.at <= confirmed => Some(one.to.clone()),
            _ => None,
        });
        handed.next_back()
    }

    /// The papers as corrected, and of each: handed in, and how the files that counted just before a moment show it.
    fn papers(&self, until: Moment) -> Vec<(bool, Vec<Digitised>)> {
        let mut papers = self.received().papers.clone();
        let mut files: BTreeMap<String, (Option<u16>, Digitised)> = BTreeMap::new();
        for (_, fact) in &self.facts[1..] {
            match fact {
                Fact::Corrected(one) => {
                    for change in &one.changes {
                        if let Particular::Papers(now) = &change.now {
                            papers.clone_from(now);
                        }
                    }
                }
                Fact::FileAttached(one) if one.done.at < until => {
                    files.insert(one.hash.clone(), (one.paper, one.digitised));
                }
                Fact::FileSetAside(one) if one.done.at < until => drop(files.remove(&one.hash)),
                _ => {}
            }
        }
        let shown = |index: Option<u16>| {
            let of = files.values().filter(move |(paper, _)| index.is_some() && *paper == index);
            of.map(|(_, how)| *how).collect::<Vec<_>>()
        };
        papers.iter().map(|paper| (paper.state == PaperState::Given, shown(paper.index))).collect()
    }

    /// Money lines: when, by whom, how, đồng, and whether it was taken (true) or put right.
    pub(crate) fn money(&self) -> Vec<(Moment, Means, i64, bool)> {
        let amount = |fee: &FeeLine| if let FeeLine::Amount { vnd, paid: FeePaid::Now } = fee { *vnd } else { 0 };
        let mut stands = amount(&self.received().fee);
        let mut lines = vec![(self.received().received_at, Means::Cash, stands, true)];
        for (_, fact) in &self.facts[1..] {
            match fact {
                Fact::FeeCollected(fee) => lines.push((fee.done.at, fee.means, fee.vnd, true)),
                Fact::Corrected(one) => {
                    for change in &one.changes {
                        if let Particular::Fee(now) = &change.now {
                            lines.push((one.done.at, Means::Cash, amount(now) - stands, false));
                            stands = amount(now);
                        }
                    }
                }
                Fact::Voided(said) => lines.push((said.done.at, Means::Cash, -stands, false)),
                _ => {}
            }
        }
        lines.retain(|(_, _, vnd, _)| *vnd != 0);
        lines
    }
}

/// Before the due day, on it or without one, after it.
#[derive(PartialEq, Clone, Copy)]
pub(crate) enum InTime {
    Early,
    OnTime,
    Late,
}

pub(crate) fn in_time(stood: &Stood) -> Option<InTime> {
    let (at, made) = stood.resolved?;
    Some(match stood.due.map(|due| at.date_naive().cmp(&due.date_naive())) {
        Some(std::cmp::Ordering::Less) if made => InTime::Early,
        Some(std::cmp::Ordering::Greater) => InTime::Late,
        Some(_) | None => InTime::OnTime,
    })
}

impl Log {
    /// Those whose numbers are not void.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Told> {
        self.dossiers.iter().filter(|one| !one.is_void())
    }

    fn received_in(&self, period: &Period) -> Vec<&Told> {
        self.counted().filter(|one| period.has(one.received().received_at)).collect()
    }

    /// Those resolved in a period, as they stood at its end.
    fn resolved_in(&self, period: &Period) -> Vec<(&Told, Stood)> {
        let stood = self.counted().filter(|one| one.received().received_at < period.end());
        let stood = stood.map(|one| (one, one.before(period.end())));
        stood.filter(|(_, stood)| stood.resolved.is_some_and(|(at, _)| at >= period.start())).collect()
    }

    /// Those in process at the end of a period, as they stood.
    fn in_process(&self, period: &Period) -> Vec<(&Told, Stood)> {
        let stood = self.counted().filter(|one| one.received().received_at < period.end());
        stood.map(|one| (one, one.before(period.end()))).filter(|(_, stood)| stood.resolved.is_none()).collect()
    }

    /// Part and whole of every rate.
    pub(crate) fn rates(&self, period: &Period) -> BTreeMap<&'static str, (i64, i64)> {
        let mut rates: BTreeMap<&'static str, (i64, i64)> = BTreeMap::new();
        let mut count = |rate: &'static str, part: bool, whole: bool| {
            let line = rates.entry(rate).or_default();
            line.0 += i64::from(part);
            line.1 += i64::from(whole);
        };
        for (_, stood) in self.resolved_in(period) {
            count("on_time", in_time(&stood) != Some(InTime::Late), true);
        }
        for one in self.received_in(period) {
            let received = one.received();
            count("online", received.channel == Channel::Online, true);
            let (mut paid, mut online) = (false, false);
            // As corrected since: corrections count whenever they were made.
            let mut fee = received.fee.clone();
            for (_, fact) in &one.facts {
                match fact {
                    Fact::Corrected(corrected) => {
                        for change in &corrected.changes {
                            if let Particular::Fee(now) = &change.now {
                                fee = now.clone();
                            }
                        }
                    }
                    Fact::FeeCollected(taken) if taken.done.at < period.end() => {
                        paid = true;
                        online |= taken.means == Means::Online;
                    }
                    _ => {}
                }
            }
            if let FeeLine::Amount { paid: when, .. } = fee {
                paid |= when != FeePaid::Later;
                online |= when == FeePaid::Online;
            }
            count("paid_online", online, paid);
            for (given, shown) in one.papers(period.end()) {
                count("digitised", given && !shown.is_empty(), given);
                let again = shown.iter().any(|how| matches!(how, Digitised::Reused | Digitised::ReusedResult));
                count("reused", again, given || !shown.is_empty());
            }
        }
        for (one, _) in self.resolved_in(period) {
            let entered = one.facts.iter().any(|(_, fact)| {
                if let Fact::ResultEntered(result) = fact { period.has(result.done.at) } else { false }
            });
            let mut files = BTreeSet::new();
            for (_, fact) in &one.facts {
                match fact {
                    Fact::FileAttached(file) if file.result && file.done.at < period.end() => {
                        files.insert(file.hash.clone());
                    }
                    Fact::FileSetAside(aside) if aside.done.at < period.end() => drop(files.remove(&aside.hash)),
                    _ => {}
                }
            }
            count("electronic_results", entered && !files.is_empty(), entered);
        }
        rates
    }

    /// Receptions by who received them (by login): in person, by post, online, of these back entries.
    pub(crate) fn load(&self, period: &Period) -> BTreeMap<String, [i64; 4]> {
        let mut load: BTreeMap<String, [i64; 4]> = BTreeMap::new();
        for one in self.received_in(period) {
            let line = load.entry(one.facts[0].0.clone()).or_default();
            line[match one.received().channel {
                Channel::InPerson => 0,
                Channel::Post => 1,
                Channel::Online => 2,
            }] += 1;
            line[3] += i64::from(one.received().back_entry.is_some());
        }
        load
    }

    /// Receptions by hour and weekday, back entries left out and counted apart.
    pub(crate) fn hours(&self, period: &Period) -> (BTreeMap<u32, [i64; 7]>, i64) {
        let (mut hours, mut apart): (BTreeMap<u32, [i64; 7]>, i64) = Default::default();
        for one in self.received_in(period) {
            if one.received().back_entry.is_some() {
                apart += 1;
                continue;
            }
            let at = one.received().received_at;
            hours.entry(at.hour()).or_default()[at.weekday().num_days_from_monday() as usize] += 1;
        }
        (hours, apart)
    }

    /// Papers asked for: dossiers and times, by the folded name.
    pub(crate) fn missing_papers(&self, period: &Period) -> BTreeMap<String, (i64, i64)> {
        let mut papers: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for one in self.counted() {
            let mut here = BTreeSet::new();
            for (_, fact) in &one.facts {
                let Fact::SupplementRequested(request) = fact else { continue };
                for item in request.items.iter().filter(|_| period.has(request.done.at)) {
                    papers.entry(fold(&item.what)).or_default().1 += 1;
                    here.insert(fold(&item.what));
                }
            }
            here.iter().for_each(|paper| papers.entry(paper.clone()).or_default().0 += 1);
        }
        papers
    }

    /// Of every step: the minutes of those that ended in the period, and the first days of those that last at its end.
    pub(crate) fn steps(&self, period: &Period) -> BTreeMap<String, (Vec<i64>, Vec<NaiveDate>)> {
        let mut steps: BTreeMap<String, (Vec<i64>, Vec<NaiveDate>)> = BTreeMap::new();
        for one in self.counted() {
            for (step, from, to) in one.steps() {
                if from >= period.end() || to.is_some_and(|to| to < period.start()) {
                    continue;
                }
                let line = steps.entry(step).or_default();
                match to {
                    Some(to) if to < period.end() => line.0.push((to - from).num_minutes()),
                    _ => line.1.push(from.date_naive()),
                }
            }
        }
        steps
    }

    /// The figures of a period in one list.
    pub(crate) fn day(&self, period: &Period) -> BTreeMap<&'static str, i64> {
        let names = [
            "received",
            "received_in_person",
            "received_post",
            "received_online",
            "back_entries",
            "receipts_printed",
            "carried_over",
            "resolved",
            "resolved_early",
            "resolved_on_time",
            "resolved_late",
            "in_process",
            "overdue",
            "returned",
            "refused",
            "stopped",
            "withdrawn",
            "voided",
            "supplements_asked",
            "guidance",
            "refused_at_desk",
            "cash_vnd",
            "transfer_vnd",
            "online_vnd",
        ];
        let mut day: BTreeMap<&'static str, i64> = names.into_iter().map(|name| (name, 0)).collect();
        let mut add = |name: &'static str, more: i64| *day.get_mut(name).expect("a figure") += more;
        for one in self.received_in(period) {
            add("received", 1);
            add(
                match one.received().channel {
                    Channel::InPerson => "received_in_person",
                    Channel::Post => "received_post",
                    Channel::Online => "received_online",
                },
                1,
            );
            add("back_entries", one.received().back_entry.is_some().into());
        }
        for one in self.counted().filter(|one| one.received().received_at < period.start()) {
            add("carried_over", one.before(period.start()).resolved.is_none().into());
        }
        for (_, stood) in self.resolved_in(period) {
            add("resolved", 1);
            let (early, late) = (in_time(&stood) == Some(InTime::Early), in_time(&stood) == Some(InTime::Late));
            add(
                if early {
                    "resolved_early"
                } else if late {
                    "resolved_late"
                } else {
                    "resolved_on_time"
                },
                1,
            );
        }
        for (_, stood) in self.in_process(period) {
            add("in_process", 1);
            let late = !stood.waits && stood.due.is_some_and(|due| due.date_naive() < period.to);
            add("overdue", late.into());
        }
        for one in &self.dossiers {
            let void = one.is_void();
            let printed = one.facts.iter().find_map(|(_, fact)| first_receipt(fact));
            let in_hand = one.received().received_at < period.end()
                && one.before(period.end()).resolved.is_none_or(|(at, _)| at >= period.start());
            add("receipts_printed", (!void && in_hand && printed.is_some_and(|print| period.has(print.at))).into());
            for (_, fact) in &one.facts {
                let (figure, at) = match fact {
                    Fact::Returned(one) => ("returned", one.done.at),
                    Fact::Refused(one) => ("refused", one.done.at),
                    Fact::ResultEntered(one) if !one.positive => ("refused", one.done.at),
                    Fact::Stopped(one) => ("stopped", one.done.at),
                    Fact::Withdrawn(one) => ("withdrawn", one.done.at),
                    Fact::SupplementRequested(one) => ("supplements_asked", one.done.at),
                    Fact::Voided(one) => ("voided", one.done.at),
                    _ => continue,
                };
                add(figure, (period.has(at) && (!void || figure == "voided")).into());
            }
            for (at, means, vnd, _) in one.money() {
                let figure = match means {
                    Means::Cash => "cash_vnd",
                    Means::Transfer => "transfer_vnd",
                    Means::Online => "online_vnd",
                };
                add(figure, if period.has(at) { vnd } else { 0 });
            }
        }
        for (at, refused) in &self.left {
            add(if *refused { "refused_at_desk" } else { "guidance" }, period.has(*at).into());
        }
        day
    }

    /// Money by procedure and means: times taken, times put right, đồng.
    pub(crate) fn fees(&self, period: &Period) -> BTreeMap<(String, &'static str), (i64, i64, i64)> {
        let mut fees: BTreeMap<(String, &'static str), (i64, i64, i64)> = BTreeMap::new();
        for one in &self.dossiers {
            for (_, means, vnd, taken) in one.money().into_iter().filter(|(at, ..)| period.has(*at)) {
                let means = match means {
                    Means::Cash => "cash",
                    Means::Transfer => "transfer",
                    Means::Online => "online",
                };
                let line = fees.entry((one.received().procedure.code.clone(), means)).or_default();
                line.0 += i64::from(taken);
                line.1 += i64::from(!taken);
                line.2 += vnd;
            }
        }
        fees
    }

    /// Codes of the dossiers refused in a period, and how many citizens were turned down at the desk.
    pub(crate) fn refusals(&self, period: &Period) -> (BTreeSet<String>, usize) {
        let refused = self.counted().filter(|one| {
            one.facts.iter().any(|(_, fact)| match fact {
                Fact::Refused(one) => period.has(one.done.at),
                Fact::ResultEntered(one) => !one.positive && period.has(one.done.at),
                _ => false,
            })
        });
        let left = self.left.iter().filter(|(at, refused)| *refused && period.has(*at)).count();
        (refused.map(|one| one.code.clone()).collect(), left)
    }

    /// Code and department of what was late and in process at the end of a period.
    pub(crate) fn overdue(&self, period: &Period) -> BTreeMap<String, Option<String>> {
        let late = self
            .in_process(period)
            .into_iter()
            .filter(|(_, stood)| !stood.waits && stood.due.is_some_and(|due| due.date_naive() < period.to));
        late.map(|(one, stood)| (one.code.clone(), stood.holder)).collect()
    }

    /// The exceptions that dossiers make on a day, seen at a moment of it: kind and codes.
    pub(crate) fn exceptions(&self, day: NaiveDate, now: Moment) -> BTreeMap<&'static str, BTreeSet<String>> {
        let mut found: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        let on = |at: Moment| at.date_naive() == day;
        let past = day < now.date_naive();
        let just_after = now + TimeDelta::milliseconds(1);
        for one in &self.dossiers {
            let mut say = |kind: &'static str, is: bool| {
                if is {
                    found.entry(kind).or_default().insert(one.code.clone());
                }
            };
            let (void, received, stood) = (one.is_void(), one.received(), one.before(just_after));
            let running = !void && stood.resolved.is_none() && !stood.waits;
            let day_ago = now - Days::new(1);
            if !past {
                let late = running && stood.due.is_some_and(|due| due.date_naive() < now.date_naive());
                say("late_without_apology", late);
                let stuck = |since: Option<Moment>| !void && since.is_some_and(|since| since < day_ago);
                say("stuck", stuck(stood.pending) || stuck(stood.answered));
                say(
                    "not_handed_over",
                    running && stood.pending.is_none() && stood.holder.is_none() && !stood.worked_on,
                );
                let waits_at_desk = !void && stood.returned.is_none() && stood.resolved.is_some();
                let long = |at: Moment| at < now - TimeDelta::days(7);
                say("uncollected", waits_at_desk && stood.at_desk.is_some_and(long));
                say("void_wanted", !void && stood.void_wanted);
            }
            let outside = received.papers.iter().any(|paper| paper.index.is_none());
            say("beyond", !void && outside && on(received.received_at));
            let mut printed_today = false;
            for (_, fact) in &one.facts {
                match fact {
                    Fact::SupplementRequested(asked) if on(asked.done.at) => {
                        say("beyond", !void && asked.items.iter().any(|item| item.index.is_none()));
                    }
                    Fact::Corrected(corrected) if on(corrected.done.at) => {
                        say("edited", !void && !corrected.outdated.is_empty());
                    }
                    Fact::Voided(said) => say("voided", on(said.done.at)),
                    _ => printed_today |= first_receipt(fact).is_some_and(|print| on(print.at)),
                }
            }
            let entered = received.back_entry.as_ref().map(|entry| entry.entered_at);
            say("back_entry", !void && entered.is_some_and(on));
            say("unprinted", on(received.received_at) && entered.is_none() && !printed_today);
        }
        found
    }

    /// Receipt numbers of a series that stand on more than one payment of a day, with how often.
    pub(crate) fn receipts_doubled(&self, day: NaiveDate) -> BTreeMap<String, usize> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for (_, fact) in self.dossiers.iter().flat_map(|one| &one.facts) {
            if let Fact::FeeCollected(fee) = fact
                && fee.done.at.date_naive() == day
                && let Some(receipt) = &fee.receipt
            {
                *numbers.entry(receipt.clone()).or_default() += 1;
            }
        }
        numbers.retain(|_, times| *times > 1);
        numbers
    }

    /// The figures of the day's screen that a day gone by has too; none where nothing is there to compare.
    pub(crate) fn screen(&self, day: NaiveDate) -> BTreeMap<&'static str, Option<i64>> {
        let period = Period { from: day, to: day };
        let of = self.day(&period);
        let share = |part: i64, whole: i64| (whole > 0).then(|| (part * 20_000 / whole + 1) / 2);
        let asked = self.counted().filter(|one| {
            one.facts.iter().any(|(_, fact)| {
                if let Fact::SupplementRequested(asked) = fact { period.has(asked.done.at) } else { false }
            })
        });
        BTreeMap::from([
            ("received", Some(of["received"])),
            ("returned", Some(of["returned"])),
            ("on_time", share(of["resolved_early"] + of["resolved_on_time"], of["resolved"])),
            ("online", share(of["received_online"], of["received"])),
            ("supplements", i64::try_from(asked.count()).ok()),
            ("money", Some(of["cash_vnd"] + of["transfer_vnd"] + of["online_vnd"])),
        ])
    }

    /// Running at a moment, with the due date.
    pub(crate) fn running(&self, now: Moment) -> Vec<(&Told, Option<Moment>)> {
        let just_after = now + TimeDelta::milliseconds(1);
        let stood = self.counted().map(|one| (one, one.before(just_after)));
        let running = stood.filter(|(_, stood)| stood.resolved.is_none() && !stood.waits);
        running.map(|(one, stood)| (one, stood.due)).collect()
    }
}

fn first_receipt(fact: &Fact) -> Option<&FormPrinted> {
    match fact {
        Fact::FormPrinted(print) if print.form == "receipt" && print.number == 1 => Some(print),
        _ => None,
    }
}

impl Told {
    /// Its steps with their beginnings and ends, walked through fact by fact.
    fn steps(&self) -> Vec<(String, Moment, Option<Moment>)> {
        let mut steps = Vec::new();
        let mut here = ("step_desk".to_owned(), self.received().received_at);
        let (mut handed_to, mut waits): (String, Option<Moment>) = (String::new(), None);
        let mut ended = false;
        let mut go = |steps: &mut Vec<(String, Moment, Option<Moment>)>, to: &str, at: Moment| {
            let (step, since) = std::mem::replace(&mut here, (to.to_owned(), at));
            steps.push((step, since, Some(at)));
        };
        for (_, fact) in &self.facts[1..] {
            match fact {
                Fact::HandedOver(one) => {
                    handed_to.clone_from(&one.to);
                    go(&mut steps, "step_unconfirmed", one.done.at);
                }
                Fact::HandOverConfirmed(one) => go(&mut steps, &handed_to.clone(), one.done.at),
                Fact::HandOverRefused(one) => go(&mut steps, "step_desk", one.done.at),
                Fact::SupplementRequested(one) => waits = Some(one.done.at),
                Fact::PaymentRequired(one) => waits = Some(one.done.at),
                Fact::SupplementAnswered(one) => {
                    steps.extend(waits.take().map(|from| ("step_citizen".to_owned(), from, Some(one.done.at))));
                }
                Fact::PaymentSettled(one) => {
                    steps.extend(waits.take().map(|from| ("step_citizen".to_owned(), from, Some(one.done.at))));
                }
                Fact::ResultEntered(one) => go(&mut steps, "step_collecting", one.done.at),
                Fact::Returned(one) => {
                    go(&mut steps, "", one.done.at);
                    ended = true;
                }
                Fact::Refused(_) | Fact::Stopped(_) | Fact::Withdrawn(_) => {
                    let at = match fact {
                        Fact::Refused(one) => one.done.at,
                        Fact::Stopped(one) => one.done.at,
                        Fact::Withdrawn(one) => one.done.at,
                        _ => unreachable!("one of the three"),
                    };
                    steps.extend(waits.take().map(|from| ("step_citizen".to_owned(), from, Some(at))));
                    go(&mut steps, "", at);
                    ended = true;
                }
                _ => {}
            }
        }
        if !ended {
            steps.push((here.0, here.1, None));
        }
        steps.extend(waits.map(|from| ("step_citizen".to_owned(), from, None)));
        steps
    }
}
