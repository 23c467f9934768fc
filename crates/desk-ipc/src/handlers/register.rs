//! The day, the scan box, the register, citizens.

use desk_app::{read_scan, register_export::RegisterFormat};
use desk_core::{card::Scan as CoreScan, dossier::Status, time::Moment};
use desk_store::{Citizen, DueFilter, Filter, Hit, Page, PrintState, Sort, Task};

use super::report::behind;
use crate::{
    convert::{card_fields, day_text, draft_form, due_reason, hit_mark, hit_view, moment_text, person_hit, word},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Days after which a draft asks its owner.
pub(crate) const DRAFT_OLD_DAYS: i64 = 7;

pub(crate) fn today(call: &mut Call<'_>, _: Nothing) -> Answer<TodayView> {
    let now = call.desk.now();
    let day = call.desk.today()?;
    let counter = |code: &str, count: u32| CounterView { code: code.to_owned(), count: Some(count) };
    let drafts = day.drafts.iter().map(|draft| {
        let form = draft_form(&draft.json);
        // After a week it asks whether it is still wanted; only a person throws it away.
        let days = (now - draft.saved_at).num_days();
        let (mark, code) = if days >= DRAFT_OLD_DAYS { ("soon", "draft_old") } else { ("hold", "saved_at") };
        TaskView {
            dossier: None,
            draft: Some(draft.id.to_string()),
            mark: mark.to_owned(),
            when: Reason {
                code: code.to_owned(),
                fields: [("at".to_owned(), moment_text(draft.saved_at)), ("days".to_owned(), days.to_string())].into(),
            },
            code: None,
            owner: form.owner.name.clone(),
            procedure: form
                .procedure
                .as_deref()
                .and_then(|code| call.desk.reference().catalogue().entry(code))
                .map(|entry| entry.name.to_owned())
                .unwrap_or_default(),
            task: "finish_draft".to_owned(),
        }
    });
    // By deadline: what is late or due today, then what came in or lies ready, then the days to come.
    let tonight = now.date_naive();
    let pressing = |hit: &&Hit| hit.due.is_some_and(|due| due.date_naive() <= tonight);
    let due_view = |hit: &Hit| TaskView {
        dossier: Some(hit.dossier.to_string()),
        draft: None,
        mark: hit_mark(hit, now).to_owned(),
        when: due_reason(hit.due, now),
        code: Some(hit.code.clone()),
        owner: hit.owner.clone(),
        procedure: hit.procedure_name.clone(),
        task: due_task(hit, now).to_owned(),
    };
    let due = day.due.iter().filter(pressing).map(due_view);
    let later = day.due.iter().filter(|hit| !pressing(hit)).map(due_view);
    let news = day.news.iter().map(|(task, hit)| TaskView {
        dossier: Some(hit.dossier.to_string()),
        draft: None,
        mark: hit_mark(hit, now).to_owned(),
        when: Reason {
            code: (*task).to_owned(),
            fields: [
                ("at".to_owned(), hit.answered.or(hit.turn).map(moment_text).unwrap_or_default()),
                ("phone".to_owned(), hit.phone.clone().unwrap_or_default()),
            ]
            .into(),
        },
        code: Some(hit.code.clone()),
        owner: hit.owner.clone(),
        procedure: hit.procedure_name.clone(),
        task: (*task).to_owned(),
    });
    let tasks: Vec<TaskView> = due.chain(news).chain(later).chain(drafts).collect();
    let today = &day.today;
    Ok(TodayView {
        day: day_text(now.date_naive()),
        counters: vec![
            counter("late", today.overdue.n),
            counter("due_today", today.due_today.n),
            counter("answered", today.answered.n),
            counter("ready", today.ready.n),
            counter("to_hand_over", today.to_hand_over.n),
            counter("unconfirmed", today.unconfirmed.n),
            counter("waiting", today.waiting.n),
            counter("void_wanted", today.voids_wanted.n),
            counter("unprinted", today.prints_failed.n),
            counter("draft", u32::try_from(day.drafts.len()).unwrap_or(u32::MAX)),
        ],
        tasks,
        totals: TotalsView {
            received: today.received_today.n,
            returned: today.returned_today.n,
            closed: today.closed_today.n,
            guided: today.guided_today.n,
            turned_down: today.refused_today.n,
            fee_vnd: today.cash_today,
            fee_corrected_vnd: today.cash_corrected_today,
        },
    })
}

/// What the rail counts beside its screens.
pub(crate) fn rail_counts(call: &mut Call<'_>, _: Nothing) -> Answer<RailCounts> {
    let today = call.desk.counts_today()?;
    Ok(RailCounts {
        today: today.overdue.n.saturating_add(today.due_today.n),
        returns: today.ready.n,
        handover: today.to_hand_over.n.saturating_add(today.unconfirmed.n),
    })
}

/// What a running dossier asks for: an apology when it is late and was never put off, else to be gone on with.
fn due_task(hit: &Hit, now: Moment) -> &'static str {
    match hit.due {
        Some(due) if due < now && hit.extended == 0 => "apologise",
        Some(_) | None if hit.pending.is_some() => "confirm",
        Some(_) | None => "open",
    }
}

