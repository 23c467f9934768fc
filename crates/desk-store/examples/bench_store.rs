//! The store against its floors, in one run and on one disk: each line a ratio, printed as JSON.
//!
//! `cargo run --release -p desk-store --example bench_store -- [--place DIR] [--rows 200000,1000000]`
//!
//! Floors: a one-row durable insert with the same SQLite build, key and pragmas; `LIKE '%…%'` over the same rows. Stores
//! are kept in the place given (default `target/bench-store`) and used again.

#![allow(missing_docs, reason = "an example")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use common::*;
use desk_store::{Filter, Page, Sort, Store};
use rusqlite::Connection;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| arguments.iter().position(|one| one == name).and_then(|at| arguments.get(at + 1));
    let place = after("--place").map_or_else(|| PathBuf::from("target/bench-store"), PathBuf::from);
    let rows = after("--rows").map_or("200000,1000000", String::as_str);
    std::fs::create_dir_all(&place).expect("a place for the stores");
    durable(&place);
    let mut p95 = Vec::new();
    for rows in rows.split(',').map(|rows| rows.parse::<u64>().expect("a number of dossiers")) {
        p95.push((rows, size(&place, rows)));
    }
    if let [(small, at_small), .., (large, at_large)] = p95[..] {
        line(&format!("search p95 at {large}"), "ms", at_large, (&format!("at {small}"), at_small), 2.0);
    }
}

/// Prints a figure of ours beside its floor or rival, held to the ratio of both (`crates/xtask/src/bench/figure.rs`).
fn line(what: &str, unit: &str, ours: f64, (against, theirs): (&str, f64), goal: f64) {
    println!(
        r#"{{"what":"{what}","ours":{ours:.3},"theirs":{theirs:.3},"against":"{against}","unit":"{unit}","goal":{goal},"of":"ratio"}}"#
    );
}

/// Prints a figure that stands by itself, with its limit where it has one.
fn alone(what: &str, unit: &str, ours: f64, goal: Option<f64>) {
    let goal = goal.map_or_else(|| "null".to_owned(), |goal| goal.to_string());
    println!(
        r#"{{"what":"{what}","ours":{ours:.3},"theirs":null,"against":null,"unit":"{unit}","goal":{goal},"of":"ours"}}"#
    );
}

fn at(sorted: &[Duration], share: f64) -> f64 {
    let place = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[place].as_secs_f64() * 1_000.0
}

fn timed(mut does: impl FnMut()) -> Duration {
    let started = Instant::now();
    does();
    started.elapsed()
}

/// The floor: one row, one durable commit.
fn floor(folder: &Path) -> Connection {
    let path = folder.join("floor.db");
    let _ = std::fs::remove_file(&path);
    let db = Connection::open(&path).expect("opens");
    let key = hex::encode(KEY);
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA journal_mode = wal; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 0; CREATE TABLE rows (n INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"
    ))
    .expect("makes the floor");
    db
}

/// Logging one dossier, and its floor, turn by turn so that both meet the same disk.
fn durable(place: &Path) {
    const ACTS: u64 = 3_000;
    let folder = place.join("durable");
    let _ = std::fs::remove_dir_all(&folder);
    let scratch = Scratch::at(&folder);
    let store = scratch.create();
    // Not a new store: a desk that has worked for months.
    store.append_bulk((0..20_000).map(|n| act(n, 60, 1))).expect("fills");
    store.tidy().expect("tidies");
    // And one that was opened this morning: a bulk leaves the full-text index with tables of its own size.
    store.close();
    let store = scratch.open().expect("opens");
    let db = floor(&scratch.folder);
    let body = vec![7_u8; 200];
    let (mut ours, mut floors, mut prints) = (Vec::new(), Vec::new(), Vec::new());
    for n in 20_000..20_000 + ACTS {
        let mut one = act(n, 60, 1);
        let print = one.entries.pop().expect("has a print");
        floors.push(timed(|| {
            db.prepare_cached("INSERT INTO rows (body) VALUES (?1)")
                .expect("prepares")
                .execute([&body])
                .expect("saves");
        }));
        let (when, who) = (one.at, one.actor);
        ours.push(timed(|| assert_eq!(store.append(one.clone()).expect("saves").len(), 1)));
        let print = desk_store::Act { at: when, actor: who, entries: vec![print] };
        prints.push(timed(|| assert_eq!(store.append(print.clone()).expect("saves").len(), 1)));
    }
    for times in [&mut ours, &mut floors, &mut prints] {
        times.sort_unstable();
    }
    line("log one dossier, durable, median", "ms", at(&ours, 0.5), ("one durable insert", at(&floors, 0.5)), 2.0);
    line("log one dossier, durable, p99", "ms", at(&ours, 0.99), ("one durable insert", at(&floors, 0.99)), 3.0);
    line("log its print, durable, median", "ms", at(&prints, 0.5), ("one durable insert", at(&floors, 0.5)), 2.0);
    line("log its print, durable, p99", "ms", at(&prints, 0.99), ("one durable insert", at(&floors, 0.99)), 3.0);
    store.close();
    let _ = std::fs::remove_dir_all(&folder);
}

