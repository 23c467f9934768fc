//! The description of the service (OpenAPI 3.1), made from the handlers themselves.

use axum::{Json, extract::State, response::IntoResponse};
use utoipa::{
    Modify, OpenApi, ToSchema,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};

use std::sync::Arc;

use super::App;

/// The name under which the description lists signed requests.
pub(super) const SIGNED: &str = "device_signature";

/// An error (RFC 9457). `docs/formats/sync.md` section 6 lists the codes.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "described, not made: what is sent is desk-sync's own type")]
pub(super) struct ProblemShape {
    /// `urn:motcua:problem:<code>`.
    r#type: String,
    /// One line.
    title: String,
    /// The status, once more.
    status: u16,
    /// One of a closed list.
    code: String,
    /// More words for a log, without personal data.
    detail: Option<String>,
    /// A signed statement of the province, base64url.
    statement: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Một Cửa, the province",
        description = "Custody, countersigned heads and feeds. docs/formats/sync.md gives the bytes of every body.",
    ),
    components(schemas(ProblemShape)),
    modifiers(&Signature),
)]
pub(super) struct Description;

struct Signature;

impl Modify for Signature {
    fn modify(&self, description: &mut openapi::OpenApi) {
        let about = "HTTP Message Signature (RFC 9421) by the device's Ed25519 key over @method, @path, @query and, with \
                     a body, content-digest; tag motcua.";
        let header = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description("Signature", about)));
        description.components.get_or_insert_default().add_security_scheme(SIGNED, header);
    }
}

/// The description, as JSON.
#[utoipa::path(get, path = "/openapi.json", responses((status = 200, description = "This description.")))]
pub(super) async fn openapi(State(app): State<Arc<App>>) -> impl IntoResponse {
    Json(app.description.clone())
}
