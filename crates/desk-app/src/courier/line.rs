//! The line to the province: signed requests out, answers in. Nothing is concluded here but what an answer claims to be.

use std::{net::IpAddr, sync::Arc};

use desk_log::DeviceKey;
use desk_sync::{
    Failure, Problem, ProblemCode,
    http::{Request, sign},
    wire::{CODING, TYPE_CBOR, TYPE_ENTRIES, UNPACKED_BYTES_MAX},
};
use reqwest::{Method, Url, header::HeaderMap};

use crate::{
    error::AppError,
    outside::{Outgoing, Outside, Way},
};

/// The most bytes that are read of an answer.
const ANSWER_BYTES_MAX: u64 = UNPACKED_BYTES_MAX as u64 + 1024 * 1024;

/// A way to one server.
#[derive(Debug, Clone)]
pub(super) struct Line {
    way: Arc<dyn Way>,
    base: Url,
}

/// What came instead of an answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// No connection, no answer in time, or bytes that are none of ours.
    Nothing {
        /// True when something answered.
        answered: bool,
    },
    /// Later, perhaps after so many seconds.
    Later(Option<u64>),
    /// A problem with a known code.
    Problem(ProblemCode, Box<Problem>),
    /// An upload stands elsewhere: where it goes on.
    Offset(u64),
}

impl Fault {
    /// As the planner takes it.
    pub(super) fn failure(&self) -> Failure {
        match self {
            Fault::Nothing { .. } => Failure::NoAnswer,
            Fault::Later(retry_after_s) => Failure::Later { retry_after_s: *retry_after_s },
            Fault::Problem(ProblemCode::TooLarge, _) => Failure::TooLarge,
            Fault::Problem(code, _) => Failure::Problem(*code),
            Fault::Offset(_) => Failure::Problem(ProblemCode::Offset),
        }
    }
}

/// An answer's body and what went over the line for it, bodies only.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    pub(super) bytes_out: u64,
    /// Where a file stands, in answers about files.
    stands: Option<Stands>,
}

/// How much of a file the province has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stands {
    pub(super) bytes: u64,
    pub(super) complete: bool,
}

impl Stands {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok();
        let complete = match text("upload-complete")? {
            "?1" => true,
            "?0" => false,
            _ => return None,
        };
        Some(Stands { bytes: text("upload-offset")?.parse().ok()?, complete })
    }
}

/// A request before it is signed.
struct Asked<'a> {
    method: Method,
    path: &'a str,
    query: &'a str,
    /// Further headers, the body's type among them.
    headers: &'a [(&'static str, &'a str)],
    body: Option<Vec<u8>>,
}

impl Line {
    /// A line to a server; nothing is sent by this.
    ///
    /// # Errors
    /// [`AppError::BadAddress`] for an address that is not `https://host` (or `http://` on this very machine).
    pub(super) fn to(address: &str, outside: &dyn Outside) -> Result<Line, AppError> {
        let base = base(address)?;
        Ok(Line { way: outside.way(&base)?, base })
    }

    /// The address as it is kept.
    pub(super) fn address(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }

    /// `POST /v1/entries`.
    pub(super) fn entries(&self, key: &DeviceKey, batch: Vec<u8>) -> Result<Answer, Fault> {
        let headers = &[("content-type", TYPE_ENTRIES), ("content-encoding", CODING)];
        let asked = Asked { method: Method::POST, path: "/v1/entries", query: "", headers, body: Some(batch) };
        self.ask(asked, key)
    }

    /// `GET /v1/feed`.
    pub(super) fn feed(
        &self,
        key: &DeviceKey,
        (after, roster, limit): (u64, u64, u64),
        (reference, people): (u64, u64),
    ) -> Result<Answer, Fault> {
        let query = format!("after={after}&roster={roster}&limit={limit}&reference={reference}&people={people}");
        self.ask(Asked { method: Method::GET, path: "/v1/feed", query: &query, headers: &[], body: None }, key)
    }

    /// `GET /v1/feed`, answered when there is something new or so many seconds are over. Of the news one entry comes along.
    pub(super) fn news(
        &self,
        key: &DeviceKey,
        (after, roster, wait_s): (u64, u64, u64),
        (reference, people): (u64, u64),
    ) -> Result<Answer, Fault> {
        let query =
            format!("after={after}&roster={roster}&limit=1&reference={reference}&people={people}&wait={wait_s}");
        self.ask(Asked { method: Method::GET, path: "/v1/feed", query: &query, headers: &[], body: None }, key)
    }

    /// `POST /v1/enrol`.
    pub(super) fn enrol(&self, key: &DeviceKey, request: Vec<u8>) -> Result<Answer, Fault> {
        let headers = &[("content-type", TYPE_CBOR)];
        self.ask(Asked { method: Method::POST, path: "/v1/enrol", query: "", headers, body: Some(request) }, key)
    }

