//! `/v1/files/{sha256}`: scans and papers, in pieces that go on where the line was cut.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use desk_sync::ProblemCode;

use super::{App, By, Refusal, signed::signed};
use crate::store::{FileFault, FileState, Piece};

/// The most bytes of one piece, either way.
const PIECE_BYTES_MAX: usize = 1024 * 1024;

/// How far the upload has come.
#[utoipa::path(
    head,
    path = "/v1/files/{hash}",
    security(("device_signature" = [])),
    params(("hash" = String, Path, description = "SHA-256 of the file, lowercase hex.", pattern = "^[0-9a-f]{64}$")),
    responses(
        (status = 204, description = "Upload-Offset and Upload-Complete."),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 404, description = "Nothing of it is here.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn state(
    State(app): State<Arc<App>>,
    Path(hash): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let request = signed(&app, request, 0, false).await?;
    let by = request.by();
    let found = app.store.file_state(&request.device.office, named(&hash)?).await?;
    let found = found.ok_or_else(|| Refusal::new(ProblemCode::NotFound).to(by))?;
    Ok(told(by, StatusCode::NO_CONTENT, found))
}

/// A piece of an upload, from `Upload-Offset` on; `Upload-Complete: ?1` on the last one.
#[utoipa::path(
    put,
    path = "/v1/files/{hash}",
    security(("device_signature" = [])),
    params(
        ("hash" = String, Path, description = "SHA-256 of the file, lowercase hex.", pattern = "^[0-9a-f]{64}$"),
        ("Upload-Offset" = u64, Header, description = "Where the upload stands."),
        ("Upload-Complete" = Option<String>, Header, description = "?1 on the last piece.", pattern = "^\\?[01]$"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, description = "Complete, its hash checked."),
        (status = 204, description = "Taken."),
        (status = 400, description = "Malformed.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 404, description = "Not the name of a file.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 409, description = "The upload stands elsewhere; Upload-Offset says where.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 413, description = "Too large.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 422, description = "The bytes are not those of this hash.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn put(
    State(app): State<Arc<App>>,
    Path(hash): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let request = signed(&app, request, PIECE_BYTES_MAX, false).await?;
    let by = request.by();
    let malformed = || Refusal::new(ProblemCode::Malformed).to(by);
    let headers = &request.parts.headers;
    let start = number(headers, "upload-offset").ok_or_else(malformed)?;
    let last = match headers.get("upload-complete").map(HeaderValue::as_bytes) {
        Some(b"?1") => true,
        None | Some(b"?0") => false,
        Some(_) => return Err(malformed()),
    };
    let device = &request.device;
    let piece = Piece {
        office: &device.office,
        hash: named(&hash)?,
        start,
        bytes: &request.body,
        last,
        device: device.id(),
        at: app.now_ms(),
    };
    match app.store.put_piece(&piece).await {
        Ok(state) => Ok(told(by, if state.complete { StatusCode::CREATED } else { StatusCode::NO_CONTENT }, state)),
        Err(FileFault::Db(error)) => Err(error.into()),
        Err(FileFault::Offset(bytes)) => Err(Refusal::new(ProblemCode::Offset).at_offset(bytes).to(by)),
        Err(FileFault::Mismatch) => Err(Refusal::new(ProblemCode::FileMismatch).at_offset(0).to(by)),
        Err(FileFault::TooLarge) => Err(Refusal::new(ProblemCode::TooLarge).to(by)),
    }
}

/// A file of the office or of the reference data, perhaps a range of it. At most a piece is given: the rest is asked for by another range.
#[utoipa::path(
    get,
    path = "/v1/files/{hash}",
    security(("device_signature" = [])),
    params(("hash" = String, Path, description = "SHA-256 of the file, lowercase hex.", pattern = "^[0-9a-f]{64}$")),
    responses(
        (status = 200, description = "All of it.", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "A part.", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 404, description = "Not here, or not complete.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 416, description = "This range is not there.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn give(
    State(app): State<Arc<App>>,
    Path(hash): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let request = signed(&app, request, 0, false).await?;
    let by = request.by();
    let (office, hash) = (request.device.office.as_str(), named(&hash)?);
    let state = app.store.file_state(office, hash).await?.filter(|state| state.complete);
    // What is none of the office's may be a file of the reference data, which are everybody's.
    let published = if state.is_some() { None } else { app.store.set_file(hash).await? };
    let whole = match (state, &published) {
        (Some(state), _) => state.bytes,
        (None, Some(bytes)) => bytes.len() as u64,
        (None, None) => return Err(Refusal::new(ProblemCode::NotFound).to(by)),
    };
    let asked = range(&request.parts.headers, whole).ok_or_else(|| Refusal::new(ProblemCode::Range).to(by))?;
    let (start, end) = asked.unwrap_or((0, whole));
    let most = (end - start).min(PIECE_BYTES_MAX as u64);
    let bytes = match published {
        Some(bytes) => bytes.into_iter().skip(place(start)).take(place(most)).collect(),
        None => app.store.file_bytes(office, hash, start, most).await?,
    };
    let given = start + bytes.len() as u64;
    let mut response = told(by, StatusCode::OK, FileState { bytes: whole, complete: true });
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if (start, given) != (0, whole) {
        let text = format!("bytes {start}-{}/{whole}", given.saturating_sub(1));
        headers.insert(
            header::CONTENT_RANGE,
            HeaderValue::from_str(&text).map_err(|_| Refusal::new(ProblemCode::Internal))?,
        );
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    *response.body_mut() = Body::from(bytes);
    Ok(response)
}

fn place(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn named(hash: &str) -> Result<[u8; 32], Refusal> {
    let mut bytes = [0; 32];
    let lower = !hash.bytes().any(|byte| byte.is_ascii_uppercase());
    match hex::decode_to_slice(hash, &mut bytes) {
        Ok(()) if lower => Ok(bytes),
        Ok(()) | Err(_) => Err(Refusal::new(ProblemCode::NotFound)),
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The bytes asked for, from and up to (not with); none inside when all are; none at all when they are not there.
fn range(headers: &HeaderMap, whole: u64) -> Option<Option<(u64, u64)>> {
    let Some(value) = headers.get(header::RANGE) else { return Some(None) };
    let (from, to) = value.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let from: u64 = from.parse().ok()?;
    let to: u64 = if to.is_empty() { whole } else { to.parse::<u64>().ok()?.saturating_add(1).min(whole) };
    (from < to).then_some(Some((from, to)))
}

fn told(by: By, status: StatusCode, state: FileState) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert("upload-offset", state.bytes.into());
    headers.insert("upload-complete", HeaderValue::from_static(if state.complete { "?1" } else { "?0" }));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(by);
    response
}
