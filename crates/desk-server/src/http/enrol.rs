//! `POST /v1/enrol`: a machine with a one-time code gets its standing.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use desk_sync::{
    EnrolAnswer, EnrolRequest, ProblemCode, Roster, Signed, Standing, http,
    wire::{SMALL_BYTES_MAX, TYPE_CBOR},
};

use super::{
    App, By, Refusal, answer,
    limits::{Asker, address},
    signed::{Read, SMALL_TIME, must_be, read, signed_headers, verify},
};
use crate::store::{EnrolRefusal, Enrolment, RosterRows};

impl App {
    pub(crate) fn sign_roster(&self, office: &str, rows: RosterRows) -> Signed<Roster> {
        let RosterRows { number, devices } = rows;
        let history = self.store.history;
        Signed::make(Roster { history, office: office.to_owned(), number, devices, at: self.now_ms() }, &self.key)
    }
}

/// A machine with a one-time code gets its standing, the province's key and its office's roster.
#[utoipa::path(
    post,
    path = "/v1/enrol",
    security(("device_signature" = [])),
    request_body(content = Vec<u8>, content_type = "application/vnd.motcua+cbor"),
    responses(
        (status = 200, description = "Standing, province's key, roster.", content_type = "application/vnd.motcua+cbor", body = Vec<u8>),
        (status = 400, description = "Malformed.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 401, description = "Not signed by an enrolled device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 403, description = "Refused: revoked, or not this device's.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 429, description = "Later: too many requests of this device.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 503, description = "Later: too much at once.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 409, description = "The counter or the device is taken.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 413, description = "Too large.", content_type = "application/problem+json", body = super::describe::ProblemShape),
        (status = 415, description = "Another content type.", content_type = "application/problem+json", body = super::describe::ProblemShape),
    )
)]
pub(super) async fn enrol(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    must_be(&parts, TYPE_CBOR, None)?;
    let headers = signed_headers(&parts.headers)?;
    let claim = http::claim(&headers.signature_input).map_err(|_| Refusal::new(ProblemCode::Unsigned))?;
    // Nobody is known here yet: until the signature holds, and when the code does not, it costs the address that asks.
    let (gate, from) = (&app.gate, address(&parts));
    let Read { bytes: body, .. } = read(gate, body, SMALL_BYTES_MAX, SMALL_TIME).await?;
    let asked = EnrolRequest::decode(&body).map_err(|fault| {
        gate.unproven(from);
        Refusal::new(ProblemCode::Malformed).with_detail(fault.to_string())
    })?;
    let by = By(claim.device);
    let _turn = gate.turn(from).await?;
    // Proof that who asks has the key being enrolled.
    verify(&parts, &headers, &body, &asked.public).inspect_err(|_| gate.unproven(from))?;
    gate.pass(Asker::Machine(claim.device))
        .map_err(|seconds| Refusal::new(ProblemCode::TooMany).after_s(seconds).to(by))?;
    let _place = gate.place().map_err(|refusal| refusal.to(by))?;
    match (app.store.demo, asked.demo) {
        (true, false) => return Err(Refusal::new(ProblemCode::DemoServer).to(by)),
        (false, true) => return Err(Refusal::new(ProblemCode::DemoDesk).to(by)),
        (true, true) | (false, false) => {}
    }
    match app.store.enrol(&asked, app.now_ms()).await? {
        Enrolment::Enrolled(device, roster) => {
            let standing = Standing {
                history: app.store.history,
                office: device.office.clone(),
                device: device.id(),
                counter: device.counter,
                at: app.now_ms(),
                look_up: app.look_up.clone(),
            };
            let standing = Signed::make(standing, &app.key);
            let roster = app.sign_roster(&device.office, roster);
            Ok(answer::cbor(by, EnrolAnswer { standing, province: app.key.public(), roster }.encode()))
        }
        Enrolment::Refused(why) => {
            gate.unproven(from);
            Err(Refusal::new(code(why)).to(by))
        }
    }
}

fn code(why: EnrolRefusal) -> ProblemCode {
    match why {
        EnrolRefusal::CodeUnknown => ProblemCode::CodeUnknown,
        EnrolRefusal::CodeUsed => ProblemCode::CodeUsed,
        EnrolRefusal::CodeExpired => ProblemCode::CodeExpired,
        EnrolRefusal::CodeCounter => ProblemCode::CodeCounter,
        EnrolRefusal::CounterTaken => ProblemCode::CounterTaken,
        EnrolRefusal::Elsewhere => ProblemCode::EnrolledElsewhere,
        EnrolRefusal::Revoked => ProblemCode::Revoked,
    }
}
