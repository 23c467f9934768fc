//! The desk's side decides: what counts as sent, when to wait, what a restored or hostile server does to it.

mod common;

use common::*;
use desk_log::Sealed;
use desk_sync::{
    Failure, FeedCursor, Halt, HistoryId, Known, Learned, Planner, ProblemCode, PushAnswer, Step, TrustedHead,
    plan::{Distrust, WAIT_MAX_MS},
    wire::{BATCH_BYTES_MAX, BATCH_BYTES_MIN, BatchMaker},
};
use proptest::prelude::*;

fn known(entries: &[Sealed]) -> Known {
    Known {
        own: own_head(entries),
        office: OFFICE.into(),
        history: HISTORY,
        countersigned: None,
        feed: FeedCursor::start(OFFICE),
        roster: 0,
    }
}

fn batch_from(entries: &[Sealed], after: u64, bytes_max: usize) -> Vec<u8> {
    let mut maker = BatchMaker::new(bytes_max);
    for entry in &entries[after as usize..] {
        if !maker.add(&entry.cose, Some((&entry.salt, &entry.body))) {
            break;
        }
    }
    maker.finish()
}

/// Does what the planner says against the small server until it says something else than push or pull.
fn run(planner: &mut Planner, server: &mut SmallServer, entries: &[Sealed]) -> (Step, Vec<Learned>) {
    let mut learned = Vec::new();
    for _ in 0..1_000 {
        match planner.next() {
            Step::Push { after, bytes_max } => {
                let answer = server.push(entries, &batch_from(entries, after, bytes_max));
                learned.push(planner.pushed(&answer, &hashes(entries)).unwrap());
            }
            Step::Pull { after, .. } => {
                learned.push(planner.pulled(&server.page(entries, after, 3), &hashes(entries)).unwrap());
            }
            step @ (Step::Wait { .. } | Step::UpToDate { .. } | Step::Halted(_)) => return (step, learned),
        }
    }
    panic!("the planner never comes to rest");
}

#[test]
fn a_whole_chain_is_sent_and_the_feed_read_to_its_end() {
    let entries = chain(&key(1), 10);
    let (mut planner, mut server) = (Planner::new(known(&entries)), SmallServer::new(HISTORY));
    assert_eq!(planner.waiting(), 10);
    let (end, learned) = run(&mut planner, &mut server, &entries);
    assert_eq!(end, Step::UpToDate { at: AT });
    assert_eq!(planner.waiting(), 0);
    assert_eq!(planner.known().countersigned, trusted(&entries, 10));
    let pulled: Vec<_> = learned.into_iter().flat_map(|learned| learned.entries).map(|(hash, _)| hash).collect();
    assert_eq!(pulled, entries.iter().map(|entry| entry.hash).collect::<Vec<_>>());
    assert_eq!(planner.known().feed, server.cursor(10));
}

#[test]
fn a_written_entry_is_sent_before_anything_is_called_up_to_date() {
    let entries = chain(&key(1), 4);
    let (mut planner, mut server) = (Planner::new(known(&entries[..3])), SmallServer::new(HISTORY));
    run(&mut planner, &mut server, &entries[..3]);
    planner.wrote(own_head(&entries));
    assert!(matches!(planner.next(), Step::Push { after: 3, .. }));
    assert_eq!(run(&mut planner, &mut server, &entries).0, Step::UpToDate { at: AT });
}

#[test]
fn a_restored_server_is_offered_again_what_it_lacks() {
    let entries = chain(&key(1), 8);
    let (mut planner, mut server) = (Planner::new(known(&entries)), SmallServer::new(HISTORY));
    run(&mut planner, &mut server, &entries);
    server.history = HistoryId([9; 16]);
    server.taken.truncate(5);
    server.seq = 5;
    planner.again();
    let (end, learned) = run(&mut planner, &mut server, &entries);
    assert_eq!(end, Step::UpToDate { at: AT });
    let restored = learned[0].restored.unwrap();
    assert_eq!((restored.old_history, restored.new_history), (HISTORY, HistoryId([9; 16])));
    assert_eq!((restored.old_head, restored.new_head), (trusted(&entries, 8), trusted(&entries, 5)));
    assert_eq!(learned[0].countersigned, Some(trusted(&entries, 5)));
    assert_eq!(learned[0].feed, Some(FeedCursor::start(OFFICE)));
    assert_eq!((server.seq, server.taken.len()), (8, 8));
    assert_eq!(planner.known().countersigned, trusted(&entries, 8));
}

