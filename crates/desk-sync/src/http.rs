//! Requests signed with the device key: HTTP Message Signatures (RFC 9421) over plain parts, and Content-Digest
//! (RFC 9530). The same code makes and verifies; neither knows an HTTP library.
//!
//! Covered are `@method`, `@path`, `@query` and, with a body, `content-digest`, nothing more and nothing less; the
//! parameters are `created`, `keyid`, `alg` and `tag`. A request is never refused for its time.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_core::ids::DeviceId;
use desk_log::{DeviceKey, signature_holds};
use sfv::{BareItem, Dictionary, InnerList, KeyRef, ListEntry, ListSerializer, Parser, StringRef};
use sha2::{Digest, Sha256};

/// The tag that says what the signature is for.
pub const TAG: &str = "motcua";
/// The label of the signature that is made here.
const LABEL: &str = "motcua";

/// A request as both ends see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// The method in capitals.
    pub method: &'a str,
    /// The path as it is sent, without the query.
    pub path: &'a str,
    /// The query as it is sent, without the question mark; empty when there is none.
    pub query: &'a str,
    /// The body as it is sent, packed; empty when there is none.
    pub body: &'a [u8],
}

/// Values of the headers that a signed request has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `Content-Digest`, with a body only.
    pub content_digest: Option<String>,
    /// `Signature-Input`.
    pub signature_input: String,
    /// `Signature`.
    pub signature: String,
}

/// Why a request is not signed as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpFault {
    /// There is no signature with our tag.
    #[error("the request is not signed")]
    Unsigned,
    /// A header does not have the form of a signature, or covers other parts, or has other parameters.
    #[error("the signature's headers are not of the form they should have")]
    Form,
    /// The body is not the one that was signed.
    #[error("the body is not the one that was signed")]
    Digest,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
}

/// Whose signature a request claims to have, and when it was made. Nothing is verified yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The device.
    pub device: DeviceId,
    /// The device's clock, seconds since 1970. Informs, never decides.
    pub created: i64,
}

/// Signs a request. `created` is in seconds since 1970.
pub fn sign(request: &Request<'_>, key: &DeviceKey, created: i64) -> SignedHeaders {
    let content_digest = (!request.body.is_empty()).then(|| content_digest(request.body));
    let mut components = vec!["@method", "@path", "@query"];
    if content_digest.is_some() {
        components.push("content-digest");
    }
    let list: Vec<String> = components.iter().map(|name| format!("\"{name}\"")).collect();
    let device = key.device();
    let params = format!("({});created={created};keyid=\"{device}\";alg=\"ed25519\";tag=\"{TAG}\"", list.join(" "));
    let base = base(request, content_digest.as_deref(), &components, &params);
    let signature = STANDARD.encode(key.sign(base.as_bytes()));
    SignedHeaders {
        content_digest,
        signature_input: format!("{LABEL}={params}"),
        signature: format!("{LABEL}=:{signature}:"),
    }
}

/// Whose key a request is to be verified with.
///
/// # Errors
/// When it has no signature of ours, or one of another form.
pub fn claim(signature_input: &str) -> Result<Claim, HttpFault> {
    parse(signature_input).map(|parsed| parsed.claim)
}

/// Verifies a request under the device's public key.
///
/// # Errors
/// When anything of it is other than what the device signed.
pub fn verify(request: &Request<'_>, headers: &SignedHeaders, public: &[u8; 32]) -> Result<Claim, HttpFault> {
    let parsed = parse(&headers.signature_input)?;
    if parsed.claim.device != desk_log::device_id(public) {
        return Err(HttpFault::Signature);
    }
    let mut wanted = vec!["@method", "@path", "@query"];
    if !request.body.is_empty() {
        wanted.push("content-digest");
    }
    let mut covered: Vec<&str> = parsed.components.iter().map(String::as_str).collect();
    let digest = headers.content_digest.as_deref();
    let base = base(request, digest, &covered, &parsed.params);
    covered.sort_unstable();
    wanted.sort_unstable();
    if covered != wanted {
        return Err(HttpFault::Form);
    }
    if !request.body.is_empty() && !digest_holds(digest.ok_or(HttpFault::Form)?, request.body)? {
        return Err(HttpFault::Digest);
    }
    let signatures: Dictionary = Parser::new(&headers.signature).parse().map_err(|_| HttpFault::Form)?;
    let signature = match signatures.get(parsed.label.as_str()) {
        Some(ListEntry::Item(item)) => item.bare_item.as_byte_sequence().and_then(|bytes| bytes.try_into().ok()),
        Some(ListEntry::InnerList(_)) | None => None,
    };
    if signature_holds(public, base.as_bytes(), signature.ok_or(HttpFault::Form)?) {
        Ok(parsed.claim)
    } else {
        Err(HttpFault::Signature)
    }
}

