//! `GET /v1/feed`: a page of the office's feed.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use desk_sync::{FeedPage, ProblemCode, wire::PAGE_BYTES_MAX};

use super::{App, Refusal, answer, signed::signed};
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
    let request = signed(&app, request, 0, false).await?;
    let (by, device) = (request.by(), &request.device);
    let asked = read(request.parts.uri.query().unwrap_or_default())
        .ok_or_else(|| Refusal::new(ProblemCode::Malformed).to(by))?;
    let PageRows { items, at, newest, device, roster, reference, people } = app.store.page(device, asked).await?;
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
    Ok(answer::packed(by, bytes))
}

/// Reads the query: whole numbers, each at most once.
fn read(query: &str) -> Option<Asked> {
    let (mut after, mut roster, mut limit, mut reference, mut people) = (None, None, None, None, None);
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        let place = match name {
            "after" => &mut after,
            "roster" => &mut roster,
            "limit" => &mut limit,
            "reference" => &mut reference,
            "people" => &mut people,
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
    Some(Asked { after: after?, roster: roster.unwrap_or(0), bytes_max, reference, people })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: Option<[u64; 3]>) {
        let found = read(query).map(|asked| [asked.after, asked.roster, asked.bytes_max]);
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
