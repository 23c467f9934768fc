//! Number ranges.

use desk_app::FEW_NUMBERS;
use desk_core::{code::CounterRange, office::Role};

use crate::{
    convert::day_text,
    counter::{Answer, Call},
    views::*,
};

pub(crate) fn ranges_open(call: &mut Call<'_>, _: Nothing) -> Answer<RangesView> {
    let (own, machines) = call.desk.ranges()?;
    let taken = |counter: u8| {
        machines
            .iter()
            .any(|one| !one.own && (one.counter == counter || one.later.is_some_and(|(_, later)| later == counter)))
    };
    let counters = (1..=10).filter_map(|counter| CounterRange::of(counter).ok()).map(|range| CounterChoice {
        counter: range.counter(),
        first: range.first(),
        last: range.last(),
        taken: taken(range.counter()),
    });
    let actions = call.desk.actor()?.holds_any(&[Role::Supervisor]).then(|| ["take", "continue"].map(str::to_owned));
    Ok(RangesView {
        day: day_text(own.day),
        counter: own.counter,
        first: own.first,
        last: own.last,
        left: own.left,
        few: own.left < FEW_NUMBERS,
        at_once: own.at_once,
        next: own.next,
        book: own.book,
        line: own.line,
        counters: counters.collect(),
        machines: machines
            .iter()
            .map(|one| RangeRow {
                name: one.name.clone(),
                own: one.own,
                counter: one.counter,
                later: one.later.map(|(_, counter)| counter),
                later_from: one.later.map(|(from, _)| day_text(from)),
            })
            .collect(),
        actions: actions.into_iter().flatten().collect(),
    })
}

pub(crate) fn counter_take(call: &mut Call<'_>, input: CounterTake) -> Answer<RangesView> {
    call.desk.take_counter(input.counter)?;
    ranges_open(call, Nothing {})
}

pub(crate) fn paper_continue(call: &mut Call<'_>, input: PaperContinue) -> Answer<RangesView> {
    call.desk.continue_paper(input.last_number, input.last_line)?;
    ranges_open(call, Nothing {})
}
