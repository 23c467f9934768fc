//! The server under load: taking entries into PostgreSQL against COPY of the same rows, and 200 desks that come back at once.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use desk_core::ids::EntryHash;
use desk_log::{Draft, Link as _, Opened, Sealed, seal};
use desk_server::{
    clock::now_ms,
    db::{Cell, Db, ENTRIES, How, STEPS, postgres::Postgres, sqlite, sqlite::Sqlite},
    keys::Keys,
    store::{Brought, Enrolment, Expected, NewCode, Store},
};
use desk_sync::{
    CodeSecret, EnrolRequest, HistoryId, PushAnswer,
    http::{Request, sign},
    wire::{BATCH_BYTES_MAX, BatchMaker, TYPE_ENTRIES, read_batch},
};

use crate::{
    Res,
    desk::{OFFICE, key, made_up, one_received},
    figure,
    server::{Server, fresh},
};

/// Entries of one machine, a dossier received each.
pub(crate) fn entries(many: u32) -> Res<Vec<Sealed>> {
    let pattern = one_received()?;
    chain(&pattern, OFFICE, 1, many)
}

fn chain(pattern: &desk_core::dossier::Received, office: &str, machine: u32, many: u32) -> Res<Vec<Sealed>> {
    let (key, mut entries) = (key(machine), Vec::<Sealed>::with_capacity(many as usize));
    for n in 0..many {
        let (id, received) = made_up(pattern, (machine % 10 + 1) as u8, n);
        let payload = desk_store::encode_dossier(&desk_core::dossier::Fact::Received(Box::new(received)))?;
        let draft = Draft {
            at: 1_709_600_400_000 + i64::from(n),
            offset_ms: None,
            actor: None,
            office: office.to_owned(),
            dossier: Some(id),
            builds_on: vec![],
            kind: payload.kind.to_owned(),
            kind_version: payload.version,
            reference: "2024-03-01".into(),
            body: payload.body.clone(),
        };
        let prev: Option<EntryHash> = entries.last().map(|entry| entry.hash());
        let mut salt = [0; 16];
        salt[..4].copy_from_slice(&machine.to_be_bytes());
        salt[4..8].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
        entries.push(seal(&key, u64::from(n) + 1, prev, draft, salt));
    }
    Ok(entries)
}

/// A batch of the first entries, packed, and how many fitted.
pub(crate) fn batch(entries: &[Sealed]) -> (Vec<u8>, usize) {
    let mut maker = BatchMaker::new(BATCH_BYTES_MAX);
    let mut taken = 0;
    for entry in entries {
        if !maker.add(&entry.cose, Some((&entry.salt, &entry.body))) {
            break;
        }
        taken += 1;
    }
    (maker.finish(), taken)
}

async fn enrol(store: &Store, office: &str, machine: u32, counter: u8) -> Res<()> {
    let mut random = [0; 9];
    random[..4].copy_from_slice(&machine.to_be_bytes());
    let secret = CodeSecret::new(&random);
    store.issue(&NewCode { office: office.to_owned(), counter, digest: secret.digest(), at: now_ms() }).await?;
    let request = EnrolRequest {
        secret,
        public: key(machine).public(),
        office: office.to_owned(),
        demo: true,
        name: format!("MAY-{machine}"),
        counter: Some(counter.into()),
    };
    match store.enrol(&request, now_ms()).await? {
        Enrolment::Enrolled(..) => Ok(()),
        Enrolment::Refused(why) => Err(format!("not enrolled: {why:?}").into()),
    }
}

/// Batches unpacked, verified and taken into custody, against COPY of the same rows into the same tables, one commit a batch.
pub(crate) fn ingest(many: u32) -> Res<()> {
    let url = std::env::var("MOTCUA_POSTGRES").map_err(|_| "MOTCUA_POSTGRES names the cluster: run it by cargo xtask bench")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut rest = entries(many)?.into_iter().collect::<Vec<_>>();
    let mut batches = Vec::new();
    while !rest.is_empty() {
        let (packed, taken) = batch(&rest);
        batches.push((packed, taken));
        rest.drain(..taken);
    }
    runtime.block_on(async {
        let public = desk_sync::ProvinceKey::from_secret([3; 32]).public();
        let expected = Expected { public, fresh: Some((HistoryId([9; 16]), true)) };
        let db: Arc<dyn Db> = Arc::new(Postgres::open(&url).await?);
        let store = Store::open(Arc::clone(&db), expected).await?;
        enrol(&store, OFFICE, 1, 2).await?;
        let began = Instant::now();
        for (packed, _) in &batches {
            let device = store.device(key(1).device()).await?.ok_or("the machine is gone")?;
            let items = read_batch(packed)?;
            let opened = items.into_iter().map(|entry| Sealed::open(entry.item.cose, entry.item.content, &device.public));
            let opened = opened.collect::<Result<Vec<Opened>, _>>()?;
            let brought = Brought { device: &device, entries: &opened, bytes: packed.len() as u64, at: now_ms() };
            let taken = store.take(&brought).await?;
            if taken.new != opened.len() {
                return Err("not all of a batch was taken".into());
            }
        }
        let ours = began.elapsed().as_secs_f64();
        if store.verify().await?.entries != u64::from(many) {
            return Err("not all is there".into());
        }
        // The same rows once more, of an office of another name, so that constraints, indexes and triggers do their work.
        let (mut rows, mut steps) = (Vec::new(), Vec::new());
        let other = format!("{OFFICE}/copy");
        let mut tx = db.begin(How::Write { lock: "bench" }).await?;
        let sql = "INSERT INTO offices (office, running) SELECT $1, running FROM offices WHERE office = $2";
        tx.execute(sql, &[other.as_str().into(), OFFICE.into()]).await?;
        let sql = "SELECT position, device, seq, hash, running, taken_at, bytes, cose, salt, body FROM entries \
                   WHERE office = $1 ORDER BY position";
        for mut row in tx.query(sql, &[OFFICE.into()]).await? {
            rows.push(vec![
                other.as_str().into(),
                row.int("position")?.into(),
                row.bytes("device")?.into(),
                row.int("seq")?.into(),
                row.bytes("hash")?.into(),
                row.bytes("running")?.into(),
                row.int("taken_at")?.into(),
                row.int("bytes")?.into(),
                Cell::Null,
                row.bytes("cose")?.into(),
                row.bytes("salt")?.into(),
                row.bytes("body")?.into(),
            ]);
        }
        let sql = "SELECT dossier, position, code FROM steps WHERE office = $1 ORDER BY position";
        for mut row in tx.query(sql, &[OFFICE.into()]).await? {
            let (dossier, position) = (row.bytes("dossier")?, row.int("position")?);
            steps.push(vec![other.as_str().into(), dossier.into(), position.into(), row.text("code")?.as_str().into()]);
        }
        tx.commit().await?;
        let began = Instant::now();
        for (_, taken) in &batches {
            let mut tx = db.begin(How::Write { lock: "bench" }).await?;
            tx.append(&ENTRIES, rows.drain(..*taken).collect()).await?;
            tx.append(&STEPS, steps.drain(..*taken).collect()).await?;
            tx.commit().await?;
        }
        let theirs = began.elapsed().as_secs_f64();
        // 0.3 of COPY's rate or more: at most 1 / 0.3 of its time.
        let what = format!("{many} entries verified into PostgreSQL");
        figure(&what, ours, Some(("COPY of the same rows", theirs)), "s", Some(("ratio", 1.0 / 0.3)));
        Ok(())
    })
}

