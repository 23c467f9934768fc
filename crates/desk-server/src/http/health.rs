//! Whether the service lives, whether it can work, and its figures.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use desk_sync::ProblemCode;

use super::{App, Refusal};

/// How long the record may take to answer.
const READY_TIME: Duration = Duration::from_secs(3);

/// The process answers.
#[utoipa::path(get, path = "/healthz", responses((status = 204, description = "Alive.")))]
pub(super) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The record answers.
#[utoipa::path(
    get,
    path = "/readyz",
    responses(
        (status = 204, description = "Ready."),
        (status = 500, description = "The record does not answer.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Not now.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<StatusCode, Refusal> {
    match tokio::time::timeout(READY_TIME, app.store.ready()).await {
        Ok(ready) => Ok(ready.map(|()| StatusCode::NO_CONTENT)?),
        Err(_) => Err(Refusal::new(ProblemCode::Busy).with_detail("the record does not answer").after_s(5)),
    }
}

/// Figures for Prometheus.
#[utoipa::path(get, path = "/metrics", responses((status = 200, description = "Figures.", content_type = "text/plain", body = String)))]
pub(super) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.text())
}
