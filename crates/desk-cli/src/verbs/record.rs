//! `verify`, `digest`, `rebuild`, `export`: the record as a whole.

use std::{fs::File, io::BufWriter};

use desk_app::{AppError, Desk, demo};
use desk_store::{Digest, Fault};
use serde::Serialize;

use crate::{
    answer::{Answer, stamp},
    args::{self, Door},
    door,
    failure::Failure,
};

#[derive(Serialize)]
struct VerifyShape<'a> {
    ok: bool,
    entries: u64,
    heads: Vec<HeadShape>,
    faults: Vec<FaultShape<'a>>,
}

#[derive(Serialize)]
struct HeadShape {
    device: String,
    seq: u64,
    hash: String,
}

#[derive(Serialize)]
struct FaultShape<'a> {
    #[serde(flatten)]
    fault: &'a Fault,
    message: String,
}

/// Whether everything holds. A fault is an answer, and the exit code says so too.
pub(crate) fn verify(asked: &Door) -> Result<Answer, Failure> {
    let desk = door::open(asked)?;
    let found = desk.verify_record()?;
    let shape = VerifyShape {
        ok: found.ok,
        entries: found.entries,
        heads: found
            .heads
            .iter()
            .map(|head| HeadShape { device: head.device.to_string(), seq: head.seq, hash: head.hash.to_string() })
            .collect(),
        faults: found.faults.iter().map(|fault| FaultShape { fault, message: fault.to_string() }).collect(),
    };
    let mut plain = format!("{}: {} entries", if shape.ok { "ok" } else { "NOT ok" }, shape.entries);
    for head in &shape.heads {
        plain.push_str(&format!("\nhead {}-{}-{}", head.device, head.seq, head.hash));
    }
    for fault in &shape.faults {
        plain.push_str(&format!("\nfault: {}", fault.message));
    }
    let good = shape.ok;
    Ok(Answer::new(&shape, plain)?.told_as(good))
}

#[derive(Serialize)]
struct DigestShape {
    #[serde(flatten)]
    digest: Digest,
    /// Over the newest entries of all machines, as the province's `digest` gives it for the office.
    heads: String,
}

fn said(digest: Digest, desk: &Desk) -> Result<Answer, Failure> {
    let shape = DigestShape { digest, heads: desk.heads_figure()? };
    let Digest { digest, entries } = &shape.digest;
    Answer::new(&shape, format!("{digest} over {entries} entries\n{} over the machines' heads", shape.heads))
}

/// The digest as it was kept with every commit.
pub(crate) fn digest(asked: &Door) -> Result<Answer, Failure> {
    let desk = door::open(asked)?;
    said(desk.digest_record()?, &desk)
}

/// Reads everything off the log again and tells the digest that comes of it.
pub(crate) fn rebuild(asked: &Door) -> Result<Answer, Failure> {
    let mut desk = door::open(asked)?;
    said(desk.rebuild_record()?, &desk)
}

#[derive(Serialize)]
struct ExportShape {
    file: String,
    entries: u64,
}

/// Writes the log beside its final name and renames it, so that a torn export is never taken for a whole one.
pub(crate) fn export(asked: &args::Export) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let mut name = asked.out.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = asked.out.with_file_name(name);
    let fault = |error: std::io::Error| door::disk("the file", &error);
    let mut file = BufWriter::new(File::create(&new).map_err(fault)?);
    let entries = match &asked.code {
        None => desk.export_record(&mut file)?,
        Some(code) => desk.export_proof(code.trim(), &mut file)?,
    };
    file.into_inner().map_err(|error| fault(error.into_error()))?.sync_all().map_err(fault)?;
    desk_store::put_in_place(&new, &asked.out).map_err(fault)?;
    let file = std::path::absolute(&asked.out).unwrap_or_else(|_| asked.out.clone()).to_string_lossy().into_owned();
    let plain = format!("{entries} entries in {file}");
    Answer::new(&ExportShape { file, entries }, plain)
}

#[derive(Serialize)]
struct AccessesShape {
    accesses: Vec<AccessShape>,
    /// Older ones are there than are listed.
    more: bool,
}

#[derive(Serialize)]
struct AccessShape {
    first: String,
    last: String,
    person: String,
    what: String,
    /// The code; null where it was no one dossier: `times` is then how many at once.
    code: Option<String>,
    times: u64,
}

/// The most that one answer lists.
const ACCESSES_MOST: usize = 10_000;

/// Who looked at what on this machine, the newest first.
pub(crate) fn accesses(asked: &args::Accesses) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let office = desk.office()?;
    let person = match &asked.person {
        None => None,
        Some(login) => {
            let known = office.people.values().find(|person| person.login == *login);
            Some(known.ok_or(AppError::UnknownPerson)?.id)
        }
    };
    let login = |id| office.people.get(&id).map_or_else(|| id.to_string(), |person| person.login.clone());
    let (mut accesses, mut before) = (Vec::new(), None);
    let more = loop {
        let page = desk.accesses(asked.code.as_deref().map(str::trim), person, before)?;
        let Some(last) = page.last() else { break false };
        before = Some(last.n);
        for one in page {
            accesses.push(AccessShape {
                first: stamp(one.first),
                last: stamp(one.last),
                person: login(one.person),
                what: one.what,
                code: one.dossier.map(|dossier| desk.code_of(dossier)).transpose()?.flatten(),
                times: one.times,
            });
        }
        if accesses.len() >= ACCESSES_MOST {
            break true;
        }
    };
    let line = |one: &AccessShape| {
        format!("{}  {}  {}  {}  {}", one.last, one.person, one.what, one.code.as_deref().unwrap_or("-"), one.times)
    };
    let plain = accesses.iter().map(line).collect::<Vec<_>>().join("\n");
    Answer::new(&AccessesShape { accesses, more }, plain)
}
