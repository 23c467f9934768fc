//! What each act makes of an accepted dossier. Role and state were asked before (`decide`).

use chrono::NaiveDate;

use super::{
    act::{Act, FeeTaken, TypedDue},
    correct::correct,
    decide::{Desk, Refusal},
    facts::{Fact, PaperLine, PaperState},
    intake::{IntakePaper, said},
    life::{
        Chased, Collector, CollisionSettled, Done, DueExtended, FeeCollected, FileAttached, FileSetAside,
        HandOverConfirmed, HandOverRefused, HandedOver, Leg, NewDue, NoteAdded, NoteKind, PausePolicy, PaymentRequired,
        PaymentSettled, PostCameBack, PostSent, Recipient, Refused, ResultEntered, ResultReceived, ResultSaid,
        ReturnTakenBack, Returned, Slip, Stopped, SupplementAnswered, SupplementRequested, Unpaid, VoidSaid, Withdrawn,
        WorkBegan,
    },
    state::{Accepted, State},
};
use crate::{
    due::{Unit, due, is_open_at, put_off, restarted, shifted},
    office::Role,
    procedure::Need,
    rule::Rule,
    time::{Moment, vietnam},
};

/// Facts of an act.
pub(super) fn proceed(dossier: &Accepted, act: Act, slip: Option<Slip>, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    let done = || Done { at: desk.now, by: desk.actor.name.clone() };
    let slip = || slip.clone().ok_or(Refusal::SlipMissing);
    let one = |fact| Ok(vec![fact]);
    match act {
        Act::HandOver { to, step, limit } => one(Fact::HandedOver(Box::new(HandedOver {
            to: said(&to, "to")?,
            leg: leg(step, limit, desk)?,
            slip: slip()?,
            done: done(),
        }))),
        Act::ConfirmHandOver { receiver } => {
            one(Fact::HandOverConfirmed(HandOverConfirmed { receiver: told(receiver), done: done() }))
        }
        Act::RefuseHandOver { reason, receiver } => one(Fact::HandOverRefused(HandOverRefused {
            reason: said(&reason, "reason")?,
            receiver: told(receiver),
            done: done(),
        })),
        Act::BeginWork {} => one(Fact::WorkBegan(WorkBegan { done: done() })),
        Act::RequestSupplement { mut items, reason, deadline, policy, beyond } => {
            items.retain(|item| !item.what.trim().is_empty());
            if items.is_empty() {
                return Err(Refusal::ReasonMissing { field: "items" });
            }
            if deadline.is_some_and(|deadline| deadline < desk.now.date_naive()) {
                return Err(Refusal::DateInThePast { field: "deadline" });
            }
            let beyond = once_more(dossier, told(beyond), desk)?;
            one(Fact::SupplementRequested(Box::new(SupplementRequested {
                items,
                reason: said(&reason, "reason")?,
                deadline,
                policy: policy.unwrap_or(desk.pause),
                beyond,
                slip: slip()?,
                done: done(),
            })))
        }
        Act::AnswerSupplement { papers, due } => {
            let State::AwaitingPapers { request, .. } = &dossier.state else { return Err(Refusal::NotAccepted) };
            let new_due = resumed(dossier, (request.done.at, request.policy), None, due, desk)?;
            let papers = papers.iter().map(|paper| brought(dossier, paper)).collect::<Result<_, _>>()?;
            one(Fact::SupplementAnswered(Box::new(SupplementAnswered { papers, new_due, done: done() })))
        }
        Act::CloseSupplement { ground, reason } => {
            let State::AwaitingPapers { request, .. } = &dossier.state else { return Err(Refusal::NotAccepted) };
            if let Some(deadline) = request.deadline.filter(|deadline| desk.now.date_naive() <= *deadline) {
                return Err(Refusal::DeadlineNotPassed { deadline });
            }
            if request.deadline.is_none() && !desk.actor.holds_any(&[Role::Supervisor]) {
                return Err(Refusal::NoLastDay);
            }
            let (ground, reason) = (said(&ground, "ground")?, said(&reason, "reason")?);
            one(Fact::Refused(Refused { ground, reason, slip: slip()?, done: done() }))
        }
        Act::RequirePayment { what, vnd, notice, policy } => one(Fact::PaymentRequired(PaymentRequired {
            what: said(&what, "what")?,
            vnd: vnd.map(amount).transpose()?,
            notice: told(notice),
            policy: policy.unwrap_or(desk.pause),
            done: done(),
        })),
        Act::SettlePayment { receipt, vnd, second_stage, due } => {
            let State::AwaitingPayment { obligation, .. } = &dossier.state else { return Err(Refusal::NotAccepted) };
            // A stage without a limit is none: the date in force would be lost.
            let second_stage = second_stage.filter(|rule| *rule != Rule::None);
            if let Some(wanted) = second_stage {
                let rule = desk.second_stage.ok_or(Refusal::NoSecondStage)?;
                if wanted != rule {
                    return Err(Refusal::OtherSecondStage { rule });
                }
            }
            let new_due = resumed(dossier, (obligation.done.at, obligation.policy), second_stage, due, desk)?;
            one(Fact::PaymentSettled(Box::new(PaymentSettled {
                receipt: said(&receipt, "receipt")?,
                vnd: vnd.map(amount).transpose()?,
                second_stage,
                new_due,
                done: done(),
            })))
        }
        Act::Extend { due, reason, signer } => {
            let times = u16::try_from(dossier.extensions.len()).unwrap_or(u16::MAX);
            if desk.extensions_max.is_some_and(|max| times >= max) {
                return Err(Refusal::ExtensionsUsedUp { times });
            }
            let due = due.with_timezone(&vietnam());
            if due <= desk.now {
                return Err(Refusal::DateInThePast { field: "due" });
            }
            if dossier.due().is_some_and(|was| due <= was) {
                return Err(Refusal::NotLater);
            }
            if !is_open_at(due, unit(desk))? {
                return Err(Refusal::NotOfficeHours { field: "due" });
            }
            one(Fact::DueExtended(DueExtended {
                was: dossier.due(),
                due,
                reason: said(&reason, "reason")?,
                signer: said(&signer, "signer")?,
                steps: put_off(dossier.due().unwrap_or(desk.now), due, unit(desk))?,
                slip: slip()?,
                done: done(),
            }))
        }
        Act::Stop { requested_by, requested_on, reason, decided_by, fee_note } => {
            not_ahead(requested_on, "requested_on", desk)?;
            one(Fact::Stopped(Box::new(Stopped {
                requested_by: said(&requested_by, "requested_by")?,
                requested_on,
                reason: said(&reason, "reason")?,
                decided_by: said(&decided_by, "decided_by")?,
                fee_note: told(fee_note),
                slip: slip()?,
                done: done(),
            })))
        }
        Act::Withdraw { reason } => one(Fact::Withdrawn(Withdrawn { reason: said(&reason, "reason")?, done: done() })),
        Act::EnterResult { positive, number, date, signer, summary, at_desk } => {
            let said = document(ResultSaid { positive, number, date, signer, summary }, desk)?;
            let ResultSaid { positive, number, date, signer, summary } = said;
            let result = ResultEntered { positive, number, date, signer, summary, at_desk, done: done() };
            one(Fact::ResultEntered(Box::new(result)))
        }
        Act::ReceiveResult { from } => one(Fact::ResultReceived(ResultReceived { from: told(from), done: done() })),
        Act::ReturnResult { to, because, fee, unpaid } => {
            if matches!(to, Collector::Post { .. }) {
                return Err(Refusal::PostByList);
            }
            let to = collector(to)?;
            let here = matches!(&dossier.state, State::Ready { at_desk: true, .. });
            if !here && to != Collector::Online {
                return Err(Refusal::ResultElsewhere);
            }
            let mut facts = Vec::new();
            let mut owed = dossier.fee_owed();
            if let Some(fee) = fee {
                let taken = collected(dossier, fee, slip()?, done())?;
                owed = owed.saturating_sub(taken.vnd).max(0);
                facts.push(Fact::FeeCollected(taken));
            }
            let unpaid = (owed > 0).then(|| Unpaid { vnd: owed, because: told(unpaid) });
            facts.push(Fact::Returned(Box::new(Returned { to, because: told(because), unpaid, done: done() })));
            Ok(facts)
        }
        Act::TakeBackReturn { reason } => {
            one(Fact::ReturnTakenBack(ReturnTakenBack { reason: said(&reason, "reason")?, done: done() }))
        }
        Act::SendByPost { item, recipient } => one(Fact::PostSent(PostSent {
            item: said(&item, "item")?,
            recipient: recipient.map(addressed).transpose()?,
            slip: slip()?,
            done: done(),
        })),
        Act::PostDelivered {} => {
            let State::Ready { post: Some(sent), .. } = &dossier.state else { return Err(Refusal::ResultElsewhere) };
            let name = sent.recipient.as_ref().map(|recipient| recipient.name.clone());
            let to = Collector::Post { item: sent.item.clone(), name };
            let unpaid = Some(dossier.fee_owed()).filter(|owed| *owed > 0).map(|vnd| Unpaid { vnd, because: None });
            one(Fact::Returned(Box::new(Returned { to, because: None, unpaid, done: done() })))
        }
        Act::PostCameBack { reason } => {
            one(Fact::PostCameBack(PostCameBack { reason: said(&reason, "reason")?, done: done() }))
        }
        Act::Correct { .. } => correct(dossier, act, desk).map(|corrected| vec![Fact::Corrected(corrected)]),
        Act::RequestVoid { reason } => {
            one(Fact::VoidRequested(VoidSaid { reason: said(&reason, "reason")?, done: done() }))
        }
        Act::ApproveVoid { reason } => {
            let asked = dossier.void_request.as_ref().map(|request| request.reason.clone());
            let reason = told(Some(reason)).or(asked).unwrap_or_default();
            one(Fact::Voided(VoidSaid { reason, done: done() }))
        }
        Act::DeclineVoid { reason } => {
            one(Fact::VoidDeclined(VoidSaid { reason: said(&reason, "reason")?, done: done() }))
        }
        Act::CollectFee { vnd, what, means, receipt } => {
            let taken = FeeTaken { vnd, what, means, receipt };
            one(Fact::FeeCollected(collected(dossier, taken, slip()?, done())?))
        }
        Act::AddNote { about, text } => {
            let text = match about {
                NoteKind::Plain | NoteKind::Contact => said(&text, "text")?,
                NoteKind::IdentityCompared => text.trim().to_owned(),
            };
            one(Fact::NoteAdded(NoteAdded { about, text, done: done() }))
        }
        Act::Chase { to, text } => {
            one(Fact::Chased(Chased { to: said(&to, "to")?, text: said(&text, "text")?, slip: slip()?, done: done() }))
        }
        Act::AttachFile { hash, name, media, bytes, pages, paper, result, digitised } => {
            if hash.len() != 64 || !hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
                return Err(Refusal::NoSuchFile);
            }
            if dossier.files_in_use().any(|file| file.hash == hash) {
                return Err(Refusal::FileAttachedBefore);
            }
            if let Some(index) = paper.filter(|index| !lists(dossier, *index)) {
                return Err(Refusal::NoSuchPaper { index });
            }
            let name = said(&name, "name")?;
            let file = FileAttached { hash, name, media, bytes, pages, paper, result, digitised, done: done() };
            one(Fact::FileAttached(Box::new(file)))
        }
        Act::SettleCollision { holds, reason } => {
            let between = dossier.collision.as_ref().map(|collision| collision.between.clone()).unwrap_or_default();
            if !between.contains(&holds) {
                return Err(Refusal::NotASide);
            }
            let reason = said(&reason, "reason")?;
            one(Fact::CollisionSettled(CollisionSettled { holds, between, reason, done: done() }))
        }
        Act::SetFileAside { hash, reason } => {
            if !dossier.files_in_use().any(|file| file.hash == hash) {
                return Err(Refusal::NoSuchFile);
            }
            one(Fact::FileSetAside(FileSetAside { hash, reason: said(&reason, "reason")?, done: done() }))
        }
    }
}

