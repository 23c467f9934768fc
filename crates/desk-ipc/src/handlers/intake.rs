//! Intake: procedures, drafts, the check of a form, acceptance.

use desk_app::LooksAlike;
use desk_core::{dossier::Party, ids::DraftId};

use crate::{
    convert::{
        self, draft_form, due_view, duplicate_view, fee_view, limit_view, moment_text, paper_rows, pictures,
        procedure_head, read_form,
    },
    counter::{Answer, Call},
    error::{app_error, problem, refusal_problems, user_error},
    views::*,
};

/// Most procedures in one list (ui: up to 50 hits below the box).
const HITS_MAX: usize = 50;

pub(crate) fn procedures_find(call: &mut Call<'_>, input: ProceduresFind) -> Answer<ProceduresFound> {
    let found = call.desk.find_procedures(&input.text, input.person.as_deref(), HITS_MAX)?;
    let mut own = call.desk.abbreviations()?;
    let hits = found.into_iter().map(|(entry, on)| ProcedureHit {
        code: entry.code.to_owned(),
        name: entry.name.to_owned(),
        field: entry.sector.to_owned(),
        abbreviation: own
            .remove(entry.code)
            .or_else(|| (!entry.initials.is_empty()).then(|| entry.initials.to_owned())),
        on,
    });
    Ok(ProceduresFound { hits: hits.collect() })
}

fn draft_id(text: &str) -> Answer<DraftId> {
    text.parse().map_err(|_| user_error("no_such_draft", &[]))
}

pub(crate) fn draft_save(call: &mut Call<'_>, input: DraftSave) -> Answer<DraftSaved> {
    let draft = input.draft.as_deref().map(draft_id).transpose()?;
    let json = serde_json::to_string(&input.form).map_err(|_| user_error("bad_input", &[]))?;
    let id = call.desk.save_draft(draft, &json)?;
    Ok(DraftSaved { draft: id.to_string(), saved_at: moment_text(call.desk.now()) })
}

pub(crate) fn draft_open(call: &mut Call<'_>, input: DraftOpen) -> Answer<DraftView> {
    let draft = call.desk.draft(draft_id(&input.draft)?)?;
    Ok(DraftView { draft: draft.id.to_string(), form: draft_form(&draft.json), saved_at: moment_text(draft.saved_at) })
}

pub(crate) fn drafts_list(call: &mut Call<'_>, _: Nothing) -> Answer<DraftsView> {
    let now = call.desk.now();
    let office = call.desk.office()?;
    let row = |draft: desk_store::Draft| {
        let form = draft_form(&draft.json);
        let name = form.procedure.as_deref().and_then(|code| call.desk.reference().catalogue().entry(code));
        DraftRow {
            draft: draft.id.to_string(),
            owner: form.owner.name,
            procedure: name.map(|entry| entry.name.to_owned()),
            saved_at: moment_text(draft.saved_at),
            by: office.people.get(&draft.owner).map(|person| person.name.clone()).unwrap_or_default(),
            old: (now - draft.saved_at).num_days() >= super::register::DRAFT_OLD_DAYS,
        }
    };
    Ok(DraftsView { drafts: call.desk.drafts()?.into_iter().map(row).collect() })
}

pub(crate) fn draft_discard(call: &mut Call<'_>, input: DraftOpen) -> Answer<Nothing> {
    call.desk.discard_draft(draft_id(&input.draft)?)?;
    Ok(Nothing {})
}

pub(crate) fn intake_check(call: &mut Call<'_>, form: IntakeForm) -> Answer<IntakeCheck> {
    let (intake, mut problems, warnings) = read_form(&form, call.desk.now());
    problems.extend(form.doubtful.iter().map(|field| problem(field.as_str(), "doubtful")));
    let numbers_left = call.desk.numbers_left_today()?;
    if numbers_left == 0 {
        problems.push(problem("", "numbers_used_up"));
    }
    let alike = alike_views(call, &intake.owner)?;
    let Some(code) = form.procedure.as_deref() else {
        problems.push(problem("procedure", "procedure_missing"));
        return Ok(IntakeCheck {
            procedure: None,
            papers: Vec::new(),
            papers_found: 0,
            papers_needed: 0,
            limit: None,
            due: None,
            fee: None,
            duplicates: Vec::new(),
            alike,
            problems: in_order(problems),
            warnings,
            ready: false,
            numbers_left: Some(numbers_left),
        });
    };
    let checked = call.desk.check(code, &intake)?;
    let latest = call.desk.latest_due(&checked.offer);
    let rows = paper_rows(&checked.offer, &form);
    if let Err(refusal) = &checked.plan {
        for found in refusal_problems(refusal) {
            if !problems.iter().any(|known| known.field == found.field) {
                problems.push(found);
            }
        }
    }
    // A paper that nobody looked at yet is not "not applicable": the clerk says so first.
    for row in rows.iter().filter(|row| row.need == "always" && row.state == "unseen") {
        let field = format!("papers.{}", row.index.unwrap_or_default());
        if !problems.iter().any(|known| known.field == field) {
            problems.push(problem(field, "paper_missing"));
        }
    }
    let duplicates: Vec<DuplicateView> = checked.duplicates.iter().map(duplicate_view).collect();
    if !duplicates.is_empty() && form.duplicate.is_none() {
        problems.push(problem("duplicate", "duplicate"));
    }
    let needed = |row: &&PaperRow| row.need == "always";
    let found = |row: &&PaperRow| row.state == "given" || row.state == "shown";
    let on = call.desk.offers_today(code)?;
    let due = match &checked.plan {
        Ok(received) => Some(due_view(received, latest)),
        // Other gaps of the form do not hide the date: it is computed as soon as a limit is known.
        Err(_) => call.desk.due_now(&checked.offer, intake.limit.as_ref()).map(convert::due_alone),
    };
    // A dossier from a paper book was received when it was received.
    let jump = match form.back_entry {
        None => call.desk.next_jump(&checked.offer, intake.limit.as_ref()).map(convert::jump_view),
        Some(_) => None,
    };
    let due = due.map(|due| DueView { jump, ..due });
    Ok(IntakeCheck {
        procedure: call.desk.reference().procedure(code).map(|procedure| procedure_head(&procedure, form.channel, on)),
        papers_found: u16::try_from(rows.iter().filter(needed).filter(found).count()).unwrap_or(u16::MAX),
        papers_needed: u16::try_from(rows.iter().filter(needed).count()).unwrap_or(u16::MAX),
        papers: rows,
        limit: Some(limit_view(&checked.offer.limit, intake.limit.as_ref())),
        due,
        fee: Some(fee_view(&checked.offer.fee, &form)),
        duplicates,
        alike,
        ready: problems.is_empty(),
        problems: in_order(problems),
        warnings,
        numbers_left: Some(numbers_left),
    })
}

