//! Whether the service lives, whether it can work, and its figures.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use super::{App, Refusal};

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `GET /readyz`: the record answers.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<StatusCode, Refusal> {
    app.store.ready().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /metrics`.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.text())
}
