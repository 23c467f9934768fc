//! The day: reviewed, judged, closed, signed, printed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk_app::{
    day::{DayReview, DayStanding, Exception, taker},
    print::Sheet,
};
use desk_core::{
    day::{Judgement, Stage, UnusedStory},
    dossier::Means,
    office::Role,
};
use desk_store::{DayMark, What};

use crate::{
    convert::{day_text, moment_text, pictures, word},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Subjects that a line of exceptions names.
const NAMED: usize = 5;

fn read_day(text: &str) -> Answer<NaiveDate> {
    text.parse().map_err(|_| user_error("bad_input", &[]))
}

fn mark_view(mark: &DayMark) -> DayMarkView {
    DayMarkView {
        what: mark.what.word().to_owned(),
        day: day_text(mark.day),
        hour: mark.hour,
        online: mark.online,
        field: mark.sector.clone(),
    }
}

/// A mark as a screen gives it back.
pub(crate) fn read_mark(view: &DayMarkView) -> Answer<DayMark> {
    let what = What::from_word(&view.what).ok_or_else(|| user_error("bad_input", &[]))?;
    let day = read_day(&view.day)?;
    Ok(DayMark { what, day, hour: view.hour, online: view.online, sector: view.field.clone() })
}

pub(crate) fn day_open(call: &mut Call<'_>, input: DayOpen) -> Answer<DayView> {
    let day = match &input.day {
        None => call.desk.now().date_naive(),
        Some(day) => read_day(day)?,
    };
    view(call, day)
}

pub(crate) fn day_close(call: &mut Call<'_>, input: DayClose) -> Answer<DayView> {
    let day = read_day(&input.day)?;
    call.desk.close_day(day, input.counted, input.password.as_deref())?;
    view(call, day)
}

pub(crate) fn day_judge(call: &mut Call<'_>, input: DayJudge) -> Answer<DayView> {
    let day = read_day(&input.day)?;
    let judgement = Judgement::from_word(&input.judgement).ok_or_else(|| user_error("bad_input", &[]))?;
    call.desk.judge(day, &input.kind, &input.subjects, judgement, &input.text)?;
    view(call, day)
}

pub(crate) fn day_picture(call: &mut Call<'_>, input: DayOpen) -> Answer<Picture> {
    let day = read_day(input.day.as_deref().unwrap_or_default())?;
    pictures(&call.desk.day_sheet_pdf(day)?, 110.0, 1)
}

pub(crate) fn day_save(call: &mut Call<'_>, input: DayOpen) -> Answer<SavedFile> {
    let day = read_day(input.day.as_deref().unwrap_or_default())?;
    Ok(SavedFile { path: call.desk.save_day_sheet(day)?.display().to_string() })
}

pub(crate) fn day_print(call: &mut Call<'_>, input: DayOpen) -> Answer<PrintJobView> {
    let day = read_day(input.day.as_deref().unwrap_or_default())?;
    let printer = call.desk.printer()?.name.ok_or_else(|| user_error("no_printer_chosen", &[]))?;
    let pdf = call.desk.day_sheet_pdf(day)?;
    let title = format!("day_sheet {}", day_text(day));
    let name = call.counter.jobs().hand_over_loose(call.desk.spooler(), &printer, &title, pdf, Sheet::A4);
    call.counter.job(&name).ok_or_else(|| user_error("unexpected", &[]))
}

pub(crate) fn morning_open(call: &mut Call<'_>, _: Nothing) -> Answer<MorningView> {
    let day = day_text(call.desk.now().date_naive());
    if !call.desk.morning_is_due()? {
        return Ok(MorningView { day, sentences: Vec::new() });
    }
    let morning = call.desk.morning()?;
    let said = |code: &str, fields: &[(&str, String)]| Reason {
        code: code.to_owned(),
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    };
    let carried = match morning.carried {
        None => said("carried_none", &[]),
        Some((day, count)) => said("carried", &[("day", day_text(day)), ("count", count.to_string())]),
    };
    let (due, late) = morning.due;
    let due = said("due", &[("count", due.to_string()), ("late", late.to_string())]);
    let unusual = match morning.unusual {
        None => said("usual_unknown", &[]),
        Some((day, None)) => said("usual", &[("day", day_text(day))]),
        Some((day, Some((figure, value, usual)))) => said(
            "unusual",
            &[
                ("day", day_text(day)),
                ("figure", figure.to_owned()),
                ("value", value.to_string()),
                ("usual", usual.to_string()),
            ],
        ),
    };
    Ok(MorningView { day, sentences: vec![carried, due, unusual] })
}

pub(crate) fn morning_read(call: &mut Call<'_>, _: Nothing) -> Answer<Nothing> {
    call.desk.morning_read()?;
    Ok(Nothing {})
}

fn view(call: &Call<'_>, day: NaiveDate) -> Answer<DayView> {
    let desk = &call.desk;
    let supervisor = desk.actor()?.holds_any(&[Role::Supervisor]);
    let (standing, equation, review) = if supervisor {
        let review = desk.day_review(day)?;
        let view = review_view(&review, day == desk.now().date_naive());
        (review.standing, review.equation, Some(view))
    } else {
        let standing = desk.day_standing(day)?;
        let equation = desk.day_equation(&standing)?;
        (standing, equation, None)
    };
    let mut actions = vec!["close".to_owned()];
    if supervisor {
        actions.extend(["sign".to_owned(), "judge".to_owned()]);
    }
    if standing.record.sheet().is_some() {
        actions.push("print".to_owned());
    }
    let unit = desk.unit(day)?.name.clone();
    let office = desk.office()?;
    Ok(DayView {
        day: day_text(day),
        today: day_text(desk.now().date_naive()),
        unit,
        stage: stage(&standing).to_owned(),
        review,
        equation: DayEquationView {
            printed: equation.printed,
            logged: equation.logged,
            received: equation.received,
            holds: equation.holds(),
            unprinted: mark_view(&DayMark::of(What::Unprinted, day)),
        },
        numbers: standing
            .now
            .figures()
            .into_iter()
            .map(|(name, value)| DayNumberView { name: name.to_owned(), value })
            .collect(),
        money: standing
            .now
            .money
            .iter()
            .map(|line| DayMoneyView {
                person: taker(&standing.now, line, &office),
                kind: word(line.kind),
                means: word(line.means),
                times: line.times,
                vnd: line.vnd,
            })
            .collect(),
        counters: counters(call, &standing)?,
        missing: standing.missing.iter().map(|one| one.name.clone()).collect(),
        sheet: sheet_view(&standing),
        actions,
    })
}

fn stage(standing: &DayStanding) -> &'static str {
    let stage: Stage = standing.record.stage();
    stage.word()
}

