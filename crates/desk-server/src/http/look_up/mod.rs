//! `/h/{code}`: what a citizen's phone opens from the receipt's QR, and `/h/check`, what its script asks.
//!
//! The page has the same bytes whatever the code, and nothing is looked up for it: opening it tells nobody whether a
//! dossier exists. The proof stands in the address behind `#`, which phones keep to themselves; only the script posts it.

mod words;

use std::sync::{Arc, LazyLock};

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_core::code::DossierCode;
use desk_i18n::{Language, message};
use desk_log::proof::ReceiptProof;
use desk_sync::ProblemCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::{
    App, Refusal,
    limits::{Asker, address},
    signed::{SMALL_TIME, must_be, read},
};
use crate::store::LookUp;

/// The most bytes of a question: a code and a proof of 128 letters.
const QUESTION_BYTES_MAX: usize = 2_048;

/// The page and the policy that lets nothing run in it but its own script.
struct Page {
    html: String,
    policy: HeaderValue,
}

static PAGE: LazyLock<Page> = LazyLock::new(|| {
    let (style, script) = (include_str!("page.css"), include_str!("page.js"));
    let mut html = include_str!("page.html").to_owned();
    for key in ["title", "code", "asking", "silent", "later", "again", "no-script", "due", "collect", "about"] {
        for language in [Language::Vietnamese, Language::English] {
            let words = message(language, &format!("look-up-{key}"), &[]);
            html = html.replace(&format!("{{{}:{key}}}", language.tag()), &words);
        }
    }
    let html = html.replace("{style}", style).replace("{script}", script);
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; connect-src 'self'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(script),
        hash(style)
    );
    Page { html, policy: HeaderValue::from_str(&policy).expect("ASCII") }
});

/// The look-up page: the same for every code.
#[utoipa::path(
    get,
    path = "/h/{code}",
    params(("code" = String, Path, description = "What stands in the address; nothing is looked up for it.")),
    responses(
        (status = 200, description = "The page, the same bytes for every code.", content_type = "text/html", body = String),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn page() -> Response {
    let mut response = Response::new(Body::from(PAGE.html.as_str()));
    let headers = response.headers_mut();
    let plain: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in plain {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, PAGE.policy.clone());
    response
}

/// What the page's script asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// The code in the address.
    code: String,
    /// What stands behind `#`: the receipt's proof, docs/formats/receipt-qr.md.
    proof: String,
}

/// A sentence in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Words {
    /// Vietnamese.
    vi: String,
    /// English.
    en: String,
}

/// What is said to who holds a receipt: words to be shown as they are, nothing about anybody.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Told {
    /// `in_force`, `replaced`, or `nothing` for everything else.
    verdict: &'static str,
    /// The state, or why there is none.
    said: Words,
    /// When the result is promised, while that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Words>,
    /// Where to collect it, while that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    collect: Option<Words>,
}

/// How the dossier of a genuine receipt stands.
#[utoipa::path(
    post,
    path = "/h/check",
    request_body = Question,
    responses(
        (status = 200, description = "What the page shows.", body = Told),
        (status = 400, description = "Not a question.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 413, description = "Too large.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 415, description = "Another content type.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many questions from this address.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn check(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    if let Some(address) = address(&parts) {
        app.gate.pass(Asker::at(address)).map_err(|seconds| Refusal::new(ProblemCode::TooMany).after_s(seconds))?;
    }
    must_be(&parts, "application/json", None)?;
    let body = read(&app.gate, body, QUESTION_BYTES_MAX, SMALL_TIME).await?.bytes;
    let asked: Question = serde_json::from_slice(&body).map_err(|_| Refusal::new(ProblemCode::Malformed))?;
    let _place = app.gate.look_up().ok_or_else(|| Refusal::new(ProblemCode::Busy).after_s(2))?;
    let found = match (asked.code.parse::<DossierCode>(), asked.proof.parse::<ReceiptProof>()) {
        (Ok(code), Ok(proof)) => app.store.look_up(&code, &proof).await?,
        (Err(_), _) | (_, Err(_)) => LookUp::Nothing,
    };
    let told = words::told(&found);
    app.metrics.looked_up(told.verdict);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(told)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_nobody_else_and_leaves_no_word_open() {
        let html = &PAGE.html;
        assert!(!html.contains("://"), "nothing is fetched from anywhere");
        for language in ["{vi:", "{en:", "look-up-"] {
            assert!(!html.contains(language), "{language}");
        }
        // One script and one style, and the policy knows their hashes: what is between the tags is what was hashed.
        for (open, close) in [("<script>", "</script>"), ("<style>", "</style>")] {
            let inside = html.split_once(open).and_then(|(_, rest)| rest.split_once(close)).expect("one").0;
            let hash = STANDARD.encode(Sha256::digest(inside));
            assert!(PAGE.policy.to_str().unwrap().contains(&hash), "{open}");
            assert_eq!(html.matches(close).count(), 1);
        }
    }
}
