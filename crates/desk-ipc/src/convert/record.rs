//! Views of what is in the record.

use std::collections::BTreeMap;

use desk_app::Opened;
use desk_core::{
    dossier::{
        Accepted, FeeLine, FeePaid, PaperState, Party, Print, PrintOutcome, ReturnBy, Status, Verb, shows_identity,
    },
    office::Office,
    time::Moment,
};
use desk_store::{Body, Citizen, DuplicateHit, Entry, Hit, PrintState};

use super::{channel_view, day_text, moment_text, need_parts, word};
use crate::views::*;

/// How close a due date is, as shape and colour show it.
pub(crate) fn mark(due: Option<Moment>, now: Moment) -> &'static str {
    match due {
        None => "ok",
        Some(due) if due < now => "late",
        Some(due) if due.date_naive() == now.date_naive() => "soon",
        Some(_) => "ok",
    }
}

/// The shape and colour of a dossier in a list: its date while the clock runs, else its state.
pub(crate) fn hit_mark(hit: &Hit, now: Moment) -> &'static str {
    match hit.status {
        Status::Received | Status::InProgress => mark(hit.due, now),
        Status::AwaitingPapers | Status::AwaitingPayment => "hold",
        Status::Ready => "ok",
        Status::Returned | Status::Refused | Status::Stopped | Status::Withdrawn | Status::Void => "shut",
    }
}

/// A due date beside today, as a sentence by code.
pub(crate) fn due_reason(due: Option<Moment>, now: Moment) -> Reason {
    let Some(due) = due else {
        return Reason { code: "no_due_date".to_owned(), fields: BTreeMap::new() };
    };
    let days = (due.date_naive() - now.date_naive()).num_days();
    let (code, days) = match () {
        () if due < now && days == 0 => ("late_today", 0),
        () if due < now => ("late_days", -days),
        () if days == 0 => ("due_today", 0),
        () => ("due_in_days", days),
    };
    let fields = [("days".to_owned(), days.to_string()), ("at".to_owned(), moment_text(due))];
    Reason { code: code.to_owned(), fields: fields.into() }
}

/// The middle of a personal number hidden: 017•••••1234.
fn masked(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() < 9 {
        return number.to_owned();
    }
    let hidden = "•".repeat(chars.len() - 7);
    format!("{}{hidden}{}", chars[..3].iter().collect::<String>(), chars[chars.len() - 4..].iter().collect::<String>())
}

pub(crate) fn hit_view(hit: &Hit, office: &Office, now: Moment, unsent: bool) -> DossierHit {
    DossierHit {
        dossier: hit.dossier.to_string(),
        code: hit.code.clone(),
        owner: hit.owner.clone(),
        personal_number: hit.personal_number.as_deref().map(masked),
        phone: hit.phone.clone(),
        procedure: hit.procedure_name.clone(),
        field: hit.sector.clone(),
        received: moment_text(hit.received),
        due: hit.due.map(moment_text),
        status: hit.status.word().to_owned(),
        mark: hit_mark(hit, now).to_owned(),
        print: match hit.print_state {
            PrintState::None => "none",
            PrintState::Waiting => "waiting",
            PrintState::Failed => "failed",
            PrintState::Done => "done",
        }
        .to_owned(),
        book: hit.book.clone(),
        book_number: hit.book_number,
        clerk: hit.clerk.and_then(|id| office.people.get(&id)).map(|person| person.name.clone()).unwrap_or_default(),
        address: hit.address.clone(),
        sets: hit.sets,
        holder: hit.pending.clone().or_else(|| hit.holder.clone()),
        pending: hit.pending.is_some(),
        handed: hit.handed.map(moment_text),
        at_desk: hit.at_desk.map(moment_text),
        ended: hit.ended.map(moment_text),
        collector: hit.collector.clone(),
        return_by: word(hit.return_by),
        posted: hit.posted,
        back_entry: hit.back_entry,
        extended: hit.extended,
        turn: hit.turn.map(moment_text),
        unsent,
    }
}

