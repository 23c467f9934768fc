//! Acts on dossiers: their panel, what they would do, doing them.

use desk_app::{Acted, Leaves};
use desk_core::{
    dossier::{Accepted, Act, Dossier, Slip, Verb},
    procedure::Channel,
};

use crate::{
    acts::{self, Known},
    convert::{due_of, pictures, read_form},
    counter::{Answer, Call},
    error::{app_error, user_error},
    views::*,
};

/// Dossiers to one call: the window draws and can stop between two.
const MOST: usize = 200;

fn verb(word: &str) -> Answer<Verb> {
    Verb::from_word(word).ok_or_else(|| user_error("bad_input", &[]))
}

fn accepted(dossier: &Dossier) -> Answer<&Accepted> {
    dossier.accepted().ok_or_else(|| user_error("no_such_dossier", &[]))
}

pub(crate) fn act_open(call: &mut Call<'_>, input: ActOpen) -> Answer<ActPanel> {
    let verb = verb(&input.verb)?;
    let first = input.dossiers.first().ok_or_else(|| user_error("bad_input", &[]))?;
    let opened = call.desk.dossier_for_act(first)?;
    let dossier = accepted(&opened.dossier)?;
    let listed = |index: u16| dossier.received.papers.iter().any(|paper| paper.index == Some(index));
    let offer =
        call.desk.offer_today(&dossier.received.procedure.code, Channel::InPerson, dossier.received.case.as_deref());
    // A procedure that is offered no more still has its dossiers; then only their own papers are listed.
    let other_papers: Vec<(u16, String)> = offer
        .map(|offer| {
            offer
                .papers
                .into_iter()
                .filter(|paper| !listed(paper.index))
                .map(|paper| (paper.index, paper.name))
                .collect()
        })
        .unwrap_or_default();
    let step = call.desk.next_step(dossier)?;
    let (settings, cause) = (call.desk.parameters()?, call.desk.draft_cause(dossier));
    let known = Known {
        now: call.desk.now(),
        departments: &call.desk.departments()?,
        later: call.desk.later_date(&opened.dossier),
        step: step.as_ref(),
        asked_enough: call.desk.supplements_used_up(dossier),
        other_papers: &other_papers,
        second_stage: call.desk.second_stage_of(dossier)?,
        pause: settings.pause,
        signer: &settings.signer,
        cause: &cause,
    };
    Ok(acts::panel(verb, dossier, &known))
}

/// The act of a form for a dossier, with its problems as an error.
fn typed(call: &Call<'_>, form: &ActForm, dossier: &Dossier) -> Answer<Act> {
    let read = acts::read(form, accepted(dossier)?, call.desk.now()).ok_or_else(|| user_error("bad_input", &[]))?;
    read.map_err(|problems| {
        let code = problems.first().map_or_else(|| "bad_input".to_owned(), |first| first.code.clone());
        UserErrorView { code, fields: std::collections::BTreeMap::new(), at: problems }
    })
}

pub(crate) fn act_check(call: &mut Call<'_>, input: DossierAct) -> Answer<ActCheck> {
    let first = input.dossiers.first().ok_or_else(|| user_error("bad_input", &[]))?;
    let opened = call.desk.dossier_for_act(first)?;
    let stands = |problems| ActCheck { problems, status: None, due: None, due_changes: false };
    let act = match typed(call, &input.form, &opened.dossier) {
        Ok(act) => act,
        Err(error) => return Ok(stands(error.at)),
    };
    let after = match call.desk.try_act(&opened.dossier, act) {
        Ok(after) => after,
        Err(error) => {
            let error = app_error(&error);
            let code = error.code.clone();
            let at = if error.at.is_empty() { vec![crate::error::problem("", &code)] } else { error.at };
            return Ok(stands(at));
        }
    };
    let (before, after) = (accepted(&opened.dossier)?, accepted(&after)?);
    Ok(ActCheck {
        problems: Vec::new(),
        status: Some(after.status().word().to_owned()),
        due: Some(due_of(after)),
        due_changes: before.due() != after.due(),
    })
}

pub(crate) fn dossier_act(call: &mut Call<'_>, input: DossierAct) -> Answer<ActedView> {
    if input.dossiers.is_empty() || input.dossiers.len() > MOST {
        return Err(user_error("bad_input", &[]));
    }
    let mut refused = Vec::new();
    let mut ids = Vec::new();
    let mut act = None;
    for name in &input.dossiers {
        match call.desk.dossier_for_act(name) {
            Ok(opened) => {
                if act.is_none() {
                    act = Some(typed(call, &input.form, &opened.dossier)?);
                }
                ids.push(opened.id);
            }
            Err(error) => refused.push(RefusedOne { dossier: name.clone(), error: app_error(&error) }),
        }
    }
    let Some(act) = act else { return Ok(ActedView { done: Vec::new(), refused, slip: None }) };
    let on_slip = input.on_slip.map(|slip| Slip { form: slip.form, book: slip.book, number: slip.number });
    let account = call.desk.act_on_many(&ids, &act, on_slip, &mut |_| true)?;
    // One dossier refused is an error at its fields; of many, each is named in the account.
    if let ([_], Some((_, error))) = (input.dossiers.as_slice(), account.refused.first()) {
        return Err(app_error(error));
    }
    // What a fault of the disk kept from being done is told with it, dossier by dossier.
    let left = account.left.iter().filter_map(|id| Some((id, account.failed.as_ref()?)));
    refused.extend(left.map(|(id, error)| RefusedOne { dossier: id.to_string(), error: app_error(error) }));
    refused.extend(
        account.refused.iter().map(|(id, error)| RefusedOne { dossier: id.to_string(), error: app_error(error) }),
    );
    Ok(acted_view(&account.done, refused))
}

pub(crate) fn acted_view(done: &[Acted], refused: Vec<RefusedOne>) -> ActedView {
    let one = |acted: &Acted| ActedOne {
        dossier: acted.dossier.to_string(),
        code: acted.code.clone(),
        status: acted.status.word().to_owned(),
        due: acted.due.map(crate::convert::moment_text),
    };
    let slip = done.last().and_then(|acted| acted.slip.as_ref()).map(slip_view);
    ActedView { done: done.iter().map(one).collect(), refused, slip }
}

pub(crate) fn slip_view(slip: &Slip) -> SlipView {
    SlipView { form: slip.form.clone(), book: slip.book.clone(), number: slip.number, on_paper: slip.on_paper() }
}

pub(crate) fn walk_in(call: &mut Call<'_>, input: WalkIn) -> Answer<WalkInDone> {
    let leaves = match input.kind.as_str() {
        "guidance" => Leaves::Guided,
        "refusal" => Leaves::Refused,
        _ => return Err(user_error("bad_input", &[])),
    };
    let code = input.form.procedure.clone().ok_or_else(|| user_error("unknown_procedure", &[]))?;
    // What is still wrong with the form does not stop somebody who leaves: it is often why.
    let (intake, _, _) = read_form(&input.form, call.desk.now());
    let entry = call.desk.walk_in(leaves, &code, &intake, input.items, &input.reason, Some(&input.ground))?;
    let slip = &entry.walk_in.slip;
    let job = match call.desk.printer()?.name {
        Some(printer) => {
            let pdf = call.desk.print_walk_in(&entry, &printer)?;
            let name = call.counter.hand_over_loose(call.desk.spooler(), &printer, slip, pdf);
            call.counter.job(&name)
        }
        None => None,
    };
    let pages = pictures(&call.desk.walk_in_pdf(&entry, None)?, 110.0, 2)?.pages;
    Ok(WalkInDone { slip: slip_view(slip), job, pages })
}
