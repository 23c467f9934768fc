//! What the benches of this crate share: a demo office of so many dossiers, times, figures as `cargo xtask bench` reads them.

#![allow(dead_code, reason = "every bench takes what it needs")]

#[path = "../../tests/common/mod.rs"]
pub(crate) mod common;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use desk_app::Desk;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Where stores are kept: `MOTCUA_BENCH_DIR`, or `target/bench`.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("MOTCUA_BENCH_DIR").map_or_else(|| PathBuf::from("target/bench"), PathBuf::from)
}

/// A figure with its goal.
pub(crate) fn at_most(what: &str, ours: f64, unit: &str, goal: f64) {
    println!(
        r#"{{"what":"{what}","ours":{ours:.3},"theirs":null,"against":null,"unit":"{unit}","goal":{goal},"of":"ours"}}"#
    );
}

/// A share of sorted times, in milliseconds.
pub(crate) fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let place = (times.len().saturating_sub(1) as f64 * share).round() as usize;
    times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
}

pub(crate) fn timed<T>(does: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let done = does();
    (began.elapsed(), done)
}

/// The times of so many rounds, in milliseconds at a share. The first ones warm the page cache, as the first minute at
/// the desk does, and are left out.
pub(crate) fn rounds<T>(count: usize, share: f64, mut does: impl FnMut() -> Outcome<T>) -> Outcome<f64> {
    let mut times = Vec::new();
    for round in 0..count {
        let (time, done) = timed(&mut does);
        done?;
        if round >= count / 8 {
            times.push(time);
        }
    }
    Ok(at(&mut times, share))
}

/// A demo office of so many dossiers, most of them long returned, with its supervisor signed in; one that is there is
/// used again.
pub(crate) fn filled(place: &Path, rows: u32) -> Outcome<Desk> {
    if let Ok(mut desk) = common::desk_in(place)
        && desk.sign_in(desk_app::demo::SUPERVISOR.0, common::PASSWORD).is_ok()
    {
        return Ok(desk);
    }
    drop(fs::remove_dir_all(place));
    let mut desk = common::demo_in(place);
    desk.fill_demo_lived(rows, 1)?;
    Ok(desk)
}
