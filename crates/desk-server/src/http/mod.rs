//! The doors: a router, one file a resource, and what stands in front of all of them.

mod answer;
mod describe;
mod enrol;
mod entries;
mod feed;
mod files;
mod health;
mod limits;
mod look_up;
mod metrics;
mod news;
pub(crate) mod signed;

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use desk_core::ids::DeviceId;
use desk_sync::{CountersignedHead, FeedCursor, FeedHead, ProblemCode, ProvinceKey, Signed, Statement, TrustedHead};

use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use answer::Refusal;
pub(crate) use limits::household;
pub use limits::{Limits, Rate};

use crate::{clock::now_ms, store::Store};

/// What every handler needs.
pub struct App {
    /// The record.
    pub store: Store,
    /// Signs what is said.
    pub key: ProvinceKey,
    /// What stands before a dossier's code in a receipt's QR.
    pub look_up: String,
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
    gate: limits::Gate,
    metrics: metrics::Metrics,
    news: news::News,
    description: utoipa::openapi::OpenApi,
}

impl App {
    /// Ready to serve.
    pub fn new(store: Store, key: ProvinceKey, look_up: String, limits: Limits) -> Self {
        let (gate, metrics, news) = (limits::Gate::new(limits), metrics::Metrics::default(), news::News::new());
        App { store, key, look_up, clock: Box::new(now_ms), gate, metrics, news, description: description() }
    }

    /// The service ends: who waits for news is answered now.
    pub fn stop(&self) {
        self.news.stop();
    }

    /// The same with another clock, UTC milliseconds since 1970: a simulation has its own time.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.gate.limits
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    pub(crate) fn countersign(&self, device: DeviceId, head: Option<TrustedHead>) -> Signed<CountersignedHead> {
        let statement = CountersignedHead { history: self.store.history, device, head, at: self.now_ms() };
        Signed::make(statement, &self.key)
    }

    /// A statement as it was signed and kept.
    pub(crate) fn kept<T: Statement>(&self, bytes: Vec<u8>) -> Result<Signed<T>, Refusal> {
        Signed::verify(bytes, &self.key.public()).map_err(|_| Refusal::new(ProblemCode::Internal))
    }

    pub(crate) fn sign_feed(&self, office: &str, at: FeedCursor) -> Signed<FeedHead> {
        let FeedCursor { position, running } = at;
        let statement =
            FeedHead { history: self.store.history, office: office.to_owned(), position, running, at: self.now_ms() };
        Signed::make(statement, &self.key)
    }
}

/// The requests that do work, and those that are answered however much there is to do.
fn routes() -> (OpenApiRouter<Arc<App>>, OpenApiRouter<Arc<App>>) {
    let work = OpenApiRouter::with_openapi(describe::Description::openapi())
        .routes(routes!(enrol::enrol))
        .routes(routes!(entries::push))
        .routes(routes!(feed::page))
        .routes(routes!(files::give, files::state, files::put))
        .routes(routes!(look_up::page))
        .routes(routes!(look_up::check));
    let health = OpenApiRouter::new()
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
        .routes(routes!(describe::openapi));
    (work, health)
}

/// The description of the service (OpenAPI 3.1).
pub fn description() -> utoipa::openapi::OpenApi {
    let (work, health) = routes();
    work.merge(health).into_openapi()
}

/// The whole service.
pub fn router(app: Arc<App>) -> Router {
    let (work, health) = routes();
    let all = work.merge(health);
    Router::from(all)
        .method_not_allowed_fallback(|| async { Refusal::new(ProblemCode::Method) })
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
    let waited = response.extensions().get::<news::Waited>().copied().unwrap_or_default();
    let (status, took) = (response.status().as_u16(), begun.elapsed().saturating_sub(waited.0));
    let device = response.extensions().get::<By>().map(|By(device)| device.to_string());
    let problem = response.extensions().get::<ProblemCode>().map(|code| code.code());
    app.metrics.answered(&method, &path, status, took);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, ms, device, problem, "answered");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Routes and description are one list; what could be forgotten is to say who may ask.
    #[test]
    fn every_request_under_v1_is_described_as_signed() {
        let description = serde_json::to_value(description()).unwrap();
        let mut seen = 0;
        for (path, methods) in description["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                seen += 1;
                let signed = operation["security"][0].get(describe::SIGNED).is_some();
                assert_eq!(signed, path.starts_with("/v1/"), "{method} {path}");
                assert!(
                    operation["responses"].as_object().is_some_and(|answers| !answers.is_empty()),
                    "{method} {path}"
                );
            }
        }
        assert_eq!(
            seen, 12,
            "enrol, entries, feed, three of files, two of looking up, three of health, the description"
        );
        assert!(description["components"]["securitySchemes"].get(describe::SIGNED).is_some());
    }
}