pub(crate) fn scan(call: &mut Call<'_>, input: Scan) -> Answer<ScanView> {
    if input.text.len() > 4096 {
        return Err(user_error("bad_input", &[]));
    }
    Ok(match read_scan(&input.text) {
        CoreScan::CitizenCard { fields, doubtful } => {
            let person = match &fields.personal_number {
                Some(number) => call.desk.citizen(number)?,
                None => None,
            };
            let person = person.map(|citizen| hit_of(call, citizen)).transpose()?;
            let doubtful: Vec<String> = doubtful.iter().map(word).collect();
            ScanView::CitizenCard {
                raw: (!doubtful.is_empty()).then(|| input.text.clone()),
                fields: card_fields(&fields),
                doubtful,
                person,
            }
        }
        CoreScan::Receipt { code, proof } => {
            let code = code.to_string();
            let dossier = call.desk.dossier_id(&code).ok().map(|id| id.to_string());
            let verdict = match proof {
                Some(_) => Some(call.desk.check_receipt(&input.text)?.word().to_owned()),
                None => None,
            };
            ScanView::Receipt { dossier, code, verdict }
        }
        CoreScan::Unknown => ScanView::Unknown,
    })
}

/// Most rows of one answer.
const ROWS_MAX: u32 = 500;

pub(crate) fn register_search(call: &mut Call<'_>, input: RegisterSearch) -> Answer<RegisterView> {
    let now = call.desk.now();
    let filter = filter(call, &input)?;
    let sort = match input.sort.as_deref() {
        None | Some("newest") => Sort::Newest,
        Some("due") => Sort::Due,
        Some("owner") => Sort::Owner,
        Some(_) => return Err(user_error("bad_input", &[])),
    };
    let limit = if input.limit == 0 { 50 } else { input.limit.min(ROWS_MAX) };
    let page = Page { offset: input.offset, limit };
    let (hits, count) = call.desk.register(&input.text, &filter, sort, page)?;
    let excludes = if hits.is_empty() && input.offset == 0 { excluding(call, &input)? } else { None };
    let office = call.desk.office()?;
    let (fields, years) = call.desk.register_chips()?;
    let ids: Vec<_> = hits.iter().map(|hit| hit.dossier).collect();
    let unsent = call.desk.waiting_dossiers(&ids)?;
    Ok(RegisterView {
        hits: hits.iter().map(|hit| hit_view(hit, &office, now, unsent.contains(&hit.dossier))).collect(),
        total: count.n,
        more: count.or_more,
        fields,
        years,
        excludes,
    })
}