fn sheet_view(standing: &DayStanding) -> Option<DaySheetView> {
    let (entry, sheet) = standing.record.sheet()?;
    let signature = standing.record.signature(entry);
    let changes = standing.changes().into_iter();
    Some(DaySheetView {
        at: moment_text(sheet.done.at),
        by: sheet.done.by.clone(),
        signed_at: signature.map(|signed| moment_text(signed.done.at)),
        signed_by: signature.map(|signed| signed.done.by.clone()),
        missing: sheet.missing.iter().map(|one| one.name.clone()).collect(),
        amends: !sheet.amends.is_empty(),
        others: u32::try_from(standing.record.sheets().len().saturating_sub(1)).unwrap_or(u32::MAX),
        changes: changes.map(|(name, then, now)| DayChangeView { name: name.to_owned(), then, now }).collect(),
    })
}

fn counters(call: &Call<'_>, standing: &DayStanding) -> Answer<Vec<DayCounterView>> {
    let (office, own) = (call.desk.office()?, call.desk.device_id()?);
    let closings = standing.record.closings();
    let mut devices: Vec<_> = standing.machines.keys().chain(closings.keys()).copied().collect();
    devices.push(own);
    devices.sort_unstable();
    devices.dedup();
    let number = |number: u16| format!("{number:04}");
    let mut views: Vec<DayCounterView> = devices
        .into_iter()
        .map(|device| {
            let now = standing.machines.get(&device).cloned().unwrap_or_default();
            let closing = standing.record.closing_of(device);
            let stories = now.numbers.iter().flat_map(|line| {
                let void = line.void.iter().map(|void| DayStoryView {
                    numbers: number(void.number),
                    story: void.reason.clone(),
                    void: true,
                });
                let unused = line.unused.iter().map(|run| DayStoryView {
                    numbers: if run.first == run.last {
                        number(run.first)
                    } else {
                        format!("{}–{}", number(run.first), number(run.last))
                    },
                    story: match run.story {
                        UnusedStory::OnPaper => "on_paper",
                        UnusedStory::Unknown => "unknown",
                    }
                    .to_owned(),
                    void: false,
                });
                void.chain(unused).collect::<Vec<_>>()
            });
            DayCounterView {
                counter: office.counter_on(device, standing.day).unwrap_or_default(),
                name: office.began(device).map(|began| began.name.clone()).unwrap_or_default(),
                own: device == own,
                used: now.numbers.iter().map(|line| line.used).sum(),
                first: now.numbers.first().map(|line| number(line.first)),
                last: now.numbers.last().map(|line| number(line.last)),
                stories: stories.collect(),
                cash: now.money_by(Means::Cash),
                counted: closing.filter(|(by, _)| *by == device).and_then(|(_, closed)| closed.counted_vnd),
                closed_at: closing.map(|(_, closed)| moment_text(closed.done.at)),
                closed_by: closing.map(|(_, closed)| closed.done.by.clone()),
                changed: closing.is_some_and(|(by, closed)| closed.sheet != standing.counted_by(by, &closed.covers)),
            }
        })
        .collect();
    views.sort_by_key(|view| (view.counter, !view.own));
    Ok(views)
}