/// Words that may be absent: blank ones are.
pub(super) fn told(words: Option<String>) -> Option<String> {
    words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())
}

pub(super) fn amount(vnd: i64) -> Result<i64, Refusal> {
    if (1..=1_000_000_000_000).contains(&vnd) { Ok(vnd) } else { Err(Refusal::AmountOutOfRange) }
}

/// A day that is over, or today.
fn not_ahead(day: Option<NaiveDate>, field: &'static str, desk: &Desk<'_>) -> Result<(), Refusal> {
    if day.is_some_and(|day| day > desk.now.date_naive()) { Err(Refusal::DateInTheFuture { field }) } else { Ok(()) }
}

/// A result document as it may be entered: a refusal says why, and nothing is dated ahead.
pub(super) fn document(said: ResultSaid, desk: &Desk<'_>) -> Result<ResultSaid, Refusal> {
    let ResultSaid { positive, number, date, signer, summary } = said;
    not_ahead(date, "date", desk)?;
    let summary = told(summary);
    if !positive && summary.is_none() {
        return Err(Refusal::ReasonMissing { field: "summary" });
    }
    Ok(ResultSaid { positive, number: told(number), date, signer: told(signer), summary })
}

fn unit<'a>(desk: &Desk<'a>) -> Unit<'a> {
    Unit { calendar: desk.calendar, hours: desk.hours, policy: desk.policy }
}

