//! Views of what happened after the receipt.

use std::collections::BTreeMap;

use desk_core::{
    dossier::{
        Accepted, Collector, CustodyAnswer, Done, Fact, NoteKind, Particular, PrintOutcome, Slip, State, Status,
    },
    due::Timeliness,
    money::Vnd,
    report::Compare,
    time::Moment,
};

use super::{day_text, intake::step_view, moment_text, record::mark, word};
use crate::{handlers::act::slip_view, views::*};

/// The shape and colour of a dossier.
pub(crate) fn mark_of(accepted: &Accepted, now: Moment) -> &'static str {
    match accepted.status() {
        Status::Received | Status::InProgress => mark(accepted.due(), now),
        Status::AwaitingPapers | Status::AwaitingPayment => "hold",
        Status::Ready => "ok",
        Status::Returned | Status::Refused | Status::Stopped | Status::Withdrawn | Status::Void => "shut",
    }
}

/// The date in force, the days of waiting that moved it first.
pub(crate) fn due_of(accepted: &Accepted) -> DueView {
    let clock = &accepted.clock;
    DueView {
        due: accepted.due().map(moment_text),
        counted_from: moment_text(accepted.received.counted_from),
        provisional: clock.provisional,
        steps: clock.waited.iter().chain(&clock.steps).map(step_view).collect(),
        latest: None,
        jump: None,
    }
}

