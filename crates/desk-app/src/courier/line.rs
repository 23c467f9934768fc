//! The line to the province: signed requests out, answers in. Nothing is concluded here but what an answer claims to be.

use std::{net::IpAddr, sync::Arc};

use desk_log::DeviceKey;
use desk_sync::{
    Failure, Problem, ProblemCode,
    http::{Request, sign},
    wire::{CODING, TYPE_CBOR, TYPE_ENTRIES, UNPACKED_BYTES_MAX},
};
use reqwest::Url;

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
}

impl Fault {
    /// As the planner takes it.
    pub(super) fn failure(&self) -> Failure {
        match self {
            Fault::Nothing { .. } => Failure::NoAnswer,
            Fault::Later(retry_after_s) => Failure::Later { retry_after_s: *retry_after_s },
            Fault::Problem(ProblemCode::TooLarge, _) => Failure::TooLarge,
            Fault::Problem(code, _) => Failure::Problem(*code),
        }
    }
}

/// An answer's body and what went over the line for it, bodies only.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    pub(super) bytes_out: u64,
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
        self.ask("POST", "/v1/entries", "", Some((TYPE_ENTRIES, batch)), key)
    }

    /// `GET /v1/feed`.
    pub(super) fn feed(&self, key: &DeviceKey, after: u64, roster: u64, limit: u64) -> Result<Answer, Fault> {
        self.ask("GET", "/v1/feed", &format!("after={after}&roster={roster}&limit={limit}"), None, key)
    }

    /// `POST /v1/enrol`.
    pub(super) fn enrol(&self, key: &DeviceKey, request: Vec<u8>) -> Result<Answer, Fault> {
        self.ask("POST", "/v1/enrol", "", Some((TYPE_CBOR, request)), key)
    }

    fn ask(
        &self,
        method: &str,
        path: &str,
        query: &str,
        body: Option<(&str, Vec<u8>)>,
        key: &DeviceKey,
    ) -> Result<Answer, Fault> {
        const NOTHING: Fault = Fault::Nothing { answered: false };
        let bytes = body.as_ref().map_or(&[][..], |(_, body)| body);
        let bytes_out = bytes.len() as u64;
        let signed = sign(&Request { method, path, query, body: bytes }, key, self.way.now_s());
        let mut url = self.base.join(path).map_err(|_| NOTHING)?;
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        let mut headers = vec![("signature-input", signed.signature_input), ("signature", signed.signature)];
        headers.extend(signed.content_digest.map(|digest| ("content-digest", digest)));
        let body = body.map_or_else(Vec::new, |(kind, body)| {
            headers.push(("content-type", kind.to_owned()));
            if kind == TYPE_ENTRIES {
                headers.push(("content-encoding", CODING.to_owned()));
            }
            body
        });
        let request = Outgoing { method, url, headers, body, answer_bytes_max: ANSWER_BYTES_MAX };
        let answer = self.way.carry(request).ok_or(NOTHING)?;
        if matches!(answer.status, 200..=299) {
            // Cut in the middle, or endless: whatever it is, it was something that answered.
            let body = answer.body.ok_or(Fault::Nothing { answered: true })?;
            return Ok(Answer { body, bytes_out });
        }
        let problem = answer.body.and_then(|body| Problem::decode(&body));
        match (problem.as_ref().and_then(Problem::known), problem) {
            _ if matches!(answer.status, 429 | 503) => {
                Err(Fault::Later(answer.retry_after.and_then(|value| value.trim().parse().ok())))
            }
            (Some(code), Some(problem)) if code.status() == answer.status => {
                Err(Fault::Problem(code, Box::new(problem)))
            }
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