fn leg(step: Option<String>, limit: Option<Rule>, desk: &Desk<'_>) -> Result<Option<Leg>, Refusal> {
    let (step, limit) = (told(step), limit.filter(|rule| *rule != Rule::None));
    if step.is_none() && limit.is_none() {
        return Ok(None);
    }
    let due = match limit {
        Some(rule) => due(rule, desk.now, desk.calendar, desk.hours, desk.policy)?.due,
        None => None,
    };
    Ok(Some(Leg { name: step.unwrap_or_default(), rule: limit.unwrap_or(Rule::None), due }))
}

/// The reason of a supplement beyond the limit: a supervisor's, and only where the limit is reached.
fn once_more(dossier: &Accepted, because: Option<String>, desk: &Desk<'_>) -> Result<Option<String>, Refusal> {
    let times = u16::try_from(dossier.supplements.len()).unwrap_or(u16::MAX);
    if desk.supplements_max.is_none_or(|max| times < max) {
        return Ok(None);
    }
    let may = because.is_some() && desk.actor.holds_any(&[Role::Supervisor]);
    if may { Ok(because) } else { Err(Refusal::SupplementsUsedUp { times }) }
}

fn addressed(recipient: Recipient) -> Result<Recipient, Refusal> {
    Ok(Recipient {
        name: said(&recipient.name, "name")?,
        address: said(&recipient.address, "address")?,
        phone: told(recipient.phone),
        authority: said(&recipient.authority, "authority")?,
    })
}

