//! `GET /v1/feed`: a page of the office's feed, at once or when there is something new.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    response::Response,
};
use desk_sync::{FeedPage, ProblemCode, wire::PAGE_BYTES_MAX};

use super::{
    App, Refusal, answer,
    news::{WAIT_MAX, Waited, awaited},
    signed::signed,
};
use crate::store::{Asked, PageRows};

/// A page of the office's feed.
#[utoipa::path(
    get,
    path = "/v1/feed",
    security(("device_signature" = [])),
    params(
        ("after" = u64, Query, description = "The position that was read last.", maximum = 9223372036854775807_i64),
        ("roster" = Option<u64>, Query, description = "The number of the roster that is known.", maximum = 9223372036854775807_i64),
        ("limit" = Option<u64>, Query, description = "At most so many bytes of entries.", maximum = 9223372036854775807_i64),
        ("reference" = Option<u64>, Query, description = "The number of the set of reference data that is known.", maximum = 9223372036854775807_i64),
        ("wait" = Option<u64>, Query, description = "With nothing new, answer only after so many seconds (at most 30), or when something is.", maximum = 9223372036854775807_i64),
        ("people" = Option<u64>, Query, description = "The number of the word on the office's people that is known.", maximum = 9223372036854775807_i64),
    ),
    responses(
        (status = 200, description = "A page, under zstd.", content_type = "application/vnd.motcua+cbor", body = Vec<u8>),
        (status = 400, description = "Malformed.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn page(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let mut request = signed(&app, request, 0, false).await?;
    let by = request.by();
    let (asked, wait) = read(request.parts.uri.query().unwrap_or_default())
        .ok_or_else(|| Refusal::new(ProblemCode::Malformed).to(by))?;
    let (rows, waited) = match wait {
        Duration::ZERO => (app.store.page(&request.device, asked).await?, Waited::default()),
        longest => awaited(&app, &mut request, asked, longest).await?,
    };
    let PageRows { items, at, newest, device, roster, reference, people } = rows;
    let page = FeedPage {
        after: asked.after,
        items,
        feed: app.sign_feed(&device.office, at),
        more: at.position < newest,
        head: app.countersign(device.id(), device.head),
        roster: roster.map(|rows| app.sign_roster(&device.office, rows)),
        newest,
        reference: reference.map(|bytes| app.kept(bytes)).transpose()?,
        people: people.map(|bytes| app.kept(bytes)).transpose()?,
    };
    let packing = tokio::task::spawn_blocking(move || page.encode());
    let bytes = packing.await.map_err(|_| Refusal::new(ProblemCode::Internal))?;
    app.metrics.gave(bytes.len());
    let mut response = answer::packed(by, bytes);
    response.extensions_mut().insert(waited);
    Ok(response)
}

/// Reads the query: whole numbers, each at most once.
fn read(query: &str) -> Option<(Asked, Duration)> {
    let (mut after, mut roster, mut limit, mut reference, mut people, mut wait) = (None, None, None, None, None, None);
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        let place = match name {
            "after" => &mut after,
            "roster" => &mut roster,
            "limit" => &mut limit,
            "reference" => &mut reference,
            "people" => &mut people,
            "wait" => &mut wait,
            _ => return None,
        };
        let plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        // Positions fit a signed number of 64 bits in both databases.
        let number = value.parse::<i64>().ok().filter(|_| plain)?;
        if place.replace(number.unsigned_abs()).is_some() {
            return None;
        }
    }
    let bytes_max = limit.unwrap_or(PAGE_BYTES_MAX).min(PAGE_BYTES_MAX);
    let wait = Duration::from_secs(wait.unwrap_or(0)).min(WAIT_MAX);
    Some((Asked { after: after?, roster: roster.unwrap_or(0), bytes_max, reference, people }, wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: Option<[u64; 3]>) {
        let found = read(query).map(|(asked, _)| [asked.after, asked.roster, asked.bytes_max]);
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn a_query_is_whole_numbers_each_once() {
        check("after=3", Some([3, 0, PAGE_BYTES_MAX]));
        check("limit=9&roster=2&after=0", Some([0, 2, 9]));
        for wrong in [
            "",
            "after=",
            "after=-1",
            "after=+1",
            "after=1&after=2",
            "after=1&x=2",
            "after=99999999999999999999",
            "roster=1",
        ] {
            check(wrong, None);
        }
    }
}
