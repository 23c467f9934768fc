//! Many desks, a province, and everything that goes wrong between them, in a world without time, threads or sockets of its
//! own. What is played and checked, and which breaks of promises it was seen to notice: `docs/simulation.md`.

#![allow(clippy::print_stdout, reason = "a story says how far it went")]

mod dice;
mod disk;
mod life;
mod line;
mod machine;
mod newer;
mod play;
mod province;
mod world;

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::runtime::Runtime;
use world::World;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().expect("a runtime")
});

/// How many things happen in a world before it is healed.
const STEPS: usize = 36;

/// Plays a seed; gives the hash of its trace and how many lines it has, or what did not hold and the trace.
fn play(seed: u64, loud: bool) -> Result<(u64, usize), (String, Vec<String>)> {
    let world = Mutex::new(None);
    let played = catch_unwind(AssertUnwindSafe(|| {
        let made = World::of(seed, &RUNTIME, loud);
        *dice::hold(&world) = Some(made.clone());
        made.play(STEPS);
        made.heal();
        made.hold_at_the_end();
        (made.trace_hash(), made.trace().len())
    }));
    played.map_err(|_| {
        let trace = dice::hold(&world).as_ref().map(|world| world.trace()).unwrap_or_default();
        (SAID.take(), trace)
    })
}

thread_local! {
    /// What did not hold, and where it was looked at.
    static SAID: Cell<String> = const { Cell::new(String::new()) };
}

/// A seed that fails says so once, at the end, and not in between.
fn quietly() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        match std::thread::current().name() {
            None => SAID.set(format!("{said} ({})", panic.location().map(ToString::to_string).unwrap_or_default())),
            Some(_) => usual(panic),
        }
    }));
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_happens_between_desks_and_province_nothing_is_lost_doubled_or_changed() {
    if let Some(seed) = number("MOTCUA_SEED") {
        let played = play(seed, true);
        println!("{:?}", played.as_ref().map_err(|(said, _)| said));
        assert!(played.is_ok(), "seed {seed}");
        return;
    }
    let many = number("MOTCUA_SEEDS").unwrap_or(if std::env::var_os("MOTCUA_LONG").is_some() { 20_000 } else { 500 });
    quietly();
    let (next, failed) = (AtomicU64::new(1), Mutex::new(Vec::new()));
    let begun = std::time::Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > many || dice::hold(&failed).len() >= 3 {
                        return;
                    }
                    let played = play(seed, false);
                    let twice = seed % 100 == 0 && played.is_ok();
                    match played {
                        Ok(first) if twice && play(seed, false).ok() != Some(first) => {
                            dice::hold(&failed).push((seed, "played twice it came out otherwise".to_owned(), vec![]));
                        }
                        Ok(_) => {}
                        Err((said, trace)) => dice::hold(&failed).push((seed, said, trace)),
                    }
                }
            });
        }
    });
    println!("{many} seeds in {:.1} s", begun.elapsed().as_secs_f64());
    let failed = dice::hold(&failed);
    for (seed, said, trace) in failed.iter() {
        println!("\n== seed {seed}: {said}\n{}", trace.join("\n"));
    }
    let seeds: Vec<u64> = failed.iter().map(|(seed, ..)| *seed).collect();
    assert!(
        seeds.is_empty(),
        "seeds {seeds:?} failed; play one again with MOTCUA_SEED=N cargo test --workspace --test simulation"
    );
}
