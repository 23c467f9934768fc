//! Figures of desks and their province as `cargo xtask bench` reads them: `bench_province sync|wire|quiet|ingest|storm [N]`.
//!
//! `sync` pushes and pulls with the rooms' own courier over loopback HTTP against the real server program; rivals measure the
//! same in their own programs (`anki_sync.py`, `pouchdb_sync.mjs`) on the bytes that `sync` leaves in `dossiers.jsonl`. Nothing
//! counts before both ends hold the same.

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

#[path = "province/desk.rs"]
mod desk;
#[path = "province/load.rs"]
mod load;
#[path = "province/server.rs"]
mod server;

use std::{
    error::Error,
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use serde_json::{Value, json};

use desk::BenchDesk;
use server::Server;

pub(crate) type Res<T> = Result<T, Box<dyn Error>>;

/// What a province of the domain text took in online in seven weeks.
const DOSSIERS: u32 = 10_441;

fn main() -> Res<()> {
    let mut words = std::env::args().skip(1);
    let which = words.next().unwrap_or_default();
    let rows: Option<u32> = words.next().map(|rows| rows.parse()).transpose()?;
    let many = rows.unwrap_or(DOSSIERS);
    match which.as_str() {
        "sync" => sync(many),
        "wire" => wire(many),
        "quiet" => quiet(),
        "ingest" => load::ingest(many),
        "storm" => load::storm(rows.map_or((200, 500), |rows| (rows.div_ceil(500).max(2), 500.min(rows)))),
        other => Err(format!("no bench is called {other:?}: sync, wire, quiet, ingest, storm").into()),
    }
}

pub(crate) fn folder() -> PathBuf {
    std::env::var_os("MOTCUA_BENCH_DIR").map_or_else(|| PathBuf::from("target/bench"), PathBuf::from)
}

pub(crate) fn figure(what: &str, ours: f64, theirs: Option<(&str, f64)>, unit: &str, goal: Option<(&str, f64)>) {
    let line = json!({
        "what": what,
        "ours": ours,
        "theirs": theirs.map(|(_, figure)| figure),
        "against": theirs.map(|(name, _)| name),
        "unit": unit,
        "goal": goal.map(|(_, goal)| goal),
        "of": goal.map_or("ratio", |(of, _)| of),
    });
    println!("{line}");
}

/// Pushed, verified, countersigned; pulled by a second desk. The rivals get the same dossiers as JSON.
fn sync(many: u32) -> Res<()> {
    let server = Server::start("sync")?;
    let mut one = BenchDesk::new(&server, "one", 1)?;
    let dossiers = one.receive(many)?;
    fs::write(folder().join("dossiers.jsonl"), dossiers.iter().map(|json| format!("{json}\n")).collect::<String>())?;
    let began = Instant::now();
    let pushed = one.exchange()?;
    let push_s = began.elapsed().as_secs_f64();
    let mut two = BenchDesk::new(&server, "two", 2)?;
    let began = Instant::now();
    let pulled = two.exchange()?;
    let pull_s = began.elapsed().as_secs_f64();
    // Correct before any time counts.
    let entries = u64::from(many);
    if pushed.sent < entries || pushed.waiting != 0 || pulled.pulled < entries || server.entries()? < entries {
        return Err(format!("not all arrived: {pushed:?} {pulled:?}").into());
    }
    one.exchange()?;
    if one.digest() != two.digest() {
        return Err("the two desks do not hold the same".into());
    }
    println!("{}", json!({ "push_s": push_s, "pull_s": pull_s, "dossiers": many }));
    Ok(())
}

/// Bytes of batches against the same entries, hashes and signatures included, as JSON under zstd -19.
fn wire(many: u32) -> Res<()> {
    let entries = load::entries(many)?;
    let (mut packed, mut after) = (0, 0);
    let mut text = String::new();
    while after < entries.len() {
        let (batch, taken) = load::batch(&entries[after..]);
        packed += batch.len();
        after += taken;
    }
    for entry in &entries {
        let body: Value = desk_log::from_canonical::<ciborium::Value>(&entry.body)?.deserialized()?;
        let header = &entry.header;
        let line = json!({
            "device": header.device.to_string(), "seq": header.seq, "prev": header.prev.map(|hash| hash.to_string()),
            "at": header.at, "office": header.office, "dossier": header.dossier.map(|id| id.to_string()),
            "kind": header.kind, "kind_version": header.kind_version, "reference": header.reference,
            "body_hash": hex::encode(header.body_hash), "salt": hex::encode(entry.salt), "body": body,
            "signature": hex::encode(&entry.cose[entry.cose.len() - 64..]),
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    let theirs = zstd::bulk::compress(text.as_bytes(), 19)?.len();
    figure(
        &format!("{many} dossiers on the wire"),
        packed as f64 / 1024.0,
        Some(("JSON, zstd -19, one file", theirs as f64 / 1024.0)),
        "KiB",
        Some(("ratio", 1.15)),
    );
    Ok(())
}

/// An exchange that moves nothing, to the byte, headers included; and one dossier from one desk to another.
fn quiet() -> Res<()> {
    let server = Server::start("quiet")?;
    let through = Counting::before(&server.address)?;
    let mut one = BenchDesk::at(&server, &through.address, "one", 1)?;
    let mut two = BenchDesk::new(&server, "two", 2)?;
    one.receive(20)?;
    one.exchange()?;
    two.exchange()?;
    one.exchange()?;
    let before = through.both();
    let nothing = one.exchange()?;
    let after = through.both();
    if nothing.sent + nothing.pulled != 0 {
        return Err("something was moved".into());
    }
    for (what, bytes) in [("no-op sync, there", after.0 - before.0), ("no-op sync, back", after.1 - before.1)] {
        figure(what, bytes as f64, None, "B", Some(("ours", 1024.0)));
    }
    let mut times = Vec::new();
    for _ in 0..20 {
        one.receive(1)?;
        let began = Instant::now();
        one.exchange()?;
        let came = two.exchange()?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        if came.pulled == 0 {
            return Err("the dossier did not come".into());
        }
    }
    times.sort_by(f64::total_cmp);
    figure(
        "one dossier desk to desk, both asking at once, median",
        times[times.len() / 2],
        None,
        "ms",
        Some(("ours", 1_000.0)),
    );
    Ok(())
}

/// A way to the server that counts the bytes of both directions.
struct Counting {
    address: String,
    there: Arc<AtomicU64>,
    back: Arc<AtomicU64>,
}

impl Counting {
    fn before(address: &str) -> Res<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let own = format!("http://{}", listener.local_addr()?);
        let (there, back) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let to = address.trim_start_matches("http://").to_owned();
        let (up, down) = (Arc::clone(&there), Arc::clone(&back));
        thread::spawn(move || {
            for from in listener.incoming().flatten() {
                let Ok(onward) = TcpStream::connect(&to) else { return };
                let (Ok(from_too), Ok(onward_too)) = (from.try_clone(), onward.try_clone()) else { return };
                let (up, down) = (Arc::clone(&up), Arc::clone(&down));
                thread::spawn(move || pass(from, onward, &up));
                thread::spawn(move || pass(onward_too, from_too, &down));
            }
        });
        Ok(Counting { address: own, there, back })
    }

    fn both(&self) -> (u64, u64) {
        (self.there.load(Ordering::SeqCst), self.back.load(Ordering::SeqCst))
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, count: &AtomicU64) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        count.fetch_add(read as u64, Ordering::SeqCst);
        if to.write_all(&bytes[..read]).is_err() {
            return;
        }
    }
}