pub(crate) fn duplicate_view(duplicate: &DuplicateHit) -> DuplicateView {
    let hit = &duplicate.hit;
    DuplicateView {
        dossier: hit.dossier.to_string(),
        code: hit.code.clone(),
        received: moment_text(hit.received),
        status: hit.status.word().to_owned(),
    }
}

pub(crate) fn person_hit(citizen: Citizen, dossiers: u32) -> PersonHit {
    PersonHit { party: party_form(&citizen.party), dossiers, last_at: moment_text(citizen.received) }
}

pub(crate) fn party_form(party: &Party) -> PartyForm {
    PartyForm {
        name: party.name.clone(),
        personal_number: party.personal_number.clone().unwrap_or_default(),
        birth_date: party.birth_date.map(day_text).unwrap_or_default(),
        sex: party.sex.map(|sex| sex.as_str().to_owned()).unwrap_or_default(),
        phone: party.phone.clone().unwrap_or_default(),
        email: party.email.clone().unwrap_or_default(),
        address: party.address.clone().unwrap_or_default(),
        organisation: party.organisation,
    }
}

fn party_view(party: &Party) -> PartyView {
    PartyView {
        name: party.name.clone(),
        personal_number: party.personal_number.clone(),
        birth_date: party.birth_date.map(day_text),
        sex: party.sex.map(|sex| sex.as_str().to_owned()),
        phone: party.phone.clone(),
        email: party.email.clone(),
        address: party.address.clone(),
        organisation: party.organisation,
    }
}

pub(crate) fn paper_state(state: PaperState) -> &'static str {
    match state {
        PaperState::Given => "given",
        PaperState::Shown => "shown",
        PaperState::Missing => "missing",
        PaperState::NotApplicable => "not_applicable",
    }
}

fn fee_line(fee: &FeeLine) -> FeeLineView {
    let blank = FeeLineView { is: String::new(), vnd: None, paid: None, exemption: None };
    match fee {
        FeeLine::Free { exemption } => FeeLineView { is: "free".to_owned(), exemption: exemption.clone(), ..blank },
        FeeLine::Amount { vnd, paid } => {
            let paid = match paid {
                FeePaid::Now => "now",
                FeePaid::Later => "later",
                FeePaid::Online => "online",
            };
            FeeLineView { is: "amount".to_owned(), vnd: Some(*vnd), paid: Some(paid.to_owned()), ..blank }
        }
        FeeLine::Unpublished => FeeLineView { is: "unpublished".to_owned(), ..blank },
    }
}

fn print_view(code: &str, print: &Print, job: impl Fn(&str) -> Option<PrintJobView>) -> PrintView {
    let printed = &print.printed;
    let (state, reason) = match &print.outcome {
        None => ("waiting", None),
        Some(PrintOutcome::Completed) => ("completed", None),
        Some(PrintOutcome::Saved) => ("saved", None),
        Some(PrintOutcome::Failed { reason }) => ("failed", Some(reason.clone())),
    };
    PrintView {
        form: printed.form.clone(),
        slip: printed.slip.as_ref().map(crate::handlers::act::slip_view),
        number: printed.number,
        copies: printed.copies,
        to: printed.to.clone(),
        at: moment_text(printed.at),
        state: state.to_owned(),
        reason,
        job: job(&match printed.form.as_str() {
            "receipt" => format!("{code}/{}", printed.number),
            form => format!("{code}/{form}/{}", printed.number),
        }),
    }
}

pub(crate) fn fact_view(entry: &Entry, office: &Office) -> FactView {
    let fields = match &entry.body {
        Body::Dossier(fact) => super::life::fact_fields(fact),
        Body::Office(_) | Body::Aside(_) | Body::Erased => BTreeMap::new(),
    };
    FactView {
        at: moment_text(entry.at),
        actor: entry.actor.and_then(|id| office.people.get(&id)).map(|person| person.name.clone()),
        kind: entry.kind.clone(),
        fields,
        device: entry.head.device.to_string(),
        seq: entry.head.seq,
        entry: entry.hash.to_string(),
    }
}

