//! Mistakes put right: what may be corrected on an accepted dossier, and which papers say something else then.

use super::{
    act::Act,
    decide::{Desk, Refusal},
    facts::{FeeLine, PaperLine},
    intake::{IntakePaper, said},
    life::{Change, Corrected, Done, NewDue, Particular},
    proceed::{amount, counted, document, told},
    state::Accepted,
};
use crate::{
    procedure::Need,
    time::{Moment, vietnam},
};

/// The correction that an act asks for.
pub(super) fn correct(dossier: &Accepted, act: Act, desk: &Desk<'_>) -> Result<Corrected, Refusal> {
    let Act::Correct {
        reason,
        owner,
        submitter,
        no_submitter,
        papers,
        left_off,
        sets,
        fee,
        return_by,
        due,
        channel,
        result,
    } = act
    else {
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
    let lines = papers_now(dossier, &papers, &left_off)?;
    change(Particular::Papers(received.papers.clone()), Particular::Papers(lines));
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
    if let Some(channel) = channel {
        change(Particular::Channel(received.channel), Particular::Channel(channel));
    }
    if let Some(now) = result {
        let was = dossier.result.as_ref().ok_or(Refusal::NoResult)?.said();
        change(Particular::Result(Box::new(was)), Particular::Result(Box::new(document(now, desk)?)));
    }
    let reason = said(&reason, "reason")?;
    if let Some(due) = due {
        let (was, now) = (plain(dossier.due(), None), plain(Some(earlier(dossier, due)?), Some(&reason)));
        if dossier.due() != Some(due) {
            change(was, now);
        }
    }
    if changes.is_empty() {
        return Err(Refusal::NothingChanges);
    }
    let outdated = outdated(dossier, &changes);
    Ok(Corrected { changes, reason, outdated, done: Done { at: desk.now, by: desk.actor.name.clone() } })
}

/// The papers as they are after the correction: the listed ones that differ, then those that were left off.
fn papers_now(dossier: &Accepted, papers: &[IntakePaper], left_off: &[IntakePaper]) -> Result<Vec<PaperLine>, Refusal> {
    let mut lines = dossier.received.papers.clone();
    for paper in papers {
        let line = lines.iter_mut().find(|line| line.index.is_some() && line.index == paper.index);
        let line = line.ok_or(Refusal::NoSuchPaper { index: paper.index.unwrap_or(u16::MAX) })?;
        counted(paper)?;
        (line.state, line.originals, line.copies) = (paper.state, paper.originals, paper.copies);
    }
    for paper in left_off {
        if let Some(index) = paper.index.filter(|index| lines.iter().any(|line| line.index == Some(*index))) {
            return Err(Refusal::NoSuchPaper { index }); // it is listed: not left off
        }
        counted(paper)?;
        lines.push(PaperLine {
            index: paper.index,
            name: said(paper.name.as_deref().unwrap_or_default(), "left_off")?,
            need: Need::Unknown,
            state: paper.state,
            originals: paper.originals,
            copies: paper.copies,
            reason: told(paper.reason.clone()),
        });
    }
    Ok(lines)
}

/// Putting a date off is an extension, with an apology; a correction may only bring it forward.
fn earlier(dossier: &Accepted, due: Moment) -> Result<Moment, Refusal> {
    let due = due.with_timezone(&vietnam());
    if due <= dossier.received.received_at {
        return Err(Refusal::DateInThePast { field: "due" });
    }
    if dossier.due().is_some_and(|was| due > was) {
        return Err(Refusal::LaterThanTheLaw { field: "due" });
    }
    Ok(due)
}

fn plain(due: Option<Moment>, because: Option<&String>) -> Particular {
    let (waited, steps) = (Vec::new(), Vec::new());
    Particular::Due(NewDue { due, waited, steps, provisional: false, typed_because: because.cloned() })
}

/// Papers that say something else now: the newest print of each form that shows what was corrected.
fn outdated(dossier: &Accepted, changes: &[Change]) -> Vec<(String, u16)> {
    let mut newest: std::collections::BTreeMap<&str, u16> = std::collections::BTreeMap::new();
    for print in &dossier.prints {
        newest.insert(&print.printed.form, print.printed.number);
    }
    let touched = |form: &str| changes.iter().any(|change| shows(form, &change.now));
    newest.into_iter().filter(|(form, _)| touched(form)).map(|(form, number)| (form.to_owned(), number)).collect()
}

/// True when a form prints this of a dossier.
fn shows(form: &str, particular: &Particular) -> bool {
    match particular {
        Particular::Owner(_) => true,
        Particular::Submitter(_) => matches!(form, "receipt" | "fee" | "commitment"),
        Particular::Papers(_) | Particular::Sets(_) => form == "receipt",
        Particular::Fee(_) => matches!(form, "receipt" | "appointment" | "results"),
        Particular::ReturnBy(_) => matches!(form, "receipt" | "appointment" | "thermal" | "results"),
        Particular::Due(_) => {
            matches!(form, "receipt" | "appointment" | "thermal" | "control" | "commitment" | "handover" | "chasing")
        }
        Particular::Channel(_) => false, // counted in the reports; no form of a dossier names it
        Particular::Result(_) => matches!(form, "results" | "collected"),
    }
}
