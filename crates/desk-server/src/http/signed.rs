//! Who asks: a request is read whole, and verified under the key of the machine that it names.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, header, request::Parts},
};
use desk_sync::{
    LockOrder, ProblemCode, Signed,
    http::{self, HttpFault, SignedHeaders},
};

use super::{
    App, By, Refusal,
    limits::{Asker, Room},
};
use crate::store::Device;

/// A body must have come after this long: a connection that trickles holds up nobody else.
const BODY_TIME: Duration = Duration::from_secs(120);

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
    let device = app.store.device(claim.device).await?.ok_or(Refusal::new(ProblemCode::UnknownDevice))?;
    let by = By(device.id());
    // Before the body is read: a flood costs its sender more than us.
    app.gate
        .pass(Asker::Machine(device.id()))
        .map_err(|seconds| Refusal::new(ProblemCode::TooMany).after_s(seconds).to(by))?;
    let length = if bytes_max == 0 { Some(0) } else { length(&parts.headers) };
    let room = app.gate.room(length).ok_or_else(|| Refusal::new(ProblemCode::Busy).after_s(2).to(by))?;
    let body = read(body, bytes_max).await.map_err(|refusal| refusal.to(by))?;
    verify(&parts, &headers, &body, &device.public)?;
    if device.revoked.is_some() && !revoked_too {
        return Err(locked(app, &device));
    }
    Ok(SignedRequest { device, parts, body, _room: room })
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

/// Reads a body.
pub(crate) async fn read(body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(BODY_TIME, to_bytes(body, bytes_max)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Too long, or cut off: who is still there to read an answer has sent too much.
        Ok(Err(_)) => Err(Refusal::new(ProblemCode::TooLarge)),
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