/// A store of so many dossiers, made if it is not there.
fn filled(place: &Path, rows: u64) -> Store {
    let scratch = Scratch::at(&place.join(format!("rows-{rows}")));
    if let Ok(store) = scratch.open()
        && store.reader().dossiers().expect("counts") == rows
    {
        return store;
    }
    let _ = std::fs::remove_dir_all(place.join(format!("rows-{rows}")));
    let store = scratch.create();
    let spent = timed(|| {
        store.append_bulk((0..rows).map(|n| act(n, per_day(rows), 1))).expect("fills");
    });
    // 2,000 a second, told as the time that one takes: less is better, as everywhere in the table.
    let each = spent.as_secs_f64() * 1e3 / rows as f64;
    alone(&format!("one of {rows} dossiers made, signed and indexed"), "ms", each, Some(0.5));
    let tidied = timed(|| store.tidy().expect("tidies"));
    alone(&format!("index of {rows} put in order"), "s", tidied.as_secs_f64(), None);
    store
}

fn per_day(rows: u64) -> u64 {
    (rows / 3_600).max(10)
}

/// What people type, letter by letter, from the easy to the worst.
fn asked(rows: u64) -> Vec<String> {
    let mut drawn = Drawn(99);
    let mut texts: Vec<String> =
        ["n", "b", "th", "thi", "nguyen thi", "bui thi huong", "van", "thi van", "q", "dang ky", "khai sinh"]
            .map(str::to_owned)
            .into();
    for _ in 0..60 {
        let one = received(drawn.below(rows), per_day(rows), 1);
        let name: Vec<String> = one.owner.name.split(' ').map(desk_core::text::fold).collect();
        // The way a name is typed: every beginning of it.
        let typed = format!("{} {} {}", name[0], name[1], name[2]);
        texts.extend((1..=typed.len()).map(|end| typed[..end].to_owned()));
        texts.push(format!("{} {}", name[2], name[0]));
        texts.push(format!("{} chung thuc", name[2]));
        texts.push(format!("{} {} khai tu", name[2], name[1]));
        let number = one.owner.personal_number.expect("has one");
        texts.extend((4..=12).map(|end| number[..end].to_owned()));
        texts.push(number[8..].to_owned());
        texts.extend(one.owner.phone.iter().flat_map(|phone| (4..=10).map(|end| phone[..end].to_owned())));
        texts.extend(one.owner.phone.iter().map(|phone| phone[6..].to_owned()));
        texts.push(one.code[one.code.len() - 4..].to_owned());
        texts.push(one.code[one.code.len() - 11..].to_owned());
        texts.push(one.code.clone());
        texts.push(format!("{} {}", name[2], &one.code[one.code.len() - 4..]));
        texts.push((1 + drawn.below(60)).to_string());
        texts.push(format!("{} khongcoten", name[1]));
    }
    texts
}

