//! A dossier in words for the citizen: state, due date, where to collect. Nothing about anybody.

use chrono::Datelike as _;
use desk_core::{
    dossier::{Accepted, ReturnBy, State},
    time::Moment,
};
use desk_i18n::{Language, message};
use desk_reference::Reference;

use super::{Told, Words};
use crate::store::LookUp;

/// What is said.
pub(super) fn told(found: &LookUp) -> Told {
    let plain = |verdict, key| Told { verdict, said: words(key, &[]), due: None, collect: None };
    match found {
        LookUp::Nothing => plain("nothing", "look-up-nothing"),
        LookUp::Replaced => plain("replaced", "look-up-replaced"),
        LookUp::InForce(accepted, office) => Told {
            verdict: "in_force",
            said: words(&format!("look-up-state-{}", state(accepted)), &[]),
            due: due(accepted),
            collect: accepted.status().is_open().then(|| collect(accepted, office)),
        },
    }
}

/// The end of the key of the words for a state.
fn state(accepted: &Accepted) -> &'static str {
    match &accepted.state {
        State::Received => "received",
        State::InProgress => "in-progress",
        State::AwaitingPapers { .. } => "awaiting-papers",
        State::AwaitingPayment { .. } => "awaiting-payment",
        State::Ready { post: Some(_), .. } => "ready-post",
        State::Ready { at_desk, post: None } => match (accepted.received.return_by, at_desk) {
            (ReturnBy::Online, _) => "ready-online",
            (ReturnBy::Desk, true) => "ready",
            (ReturnBy::Post, true) | (ReturnBy::Desk | ReturnBy::Post, false) => "ready-elsewhere",
        },
        State::Returned(_) => "returned",
        State::Refused(_) => "refused",
        State::Stopped(_) => "stopped",
        State::Withdrawn(_) => "withdrawn",
        State::Void(_) => "void",
    }
}

/// When the result is promised; none once it is there.
fn due(accepted: &Accepted) -> Option<Words> {
    match &accepted.state {
        State::Received | State::InProgress => {}
        State::AwaitingPapers { .. } | State::AwaitingPayment { .. } => return Some(words("look-up-due-waits", &[])),
        State::Ready { .. }
        | State::Returned(_)
        | State::Refused(_)
        | State::Stopped(_)
        | State::Withdrawn(_)
        | State::Void(_) => return None,
    }
    let Some(due) = accepted.due() else { return Some(words("look-up-due-none", &[])) };
    let said = |language| {
        let moment = moment(language, due);
        match accepted.clock.provisional {
            true => message(language, "look-up-due-provisional", &[("due", &moment)]),
            false => moment,
        }
    };
    Some(Words { vi: said(Language::Vietnamese), en: said(Language::English) })
}

fn moment(language: Language, at: Moment) -> String {
    let local = at.with_timezone(&desk_core::time::vietnam());
    let weekday = format!("due-weekday-{}", local.weekday().num_days_from_sunday());
    let (time, date) = (local.format("%H:%M").to_string(), local.format("%d/%m/%Y").to_string());
    let arguments = [("time", time.as_str()), ("weekday", &message(language, &weekday, &[])), ("date", &date)];
    message(language, "due-moment", &arguments)
}

/// Where the result is given out. The name of a desk is Vietnamese in both languages, as it stands on its door.
fn collect(accepted: &Accepted, office: &str) -> Words {
    match accepted.received.return_by {
        ReturnBy::Post => words("look-up-collect-post", &[]),
        ReturnBy::Online => words("look-up-collect-online", &[]),
        ReturnBy::Desk => {
            let reference = Reference::shipped();
            let on = accepted.received.received_at.with_timezone(&desk_core::time::vietnam()).date_naive();
            let name = reference.unit_at(office).map(|unit| reference.heading(unit, on).desk).unwrap_or_default();
            Words { vi: name.clone(), en: name }
        }
    }
}

fn words(key: &str, arguments: &[(&str, &str)]) -> Words {
    Words { vi: message(Language::Vietnamese, key, arguments), en: message(Language::English, key, arguments) }
}
