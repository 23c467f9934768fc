//! The life after the receipt: any act on a dossier beside a bare durable insert, a pile handed over, the day's list.
//! Figures as `cargo xtask bench` reads them.
//!
//! `cargo run --release -p desk-app --example bench_life -- acts|pile|today [ROWS]`; stores are kept in `MOTCUA_BENCH_DIR`
//! (default `target/bench`), that of the day's list is used again.

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod bench;

use std::{fs, path::Path};

use bench::{Outcome, at, at_most, common, filled, rounds, timed};
use desk_app::Desk;
use desk_core::{
    dossier::{Act, FeePaid, Intake, IntakePaper, PaperState, Party, ReturnBy, Verb},
    ids::DossierId,
    procedure::{Channel, Need},
    time::{Moment, at_wall},
};
use rusqlite::Connection;
use serde_json::json;

/// A commune's most common certificate: three working days, papers that F8 marks.
const PROCEDURE: &str = "1.004873";

/// What the life of a dossier is made of, in its order. Slips, states and the day's lists change with most of them.
const LIFE: [(Verb, &str); 6] = [
    (Verb::HandOver, r#"{"to":"Tư pháp – Hộ tịch"}"#),
    (Verb::ConfirmHandOver, r#"{"receiver":"Lê Văn Hải"}"#),
    (Verb::RequestSupplement, r#"{"items":[{"what":"Ảnh chân dung"}],"reason":"thiếu"}"#),
    (Verb::AnswerSupplement, "{}"),
    (Verb::EnterResult, r#"{"number":"12/XN-UBND"}"#),
    (Verb::ReturnResult, r#"{"fee":{"vnd":8000}}"#),
];

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let which = words.next().unwrap_or_default();
    let rows = words.next().map(|rows| rows.parse()).transpose()?;
    let folder = bench::folder();
    match which.as_str() {
        "acts" => acts(&folder.join("life-acts"), rows.unwrap_or(20_000)),
        "pile" => pile(&folder.join("life-pile"), rows.unwrap_or(1_000)),
        "today" => today(&folder, rows.unwrap_or(1_000_000)),
        other => Err(format!("no bench of a life is called {other:?}: acts, pile, today").into()),
    }
}

fn ratio(what: &str, ours: f64, theirs: f64, goal: Option<f64>) {
    let goal = goal.map_or_else(|| "null".to_owned(), |goal| goal.to_string());
    println!(
        r#"{{"what":"{what}","ours":{ours:.3},"theirs":{theirs:.3},"against":"one durable insert","unit":"ms","goal":{goal},"of":"ratio"}}"#
    );
}

/// A working day after the demo's own, so that numbers do not run out and clocks go forward.
fn day(n: u32) -> Outcome<Moment> {
    let first = chrono::NaiveDate::from_ymd_opt(2024, 3, 6).ok_or("a date")?;
    let on = first + chrono::Days::new(u64::from(n));
    Ok(at_wall(on.and_hms_opt(9, 0, 0).ok_or("a time")?))
}

fn acting(verb: Verb, input: &str) -> Outcome<Act> {
    let mut input: serde_json::Value = serde_json::from_str(input)?;
    input["do"] = json!(verb.word());
    Ok(serde_json::from_value(input)?)
}

/// Receives so many dossiers, some hundred a day, from a day on.
fn received(desk: &mut Desk, dossiers: u32, first: u32) -> Outcome<Vec<DossierId>> {
    let mut ids = Vec::new();
    let offer = desk.offer_today(PROCEDURE, Channel::InPerson, None)?;
    let paper = |paper: &desk_core::procedure::Paper| IntakePaper {
        index: Some(paper.index),
        name: None,
        state: match paper.need {
            Need::Shown => PaperState::Shown,
            Need::Always | Need::OneOf(_) => PaperState::Given,
            Need::If(_) | Need::Unknown => PaperState::NotApplicable,
        },
        originals: u16::from(!matches!(paper.need, Need::If(_) | Need::Unknown)),
        copies: 0,
        reason: None,
    };
    for n in 0..dossiers {
        desk.set_clock(day(first + n / 500)? + chrono::Duration::seconds(i64::from(n % 500)))?;
        let name = format!("Bùi Thị Mẫu {n}");
        let intake = Intake {
            channel: Channel::InPerson,
            case: None,
            owner: Party { name, phone: Some("0987654321".to_owned()), ..Party::default() },
            submitter: None,
            papers: offer.papers.iter().map(paper).collect(),
            sets: 1,
            fee_vnd: None,
            exemption: None,
            fee_paid: FeePaid::Now,
            limit: None,
            return_by: ReturnBy::Desk,
            duplicate_of: None,
            back_entry: None,
        };
        ids.push(desk.receive(PROCEDURE, intake, None)?.dossier);
    }
    Ok(ids)
}

/// The floor: one row, one durable commit, with the store's build, key and pragmas.
fn floor(folder: &Path) -> Outcome<Connection> {
    let db = Connection::open(folder.join("floor.db"))?;
    let key = hex::encode([7_u8; 32]);
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA journal_mode = wal; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 0; CREATE TABLE rows (n INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"
    ))?;
    Ok(db)
}

/// Each act of a life on a desk that has worked for months, and the floor, turn by turn so that both meet the same disk.
fn acts(place: &Path, past: u32) -> Outcome<()> {
    let lives = if past < 1_000 { 20 } else { 400 };
    drop(fs::remove_dir_all(place));
    let mut desk = common::demo_in(place);
    desk.fill_demo(past, 1)?;
    desk.sign_out();
    // As opened this morning: a bulk leaves the full-text index with tables of its own size.
    desk.sign_in(desk_app::demo::SUPERVISOR.0, common::PASSWORD)?;
    let ids = received(&mut desk, lives, 1)?;
    let db = floor(place)?;
    let body = vec![7_u8; 200];
    desk.set_clock(day(10)?)?;
    let (mut floors, mut all) = (Vec::new(), Vec::new());
    for (verb, input) in LIFE {
        let act = acting(verb, input)?;
        let mut times = Vec::new();
        for id in &ids {
            let (floor, saved) = timed(|| db.prepare_cached("INSERT INTO rows (body) VALUES (?1)")?.execute([&body]));
            saved?;
            floors.push(floor);
            let (time, acted) = timed(|| desk.act(*id, act.clone()));
            acted?;
            times.push(time);
        }
        ratio(&format!("{}, durable, median", verb.word()), at(&mut times, 0.5), at(&mut floors, 0.5), Some(2.5));
        all.extend(times);
    }
    ratio("any act on a dossier, durable, median", at(&mut all, 0.5), at(&mut floors, 0.5), Some(2.5));
    ratio("any act on a dossier, durable, p99", at(&mut all, 0.99), at(&mut floors, 0.99), None);
    Ok(())
}

/// A pile on one slip, as the window sends it: in batches, each durable.
fn pile(place: &Path, dossiers: u32) -> Outcome<()> {
    drop(fs::remove_dir_all(place));
    let mut desk = common::demo_in(place);
    desk.fill_demo(2_000, 1)?;
    let ids = received(&mut desk, dossiers, 1)?;
    desk.set_clock(day(10)?)?;
    let act = acting(Verb::HandOver, r#"{"to":"Tư pháp – Hộ tịch"}"#)?;
    let (time, account) = timed(|| desk.act_on_many(&ids, &act, None, &mut |_| true));
    let account = account?;
    if account.done.len() != ids.len() {
        return Err(format!("{} of {} were handed over", account.done.len(), ids.len()).into());
    }
    at_most(&format!("hand-over of {dossiers} dossiers on one slip"), time.as_secs_f64(), "s", 2.0);
    Ok(())
}

/// The day's list as Bàn làm việc asks for it.
fn today(folder: &Path, rows: u32) -> Outcome<()> {
    let mut desk = filled(&folder.join(format!("lived-{rows}")), rows)?;
    let time = rounds(40, 0.95, || Ok(desk.today()?))?;
    at_most(&format!("the day's list at {rows} dossiers, p95"), time, "ms", 16.0);
    desk.sign_out();
    Ok(())
}