/// Search, register, counts and opening at a size; gives the p95 of search.
fn size(place: &Path, rows: u64) -> f64 {
    let store = filled(place, rows);
    let reader = store.reader();
    let now = received(rows - 1, per_day(rows), 1).received_at;
    let everything = Filter::default();
    let texts = asked(rows);
    let mut times = Vec::new();
    let mut slow: Vec<(Duration, &str)> = Vec::new();
    for round in 0..3 {
        for text in &texts {
            let spent = timed(|| assert!(reader.search(text, &everything, now, 50, None).expect("finds").len() <= 50));
            // The first round warms the page cache, as the first minute at the desk does.
            if round > 0 {
                times.push(spent);
                slow.push((spent, text));
            }
        }
    }
    times.sort_unstable();
    slow.sort_unstable();
    let worst: Vec<String> =
        slow.iter().rev().take(12).map(|(spent, text)| format!("{text} {:.1}", spent.as_secs_f64() * 1e3)).collect();
    eprintln!("slowest of {} searches at {rows}: {worst:?}", times.len());
    let p95 = at(&times, 0.95);

    // The rival: the same question by LIKE over the same rows, in the same file.
    let db = Connection::open(place.join(format!("rows-{rows}/store/motcua.db"))).expect("opens");
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA cache_size = -65536; PRAGMA query_only = ON",
        hex::encode(KEY)
    ))
    .expect("sets");
    let mut drawn = Drawn(5);
    let mut likes: Vec<Duration> = (0..20)
        .map(|_| {
            let text = &texts[drawn.below(texts.len() as u64) as usize];
            let pattern = format!("%{text}%");
            timed(|| {
                let mut statement = db
                    .prepare_cached(
                        "SELECT row FROM dossiers WHERE owner LIKE ?1 OR code LIKE ?1 OR personal LIKE ?1 OR phone LIKE ?1 \
                         OR submitter LIKE ?1 ORDER BY row DESC LIMIT 50",
                    )
                    .expect("prepares");
                let found: Vec<i64> =
                    statement.query_map([&pattern], |row| row.get(0)).expect("asks").map(|row| row.expect("reads")).collect();
                assert!(found.len() <= 50);
            })
        })
        .collect();
    likes.sort_unstable();
    alone(&format!("search as you type at {rows}, p95"), "ms", p95, Some(8.0));
    line(&format!("search as you type at {rows}, p95, against LIKE"), "ms", p95, ("LIKE", at(&likes, 0.95)), 1.0);
    line(&format!("search as you type at {rows}, median"), "ms", at(&times, 0.5), ("LIKE", at(&likes, 0.5)), 1.0);
    line(&format!("search as you type at {rows}, worst"), "ms", at(&times, 1.0), ("LIKE", at(&likes, 1.0)), 1.0);

    let plain = |what: &str, does: &mut dyn FnMut()| {
        let mut times: Vec<Duration> = (0..20).map(|_| timed(&mut *does)).collect();
        times.sort_unstable();
        alone(&format!("{what} at {rows}, p95"), "ms", at(&times, 0.95), None);
    };
    plain("counts of the day", &mut || {
        reader.today(now).expect("counts");
    });
    plain("count of a common word", &mut || {
        reader.count("thi", &everything, now).expect("counts");
    });
    let page = Page { offset: 0, limit: 50 };
    for sort in [Sort::Newest, Sort::Due, Sort::Owner] {
        plain(&format!("register by {sort:?}"), &mut || {
            reader.register("", &everything, now, sort, page).expect("lists");
        });
    }
    let filter = Filter { sector: Some("Văn hóa".to_owned()), year: Some(2020), ..Filter::default() };
    plain("register of a rare field and year", &mut || {
        reader.register("", &filter, now, Sort::Newest, page).expect("lists");
    });
    plain("citizens by a name", &mut || {
        reader.persons_find("bui thi huong", 8, &desk_core::alike::Judgements::default()).expect("finds");
    });
    store.close();
    let scratch = Scratch::at(&place.join(format!("rows-{rows}")));
    let opened = timed(|| scratch.open().expect("opens").close());
    alone(&format!("open and close at {rows}"), "ms", opened.as_secs_f64() * 1e3, None);
    p95
}
