//! Errors as they go over the wire (RFC 9457): a closed list of codes, never any personal data.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Content type of every error.
pub const TYPE_PROBLEM: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal;)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$name,)*];

            /// Its name on the wire.
            pub fn code(self) -> &'static str {
                match self { $(ProblemCode::$name => $code,)* }
            }

            /// The status it is answered with.
            pub fn status(self) -> u16 {
                match self { $(ProblemCode::$name => $status,)* }
            }

            /// A line for logs; what people read is in the desk's own catalogue, by code.
            pub fn title(self) -> &'static str {
                match self { $(ProblemCode::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// The request is not of the form it should have.
    Malformed = "malformed", 400, "the request is not of the form it should have";
    /// A signature is missing where one must be.
    Unsigned = "unsigned", 401, "the request is not signed";
    /// The signature or the digest of the body does not hold.
    BadSignature = "bad_signature", 401, "the signature of the request does not hold";
    /// No device with this id is enrolled here.
    UnknownDevice = "unknown_device", 401, "this device is not enrolled here";
    /// The device is revoked; the problem carries its lock order.
    Revoked = "revoked", 403, "this device is revoked";
    /// No such code was issued for this office.
    CodeUnknown = "code_unknown", 403, "no such enrolment code";
    /// The code was used by another device.
    CodeUsed = "code_used", 403, "this enrolment code was used";
    /// The code is older than it may be.
    CodeExpired = "code_expired", 403, "this enrolment code has expired";
    /// The code is for another counter than the desk's.
    CodeCounter = "code_counter", 403, "this enrolment code is for another counter";
    /// The counter has a device that works.
    CounterTaken = "counter_taken", 409, "this counter has a device already";
    /// The device is enrolled at another office or counter.
    EnrolledElsewhere = "enrolled_elsewhere", 409, "this device is enrolled at another office or counter";
    /// A demo desk at a real server.
    DemoDesk = "demo_desk", 403, "this server takes no demo desks";
    /// A real desk at a demo server.
    DemoServer = "demo_server", 403, "this server takes demo desks only";
    /// A batch of another device than the one that signed the request.
    OtherDevice = "other_device", 403, "the entries are of another device";
    /// Entries are missing before the batch; the problem carries the countersigned head.
    Gap = "gap", 409, "entries are missing before these";
    /// Another entry is kept at this place; the problem carries the countersigned head of the branch that came first.
    Fork = "fork", 409, "another entry is kept at this place";
    /// An entry that does not hold: signature, body or its place after the one before. Carries the countersigned head.
    EntryInvalid = "entry_invalid", 422, "an entry does not hold";
    /// An upload does not go on where the server has it.
    Offset = "offset", 409, "the upload does not go on where it ended";
    /// The bytes of a file are not those its name says.
    FileMismatch = "file_mismatch", 422, "the bytes are not those of this hash";
    /// Nothing is there.
    NotFound = "not_found", 404, "nothing is there";
    /// The path exists, the method does not.
    Method = "method", 405, "this method is not known here";
    /// Larger than allowed: send less at a time.
    TooLarge = "too_large", 413, "larger than allowed";
    /// The body is of another content type or coding than it should be.
    MediaType = "media_type", 415, "not of the expected content type";
    /// The range cannot be given.
    Range = "range", 416, "this range is not there";
    /// Too many requests of this device: later.
    TooMany = "too_many", 429, "too many requests";
    /// The server has too much to do: later.
    Busy = "busy", 503, "the server is busy";
    /// Something unexpected, found in the server's log by its number.
    Internal = "internal", 500, "something unexpected happened";
}

impl ProblemCode {
    /// The code of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|found| found.code() == code)
    }
}

/// An error as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:motcua:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One line.
    pub title: String,
    /// The status, once more.
    pub status: u16,
    /// One of the closed list; another one when the server is newer.
    pub code: String,
    /// More words for a log, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// A signed statement that goes with it, in base64url: a lock order or a countersigned head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

impl Problem {
    /// The problem of a code.
    pub fn new(code: ProblemCode) -> Self {
        Problem {
            kind: format!("urn:motcua:problem:{}", code.code()),
            title: code.title().to_owned(),
            status: code.status(),
            code: code.code().to_owned(),
            detail: None,
            statement: None,
        }
    }

    /// With more words for a log. No personal data.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Problem { detail: Some(detail.into()), ..self }
    }

    /// With a signed statement.
    #[must_use]
    pub fn with_statement(self, bytes: &[u8]) -> Self {
        Problem { statement: Some(URL_SAFE_NO_PAD.encode(bytes)), ..self }
    }

    /// The code, where it is one that this program knows.
    pub fn known(&self) -> Option<ProblemCode> {
        ProblemCode::from_code(&self.code)
    }

    /// The bytes of the statement that it carries, not verified.
    pub fn statement(&self) -> Option<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(self.statement.as_deref()?).ok()
    }

    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and a number always encode")
    }

    /// Reads one; none when the bytes are something else, as a captive portal's page is.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_name_and_reads_back_with_its_statement() {
        for (place, code) in ProblemCode::ALL.iter().enumerate() {
            assert_eq!(ProblemCode::from_code(code.code()), Some(*code));
            assert!(!ProblemCode::ALL[..place].iter().any(|other| other.code() == code.code()));
            let problem = Problem::new(*code).with_detail("why").with_statement(&[0xff, 0xfe, 1]);
            let read = Problem::decode(&problem.encode()).unwrap();
            assert_eq!((read.known(), read.statement()), (Some(*code), Some(vec![0xff, 0xfe, 1])));
        }
        assert_eq!(Problem::decode(b"<!DOCTYPE html><title>Login</title>"), None);
    }
}