#[test]
fn a_server_set_back_without_a_new_history_is_noticed_too() {
    let entries = chain(&key(1), 8);
    let (mut planner, mut server) = (Planner::new(known(&entries)), SmallServer::new(HISTORY));
    run(&mut planner, &mut server, &entries);
    // Only others' entries were lost: our own head is whole, the feed is shorter than what was read.
    server.taken.truncate(6);
    planner.again();
    let learned = planner.pulled(&server.page(&entries, 8, 3), &hashes(&entries)).unwrap();
    assert!(learned.restored.is_some());
    assert_eq!(planner.known().feed, FeedCursor::start(OFFICE));
    // A smaller head of the known history.
    let mut planner = Planner::new(Known { countersigned: trusted(&entries, 8), ..known(&entries) });
    let learned = planner.met(countersigned(HISTORY, &entries, 2).statement(), &hashes(&entries)).unwrap();
    assert!(learned.restored.is_some());
    assert!(matches!(planner.next(), Step::Push { after: 2, .. }));
}

#[test]
fn a_head_that_is_not_on_our_chain_is_a_fork_and_nothing_is_read_after_it() {
    let (entries, copy) = (chain(&key(1), 3), chain(&key(1), 5));
    let mut planner = Planner::new(known(&entries));
    let mut server = SmallServer::new(HISTORY);
    server.push(&copy, &batch_from(&copy, 0, BATCH_BYTES_MAX));
    let head = server.page(&copy, 0, 3).head;
    let learned = planner.refused(ProblemCode::Fork, Some(head.statement()), &hashes(&entries), 0).unwrap();
    assert_eq!(learned, Learned::default());
    let theirs = trusted(&copy, 5).unwrap();
    assert_eq!(planner.next(), Step::Halted(Halt::Forked { theirs }));
    assert_eq!(planner.known().countersigned, None);
    // The other branch is not read into a store that still has that key: its chain would seem whole again.
    let mut planner = Planner::new(known(&entries));
    let learned = planner.pulled(&server.page(&copy, 0, 3), &hashes(&entries)).unwrap();
    assert_eq!(learned, Learned::default());
    assert_eq!(planner.next(), Step::Halted(Halt::Forked { theirs }));
}

#[test]
fn only_statements_about_this_device_and_office_count() {
    let (entries, others) = (chain(&key(1), 3), chain(&key(2), 3));
    let mut planner = Planner::new(known(&entries));
    let cursor = SmallServer::new(HISTORY).cursor(0);
    let answer = |head, feed| PushAnswer { head, set_aside: vec![], feed };
    let before = planner.known().clone();
    let other = answer(countersigned(HISTORY, &others, 3), feed_head(HISTORY, cursor));
    assert_eq!(planner.pushed(&other, &hashes(&entries)), Err(Distrust::OtherDevice));
    let mixed = answer(countersigned(HISTORY, &entries, 3), feed_head(HistoryId([1; 16]), cursor));
    assert_eq!(planner.pushed(&mixed, &hashes(&entries)), Err(Distrust::Histories));
    let old = answer(countersigned(HISTORY, &entries, 0), feed_head(HISTORY, cursor));
    assert_eq!(planner.pushed(&old, &hashes(&entries)), Err(Distrust::NoProgress));
    assert_eq!(planner.known(), &before);
}

#[test]
fn a_gap_is_mended_by_the_head_that_comes_with_it() {
    let entries = chain(&key(1), 5);
    let mut planner = Planner::new(Known { countersigned: trusted(&entries, 4), ..known(&entries) });
    let head = countersigned(HISTORY, &entries, 1);
    planner.refused(ProblemCode::Gap, Some(head.statement()), &hashes(&entries), 0).unwrap();
    assert!(matches!(planner.next(), Step::Push { after: 1, .. }));
    // The same refusal again brings nothing new: wait.
    planner.refused(ProblemCode::Gap, Some(head.statement()), &hashes(&entries), 7).unwrap();
    assert!(matches!(planner.next(), Step::Wait { .. }));
}

#[test]
fn batches_halve_when_they_fail_and_grow_again() {
    let entries = chain(&key(1), 40);
    let mut planner = Planner::new(known(&entries));
    let size = |planner: &mut Planner| {
        planner.again();
        let Step::Push { bytes_max, .. } = planner.next() else { panic!("{:?}", planner.next()) };
        bytes_max
    };
    assert_eq!(size(&mut planner), BATCH_BYTES_MAX);
    planner.failed(Failure::TooLarge, 1);
    assert_eq!(size(&mut planner), BATCH_BYTES_MAX / 2);
    planner.failed(Failure::Later { retry_after_s: None }, 1);
    assert_eq!(size(&mut planner), BATCH_BYTES_MAX / 2, "a busy server does not mean a thin line");
    for _ in 0..30 {
        planner.failed(Failure::NoAnswer, 1);
    }
    assert_eq!(size(&mut planner), BATCH_BYTES_MIN);
    let mut server = SmallServer::new(HISTORY);
    let answer = server.push(&entries, &batch_from(&entries, 0, BATCH_BYTES_MIN));
    planner.pushed(&answer, &hashes(&entries)).unwrap();
    assert_eq!(size(&mut planner), BATCH_BYTES_MIN + BATCH_BYTES_MIN / 4);
}

