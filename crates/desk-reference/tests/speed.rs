//! What the first look-ups cost. Times are printed, not asserted: figures belong to the bench.

use std::time::Instant;

use desk_core::procedure::{Channel, Limit};
use desk_reference::Reference;

#[test]
fn a_desk_that_starts_reads_nothing_and_the_first_procedure_is_quickly_there() {
    let clock = Instant::now();
    let set = Reference::shipped();
    let started = clock.elapsed();

    let clock = Instant::now();
    let found = set.catalogue().find("khai sinh", 8);
    let first_find = clock.elapsed();

    let clock = Instant::now();
    let birth = set.procedure(found[0].code).expect("the first hit");
    let first_procedure = clock.elapsed();

    let clock = Instant::now();
    for text in ["k", "kh", "kha", "khai", "khai ", "khai t", "khai tu", "dkks", "1.0011", "đất đai"] {
        assert!(!set.catalogue().find(text, 8).is_empty());
    }
    let find = clock.elapsed() / 10;

    let clock = Instant::now();
    let units = set.units().all().len() + set.calendar().days.len();
    let lists = clock.elapsed();

    assert!(matches!(birth.limit(Channel::InPerson, None), Limit::Known { .. }));
    assert_eq!(units, 210 + 146);
    #[allow(clippy::print_stdout, reason = "the figures are the point of the test")]
    {
        println!("start {started:?}, first find {first_find:?}, first procedure {first_procedure:?}");
        println!("a further find {find:?}, units and calendar {lists:?}");
    }
}
