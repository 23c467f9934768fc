//! What each act makes of an accepted dossier. Role and state were asked before (`decide`).

use super::{
    act::{Act, FeeTaken, TypedDue},
    decide::{Desk, Refusal},
    facts::{Fact, FeeLine, PaperLine, PaperState},
    intake::{IntakePaper, said},
    life::{
        Change, Chased, Collector, CollisionSettled, Corrected, Done, DueExtended, FeeCollected, FileAttached,
        FileSetAside, HandOverConfirmed, HandOverRefused, HandedOver, Leg, NewDue, NoteAdded, NoteKind, Particular,
        PausePolicy, PaymentRequired, PaymentSettled, PostCameBack, PostSent, Recipient, Refused, ResultEntered,
        ResultReceived, Returned, Slip, Stopped, SupplementAnswered, SupplementRequested, VoidSaid, Withdrawn,
        WorkBegan,
    },
    state::{Accepted, State},
};
use crate::{
    due::{Unit, due, restarted, shifted},
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
            one(Fact::DueExtended(DueExtended {
                was: dossier.due(),
                due,
                reason: said(&reason, "reason")?,
                signer: said(&signer, "signer")?,
                slip: slip()?,
                done: done(),
            }))
        }
        Act::Stop { requested_by, requested_on, reason, decided_by, fee_note } => {
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
            let summary = told(summary);
            if !positive && summary.is_none() {
                return Err(Refusal::ReasonMissing { field: "summary" });
            }
            one(Fact::ResultEntered(Box::new(ResultEntered {
                positive,
                number: told(number),
                date,
                signer: told(signer),
                summary,
                at_desk,
                done: done(),
            })))
        }
        Act::ReceiveResult { from } => one(Fact::ResultReceived(ResultReceived { from: told(from), done: done() })),
        Act::ReturnResult { to, because, fee } => {
            if matches!(to, Collector::Post { .. }) {
                return Err(Refusal::PostByList);
            }
            let to = collector(to)?;
            let here = matches!(&dossier.state, State::Ready { at_desk: true, .. });
            if !here && to != Collector::Online {
                return Err(Refusal::ResultElsewhere);
            }
            let mut facts = Vec::new();
            if let Some(fee) = fee {
                facts.push(Fact::FeeCollected(collected(dossier, fee, slip()?, done())?));
            }
            facts.push(Fact::Returned(Box::new(Returned { to, because: told(because), done: done() })));
            Ok(facts)
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
            one(Fact::Returned(Box::new(Returned { to, because: None, done: done() })))
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
fn told(words: Option<String>) -> Option<String> {
    words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())
}

fn amount(vnd: i64) -> Result<i64, Refusal> {
    if (1..=1_000_000_000_000).contains(&vnd) { Ok(vnd) } else { Err(Refusal::AmountOutOfRange) }
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
        (Some(stage), _) => restarted(stage, desk.now, unit(desk)),
        // Where the date was typed there is no rule to run anew.
        (None, PausePolicy::Restart) if rule != Rule::None => restarted(rule, desk.now, unit(desk)),
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
fn counted(paper: &IntakePaper) -> Result<(), Refusal> {
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

fn correct(dossier: &Accepted, act: Act, desk: &Desk<'_>) -> Result<Corrected, Refusal> {
    let Act::Correct { reason, owner, submitter, no_submitter, papers, sets, fee, return_by, due } = act else {
        return Err(Refusal::NothingChanges);
    };
    let received = &dossier.received;
    let mut changes = Vec::new();
    let mut change = |was: Particular, now: Particular| {
        if was != now {
            changes.push(Change { was, now });
        }
    };
    if let Some(owner) = owner {
        if owner.name.trim().is_empty() {
            return Err(Refusal::NameMissing);
        }
        change(Particular::Owner(Box::new(received.owner.clone())), Particular::Owner(Box::new(owner)));
    }
    if submitter.as_ref().is_some_and(|submitter| submitter.party.name.trim().is_empty()) {
        return Err(Refusal::NameMissing);
    }
    if submitter.is_some() || no_submitter {
        let now = submitter.filter(|_| !no_submitter).map(Box::new);
        change(Particular::Submitter(received.submitter.clone().map(Box::new)), Particular::Submitter(now));
    }
    if !papers.is_empty() {
        let mut lines = received.papers.clone();
        for paper in &papers {
            let line = lines.iter_mut().find(|line| line.index.is_some() && line.index == paper.index);
            let line = line.ok_or(Refusal::NoSuchPaper { index: paper.index.unwrap_or(u16::MAX) })?;
            counted(paper)?;
            (line.state, line.originals, line.copies) = (paper.state, paper.originals, paper.copies);
        }
        change(Particular::Papers(received.papers.clone()), Particular::Papers(lines));
    }
    if let Some(sets) = sets {
        if !(1..=99).contains(&sets) {
            return Err(Refusal::SetsOutOfRange);
        }
        change(Particular::Sets(received.sets), Particular::Sets(sets));
    }
    if let Some(fee) = fee {
        if let FeeLine::Amount { vnd, .. } = fee {
            amount(vnd)?;
        }
        change(Particular::Fee(received.fee.clone()), Particular::Fee(fee));
    }
    if let Some(by) = return_by {
        change(Particular::ReturnBy(received.return_by), Particular::ReturnBy(by));
    }
    let reason = said(&reason, "reason")?;
    if let Some(due) = due {
        let due = due.with_timezone(&vietnam());
        if due <= received.received_at {
            return Err(Refusal::DateInThePast { field: "due" });
        }
        // Putting a date off is an extension, with an apology; a correction may only bring it forward.
        if dossier.due().is_some_and(|was| due > was) {
            return Err(Refusal::LaterThanTheLaw { field: "due" });
        }
        let plain = |due, because: Option<&String>| {
            Particular::Due(NewDue {
                due,
                waited: Vec::new(),
                steps: Vec::new(),
                provisional: false,
                typed_because: because.cloned(),
            })
        };
        if dossier.due() != Some(due) {
            change(plain(dossier.due(), None), plain(Some(due), Some(&reason)));
        }
    }
    if changes.is_empty() {
        return Err(Refusal::NothingChanges);
    }
    Ok(Corrected {
        changes,
        reason,
        outdated: outdated(dossier),
        done: Done { at: desk.now, by: desk.actor.name.clone() },
    })
}

/// Papers that show what was corrected: the newest print of each form.
fn outdated(dossier: &Accepted) -> Vec<(String, u16)> {
    let mut newest: std::collections::BTreeMap<&str, u16> = std::collections::BTreeMap::new();
    for print in &dossier.prints {
        newest.insert(&print.printed.form, print.printed.number);
    }
    newest.into_iter().map(|(form, number)| (form.to_owned(), number)).collect()
}