    /// `HEAD /v1/files/{hash}`. Nothing of it is there where the province does not know it.
    pub(super) fn file_state(&self, key: &DeviceKey, hash: &str) -> Result<Stands, Fault> {
        let path = format!("/v1/files/{hash}");
        let asked = Asked { method: Method::HEAD, path: &path, query: "", headers: &[], body: None };
        match self.ask(asked, key) {
            Ok(answer) => answer.stands.ok_or(Fault::Nothing { answered: true }),
            // An answer to HEAD has no body that could say more: the next request will.
            Err(Fault::Nothing { answered: true }) => Ok(Stands { bytes: 0, complete: false }),
            Err(fault) => Err(fault),
        }
    }

    /// `PUT /v1/files/{hash}`: a piece, from where the upload stands.
    pub(super) fn put_piece(
        &self,
        key: &DeviceKey,
        hash: &str,
        from: u64,
        last: bool,
        piece: Vec<u8>,
    ) -> Result<Stands, Fault> {
        let (path, from) = (format!("/v1/files/{hash}"), from.to_string());
        let headers = &[
            ("content-type", "application/octet-stream"),
            ("upload-offset", from.as_str()),
            ("upload-complete", if last { "?1" } else { "?0" }),
        ];
        let asked = Asked { method: Method::PUT, path: &path, query: "", headers, body: Some(piece) };
        self.ask(asked, key)?.stands.ok_or(Fault::Nothing { answered: true })
    }

    /// `GET /v1/files/{hash}`: so many bytes from there on.
    pub(super) fn file_piece(&self, key: &DeviceKey, hash: &str, from: u64, bytes: u64) -> Result<Vec<u8>, Fault> {
        let path = format!("/v1/files/{hash}");
        let range = format!("bytes={from}-{}", (from + bytes).saturating_sub(1));
        // An empty file has no range.
        let headers: &[(&str, &str)] = if bytes == 0 { &[] } else { &[("range", &range)] };
        let answer = self.ask(Asked { method: Method::GET, path: &path, query: "", headers, body: None }, key)?;
        answer.stands.filter(|stands| stands.complete).map(|_| answer.body).ok_or(Fault::Nothing { answered: true })
    }

    fn ask(&self, asked: Asked<'_>, key: &DeviceKey) -> Result<Answer, Fault> {
        const NOTHING: Fault = Fault::Nothing { answered: false };
        let Asked { method, path, query, headers, body } = asked;
        let bytes = body.as_deref().unwrap_or_default();
        let bytes_out = bytes.len() as u64;
        let signed = sign(&Request { method: method.as_str(), path, query, body: bytes }, key, self.way.now_s());
        let mut url = self.base.join(path).map_err(|_| NOTHING)?;
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        let mut out = vec![("signature-input", signed.signature_input), ("signature", signed.signature)];
        out.extend(signed.content_digest.map(|digest| ("content-digest", digest)));
        out.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let request =
            Outgoing { method, url, headers: out, body: body.unwrap_or_default(), answer_bytes_max: ANSWER_BYTES_MAX };
        let answer = self.way.carry(request).ok_or(NOTHING)?;
        if matches!(answer.status, 200..=299) {
            // Cut in the middle, or endless: whatever it is, it was something that answered.
            let body = answer.body.ok_or(Fault::Nothing { answered: true })?;
            return Ok(Answer { body, bytes_out, stands: Stands::of(&answer.headers) });
        }
        let number = |name: &str| answer.headers.get(name)?.to_str().ok()?.trim().parse().ok();
        let problem = answer.body.as_deref().and_then(Problem::decode);
        match (problem.as_ref().and_then(Problem::known), problem) {
            _ if matches!(answer.status, 429 | 503) => Err(Fault::Later(number("retry-after"))),
            (Some(code), Some(problem)) if code.status() == answer.status => match (code, number("upload-offset")) {
                (ProblemCode::Offset, Some(offset)) => Err(Fault::Offset(offset)),
                (_, _) => Err(Fault::Problem(code, Box::new(problem))),
            },
            (_, _) => Err(Fault::Nothing { answered: true }),
        }
    }
}

/// Reads an address as people type it.
fn base(address: &str) -> Result<Url, AppError> {
    let typed = address.trim();
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).map_err(|_| AppError::BadAddress)?;
    let host = url.host_str().ok_or(AppError::BadAddress)?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let safe = url.scheme() == "https" || (url.scheme() == "http" && here);
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if safe && plain { Ok(url) } else { Err(AppError::BadAddress) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_this_very_machine() {
        for good in [
            "https://tinh.example",
            "tinh.example:8443",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost/",
        ] {
            assert!(base(good).is_ok(), "{good}");
        }
        for bad in [
            "http://tinh.example",
            "ftp://tinh.example",
            "https://tinh.example/v1",
            "https://a@tinh.example",
            "",
            "https://",
        ] {
            assert!(base(bad).is_err(), "{bad}");
        }
        assert_eq!(
            Line::to("tinh.example", &crate::outside::System).expect("an address").address(),
            "https://tinh.example"
        );
    }
}