#[test]
fn a_server_that_says_later_is_left_alone_so_long() {
    let mut planner = Planner::new(known(&chain(&key(1), 1)));
    planner.failed(Failure::Later { retry_after_s: Some(300) }, u64::MAX);
    let Step::Wait { ms } = planner.next() else { panic!("it does not wait") };
    assert!((300_000..=301_000).contains(&ms), "{ms}");
    planner.again();
    assert!(matches!(planner.next(), Step::Push { .. }));
}

#[test]
fn refusals_that_trying_again_does_not_mend_stop_it() {
    let entries = chain(&key(1), 1);
    for (code, halt) in [
        (ProblemCode::Revoked, Some(Halt::Revoked)),
        (ProblemCode::DemoServer, Some(Halt::Refused(ProblemCode::DemoServer))),
        (ProblemCode::UnknownDevice, Some(Halt::Refused(ProblemCode::UnknownDevice))),
        (ProblemCode::Busy, None),
        (ProblemCode::Internal, None),
    ] {
        let mut planner = Planner::new(known(&entries));
        planner.failed(Failure::Problem(code), 0);
        planner.again();
        if let Some(halt) = halt {
            assert_eq!(planner.next(), Step::Halted(halt));
            planner.resume();
        }
        assert!(matches!(planner.next(), Step::Push { .. }), "{code:?}");
    }
}

proptest! {
    #[test]
    fn waits_are_spread_and_never_beyond_a_minute(randoms in proptest::collection::vec(any::<u64>(), 1..40)) {
        let mut planner = Planner::new(known(&chain(&key(1), 1)));
        for (tries, random) in randoms.into_iter().enumerate() {
            planner.failed(Failure::NoAnswer, random);
            let Step::Wait { ms } = planner.next() else { panic!("it does not wait") };
            prop_assert!(ms <= WAIT_MAX_MS.min(1_000 << tries.min(16)));
        }
    }

    /// Whatever the line does, what counts as sent is on the server, and in the end everything is.
    #[test]
    fn over_any_line_everything_arrives_once(fates in proptest::collection::vec(0u8..6, 0..60)) {
        let entries = chain(&key(1), 12);
        let (mut planner, mut server) = (Planner::new(known(&entries)), SmallServer::new(HISTORY));
        let mut fates = fates.into_iter();
        let mut taken = Vec::new();
        loop {
            let fate = fates.next().unwrap_or(0);
            match planner.next() {
                Step::Push { after, .. } => {
                    let packed = batch_from(&entries, after, 1_500);
                    match fate {
                        1 => planner.failed(Failure::NoAnswer, 3), // the request was lost
                        2 => {
                            server.push(&entries, &packed); // the answer was lost
                            planner.failed(Failure::NoAnswer, 3);
                        }
                        3 => {
                            server.push(&entries, &packed);
                            let answer = server.push(&entries, &packed); // doubled
                            let _ = planner.pushed(&answer, &hashes(&entries)).map_err(|_| planner.failed(Failure::NoAnswer, 3));
                        }
                        4 => {
                            server.history = HistoryId([server.history.0[0].wrapping_add(1); 16]); // restored
                            server.seq = server.seq.min(4);
                            let whole = usize::try_from(server.seq).unwrap();
                            server.taken.truncate(whole);
                        }
                        _ => {
                            let before = server.seq;
                            let answer = server.push(&entries, &packed);
                            if planner.pushed(&answer, &hashes(&entries)).is_err() {
                                prop_assert_eq!(before, server.seq);
                                // A gap: the server says where to go on.
                                let head = countersigned(server.history, &entries, server.seq);
                                planner.refused(ProblemCode::Gap, Some(head.statement()), &hashes(&entries), 3).unwrap();
                            }
                        }
                    }
                }
                Step::Pull { after, .. } => match fate {
                    1 | 2 => planner.failed(Failure::NoAnswer, 3),
                    _ => {
                        let learned = planner.pulled(&server.page(&entries, after, 4), &hashes(&entries)).unwrap();
                        if learned.restored.is_some() {
                            taken.clear();
                        }
                        taken.extend(learned.entries.into_iter().map(|(hash, _)| hash));
                    }
                },
                Step::Wait { .. } => planner.again(),
                Step::UpToDate { .. } => break,
                Step::Halted(halt) => panic!("{halt:?}"),
            }
        }
        prop_assert_eq!(server.seq, 12);
        prop_assert_eq!(server.taken.len(), 12);
        let head: TrustedHead = planner.known().countersigned.unwrap();
        prop_assert_eq!(head, trusted(&entries, 12).unwrap());
        prop_assert_eq!(planner.known().feed, server.cursor(12));
    }
}