fn limit_used(accepted: &Accepted) -> LimitView {
    let limit = &accepted.received.limit;
    let origin = match (&limit.typed_because, &limit.decision) {
        (Some(_), _) => "typed",
        (None, Some(_)) => "local",
        (None, None) => "reference",
    };
    LimitView {
        rule: Some(limit.rule.to_string()),
        text: limit.text.clone().or_else(|| limit.typed_because.clone()),
        origin: Some(origin.to_owned()),
        decision: limit.decision.clone(),
        as_of: Some(accepted.received.procedure.as_of.clone()),
    }
}

/// The view of an opened dossier; none for an id that nothing was accepted under.
pub(crate) fn dossier_view(
    opened: &Opened,
    office: &Office,
    now: Moment,
    at_the_desk: bool,
    acts: &[Verb],
    job: impl Fn(&str) -> Option<PrintJobView>,
) -> Option<DossierView> {
    let accepted = opened.dossier.accepted()?;
    let received = &accepted.received;
    let mut actions: Vec<String> = Vec::new();
    if at_the_desk {
        let print = if accepted.prints.is_empty() { "print" } else { "reprint" };
        actions.extend([print, "save_pdf", "new_for_person"].map(str::to_owned));
    }
    Some(DossierView {
        dossier: opened.id.to_string(),
        code: received.code.clone(),
        status: accepted.status().word().to_owned(),
        national: accepted.status().national(),
        mark: super::life::mark_of(accepted, now).to_owned(),
        procedure_code: received.procedure.code.clone(),
        procedure: received.procedure.name.clone(),
        field: received.procedure.sector.clone(),
        channel: channel_view(received.channel),
        case: received.case.clone(),
        owner: party_view(&received.owner),
        submitter: received.submitter.as_ref().map(|submitter| party_view(&submitter.party)),
        standing: received.submitter.as_ref().and_then(|submitter| submitter.standing.clone()),
        received: moment_text(received.received_at),
        clerk: received.clerk.clone(),
        book: received.book.clone(),
        book_number: received.book_number,
        sets: received.sets,
        papers: received
            .papers
            .iter()
            .map(|paper| PaperLineView {
                index: paper.index,
                name: paper.name.clone(),
                need: need_parts(&paper.need).0.to_owned(),
                state: paper_state(paper.state).to_owned(),
                originals: paper.originals,
                copies: paper.copies,
                reason: paper.reason.clone(),
                digitised: accepted.digitised(paper).map(word),
                identity: shows_identity(&paper.name),
            })
            .collect(),
        limit: limit_used(accepted),
        due: super::life::due_of(accepted),
        due_typed_because: received.due_typed_because.clone(),
        minutes_left: accepted.due().filter(|_| accepted.status().is_in_process()).map(|due| (due - now).num_minutes()),
        fee: fee_line(&received.fee),
        return_by: match received.return_by {
            ReturnBy::Desk => "desk",
            ReturnBy::Post => "post",
            ReturnBy::Online => "online",
        }
        .to_owned(),
        prints: accepted.prints.iter().map(|print| print_view(&received.code, print, &job)).collect(),
        history: opened.history.iter().map(|entry| fact_view(entry, office)).collect(),
        sync: opened.sync.word().to_owned(),
        collision: opened.collision().map(|between| between.iter().map(ToString::to_string).collect()),
        overruled: accepted.overruled.iter().map(ToString::to_string).collect(),
        actions,
        acts: acts.iter().map(|verb| verb.word().to_owned()).collect(),
        next: Verb::next(accepted).filter(|verb| acts.contains(verb)).map(|verb| verb.word().to_owned()),
        life: super::life_view(accepted, office.settings_at(now).compare),
        duplicate_of: received.duplicate_of.as_ref().map(|duplicate| duplicate.code.clone()),
        form_set: received.form_set.clone(),
    })
}
