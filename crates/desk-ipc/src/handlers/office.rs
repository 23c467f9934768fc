//! Procedures switched on, local figures, the check of the log.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk_core::{
    office::{Figure, FigureSet, ProcessStep, Role},
    procedure::{Channel, Need},
    text::nfc_tidy,
};

use crate::{
    convert::{channel, channel_view, day_text, fee_view, limit_view, need_parts, procedure_head},
    counter::{Answer, Call},
    error::{problem, user_error},
    views::*,
};

pub(crate) fn procedures_switched(call: &mut Call<'_>, input: ProceduresSwitched) -> Answer<SwitchView> {
    let mut all = call.desk.switchable(&input.text, input.only_on)?;
    let mut fields: BTreeMap<&str, u32> = BTreeMap::new();
    for (entry, _) in &all {
        *fields.entry(entry.sector).or_default() += 1;
    }
    let mut fields: Vec<FieldCount> =
        fields.into_iter().map(|(field, count)| FieldCount { field: field.to_owned(), count }).collect();
    fields.sort_by_key(|one| desk_core::text::fold(&one.field));
    all.retain(|(entry, _)| input.field.as_deref().is_none_or(|field| field == entry.sector));
    let actor = call.desk.actor()?;
    let may = |action: &str, roles: &[Role]| actor.holds_any(roles).then(|| action.to_owned());
    let import = may("import", &[Role::Supervisor, Role::Administrator]);
    let actions = may("switch", &[Role::Supervisor]).into_iter().chain(import).collect();
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let (own, office) = (call.desk.abbreviations()?, call.desk.office()?);
    let figures = |code: &str| office.figures.iter().filter(|set| set.procedure == code).count();
    let rows = all.into_iter().take(200).map(|(entry, on)| SwitchRow {
        code: entry.code.to_owned(),
        name: entry.name.to_owned(),
        field: entry.sector.to_owned(),
        on,
        abbreviation: own.get(entry.code).cloned(),
        initials: entry.initials.to_owned(),
        valid_from: entry.valid_from.map(day_text),
        valid_to: entry.valid_to.map(day_text),
        as_of: entry.as_of.to_owned(),
        figures: u32::try_from(figures(entry.code)).unwrap_or(u32::MAX),
    });
    Ok(SwitchView { procedures: rows.collect(), fields, total, actions })
}

pub(crate) fn abbreviation_set(call: &mut Call<'_>, input: AbbreviationSet) -> Answer<Nothing> {
    call.desk.set_abbreviation(&input.code, &input.text)?;
    Ok(Nothing {})
}

pub(crate) fn procedure_switch(call: &mut Call<'_>, input: ProcedureSwitch) -> Answer<SwitchView> {
    call.desk.switch_procedure(&input.code, input.on)?;
    procedures_switched(call, ProceduresSwitched { text: input.code, only_on: false, field: None })
}

pub(crate) fn figures_open(call: &mut Call<'_>, input: FiguresOpen) -> Answer<FiguresView> {
    let office = call.desk.office()?;
    let reference = call.desk.reference();
    let wanted = input.procedure.as_deref();
    let name = |code: &str| reference.catalogue().entry(code).map_or_else(String::new, |entry| entry.name.to_owned());
    let row = |set: &FigureSet| {
        let (kind, of, case, paper, value) = match &set.figure {
            Figure::Limit { channel, case, rule } => ("limit", *channel, case.clone(), None, rule.to_string()),
            Figure::Fee { channel, vnd } => ("fee", *channel, None, None, vnd.to_string()),
            Figure::Need { paper, need } => ("need", None, None, Some(*paper), need_text(need)),
            Figure::Process { steps } => ("process", None, None, None, process_text(steps)),
            Figure::SecondStage { rule } => ("second_stage", None, None, None, rule.to_string()),
        };
        let paper_name = paper.and_then(|index| {
            let procedure = reference.procedure(&set.procedure)?;
            procedure.papers.iter().find(|paper| paper.index == index).map(|paper| paper.name.clone())
        });
        FigureRow {
            procedure: set.procedure.clone(),
            procedure_name: name(&set.procedure),
            kind: kind.to_owned(),
            channel: of.map(channel_view),
            case,
            paper,
            paper_name,
            value,
            decision: set.decision.clone(),
            valid_from: day_text(set.from),
            valid_to: set.until.map(day_text),
        }
    };
    let figures: Vec<FigureRow> =
        office.figures.iter().rev().filter(|set| wanted.is_none_or(|code| code == set.procedure)).map(row).collect();
    let mut known = Vec::new();
    let mut papers = Vec::new();
    let mut head = None;
    if let Some(code) = wanted {
        let procedure = reference.procedure(code).ok_or_else(|| user_error("unknown_procedure", &[]))?;
        head = Some(procedure_head(&procedure, ChannelView::InPerson, call.desk.offers_today(code)?));
        for of in procedure.channels.iter().copied() {
            let mut cases: Vec<Option<&str>> = procedure.cases(of).into_iter().map(Some).collect();
            if cases.is_empty() {
                cases.push(None);
            }
            for case in cases {
                let offer = call.desk.offer_today(code, of, case)?;
                known.push(KnownRow {
                    channel: channel_view(of),
                    case: case.map(str::to_owned),
                    limit: limit_view(&offer.limit, None),
                    fee: fee_view(&offer.fee, &IntakeForm::default()),
                });
            }
        }
        let offer = call.desk.offer_today(code, Channel::InPerson, None)?;
        for paper in &procedure.papers {
            let now = offer.papers.iter().find(|offered| offered.index == paper.index).unwrap_or(paper);
            let (need, condition) = need_parts(&now.need);
            papers.push(PaperNeedRow {
                index: paper.index,
                name: paper.name.clone(),
                need: need.to_owned(),
                condition,
                source: now.need_source.clone(),
            });
        }
    }
    let actions = if call.desk.actor()?.holds_any(&[Role::Supervisor]) { vec!["set".to_owned()] } else { Vec::new() };
    Ok(FiguresView { figures, procedure: head, known, papers, actions })
}