/// What goes into the sentence of a fact on the timeline.
pub(crate) fn fact_fields(fact: &Fact) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            fields.insert(name.to_owned(), value);
        }
    };
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    if let Some(slip) = fact.slip() {
        put("slip", slip.on_paper());
    }
    match fact {
        Fact::Received(received) => {
            put("clerk", received.clerk.clone());
            put("code", received.code.clone());
        }
        Fact::FormPrinted(printed) => {
            put("form", printed.form.clone());
            put("number", printed.number.to_string());
            put("copies", printed.copies.to_string());
            put("to", printed.to.clone());
            put("replaces", printed.replaces.map(|number| number.to_string()).unwrap_or_default());
        }
        Fact::PrintEnded(ended) => {
            let (outcome, reason) = match &ended.outcome {
                PrintOutcome::Completed => ("completed", String::new()),
                PrintOutcome::Saved => ("saved", String::new()),
                PrintOutcome::Failed { reason } => ("failed", reason.clone()),
            };
            put("number", ended.number.to_string());
            put("outcome", outcome.to_owned());
            put("reason", reason);
        }
        Fact::HandedOver(handed) => {
            put("to", handed.to.clone());
            put("step", handed.leg.as_ref().map(|leg| leg.name.clone()).unwrap_or_default());
            put("step_due", handed.leg.as_ref().and_then(|leg| leg.due).map(moment_text).unwrap_or_default());
        }
        Fact::HandOverConfirmed(confirmed) => put("receiver", maybe(&confirmed.receiver)),
        Fact::HandOverRefused(refused) => {
            put("receiver", maybe(&refused.receiver));
            put("reason", refused.reason.clone());
        }
        Fact::WorkBegan(_) => {}
        Fact::SupplementRequested(request) => {
            put("items", request.items.iter().map(|item| item.what.as_str()).collect::<Vec<_>>().join("; "));
            put("reason", request.reason.clone());
            put("deadline", request.deadline.map(day_text).unwrap_or_default());
        }
        Fact::SupplementAnswered(answer) => put("due", answer.new_due.due.map(moment_text).unwrap_or_default()),
        Fact::PaymentRequired(required) => {
            put("what", required.what.clone());
            put("vnd", required.vnd.map(|vnd| Vnd(vnd).to_string()).unwrap_or_default());
            put("notice", maybe(&required.notice));
        }
        Fact::PaymentSettled(settled) => {
            put("receipt", settled.receipt.clone());
            put("due", settled.new_due.due.map(moment_text).unwrap_or_default());
        }
        Fact::DueExtended(extended) => {
            put("due", moment_text(extended.due));
            put("was", extended.was.map(moment_text).unwrap_or_default());
            put("reason", extended.reason.clone());
            put("signer", extended.signer.clone());
        }
        Fact::Refused(refused) => {
            put("ground", refused.ground.clone());
            put("reason", refused.reason.clone());
        }
        Fact::Stopped(stopped) => {
            put("requested_by", stopped.requested_by.clone());
            put("decided_by", stopped.decided_by.clone());
            put("reason", stopped.reason.clone());
        }
        Fact::Withdrawn(withdrawn) => put("reason", withdrawn.reason.clone()),
        Fact::ResultEntered(result) => {
            put("outcome", if result.positive { "granted" } else { "declined" }.to_owned());
            put("number", maybe(&result.number));
            put("summary", maybe(&result.summary));
        }
        Fact::ResultReceived(received) => put("from", maybe(&received.from)),
        Fact::Returned(returned) => {
            let (how, name) = collector(&returned.to);
            put("collector", how.to_owned());
            put("name", name.unwrap_or_default());
            put("because", maybe(&returned.because));
            let unpaid = returned.unpaid.as_ref();
            put("unpaid", unpaid.map(|unpaid| Vnd(unpaid.vnd).to_string()).unwrap_or_default());
        }
        Fact::ReturnTakenBack(taken) => put("reason", taken.reason.clone()),
        Fact::PostSent(sent) => {
            put("item", sent.item.clone());
            if let Some(recipient) = &sent.recipient {
                put("name", recipient.name.clone());
            }
        }
        Fact::PostCameBack(back) => put("reason", back.reason.clone()),
        Fact::Corrected(corrected) => {
            put("reason", corrected.reason.clone());
            put("what", corrected.changes.iter().map(|change| particular(&change.now).0).collect::<Vec<_>>().join(","));
        }
        Fact::VoidRequested(said) | Fact::Voided(said) | Fact::VoidDeclined(said) => {
            put("reason", said.reason.clone());
        }
        Fact::FeeCollected(fee) => {
            put("vnd", Vnd(fee.vnd).to_string());
            put("what", fee.what.clone());
            put("means", word(fee.means));
        }
        Fact::NoteAdded(note) => {
            put("about", word(note.about));
            put("text", note.text.clone());
        }
        Fact::Chased(chased) => {
            put("to", chased.to.clone());
            put("text", chased.text.clone());
        }
        Fact::FileAttached(file) => put("name", file.name.clone()),
        Fact::FileSetAside(aside) => put("reason", aside.reason.clone()),
        Fact::CollisionSettled(settled) => {
            put("holds", settled.holds.to_string());
            put("reason", settled.reason.clone());
        }
    }
    fields
}

fn collector(collector: &Collector) -> (&'static str, Option<String>) {
    match collector {
        Collector::Owner => ("owner", None),
        Collector::Authorised { name, .. } => ("authorised", Some(name.clone())),
        Collector::WithoutReceipt { name, .. } => ("without_receipt", Some(name.clone())),
        Collector::Post { item, name } => ("post", name.clone().or_else(|| Some(item.clone()))),
        Collector::Online => ("online", None),
    }
}