/// The date when the clock runs again after it stood since `asked`.
fn resumed(
    dossier: &Accepted,
    (asked, policy): (Moment, PausePolicy),
    second_stage: Option<Rule>,
    typed: Option<TypedDue>,
    desk: &Desk<'_>,
) -> Result<NewDue, Refusal> {
    let rule = dossier.rule();
    let computed = match (second_stage, policy) {
        (Some(stage), _) => restarted(stage, (asked, desk.now), unit(desk)),
        // Where the date was typed there is no rule to run anew.
        (None, PausePolicy::Restart) if rule != Rule::None => restarted(rule, (asked, desk.now), unit(desk)),
        (None, PausePolicy::Shift | PausePolicy::Restart) => {
            shifted(rule, dossier.due(), (asked, desk.now), unit(desk))
        }
    };
    let Some(TypedDue { at, reason }) = typed else { return Ok(computed?) };
    let at = at.with_timezone(&vietnam());
    if at <= desk.now {
        return Err(Refusal::DateInThePast { field: "due" });
    }
    let because = said(&reason, "due_reason")?;
    match computed {
        Ok(new) if new.due.is_some_and(|latest| at > latest) => Err(Refusal::LaterThanTheLaw { field: "due" }),
        Ok(new) => Ok(NewDue { due: Some(at), typed_because: Some(because), ..new }),
        Err(_) => Ok(NewDue {
            due: Some(at),
            waited: Vec::new(),
            steps: Vec::new(),
            provisional: false,
            typed_because: Some(because),
        }),
    }
}