/// The value of `Content-Digest` for a body as sent.
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

/// Whether the header has a digest by SHA-256 that is the body's.
fn digest_holds(header: &str, body: &[u8]) -> Result<bool, HttpFault> {
    let digests: Dictionary = Parser::new(header).parse().map_err(|_| HttpFault::Form)?;
    match digests.get("sha-256") {
        Some(ListEntry::Item(item)) => {
            let digest = item.bare_item.as_byte_sequence().ok_or(HttpFault::Form)?;
            Ok(digest == Sha256::digest(body).as_slice())
        }
        Some(ListEntry::InnerList(_)) | None => Err(HttpFault::Form),
    }
}

/// The signature base of RFC 9421 §2.5.
fn base(request: &Request<'_>, digest: Option<&str>, components: &[&str], params: &str) -> String {
    let mut base = String::new();
    for component in components {
        base += &format!("\"{component}\": ");
        match *component {
            "@method" => base += request.method,
            "@path" => base += request.path,
            "@query" => {
                base.push('?');
                base += request.query;
            }
            // Anything else was refused, or is refused by who called.
            _ => base += digest.unwrap_or_default().trim(),
        }
        base.push('\n');
    }
    base + "\"@signature-params\": " + params
}

struct Parsed {
    label: String,
    claim: Claim,
    components: Vec<String>,
    /// The inner list in its one serialization, as it stands in the base.
    params: String,
}

fn parse(signature_input: &str) -> Result<Parsed, HttpFault> {
    let inputs: Dictionary = Parser::new(signature_input).parse().map_err(|_| HttpFault::Form)?;
    // Others may have signed as well, for their own purposes; ours is the one with our tag.
    let mut ours = inputs.iter().filter_map(|(label, entry)| match entry {
        ListEntry::InnerList(list) => (parameter(list, "tag") == Some(TAG)).then_some((label, list)),
        ListEntry::Item(_) => None,
    });
    let (label, list) = ours.next().ok_or(HttpFault::Unsigned)?;
    if ours.next().is_some() || list.params.len() != 4 || parameter(list, "alg") != Some("ed25519") {
        return Err(HttpFault::Form);
    }
    let created = list.params.get("created").and_then(BareItem::as_integer).ok_or(HttpFault::Form)?;
    let device = parameter(list, "keyid").and_then(|id| id.parse().ok()).ok_or(HttpFault::Form)?;
    let name = |item: &sfv::Item| -> Option<String> {
        let name = item.bare_item.as_string().map(StringRef::as_str)?;
        item.params.is_empty().then(|| name.to_owned())
    };
    let components = list.items.iter().map(name).collect::<Option<Vec<_>>>().ok_or(HttpFault::Form)?;
    let mut serializer = ListSerializer::new();
    serializer.members([&ListEntry::InnerList(list.clone())]);
    let params = serializer.finish().ok_or(HttpFault::Form)?;
    let claim = Claim { device, created: created.into() };
    Ok(Parsed { label: label.as_str().to_owned(), claim, components, params })
}

fn parameter<'a>(list: &'a InnerList, name: &'static str) -> Option<&'a str> {
    let name = KeyRef::from_str(name).ok()?;
    list.params.get(name)?.as_string().map(StringRef::as_str)
}