/// Name and value of a particular, for a list of changes.
fn particular(particular: &Particular) -> (&'static str, String) {
    match particular {
        Particular::Owner(party) => {
            let parts = [
                Some(party.name.clone()),
                party.personal_number.clone(),
                party.birth_date.map(|born| born.format("%d/%m/%Y").to_string()),
                party.sex.map(|sex| sex.as_str().to_owned()),
                party.phone.clone(),
                party.email.clone(),
                party.address.clone(),
            ];
            ("owner", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        }
        Particular::Submitter(submitter) => {
            ("submitter", submitter.as_ref().map(|submitter| submitter.party.name.clone()).unwrap_or_default())
        }
        Particular::Papers(papers) => {
            let line = |paper: &desk_core::dossier::PaperLine| {
                format!("{}: {} + {}", paper.name, paper.originals, paper.copies)
            };
            ("papers", papers.iter().map(line).collect::<Vec<_>>().join("; "))
        }
        Particular::Sets(sets) => ("sets", sets.to_string()),
        Particular::Fee(fee) => {
            let text = match fee {
                desk_core::dossier::FeeLine::Amount { vnd, .. } => Vnd(*vnd).to_string(),
                desk_core::dossier::FeeLine::Free { exemption } => exemption.clone().unwrap_or_else(|| "0".to_owned()),
                desk_core::dossier::FeeLine::Unpublished => String::new(),
            };
            ("fee", text)
        }
        Particular::ReturnBy(by) => ("return_by", word(*by)),
        Particular::Channel(channel) => ("channel", word(*channel)),
        Particular::Result(said) => {
            let parts = [
                Some(if said.positive { "✓" } else { "✗" }.to_owned()),
                said.number.clone(),
                said.date.map(|date| date.format("%d/%m/%Y").to_string()),
                said.signer.clone(),
                said.summary.clone(),
            ];
            ("result", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        }
        Particular::Due(new) => {
            ("due", new.due.map(|due| due.format("%H:%M %d/%m/%Y").to_string()).unwrap_or_default())
        }
    }
}

fn slip(slip: &Slip) -> SlipView {
    slip_view(slip)
}

/// What happened after the receipt.
pub(crate) fn life_view(accepted: &Accepted, compare: Compare) -> LifeView {
    let pending = accepted.pending_hand_over().filter(|_| accepted.status().is_in_process());
    let at = |done: &Done| moment_text(done.at);
    let notes = accepted.notes.iter().map(|note| NoteView {
        about: match note.about {
            NoteKind::Plain => "plain",
            NoteKind::Contact => "contact",
            NoteKind::IdentityCompared => "identity_compared",
        }
        .to_owned(),
        text: note.text.clone(),
        at: at(&note.done),
        by: note.done.by.clone(),
    });
    let chases = accepted.chases.iter().map(|chase| NoteView {
        about: "chase".to_owned(),
        text: format!("{}: {}", chase.to, chase.text),
        at: at(&chase.done),
        by: chase.done.by.clone(),
    });
    LifeView {
        holder: pending.map(|handed| handed.to.clone()).or_else(|| accepted.held_by().map(str::to_owned)),
        pending: pending.is_some(),
        custody: accepted.custody.iter().map(custody_view).collect(),
        supplements: accepted
            .supplements
            .iter()
            .map(|supplement| SupplementView {
                items: supplement.request.items.iter().map(|item| item.what.clone()).collect(),
                reason: supplement.request.reason.clone(),
                deadline: supplement.request.deadline.map(day_text),
                policy: word(supplement.request.policy),
                slip: slip(&supplement.request.slip),
                at: at(&supplement.request.done),
                answered: supplement.answer.as_ref().map(|answer| at(&answer.done)),
            })
            .collect(),
        payments: accepted
            .payments
            .iter()
            .map(|payment| PaymentView {
                what: payment.obligation.what.clone(),
                vnd: payment.obligation.vnd,
                notice: payment.obligation.notice.clone(),
                at: at(&payment.obligation.done),
                settled: payment.settled.as_ref().map(|settled| at(&settled.done)),
                receipt: payment.settled.as_ref().map(|settled| settled.receipt.clone()),
            })
            .collect(),
        extensions: accepted
            .extensions
            .iter()
            .map(|extension| ExtensionView {
                was: extension.was.map(moment_text),
                due: moment_text(extension.due),
                reason: extension.reason.clone(),
                signer: extension.signer.clone(),
                slip: slip(&extension.slip),
                at: at(&extension.done),
            })
            .collect(),
        result: result_view(accepted, compare),
        corrections: accepted
            .corrections
            .iter()
            .map(|correction| CorrectionView {
                reason: correction.reason.clone(),
                at: at(&correction.done),
                by: correction.done.by.clone(),
                changes: correction
                    .changes
                    .iter()
                    .map(|change| {
                        let (name, was) = particular(&change.was);
                        (name.to_owned(), was, particular(&change.now).1)
                    })
                    .collect(),
                outdated: correction.outdated.clone(),
            })
            .collect(),
        void_wanted: accepted.void_request.as_ref().map(|request| request.reason.clone()),
        fees: accepted
            .fees
            .iter()
            .map(|fee| MoneyTaken {
                vnd: fee.vnd,
                what: fee.what.clone(),
                means: word(fee.means),
                receipt: fee.receipt.clone(),
                slip: slip(&fee.slip),
                at: at(&fee.done),
                by: fee.done.by.clone(),
            })
            .collect(),
        notes: notes.chain(chases).collect(),
        files: accepted
            .files
            .iter()
            .map(|file| FileView {
                hash: file.attached.hash.clone(),
                name: file.attached.name.clone(),
                media: file.attached.media.clone(),
                bytes: file.attached.bytes,
                pages: file.attached.pages,
                paper: file.attached.paper,
                result: file.attached.result,
                digitised: word(file.attached.digitised),
                at: at(&file.attached.done),
                by: file.attached.done.by.clone(),
                set_aside: file.set_aside.clone(),
            })
            .collect(),
        closed_because: closed_because(accepted),
        back_entry: accepted.received.back_entry.as_ref().map(|back| back.source.clone()),
    }
}

fn closed_because(accepted: &Accepted) -> Option<String> {
    match &accepted.state {
        State::Refused(refused) => Some(format!("{} ({})", refused.reason, refused.ground)),
        State::Stopped(stopped) => Some(stopped.reason.clone()),
        State::Withdrawn(withdrawn) => Some(withdrawn.reason.clone()),
        State::Void(void) => Some(void.reason.clone()),
        State::Received
        | State::InProgress
        | State::AwaitingPapers { .. }
        | State::AwaitingPayment { .. }
        | State::Ready { .. }
        | State::Returned(_) => None,
    }
}

fn custody_view(custody: &desk_core::dossier::Custody) -> CustodyView {
    let handed = HandOverView {
        to: custody.handed.to.clone(),
        step: custody.handed.leg.as_ref().map(|leg| leg.name.clone()).filter(|name| !name.is_empty()),
        step_due: custody.handed.leg.as_ref().and_then(|leg| leg.due).map(moment_text),
        slip: slip(&custody.handed.slip),
        at: moment_text(custody.handed.done.at),
        by: custody.handed.done.by.clone(),
    };
    let (state, at, receiver, reason) = match &custody.answer {
        None => ("pending", None, None, None),
        Some(CustodyAnswer::Confirmed { at, receiver }) => {
            ("confirmed", Some(moment_text(*at)), receiver.clone(), None)
        }
        Some(CustodyAnswer::Refused { at, reason }) => ("refused", Some(moment_text(*at)), None, Some(reason.clone())),
    };
    CustodyView { handed, state: state.to_owned(), at, receiver, reason }
}

fn result_view(accepted: &Accepted, compare: Compare) -> Option<ResultView> {
    let result = accepted.result.as_ref()?;
    let (collector, collector_name, returned) = match accepted.returned() {
        Some(returned) => {
            let (how, name) = collector(&returned.to);
            (Some(how.to_owned()), name, Some(moment_text(returned.done.at)))
        }
        None => (None, None, None),
    };
    let post_item = accepted.with_post().map(|sent| sent.item.clone());
    let timeliness = accepted.due().map(|due| match compare.timeliness(due, result.done.at) {
        Timeliness::Early => "early",
        Timeliness::OnTime => "on_time",
        Timeliness::Late => "late",
    });
    Some(ResultView {
        positive: result.positive,
        number: result.number.clone(),
        date: result.date.map(day_text),
        signer: result.signer.clone(),
        summary: result.summary.clone(),
        at: moment_text(result.done.at),
        at_desk: accepted.result_at_desk.map(moment_text),
        post_item,
        came_back: accepted.came_back,
        collector,
        collector_name,
        returned,
        timeliness: timeliness.map(str::to_owned),
    })
}