fn exception_view(exception: &Exception) -> DayExceptionView {
    let mut judged: BTreeMap<(String, String), DayJudgedView> = BTreeMap::new();
    for subject in &exception.subjects {
        let Some(said) = &subject.judged else { continue };
        let key = (moment_text(said.done.at), said.judgement.word().to_owned());
        judged
            .entry(key)
            .or_insert_with(|| DayJudgedView {
                judgement: said.judgement.word().to_owned(),
                text: said.text.clone(),
                at: moment_text(said.done.at),
                by: said.done.by.clone(),
                subjects: Vec::new(),
            })
            .subjects
            .push(subject.name.clone());
    }
    DayExceptionView {
        kind: exception.kind.clone(),
        count: exception.count,
        open: exception.open(),
        subjects: exception.subjects.iter().take(NAMED).map(|subject| subject.name.clone()).collect(),
        fields: exception.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        mark: exception.mark.as_ref().map(mark_view),
        judged: judged.into_values().collect(),
    }
}

fn review_view(review: &DayReview, today: bool) -> DayReviewView {
    let day = review.standing.day;
    let received = |hour: Option<u8>, online: Option<bool>| {
        mark_view(&DayMark { hour, online, ..DayMark::of(What::Received, day) })
    };
    let usual = |hour: u8| {
        let found = review.usual_hours.iter().find(|(at, _)| *at == hour).map(|(_, usual)| *usual);
        (!review.usual_days.is_empty()).then(|| found.unwrap_or(0))
    };
    let mut hours: Vec<u8> =
        review.hours.iter().map(|line| line.hour).chain(review.usual_hours.iter().map(|(hour, _)| *hour)).collect();
    hours.sort_unstable();
    hours.dedup();
    DayReviewView {
        figures: review
            .figures
            .iter()
            .map(|figure| DayFigureView {
                name: figure.name.to_owned(),
                value: figure.value,
                usual: figure.usual,
                mark: mark_view(&figure.mark),
            })
            .collect(),
        usual_days: review.usual_days.iter().map(|day| day_text(*day)).collect(),
        exceptions: review.exceptions.iter().map(exception_view).collect(),
        hours: hours
            .into_iter()
            .map(|hour| {
                let line = review.hours.iter().find(|line| line.hour == hour);
                DayHourView {
                    hour,
                    direct: line.map_or(0, |line| line.direct),
                    online: line.map_or(0, |line| line.online),
                    usual: usual(hour),
                    direct_mark: received(Some(hour), Some(false)),
                    online_mark: received(Some(hour), Some(true)),
                }
            })
            .collect(),
        ahead: today.then(|| {
            let ahead = review.ahead.iter();
            ahead
                .map(|(on, count)| DayAheadView {
                    day: day_text(*on),
                    count: *count,
                    mark: mark_view(&DayMark::of(What::DueOn, *on)),
                })
                .collect()
        }),
        fields: review
            .sectors
            .iter()
            .map(|line| {
                let mark = |what| mark_view(&DayMark { sector: Some(line.sector.clone()), ..DayMark::of(what, day) });
                DayFieldView {
                    field: line.sector.clone(),
                    received: line.received,
                    overdue: today.then_some(line.overdue),
                    mark: mark(What::Received),
                    overdue_mark: mark(What::Overdue),
                }
            })
            .collect(),
        carried_from: review.carried.as_ref().map(|(day, _)| day_text(*day)),
        carried: review
            .carried
            .iter()
            .flat_map(|(_, carried)| carried)
            .map(|line| DayCarriedView { kind: line.kind.clone(), then: line.then, still: line.still })
            .collect(),
    }
}