pub(crate) fn register_export(call: &mut Call<'_>, input: RegisterExport) -> Answer<SavedFiles> {
    let format = RegisterFormat::from_word(&input.format).ok_or_else(|| user_error("bad_input", &[]))?;
    let export = call.desk.register_export(&input.search.text, &filter(call, &input.search)?)?;
    // The book of a year takes its time: others are served meanwhile.
    let saved = call.apart(|| export.save(format, &mut |_| true))?;
    Ok(SavedFiles { paths: saved.files.iter().map(|path| path.display().to_string()).collect(), rows: saved.rows })
}

fn filter(call: &Call<'_>, input: &RegisterSearch) -> Answer<Filter> {
    let due = match input.due.as_deref() {
        None => None,
        Some("late") => Some(DueFilter::Overdue),
        Some("today") => Some(DueFilter::Today),
        Some("week") => Some(DueFilter::Soon { days: 7 }),
        Some(_) => return Err(user_error("bad_input", &[])),
    };
    let status = match input.status.as_deref() {
        None => None,
        Some(word) => Some(Status::from_word(word).ok_or_else(|| user_error("bad_input", &[]))?),
    };
    let mut filter = Filter { year: input.year, sector: input.field.clone(), status, due, ..Filter::default() };
    filter.mark = input.mark.as_ref().map(super::day::read_mark).transpose()?;
    filter.task = match input.task.as_deref() {
        None => None,
        Some("unprinted") => {
            filter.print = Some(PrintState::Failed);
            None
        }
        Some("warn") => Some(Task::Warn(call.desk.warn_until()?)),
        Some(word) => Some(task(word, input.department.clone()).ok_or_else(|| user_error("bad_input", &[]))?),
    };
    filter.among = input.figure.as_ref().map(|figure| behind(call, figure)).transpose()?;
    Ok(filter)
}

fn task(word: &str, department: Option<String>) -> Option<Task> {
    Some(match word {
        "hand_over" => Task::HandOver,
        "confirm" => Task::Confirm(department),
        "answered" => Task::Answered,
        "answer_overdue" => Task::AnswerOverdue,
        "waiting" => Task::Waiting,
        "fetch" => Task::Fetch,
        "return" => Task::Return,
        "uncollected" => Task::Uncollected(desk_store::UNCOLLECTED_DAYS),
        "post" => Task::Post,
        "void" => Task::Void,
        "collided" => Task::Collided,
        _ => return None,
    })
}

/// The chip without which most would be found.
fn excluding(call: &Call<'_>, input: &RegisterSearch) -> Answer<Option<Chip>> {
    let mut best: Option<Chip> = None;
    for chip in ["year", "field", "status", "due", "task", "mark", "figure"] {
        let mut without = input.clone();
        let was_set = match chip {
            "year" => without.year.take().is_some(),
            "field" => without.field.take().is_some(),
            "status" => without.status.take().is_some(),
            "task" => without.task.take().is_some(),
            "mark" => without.mark.take().is_some(),
            "figure" => without.figure.take().is_some(),
            _ => without.due.take().is_some(),
        };
        if !was_set {
            continue;
        }
        let page = Page { offset: 0, limit: 1 };
        let (_, count) = call.desk.register(&without.text, &filter(call, &without)?, Sort::Newest, page)?;
        if count.n > best.as_ref().map_or(0, |best| best.without) {
            best = Some(Chip { chip: chip.to_owned(), without: count.n });
        }
    }
    Ok(best)
}

/// A citizen with how many dossiers this desk has of them.
fn hit_of(call: &Call<'_>, citizen: Citizen) -> Answer<PersonHit> {
    let dossiers = match &citizen.party.personal_number {
        Some(number) => call.desk.dossiers_of(number)?,
        None => 1,
    };
    Ok(person_hit(citizen, dossiers))
}

pub(crate) fn persons_find(call: &mut Call<'_>, input: PersonsFind) -> Answer<PersonsFound> {
    let persons = call.desk.citizens(&input.text, 8)?;
    let persons = persons.into_iter().map(|citizen| hit_of(call, citizen)).collect::<Answer<_>>()?;
    Ok(PersonsFound { persons })
}
