//! The server killed at random moments, while desks push and read.

mod common;

use std::time::Duration;

use common::{
    Backing, OFFICE, Province,
    desk::{Desk, of},
};
use desk_sync::{PushAnswer, wire::BatchMaker};

/// How often the server is killed; ten times as often in long runs.
fn rounds() -> u64 {
    if std::env::var_os("MOTCUA_LONG").is_some() { 150 } else { 15 }
}

/// Whatever moment it dies at, what it countersigned is there when it comes back, each entry once and in order.
#[test]
fn killed_at_any_moment_it_has_what_it_countersigned() {
    let seed = u64::from(std::process::id());
    eprintln!("seed {seed}");
    let mut random = seed;
    let mut province = Province::start(Backing::Sqlite);
    let public = province.public();
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let mut countersigned = 0u64;
    for round in 0..rounds() {
        desk.write(120);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let lives_ms = (random >> 33) % 120;
        let told = std::thread::scope(|threads| {
            let pushing = threads.spawn(|| {
                let mut told = countersigned;
                // Until the server is gone, or everything is there.
                while told < desk.chain.len() as u64 {
                    let mut maker = BatchMaker::new(4_000);
                    for entry in &desk.chain[told as usize..] {
                        if !maker.add(&entry.cose, Some((&entry.salt, &entry.body))) {
                            break;
                        }
                    }
                    let Some(answer) = desk.try_push(&province, maker.finish()) else { break };
                    let answer = PushAnswer::decode(&answer.body, &public).expect("what it answers is whole");
                    assert!(answer.head.seq() >= told);
                    told = answer.head.seq();
                }
                told
            });
            std::thread::sleep(Duration::from_millis(lives_ms));
            province.kill_now();
            pushing.join().unwrap()
        });
        province.kill();
        province.rise();
        let head = desk.page(&province, 0, 0).head;
        assert!(head.seq() >= told, "round {round}: {told} was countersigned, {} is there", head.seq());
        let entry = head.head.map(|head| (head.seq, head.hash));
        let own = head.seq().checked_sub(1).map(|place| (place + 1, desk.chain[place as usize].hash));
        assert_eq!(entry, own, "round {round}");
        countersigned = head.seq();
    }
    while countersigned < desk.chain.len() as u64 {
        let end = (countersigned as usize + 500).min(desk.chain.len());
        let answer = desk.push_bytes(&province, common::desk::batch(&desk.chain[countersigned as usize..end]));
        countersigned = PushAnswer::decode(&answer.body, &public).unwrap().head.seq();
    }
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
    let (good, verdict) = province.chore("verify", &[]);
    assert!(good, "{verdict}");
}
