//! What each verb does.

mod publish;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, NaiveDate, SecondsFormat};
use desk_core::ids::DeviceId;
use desk_server::{
    carry::{self, CarryInFault},
    clock::now_ms,
    db::{Db, postgres::Postgres, sqlite, sqlite::Sqlite},
    http::{App, Limits},
    keys::{self, Keys},
    publish::PublishFault,
    qr::Qr,
    serve::{Certificate, Door, stop_on_signal},
    store::{Cut, Expected, Machine, NewCode, OpenFault, RevokeFault, Store},
    units::office_of,
};
use desk_sync::{CodeSecret, EnrolmentCode, HistoryId, carry::CarryFault};
use serde_json::{Value, json};

use crate::{Chore, ForWhom, Place};

/// The office of the demo desks of 2024.
const DEMO_OFFICE: &str = "05164@2020-01-01";

/// Does one chore.
pub(crate) async fn run(chore: Chore) -> anyhow::Result<ExitCode> {
    match chore {
        Chore::Serve { place, listen, demo, cert, key, public_url, unit, counter, in_flight } => {
            let certificate = cert.zip(key).map(|(chain, key)| Certificate { chain, key });
            let door = Door::open(listen, certificate)?;
            let (store, keys) = found(&place, demo).await?;
            serve(door, store, keys, public_url, unit.map(|unit| ForWhom { unit, counter, on: None }), in_flight).await
        }
        Chore::Code { place, whom, qr: file } => {
            if let Some(file) = &file {
                ensure!(!file.exists(), "{} is there already", file.display());
            }
            let (store, keys) = opened(&place).await?;
            let (code, expires) = issue(&store, &keys, &whom).await?;
            let drawn = Qr::of(&code).context("the code does not fit a QR")?;
            if let Some(file) = &file {
                keys::write_closed(file, drawn.svg().as_bytes())?;
            }
            let answer = json!({ "code": code, "expires": expires, "qr": file });
            told(place.json, &answer, &format!("{code}\nuntil {expires}\n{}", drawn.blocks()))
        }
        Chore::Revoke { place, device, seq, why, by, raise } => {
            let device: DeviceId = device.parse().context("not a device id: 32 hex digits")?;
            let (store, _) = opened(&place).await?;
            let by = by.or_else(|| std::env::var("USER").ok()).unwrap_or_default();
            let cut = Cut { seq, at: now_ms(), by: &by, why: &why, raise };
            let (trusted, was) = store.revoke(device, cut).await?;
            let hash = trusted.map(|head| head.hash.to_string());
            let answer = json!({ "device": device.to_string(), "seq": seq, "hash": hash, "was": was });
            let before = was.map(|was| format!(" (before: after entry {was})")).unwrap_or_default();
            told(place.json, &answer, &format!("{device} is revoked after entry {seq}{before}"))
        }
        Chore::Devices { place, of } => devices(&place, &of).await,
        Chore::CarryIn { place, file, answer } => carry_in(&place, &file, &answer).await,
        Chore::Publish { place, from, package } => publish::publish(&place, from.as_deref(), package.as_deref()).await,
        Chore::Grant { place, of, login, name, roles, person } => {
            publish::grant(&place, &of, (login, name, &roles, person.as_deref())).await
        }
        Chore::People { place, of } => publish::people(&place, &of).await,
        Chore::Withdraw { place, of, person } => publish::withdraw(&place, &of, &person).await,
        Chore::Verify { place } => {
            let (store, _) = opened(&place).await?;
            let found = store.verify().await?;
            let ok = found.faults.is_empty();
            let head = |head: &desk_log::Head| json!({ "device": head.device.to_string(), "seq": head.seq, "hash": head.hash.to_string() });
            let heads: Vec<Value> = found.heads.iter().map(head).collect();
            let answer = json!({ "ok": ok, "entries": found.entries, "heads": heads, "faults": found.faults });
            let plain =
                format!("{} entries, {} faults\n{}", found.entries, found.faults.len(), found.faults.join("\n"));
            told(place.json, &answer, plain.trim_end())?;
            Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Chore::Digest { place } => {
            let (store, _) = opened(&place).await?;
            let (answer, plain) = account(&store).await?;
            told(place.json, &answer, &plain)
        }
        Chore::Backup { place, to } => backup(&place, &to).await,
        Chore::Restore { place, from } => restore(&place, from.as_deref()).await,
    }
}

async fn devices(place: &Place, of: &crate::Office) -> anyhow::Result<ExitCode> {
    let (store, _) = opened(place).await?;
    let office = publish::office(of, store.demo)?;
    let (mut list, mut plain) = (Vec::new(), Vec::new());
    for Machine { device: machine, apart, cuts } in store.machines(&office).await? {
        let revoked = machine.revoked.map(|trusted| trusted.map_or(0, |head| head.seq));
        let seq = machine.head.map_or(0, |head| head.seq);
        let (mut made, mut said) = (Vec::new(), String::new());
        for cut in cuts {
            let at = stamp(cut.at)?;
            said += &format!("\n  {at} revoked after entry {} by {}: {}", cut.seq, cut.by, cut.why);
            made.push(json!({ "at": at, "seq": cut.seq, "by": cut.by, "why": cut.why }));
        }
        plain.push(format!("{} counter {} {}: {seq} entries, {apart} kept apart{said}", machine.id(), machine.counter, machine.name));
        list.push(json!({
            "device": machine.id().to_string(),
            "counter": machine.counter,
            "name": machine.name,
            "seq": seq,
            "apart": apart,
            "revoked_after": revoked,
            "revocations": made,
        }));
    }
    told(place.json, &json!({ "office": office, "devices": list }), &plain.join("\n"))
}

async fn serve(
    door: Door,
    store: Store,
    keys: Keys,
    public_url: Option<String>,
    first: Option<ForWhom>,
    in_flight: usize,
) -> anyhow::Result<ExitCode> {
    let url = door.url()?;
    let public_url = public_url.unwrap_or_else(|| url.clone());
    let mut answer = json!({
        "listening": url,
        "history": store.history.to_string(),
        "province": hex::encode(keys.signing.public()),
        "demo": store.demo,
    });
    if store.is_empty().await? {
        // A trial needs no set-up: the code is for the office that the demos of desks are of.
        let of_demos = || store.demo.then(|| ForWhom { unit: DEMO_OFFICE.to_owned(), counter: 1, on: None });
        match first.or_else(of_demos) {
            Some(whom) => {
                let (code, expires) = issue(&store, &keys, &whom).await?;
                answer["code"] = code.into();
                answer["expires"] = expires.into();
            }
            None => answer["next"] = "desk-server code --data DIR --unit CODE --counter K".into(),
        }
    }
    tracing::info!(url, history = %store.history, demo = store.demo, "serving");
    // The one line on standard output, whatever form was asked for: scripts wait for it.
    told(true, &answer, "")?;
    let look_up = format!("{}/h/", public_url.trim_end_matches('/'));
    let app = Arc::new(App::new(store, keys.signing, look_up, Limits { in_flight, ..Limits::default() }));
    let handle = axum_server::Handle::new();
    tokio::spawn(stop_on_signal(app.clone(), handle.clone()));
    door.serve(app, handle).await?;
    Ok(ExitCode::SUCCESS)
}

/// The record as `serve` needs it: founded where there is none.
async fn found(place: &Place, demo: bool) -> anyhow::Result<(Store, Keys)> {
    let keys = Keys::read_or_make(&place.data)?;
    let history = HistoryId(keys::random()?);
    let store = match open(place, &keys, Some((history, demo))).await {
        // A record that is a demo's says so itself.
        Err(error) if !demo && matches!(error.downcast_ref(), Some(OpenFault::Demo)) => {
            open(place, &keys, None).await?
        }
        opened => opened?,
    };
    Ok((store, keys))
}

/// The record as it stands.
async fn opened(place: &Place) -> anyhow::Result<(Store, Keys)> {
    let keys = Keys::read(&place.data)?;
    Ok((open(place, &keys, None).await?, keys))
}

async fn open(place: &Place, keys: &Keys, fresh: Option<(HistoryId, bool)>) -> anyhow::Result<Store> {
    let db: Arc<dyn Db> = match &place.postgres {
        Some(url) => Arc::new(Postgres::open(url).await?),
        None => Arc::new(Sqlite::open(&sqlite::file(&place.data), &keys.record, fresh.is_some())?),
    };
    Ok(Store::open(db, Expected { public: keys.signing.public(), fresh }).await?)
}

async fn issue(store: &Store, keys: &Keys, whom: &ForWhom) -> anyhow::Result<(String, String)> {
    let office = office_of(&whom.unit, whom.on.unwrap_or_else(today), store.demo);
    let office = office.with_context(|| format!("no unit has the code {} on that day", whom.unit))?;
    let secret = CodeSecret::new(&keys::random()?);
    let new = NewCode { office, counter: whom.counter, digest: secret.digest(), at: now_ms() };
    let expires = stamp(store.issue(&new).await?)?;
    Ok((EnrolmentCode::new(secret, &keys.signing.public()).to_string(), expires))
}

/// The answer is written whole under its own name or not at all; an older one of that name is not overwritten.
async fn carry_in(place: &Place, file: &Path, to: &Path) -> anyhow::Result<ExitCode> {
    ensure!(!to.exists(), "{} is there already", to.display());
    let (store, keys) = opened(place).await?;
    let app = App::new(store, keys.signing, String::new(), Limits::default());
    let carried = carry::carry_in(&app, file).await?;
    desk_store::write_whole(to, &carried.answer.encode())?;
    let set_aside: Vec<Value> =
        carried.set_aside.iter().map(|(seq, reason)| json!({ "seq": seq, "reason": reason.code() })).collect();
    let refused = carried.refused.map(|code| code.code());
    let answer = json!({
        "device": carried.head.device().to_string(),
        "office": carried.head.office,
        "new": carried.new,
        "known": carried.known,
        "files": carried.files,
        "set_aside": set_aside,
        "seq": carried.seq,
        "refused": refused,
    });
    let plain = format!(
        "{} new, {} known, {} files; the province has {} up to entry {}{}",
        carried.new,
        carried.known,
        carried.files,
        carried.head.device(),
        carried.seq,
        refused.map(|code| format!("; refused: {code}")).unwrap_or_default(),
    );
    told(place.json, &answer, &plain)
}

async fn account(store: &Store) -> anyhow::Result<(Value, String)> {
    let account = store.account().await?;
    let digest = hex::encode(account.digest);
    let mut plain = format!("{digest}\n{} entries", account.entries);
    let mut offices = Vec::new();
    for (office, entries, heads) in account.offices {
        let heads = hex::encode(heads);
        plain += &format!("\n{office}: {heads} over the machines' heads, {entries} entries");
        offices.push(json!({ "office": office, "entries": entries, "heads": heads }));
    }
    Ok((json!({ "digest": digest, "entries": account.entries, "offices": offices }), plain))
}

/// The record first, its keys after: a record without keys is noticed, keys without a record are nothing.
async fn backup(place: &Place, to: &Path) -> anyhow::Result<ExitCode> {
    ensure!(!to.exists(), "{} is there already", to.display());
    let (store, keys) = opened(place).await?;
    fs::create_dir_all(to)?;
    store.copy_to(&sqlite::file(to)).await?;
    keys::write_closed(&keys::file(to), &fs::read(keys::file(&place.data))?)?;
    // Not a backup before it was opened and every entry of it checked.
    let copy = open_copy(to, &keys).await?;
    let faults = copy.verify().await?.faults;
    ensure!(faults.is_empty(), "the copy does not hold: {}", faults.join("; "));
    let (mut answer, plain) = account(&copy).await?;
    answer["history"] = store.history.to_string().into();
    answer["at"] = stamp(now_ms())?.into();
    fs::write(to.join("backup.json"), answer.to_string())?;
    told(place.json, &answer, &plain)
}

async fn open_copy(folder: &Path, keys: &Keys) -> anyhow::Result<Store> {
    let place = Place { data: folder.to_owned(), postgres: None, json: false };
    open(&place, keys, None).await
}

async fn restore(place: &Place, from: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(from) = from {
        let (record, keys) = (sqlite::file(&place.data), keys::file(&place.data));
        ensure!(!record.exists(), "there is a record in {} already: move it away first", place.data.display());
        ensure!(sqlite::file(from).exists(), "there is no backup in {}", from.display());
        fs::create_dir_all(&place.data)?;
        if !keys.exists() {
            keys::write_closed(&keys, &fs::read(keys::file(from))?)?;
        }
        // Under another name until it has its new history: a half-restored record is never served.
        let half: PathBuf = place.data.join("restoring");
        fs::create_dir_all(&half)?;
        fs::copy(sqlite::file(from), sqlite::file(&half))?;
        let read = Keys::read(&place.data)?;
        let copy = begin_history(open_copy(&half, &read).await?).await?;
        let faults = copy.verify().await?.faults;
        ensure!(faults.is_empty(), "the backup does not hold: {}", faults.join("; "));
        drop(copy);
        // Closing the last connection has taken the log into the file.
        desk_store::put_in_place(&sqlite::file(&half), &record)?;
        fs::remove_dir_all(&half)?;
    } else {
        let (store, _) = opened(place).await?;
        begin_history(store).await?;
    }
    let (store, _) = opened(place).await?;
    let (mut answer, plain) = account(&store).await?;
    answer["history"] = store.history.to_string().into();
    told(place.json, &answer, &plain)
}

async fn begin_history(mut store: Store) -> anyhow::Result<Store> {
    store.begin_history(HistoryId(keys::random()?)).await?;
    Ok(store)
}

fn today() -> NaiveDate {
    let now = DateTime::from_timestamp_millis(now_ms()).unwrap_or_default();
    now.with_timezone(&desk_core::time::vietnam()).date_naive()
}

fn stamp(ms: i64) -> anyhow::Result<String> {
    let Some(at) = DateTime::from_timestamp_millis(ms) else { bail!("the clock is beyond all dates") };
    Ok(at.with_timezone(&desk_core::time::vietnam()).to_rfc3339_opts(SecondsFormat::Secs, false))
}

fn told(as_json: bool, answer: &Value, plain: &str) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    if as_json { writeln!(out, "{answer}") } else { writeln!(out, "{plain}") }?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Tells of a failure in the form that was asked for.
pub(crate) fn failed(as_json: bool, error: &anyhow::Error) -> ExitCode {
    let message = format!("{error:#}");
    // Standard output may be gone, which is no reason to end otherwise.
    let _ = if as_json {
        let error = json!({ "error": { "code": code(error), "message": message } });
        writeln!(std::io::stdout(), "{error}")
    } else {
        writeln!(std::io::stderr(), "desk-server: {message}")
    };
    ExitCode::FAILURE
}

fn code(error: &anyhow::Error) -> &'static str {
    if let Some(fault) = error.downcast_ref::<OpenFault>() {
        return match fault {
            OpenFault::Db(_) => "record",
            OpenFault::OtherProvince => "other_province",
            OpenFault::Nothing => "no_record",
            OpenFault::Demo => "demo",
        };
    }
    match error.downcast_ref::<RevokeFault>() {
        Some(RevokeFault::Unknown) => return "unknown_device",
        Some(RevokeFault::Beyond { .. }) => return "beyond_head",
        Some(RevokeFault::Raised { .. }) => return "revoked_before",
        Some(RevokeFault::Db(_)) => return "record",
        None => {}
    }
    if let Some(fault) = error.downcast_ref::<CarryInFault>() {
        return match fault {
            CarryInFault::File(CarryFault::Io(_)) => "file",
            CarryInFault::File(CarryFault::NotOne) => "carry_not_one",
            CarryInFault::File(CarryFault::Newer) => "carry_newer",
            CarryInFault::File(CarryFault::Torn) => "carry_torn",
            CarryInFault::File(CarryFault::Altered) => "carry_altered",
            CarryInFault::UnknownDevice => "unknown_device",
            CarryInFault::OtherOffice => "carry_other_office",
            CarryInFault::Demo => "demo",
            CarryInFault::Gap { .. } => "gap",
            CarryInFault::Db(_) => "record",
        };
    }
    if let Some(fault) = error.downcast_ref::<PublishFault>() {
        return publish::code(fault);
    }
    if error.downcast_ref::<keys::KeyFault>().is_some() {
        return "keys";
    }
    if error.downcast_ref::<desk_server::db::DbError>().is_some() { "record" } else { "refused" }
}
