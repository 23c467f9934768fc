//! `POST /v1/entries`: a batch is verified, taken into custody, and countersigned.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use desk_log::{EntryFault, Opened, Sealed};
use desk_sync::{
    ProblemCode, PushAnswer, WireFault,
    wire::{BatchItem, CODING, TYPE_ENTRIES, UNPACKED_BYTES_MAX, read_batch},
};

use super::{
    App, Refusal, answer,
    signed::{SignedRequest, locked, must_be, signed},
};
use crate::{
    custody::Ending,
    store::{Brought, Device, Taken},
};

/// Takes a batch of entries into custody.
#[utoipa::path(
    post,
    path = "/v1/entries",
    security(("device_signature" = [])),
    request_body(content = Vec<u8>, content_type = "application/vnd.motcua.entries+cbor-seq"),
    responses(
        (status = 200, description = "Countersigned head, entries set aside, feed head.", content_type = "application/vnd.motcua+cbor", body = Vec<u8>),
        (status = 400, description = "Malformed.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 409, description = "A gap or a fork, with the countersigned head.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 413, description = "Too large.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 415, description = "Another content type.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 422, description = "An entry does not hold; what came before it is in custody.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn push(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    // What a revoked machine sends is kept too, apart.
    let request = signed(&app, request, UNPACKED_BYTES_MAX, true).await?;
    let by = request.by();
    take(&app, request).await.map_err(|refusal| refusal.to(by))
}

async fn take(app: &Arc<App>, request: SignedRequest) -> Result<Response, Refusal> {
    must_be(&request.parts, TYPE_ENTRIES, Some(CODING))?;
    let by = request.by();
    let SignedRequest { device, body, .. } = request;
    let bytes = body.len();
    let _batch = app.gate.batch().await;
    let (device, opened) = {
        // Unpacking and signatures are work for a core, not for the threads that listen.
        let opening = tokio::task::spawn_blocking(move || open(&device, &body).map(|opened| (device, opened)));
        opening.await.map_err(|_| Refusal::new(ProblemCode::Internal))??
    };
    let Batch { entries, fault } = opened;
    let taken = if entries.is_empty() {
        let feed = app.store.feed_end(&device.office).await?;
        let ending = if device.revoked.is_some() { Ending::Revoked } else { Ending::Taken };
        Taken { ending, head: device.head, set_aside: vec![], feed, new: 0 }
    } else {
        let at = app.now_ms();
        app.store.take(&Brought { device: &device, entries: &entries, bytes: bytes as u64, at }).await?
    };
    if taken.new > 0 {
        app.news.tell(&device.office);
    }
    app.metrics.took_in(taken.new, taken.set_aside.len(), bytes);
    // Durable now: only from here on is anything said about it.
    let head = app.countersign(device.id(), taken.head);
    let refuse = |code: ProblemCode| Refusal::new(code).with_statement(head.bytes());
    match (taken.ending, fault) {
        (Ending::Revoked, _) => {
            // It may have been revoked while this request was on its way.
            let device = app.store.device(device.id()).await?.unwrap_or(device);
            Err(locked(app, &device))
        }
        (Ending::Fork, _) => Err(refuse(ProblemCode::Fork)),
        (Ending::Gap, _) => Err(refuse(ProblemCode::Gap)),
        (Ending::Taken, Some((seq, fault))) => {
            Err(refuse(ProblemCode::EntryInvalid).with_detail(format!("entry {seq}: {fault}")))
        }
        (Ending::Taken, None) => {
            let feed = app.sign_feed(&device.office, taken.feed);
            Ok(answer::cbor(by, PushAnswer { head, set_aside: taken.set_aside, feed }.encode()))
        }
    }
}

/// Entries that hold, up to the first that does not.
struct Batch {
    entries: Vec<Opened>,
    fault: Option<(u64, EntryFault)>,
}

fn open(device: &Device, packed: &[u8]) -> Result<Batch, Refusal> {
    let batch = read_batch(packed).map_err(|fault| {
        let code = match fault {
            WireFault::TooLarge => ProblemCode::TooLarge,
            WireFault::Entry { .. } => ProblemCode::EntryInvalid,
            WireFault::Packing
            | WireFault::Form(_)
            | WireFault::Field(_)
            | WireFault::Statement(_)
            | WireFault::Order { .. }
            | WireFault::Empty => ProblemCode::Malformed,
        };
        Refusal::new(code).with_detail(fault.to_string())
    })?;
    if batch.iter().any(|entry| entry.header.device != device.id()) {
        return Err(Refusal::new(ProblemCode::OtherDevice));
    }
    let mut entries = Vec::with_capacity(batch.len());
    for BatchItem { item, header, .. } in batch {
        match Sealed::open(item.cose, item.content, &device.public) {
            Ok(entry) => entries.push(entry),
            Err(fault) => return Ok(Batch { entries, fault: Some((header.seq, fault)) }),
        }
    }
    Ok(Batch { entries, fault: None })
}
