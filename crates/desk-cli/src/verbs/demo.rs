//! `demo`: fills a demo store.

use std::time::Instant;

use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

#[derive(Serialize)]
struct Shape {
    dossiers: u64,
    seconds: f64,
    per_second: f64,
    digest: String,
}

pub(crate) fn run(asked: &args::Demo) -> Result<Answer, Failure> {
    let mut desk = door::open(&asked.door)?;
    let started = Instant::now();
    let dossiers = desk.fill_demo(asked.dossiers, asked.seed)?;
    let seconds = started.elapsed().as_secs_f64();
    let digest = desk.digest_record()?.digest;
    #[expect(clippy::cast_precision_loss, reason = "a rate of at most a million dossiers")]
    let per_second = dossiers as f64 / seconds.max(1e-6);
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
    let shape = Shape { dossiers, seconds: round(seconds), per_second: round(per_second), digest };
    let plain = format!("{dossiers} dossiers in {seconds:.1} s, {per_second:.0} a second\ndigest {}", shape.digest);
    Answer::new(&shape, plain)
}