/// Desks that all come back in the same moment with a backlog each.
pub(crate) fn storm((desks, each): (u32, u32)) -> Res<()> {
    let data = fresh("storm")?.join("data");
    drop(Server::on(data.clone())?); // founds the record
    let reference = desk_reference::Reference::shipped();
    let offices: Vec<String> = reference.units().all().iter().map(desk_reference::Unit::office_id).collect();
    let place = |n: u32| (offices[(n / 10) as usize % offices.len()].clone(), (n % 10 + 1) as u8);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let keys = Keys::read(&data)?;
        let db = Sqlite::open(&sqlite::file(&data), &keys.record, false)?;
        let store = Store::open(Arc::new(db), Expected { public: keys.signing.public(), fresh: None }).await?;
        for n in 0..desks {
            let (office, counter) = place(n);
            enrol(&store, &office, n, counter).await?;
        }
        Ok::<_, Box<dyn std::error::Error>>(())
    })?;
    let (pattern, public) = (one_received()?, Keys::read(&data)?.signing.public());
    let mut chains = Vec::new();
    for n in 0..desks {
        chains.push(chain(&pattern, &place(n).0, n, each)?);
    }
    let server = Server::on(data)?;
    let began = Instant::now();
    let drained: Vec<Res<()>> = thread::scope(|threads| {
        let desks: Vec<_> = chains
            .iter()
            .enumerate()
            .map(|(n, chain)| {
                let address = server.address.clone();
                threads.spawn(move || push(&address, &public, n as u32, chain).map_err(|error| error.to_string()))
            })
            .collect();
        let join = |desk: thread::ScopedJoinHandle<'_, Result<(), String>>| {
            desk.join().unwrap_or_else(|_| Err("a desk panicked".into())).map_err(Into::into)
        };
        desks.into_iter().map(join).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    drained.into_iter().collect::<Res<Vec<()>>>()?;
    let (memory, all) = (server.memory_mib()?, u64::from(desks) * u64::from(each));
    if server.entries()? != all {
        return Err("not all is in custody".into());
    }
    figure(&format!("storm of {desks} desks × {each} entries, drained"), seconds, None, "s", Some(("ours", 120.0)));
    figure("the same, server's memory", memory, None, "MiB", Some(("ours", 512.0)));
    Ok(())
}

/// Pushes a chain as a desk does, coming back when told to.
fn push(address: &str, public: &[u8; 32], machine: u32, chain: &[Sealed]) -> Res<()> {
    let key = key(machine);
    // The workspace's client is built to speak TLS, and wants to know by whose cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder().timeout(Duration::from_secs(120)).build()?;
    let mut after = 0;
    while after < chain.len() {
        let (packed, _) = batch(&chain[after..]);
        let signed = sign(&Request { method: "POST", path: "/v1/entries", query: "", body: &packed }, &key, now_ms() / 1_000);
        let request = client
            .post(format!("{address}/v1/entries"))
            .header("content-type", TYPE_ENTRIES)
            .header("content-encoding", "zstd")
            .header("content-digest", signed.content_digest.unwrap_or_default())
            .header("signature-input", signed.signature_input)
            .header("signature", signed.signature);
        let answer = request.body(packed).send()?;
        match answer.status().as_u16() {
            200 => after = usize::try_from(PushAnswer::decode(&answer.bytes()?, public)?.head.seq())?,
            429 | 503 => {
                let later = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
                thread::sleep(Duration::from_millis(later.unwrap_or(1) * 1_000 + u64::from(machine % 50) * 20));
            }
            other => return Err(format!("machine {machine}: {other}").into()),
        }
    }
    Ok(())
}