fn need_text(need: &Need) -> String {
    match need_parts(need) {
        (word, Some(condition)) => format!("{word}:{condition}"),
        (word, None) => word.to_owned(),
    }
}

/// A line a step: name, department (may be empty) and rule, with `|` between them.
fn process_text(steps: &[ProcessStep]) -> String {
    let line =
        |step: &ProcessStep| format!("{}|{}|{}", step.name, step.department.as_deref().unwrap_or_default(), step.limit);
    steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn process(text: &str) -> Option<Vec<ProcessStep>> {
    let step = |line: &str| {
        let mut parts = line.split('|').map(nfc_tidy);
        let (name, department, limit) = (parts.next()?, parts.next()?, parts.next()?);
        let department = Some(department).filter(|department| !department.is_empty());
        parts.next().is_none().then_some(())?;
        Some(ProcessStep { name, department, limit: limit.parse().ok()? })
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(step).collect()
}

fn bad(field: &str, code: &str) -> UserErrorView {
    let mut error = user_error(code, &[]);
    error.at.push(problem(field, code));
    error
}

fn day(text: &str, field: &str) -> Answer<NaiveDate> {
    text.parse().map_err(|_| bad(field, "bad_date"))
}

pub(crate) fn figure_set(call: &mut Call<'_>, input: FigureSetInput) -> Answer<FiguresView> {
    let value = input.value.trim();
    let of = input.channel.map(channel);
    let figure = match input.kind.as_str() {
        "limit" => {
            let rule = value.parse().map_err(|_| bad("value", "bad_rule"))?;
            Figure::Limit { channel: of, case: input.case.clone(), rule }
        }
        "fee" => Figure::Fee { channel: of, vnd: value.parse().map_err(|_| bad("value", "bad_amount"))? },
        "need" => {
            let paper = input.paper.ok_or_else(|| bad("paper", "paper_not_chosen"))?;
            let need = match value.split_once(':') {
                None if value == "always" => Need::Always,
                None if value == "shown" => Need::Shown,
                None if value == "unknown" => Need::Unknown,
                Some(("if", condition)) if !condition.trim().is_empty() => Need::If(condition.trim().to_owned()),
                Some(("one_of", group)) if !group.trim().is_empty() => Need::OneOf(group.trim().to_owned()),
                None | Some(_) => return Err(bad("value", "bad_need")),
            };
            Figure::Need { paper, need }
        }
        "second_stage" => Figure::SecondStage { rule: value.parse().map_err(|_| bad("value", "bad_rule"))? },
        "process" => Figure::Process { steps: process(value).ok_or_else(|| bad("value", "bad_process"))? },
        _ => return Err(user_error("bad_input", &[])),
    };
    let until = match input.valid_to.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(day(text, "valid_to")?),
        None => None,
    };
    let procedure = input.procedure.clone();
    call.desk.set_figure(FigureSet {
        procedure: input.procedure,
        figure,
        decision: input.decision.trim().to_owned(),
        from: day(&input.valid_from, "valid_from")?,
        until,
    })?;
    figures_open(call, FiguresOpen { procedure: Some(procedure) })
}

pub(crate) fn verify_log(call: &mut Call<'_>, _: Nothing) -> Answer<VerifyView> {
    let verdict = call.desk.verify()?;
    let fault = |fault: &desk_store::Fault| Reason {
        code: "log_fault".to_owned(),
        fields: [("what".to_owned(), fault.to_string())].into(),
    };
    Ok(VerifyView {
        ok: verdict.ok,
        entries: verdict.entries,
        faults: verdict.faults.iter().map(fault).collect(),
        head: verdict.heads.first().map(ToString::to_string).unwrap_or_default(),
    })
}
