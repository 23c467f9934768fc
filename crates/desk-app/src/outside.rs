//! What reaches a desk from outside, other than people, its disk and its clock: chance, and the line to the province.
//! The program takes the system's; a simulation of many desks brings its own.

use std::{
    fmt::Debug,
    io::Read,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use reqwest::{Method, Url, blocking::Client, header::HeaderMap, redirect::Policy};

use crate::error::AppError;

/// Where a desk gets chance and its line from.
pub trait Outside: Send + Sync {
    /// Fills with random bytes.
    ///
    /// # Errors
    /// [`AppError::NoRandomness`].
    fn fill(&self, bytes: &mut [u8]) -> Result<(), AppError>;

    /// A way to a server; nothing is sent by this.
    ///
    /// # Errors
    /// [`AppError::BadAddress`].
    fn way(&self, base: &Url) -> Result<Arc<dyn Way>, AppError>;
}

/// A way that requests go and answers come back. Nothing is concluded here.
pub trait Way: Debug + Send + Sync {
    /// The machine's clock, seconds since 1970, for the request's signature. It informs, it decides nothing.
    fn now_s(&self) -> i64;

    /// Carries a request there and its answer back; none when no answer came.
    fn carry(&self, request: Outgoing) -> Option<Incoming>;
}

/// A request as it goes out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// What is asked.
    pub method: Method,
    /// Address, path and query.
    pub url: Url,
    /// Every header but the length.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// The most bytes that are read of an answer that is no error.
    pub answer_bytes_max: u64,
}

/// An answer as it came in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The status.
    pub status: u16,
    /// Every header.
    pub headers: HeaderMap,
    /// The body; none when it was cut, or longer than is read.
    pub body: Option<Vec<u8>>,
}

/// Random bytes.
pub(crate) fn random<const N: usize>(outside: &dyn Outside) -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    outside.fill(&mut bytes)?;
    Ok(bytes)
}

/// The most bytes that are read of an error.
const PROBLEM_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// The system's dice and HTTP.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct System;

impl Outside for System {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), AppError> {
        getrandom::fill(bytes).map_err(|_| AppError::NoRandomness)
    }

    fn way(&self, _base: &Url) -> Result<Arc<dyn Way>, AppError> {
        let http = crate::http::client()
            .connect_timeout(Duration::from_secs(10))
            // A batch of a MiB goes through 512 kbit/s in less.
            .timeout(Duration::from_secs(120))
            .redirect(Policy::none()) // who redirects is no province
            .user_agent(concat!("motcua/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| AppError::BadAddress)?;
        Ok(Arc::new(Http(http)))
    }
}

/// HTTP, by a connection that is kept open between requests.
#[derive(Debug)]
struct Http(Client);

impl Way for Http {
    fn now_s(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
    }

    fn carry(&self, request: Outgoing) -> Option<Incoming> {
        let Outgoing { method, url, headers, body, answer_bytes_max } = request;
        let mut out = self.0.request(method, url);
        if !body.is_empty() {
            out = out.body(body);
        }
        for (name, value) in headers {
            out = out.header(name, value);
        }
        let answer = out.send().ok()?;
        let status = answer.status();
        let headers = answer.headers().clone();
        let most = if status.is_success() { answer_bytes_max } else { PROBLEM_BYTES_MAX };
        Some(Incoming { status: status.as_u16(), headers, body: read(answer, most) })
    }
}

/// None when it was cut in the middle, or endless.
fn read(answer: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let whole = answer.take(most + 1).read_to_end(&mut body);
    (whole.is_ok() && body.len() as u64 <= most).then_some(body)
}
