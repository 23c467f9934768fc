//! Answers: bytes of ours, or a problem with its code.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use desk_sync::{
    Problem, ProblemCode,
    problem::TYPE_PROBLEM,
    wire::{CODING, TYPE_CBOR},
};

use rusqlite::ErrorCode;

use super::By;
use crate::db::DbError;

/// Why a request was not done.
#[derive(Debug)]
pub struct Refusal {
    code: ProblemCode,
    /// Boxed, because every handler may answer with a refusal.
    problem: Box<Problem>,
    retry_after_s: Option<u64>,
    by: Option<By>,
    offset: Option<u64>,
}

impl Refusal {
    /// The refusal of a code.
    pub fn new(code: ProblemCode) -> Self {
        Refusal { code, problem: Box::new(Problem::new(code)), retry_after_s: None, by: None, offset: None }
    }

    /// With words for who reads logs. Nothing personal.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Refusal { problem: Box::new(self.problem.with_detail(detail)), ..self }
    }

    /// With a statement of the province.
    #[must_use]
    pub fn with_statement(self, bytes: &[u8]) -> Self {
        Refusal { problem: Box::new(self.problem.with_statement(bytes)), ..self }
    }

    /// Not before so many seconds.
    #[must_use]
    pub fn after_s(self, seconds: u64) -> Self {
        Refusal { retry_after_s: Some(seconds), ..self }
    }

    /// Where an upload stands.
    #[must_use]
    pub(crate) fn at_offset(self, bytes: u64) -> Self {
        Refusal { offset: Some(bytes), ..self }
    }

    /// For this machine.
    #[must_use]
    pub(crate) fn to(self, by: By) -> Self {
        Refusal { by: Some(by), ..self }
    }
}

impl From<DbError> for Refusal {
    /// Told in full to the log, by a number to whoever asked. A database that does not answer is a matter of later.
    fn from(error: DbError) -> Self {
        let number = crate::clock::now_ms();
        tracing::error!(number, %error, "the record did not answer");
        let detail = format!("see the server's log, number {number}");
        match error {
            DbError::Pool(_) => Refusal::new(ProblemCode::Busy).with_detail(detail).after_s(5),
            DbError::Postgres(error) if error.is_closed() => {
                Refusal::new(ProblemCode::Busy).with_detail(detail).after_s(5)
            }
            DbError::File(desk_store::StoreError::Busy) => {
                Refusal::new(ProblemCode::Busy).with_detail(detail).after_s(5)
            }
            DbError::Sqlite(rusqlite::Error::SqliteFailure(why, _))
                if matches!(why.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
            {
                Refusal::new(ProblemCode::Busy).with_detail(detail).after_s(5)
            }
            // Somebody has to make room; until then desks keep what they have.
            DbError::Sqlite(rusqlite::Error::SqliteFailure(why, _)) if why.code == ErrorCode::DiskFull => {
                Refusal::new(ProblemCode::Busy).with_detail(detail).after_s(300)
            }
            DbError::File(_)
            | DbError::Sqlite(_)
            | DbError::Postgres(_)
            | DbError::Column(_)
            | DbError::Newer { .. }
            | DbError::Refused(_) => Refusal::new(ProblemCode::Internal).with_detail(detail),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.problem.encode()));
        *response.status_mut() = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE_PROBLEM));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(offset) = self.offset {
            headers.insert("upload-offset", offset.into());
        }
        response.extensions_mut().insert(self.code);
        if let Some(by) = self.by {
            response.extensions_mut().insert(by);
        }
        response
    }
}

/// An answer in CBOR.
pub(crate) fn cbor(by: By, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE_CBOR));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(by);
    response
}

/// An answer in CBOR under zstd.
pub(crate) fn packed(by: By, bytes: Vec<u8>) -> Response {
    let mut response = cbor(by, bytes);
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(CODING));
    response
}