fn alike_views(call: &Call<'_>, owner: &Party) -> Answer<Vec<AlikeView>> {
    let found = call.desk.looks_alike(owner)?;
    let view = |one: LooksAlike| AlikeView {
        why: convert::word(one.why),
        here: convert::party_form(owner),
        there: convert::party_form(&one.citizen.party),
        code: one.citizen.code,
        received: moment_text(one.citizen.received),
        same: one.judged.as_ref().map(|judged| judged.same),
        by: one.judged.as_ref().map(|judged| judged.done.by.clone()),
        at: one.judged.as_ref().map(|judged| moment_text(judged.done.at)),
    };
    Ok(found.into_iter().map(view).collect())
}

pub(crate) fn persons_judge(call: &mut Call<'_>, input: PersonsJudge) -> Answer<Nothing> {
    let now = call.desk.now();
    let mut problems = Vec::new();
    let one = convert::party_typed("one", &input.one, now, &mut problems);
    let other = convert::party_typed("other", &input.other, now, &mut problems);
    if !problems.is_empty() {
        return Err(user_error("bad_input", &[]));
    }
    call.desk.judge_persons(&one, &other, input.same)?;
    Ok(Nothing {})
}

/// Problems in the order in which the form has its fields.
fn in_order(mut problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    const ORDER: &[&str] =
        &["", "owner", "submitter", "procedure", "case", "papers", "sets", "fee", "exemption", "limit", "due"];
    let place = |problem: &FieldProblem| {
        let head = problem.field.split('.').next().unwrap_or_default();
        let head = head.strip_suffix("_vnd").unwrap_or(head);
        ORDER.iter().position(|name| *name == head).unwrap_or(ORDER.len())
    };
    problems.sort_by_key(place);
    problems
}

pub(crate) fn intake_preview(call: &mut Call<'_>, form: IntakeForm) -> Answer<Picture> {
    let (intake, _, _) = read_form(&form, call.desk.now());
    let code = form.procedure.as_deref().ok_or_else(|| user_error("procedure_missing", &[]))?;
    pictures(&call.desk.preview(code, &intake)?, 110.0, 1)
}

pub(crate) fn receive_dossier(call: &mut Call<'_>, input: ReceiveDossier) -> Answer<ReceivedView> {
    let check = intake_check(call, input.form.clone())?;
    if let Some(first) = check.problems.first() {
        return Err(UserErrorView { code: first.code.clone(), fields: first.fields.clone(), at: check.problems });
    }
    let code = input.form.procedure.clone().unwrap_or_default();
    let (intake, _, _) = read_form(&input.form, call.desk.now());
    let printer = call.desk.printer()?;
    let to = if input.print { printer.name.clone() } else { None };
    let accepting = call.desk.receive(&code, intake, to.as_deref())?;
    if let Some(draft) = input.draft.as_deref().and_then(|draft| draft.parse().ok()) {
        // The dossier is saved; a draft that stays behind is only untidy.
        let _ = call.desk.discard_draft(draft);
    }
    let unprinted = |code: &str| {
        Some(Reason { code: code.to_owned(), fields: [("code".to_owned(), accepting.received.code.clone())].into() })
    };
    let (job, unprinted) = match to {
        Some(_) if accepting.pdf.is_empty() => (None, unprinted("form_cannot_be_drawn")),
        Some(name) => {
            let pages = call.desk.first_print(accepting.dossier, &accepting.received, &name, accepting.pdf.clone())?;
            let job = call.counter.hand_over(call.desk.spooler(), pages);
            (call.counter.job(&job), None)
        }
        None if input.print => (None, unprinted("no_printer_chosen")),
        None => (None, None),
    };
    // The receipt is what counts: a slip that cannot be made undoes nothing, and is said.
    let roll =
        printer.roll.as_deref().filter(|_| input.print).map(|queue| call.desk.print_roll(accepting.dossier, queue));
    let slip_unprinted = match roll {
        Some(Ok(slip)) => {
            call.counter.hand_over(call.desk.spooler(), slip);
            None
        }
        Some(Err(error)) => {
            let UserErrorView { code, fields, .. } = app_error(&error);
            Some(Reason { code, fields })
        }
        None => None,
    };
    Ok(ReceivedView {
        dossier: accepting.dossier.to_string(),
        code: accepting.received.code.clone(),
        due: accepting.received.due.map(moment_text),
        job,
        unprinted,
        slip_unprinted,
        copies: printer.copies,
    })
}
