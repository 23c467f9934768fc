//! Who asks: a request is read whole, and verified under the key of the machine that it names. Only then it takes of that
//! machine's allowance and a place among the requests in work.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Request, header, request::Parts},
};
use desk_sync::{
    LockOrder, ProblemCode, Signed,
    http::{self, HttpFault, SignedHeaders},
};
use futures_util::StreamExt as _;
use tokio::sync::OwnedSemaphorePermit;

use super::{
    App, By, Refusal,
    limits::{Asker, Gate, Room, address},
};
use crate::store::Device;

/// A body must have come after this long: a connection that trickles holds up nobody else.
const BODY_TIME: Duration = Duration::from_secs(120);
/// The same for the few bytes of those who are not known yet.
pub(super) const SMALL_TIME: Duration = Duration::from_secs(15);

/// A request whose signature was verified.
pub(crate) struct SignedRequest {
    /// The machine.
    pub(crate) device: Device,
    /// Its path, query and headers.
    pub(crate) parts: Parts,
    /// Its body.
    pub(crate) body: Bytes,
    /// Held while it is worked on.
    _room: Room,
    /// Its place among the requests in work; none while it waits for something to happen.
    pub(crate) place: Option<OwnedSemaphorePermit>,
}

impl SignedRequest {
    /// For the log.
    pub(crate) fn by(&self) -> By {
        By(self.device.id())
    }
}

/// Reads a request of at most `bytes_max` bytes and verifies it. A revoked machine is let through only where the caller
/// says so.
pub(crate) async fn signed(
    app: &Arc<App>,
    request: Request<Body>,
    bytes_max: usize,
    revoked_too: bool,
) -> Result<SignedRequest, Refusal> {
    let (parts, body) = request.into_parts();
    let headers = signed_headers(&parts.headers)?;
    let claim = http::claim(&headers.signature_input).map_err(refuse)?;
    let (gate, from) = (&app.gate, address(&parts));
    let found = {
        let _turn = gate.turn(from).await?;
        app.store.device(claim.device).await?
    };
    let Some(device) = found else {
        gate.unproven(from);
        return Err(Refusal::new(ProblemCode::UnknownDevice));
    };
    let by = By(device.id());
    let length = if bytes_max == 0 { Some(0) } else { length(&parts.headers) };
    let room = gate.room(length).ok_or_else(|| Refusal::new(ProblemCode::Busy).after_s(2).to(by))?;
    // However slowly it comes, it holds up nobody: no place is taken yet.
    let Read { bytes: body, room } =
        read_into(gate, room, body, bytes_max, BODY_TIME).await.map_err(|refusal| refusal.to(by))?;
    {
        let _turn = gate.turn(from).await?;
        verify(&parts, &headers, &body, &device.public).inspect_err(|_| gate.unproven(from))?;
    }
    gate.pass(Asker::Machine(device.id()))
        .map_err(|seconds| Refusal::new(ProblemCode::TooMany).after_s(seconds).to(by))?;
    let place = gate.place().map_err(|refusal| refusal.to(by))?;
    if device.revoked.is_some() && !revoked_too {
        return Err(locked(app, &device));
    }
    Ok(SignedRequest { device, parts, body, _room: room, place: Some(place) })
}

/// The answer to a revoked machine: its lock order.
pub(crate) fn locked(app: &App, device: &Device) -> Refusal {
    Refusal::new(ProblemCode::Revoked).with_statement(lock_order(app, device).bytes()).to(By(device.id()))
}

/// What stops a revoked machine.
pub(crate) fn lock_order(app: &App, device: &Device) -> Signed<LockOrder> {
    let trusted = device.revoked.flatten();
    let order = LockOrder { history: app.store.history, device: device.id(), trusted, at: app.now_ms() };
    Signed::make(order, &app.key)
}

/// A body, and the room that it takes.
pub(super) struct Read {
    pub(super) bytes: Bytes,
    room: Room,
}

/// Reads a small body.
pub(super) async fn read(gate: &Gate, body: Body, bytes_max: usize, longest: Duration) -> Result<Read, Refusal> {
    read_into(gate, Room::default(), body, bytes_max, longest).await
}

async fn read_into(
    gate: &Gate,
    mut room: Room,
    body: Body,
    bytes_max: usize,
    longest: Duration,
) -> Result<Read, Refusal> {
    let reading = async {
        let (mut whole, mut coming) = (Vec::new(), body.into_data_stream());
        while let Some(piece) = coming.next().await {
            // Too long, or cut off: who is still there to read an answer has sent too much.
            let piece = piece.map_err(|_| Refusal::new(ProblemCode::TooLarge))?;
            if whole.len() + piece.len() > bytes_max {
                return Err(Refusal::new(ProblemCode::TooLarge));
            }
            if !gate.more(&mut room, piece.len()) {
                return Err(Refusal::new(ProblemCode::Busy).after_s(2));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    };
    match tokio::time::timeout(longest, reading).await {
        Ok(whole) => whole.map(|whole| Read { bytes: whole.into(), room }),
        Err(_) => Err(Refusal::new(ProblemCode::Busy).after_s(5)),
    }
}

/// What a request says of its body's length.
fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Verifies a request that was read whole.
pub(crate) fn verify(parts: &Parts, headers: &SignedHeaders, body: &Bytes, public: &[u8; 32]) -> Result<(), Refusal> {
    let request = http::Request {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        body,
    };
    http::verify(&request, headers, public).map(|_claim| ()).map_err(refuse)
}

/// The headers of the signature. A header that comes twice is one list, as RFC 9651 §4.2 says.
pub(crate) fn signed_headers(headers: &HeaderMap) -> Result<SignedHeaders, Refusal> {
    let all = |name: &str| -> Option<String> {
        let values: Option<Vec<&str>> = headers.get_all(name).iter().map(|value| value.to_str().ok()).collect();
        values.filter(|values| !values.is_empty()).map(|values| values.join(", "))
    };
    let missing = || Refusal::new(ProblemCode::Unsigned);
    Ok(SignedHeaders {
        content_digest: all("content-digest"),
        signature_input: all("signature-input").ok_or_else(missing)?,
        signature: all("signature").ok_or_else(missing)?,
    })
}

fn refuse(fault: HttpFault) -> Refusal {
    let code = match fault {
        HttpFault::Unsigned => ProblemCode::Unsigned,
        HttpFault::Form | HttpFault::Digest | HttpFault::Signature => ProblemCode::BadSignature,
    };
    Refusal::new(code).with_detail(fault.to_string())
}

/// Refuses a body of another type or coding.
pub(crate) fn must_be(parts: &Parts, media: &str, coding: Option<&str>) -> Result<(), Refusal> {
    let is = |name, wanted: Option<&str>| {
        parts.headers.get(name).map(header::HeaderValue::as_bytes) == wanted.map(str::as_bytes)
    };
    if is(header::CONTENT_TYPE, Some(media)) && is(header::CONTENT_ENCODING, coding) {
        Ok(())
    } else {
        Err(Refusal::new(ProblemCode::MediaType))
    }
}
