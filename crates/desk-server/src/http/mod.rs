//! The doors: a router, one file a resource, and what stands in front of all of them.

mod answer;
mod enrol;
mod entries;
mod feed;
mod files;
mod health;
mod limits;
mod metrics;
mod signed;

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use desk_core::ids::DeviceId;
use desk_sync::{CountersignedHead, FeedCursor, FeedHead, ProblemCode, ProvinceKey, Signed, TrustedHead};

pub use answer::Refusal;
pub use limits::Limits;

use crate::{clock::now_ms, store::Store};

/// What every handler needs.
pub struct App {
    /// The record.
    pub store: Store,
    /// Signs what is said.
    pub key: ProvinceKey,
    /// What stands before a dossier's code in a receipt's QR.
    pub look_up: String,
    gate: limits::Gate,
    metrics: metrics::Metrics,
}

impl App {
    /// Ready to serve.
    pub fn new(store: Store, key: ProvinceKey, look_up: String, limits: Limits) -> Self {
        App { store, key, look_up, gate: limits::Gate::new(limits), metrics: metrics::Metrics::default() }
    }

    pub(crate) fn countersign(&self, device: DeviceId, head: Option<TrustedHead>) -> Signed<CountersignedHead> {
        let statement = CountersignedHead { history: self.store.history, device, head, at: now_ms() };
        Signed::make(statement, &self.key)
    }

    pub(crate) fn sign_feed(&self, office: &str, at: FeedCursor) -> Signed<FeedHead> {
        let FeedCursor { position, running } = at;
        let statement =
            FeedHead { history: self.store.history, office: office.to_owned(), position, running, at: now_ms() };
        Signed::make(statement, &self.key)
    }
}

/// The whole service.
pub fn router(app: Arc<App>) -> Router {
    let work = Router::new()
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/entries", post(entries::push))
        .route("/v1/feed", get(feed::page))
        .route("/v1/files/{hash}", get(files::give).head(files::state).put(files::put))
        .method_not_allowed_fallback(|| async { Refusal::new(ProblemCode::Method) })
        .layer(from_fn_with_state(app.clone(), limits::in_flight));
    // Health is answered however much there is to do.
    let health = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .method_not_allowed_fallback(|| async { Refusal::new(ProblemCode::Method) });
    work.merge(health)
        .fallback(|| async { Refusal::new(ProblemCode::NotFound) })
        .layer(from_fn_with_state(app.clone(), watch))
        .with_state(app)
}

/// The machine that a request was verified for, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By(pub(crate) DeviceId);

/// One line of log and the figures of each request. No body, no query, no name; a path only as its pattern.
async fn watch(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await.into_response();
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let device = response.extensions().get::<By>().map(|By(device)| device.to_string());
    let problem = response.extensions().get::<ProblemCode>().map(|code| code.code());
    app.metrics.answered(&method, &path, status, took);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, ms, device, problem, "answered");
    response
}