fn lists(dossier: &Accepted, index: u16) -> bool {
    let asked = dossier.supplements.iter().flat_map(|supplement| &supplement.request.items);
    dossier.received.papers.iter().any(|paper| paper.index == Some(index))
        || asked.into_iter().any(|item| item.index == Some(index))
}

/// A paper brought later, under the name that the record has for it.
fn brought(dossier: &Accepted, paper: &IntakePaper) -> Result<PaperLine, Refusal> {
    let known = dossier.received.papers.iter().find(|line| line.index.is_some() && line.index == paper.index);
    let asked = dossier.supplements.last().and_then(|supplement| {
        supplement.request.items.iter().find(|item| item.index.is_some() && item.index == paper.index)
    });
    let name = known.map(|line| line.name.clone()).or_else(|| asked.map(|item| item.what.clone()));
    // A place in the list that nobody named says nothing, nor does a paper without place and name.
    let name = match (name.or_else(|| told(paper.name.clone())), paper.index) {
        (Some(name), _) => name,
        (None, Some(index)) => return Err(Refusal::NoSuchPaper { index }),
        (None, None) => return Err(Refusal::ReasonMissing { field: "papers" }),
    };
    counted(paper)?;
    Ok(PaperLine {
        index: paper.index,
        name,
        need: known.map_or(Need::Unknown, |line| line.need.clone()),
        state: paper.state,
        originals: paper.originals,
        copies: paper.copies,
        reason: told(paper.reason.clone()),
    })
}

/// A paper that was handed in was handed in at least once.
pub(super) fn counted(paper: &IntakePaper) -> Result<(), Refusal> {
    match paper.state {
        PaperState::Given if (paper.originals, paper.copies) == (0, 0) => {
            Err(Refusal::PapersMissing { indexes: paper.index.into_iter().collect() })
        }
        PaperState::Given | PaperState::Shown | PaperState::Missing | PaperState::NotApplicable => Ok(()),
    }
}

fn collector(to: Collector) -> Result<Collector, Refusal> {
    match &to {
        // What goes by post was refused before.
        Collector::Owner | Collector::Online | Collector::Post { .. } => {}
        Collector::Authorised { name, authority, .. } => {
            said(name, "name")?;
            said(authority, "authority")?;
        }
        Collector::WithoutReceipt { name, .. } => {
            said(name, "name")?;
        }
    }
    Ok(to)
}

fn collected(dossier: &Accepted, fee: FeeTaken, slip: Slip, done: Done) -> Result<FeeCollected, Refusal> {
    let what = told(Some(fee.what)).unwrap_or_else(|| dossier.received.procedure.name.clone());
    Ok(FeeCollected { vnd: amount(fee.vnd)?, what, means: fee.means, receipt: told(fee.receipt), slip, done })
}
