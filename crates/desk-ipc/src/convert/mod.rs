//! From what the desk knows to what a screen shows, and from what was typed to what the rules take.

mod form;
mod intake;
mod life;
mod record;
mod sync;

pub(crate) use form::{draft_form, paper_typed, party_typed, read_form};
pub(crate) use intake::{due_alone, due_view, fee_view, jump_view, limit_view, need_parts, paper_rows, procedure_head};
pub(crate) use life::{due_of, life_view};
pub(crate) use record::{
    dossier_view, due_reason, duplicate_view, hit_mark, hit_view, paper_state, party_form, person_hit,
};
pub(crate) use sync::{standing_view, sync_page};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use desk_app::{JobNote, print::JobState};
use desk_core::{
    card,
    office::{Person, Role},
    procedure::Channel,
    time::{Moment, vietnam},
};

use crate::{counter::Answer, error::user_error, views::*};

/// The word by which a plain choice is written.
pub(crate) fn word<T: serde::Serialize>(choice: T) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

pub(crate) fn moment_text(moment: Moment) -> String {
    moment.with_timezone(&vietnam()).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Wall time as fields of forms have it.
pub(crate) fn wall_text(moment: Moment) -> String {
    moment.with_timezone(&vietnam()).format("%Y-%m-%dT%H:%M").to_string()
}

pub(crate) fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

pub(crate) fn lang(word: &str) -> Lang {
    if word == "en" { Lang::En } else { Lang::Vi }
}

pub(crate) fn lang_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

pub(crate) fn role_view(role: Role) -> RoleView {
    match role {
        Role::Clerk => RoleView::Clerk,
        Role::Officer => RoleView::Officer,
        Role::Supervisor => RoleView::Supervisor,
        Role::Administrator => RoleView::Administrator,
    }
}

pub(crate) fn role(view: RoleView) -> Role {
    match view {
        RoleView::Clerk => Role::Clerk,
        RoleView::Officer => Role::Officer,
        RoleView::Supervisor => Role::Supervisor,
        RoleView::Administrator => Role::Administrator,
    }
}

pub(crate) fn channel(view: ChannelView) -> Channel {
    match view {
        ChannelView::InPerson => Channel::InPerson,
        ChannelView::Post => Channel::Post,
        ChannelView::Online => Channel::Online,
    }
}

pub(crate) fn channel_view(channel: Channel) -> ChannelView {
    match channel {
        Channel::InPerson => ChannelView::InPerson,
        Channel::Post => ChannelView::Post,
        Channel::Online => ChannelView::Online,
    }
}

pub(crate) fn person_view(person: &Person, pin_set: bool) -> PersonView {
    PersonView {
        id: person.id.to_string(),
        login: person.login.clone(),
        name: person.name.clone(),
        roles: person.roles.iter().copied().map(role_view).collect(),
        pin_set,
    }
}

/// The screens that a person's roles open, in rail order.
pub(crate) fn screens(person: &Person) -> Vec<String> {
    let holds = |roles: &[Role]| roles.iter().any(|role| person.roles.contains(role));
    let table: [(&str, bool); 19] = [
        ("today", holds(&[Role::Clerk, Role::Officer, Role::Supervisor])),
        ("intake", holds(&[Role::Clerk, Role::Supervisor])),
        ("register", holds(&[Role::Clerk, Role::Officer, Role::Supervisor])),
        ("returns", holds(&[Role::Clerk, Role::Supervisor])),
        ("handover", holds(&[Role::Clerk, Role::Officer, Role::Supervisor])),
        ("day", holds(&[Role::Clerk, Role::Supervisor])),
        ("calendar", holds(&[Role::Supervisor, Role::Administrator])),
        ("reports", holds(&[Role::Supervisor, Role::Administrator])),
        ("sync", holds(&[Role::Clerk, Role::Officer, Role::Supervisor])),
        ("people", holds(&[Role::Supervisor, Role::Administrator])),
        ("figures", holds(&[Role::Supervisor])),
        ("procedures", holds(&[Role::Clerk, Role::Officer, Role::Supervisor])),
        ("import", holds(&[Role::Supervisor])),
        ("walk_ins", holds(&[Role::Clerk, Role::Supervisor])),
        ("labels", holds(&[Role::Supervisor])),
        ("ranges", holds(&[Role::Supervisor, Role::Administrator])),
        ("log", holds(&[Role::Supervisor, Role::Administrator])),
        ("backup", holds(&[Role::Supervisor, Role::Administrator])),
        ("settings", true),
    ];
    table.iter().filter(|(_, open)| *open).map(|(name, _)| (*name).to_owned()).collect()
}

pub(crate) fn job_view(job: &str, note: &JobNote) -> PrintJobView {
    let (state, reason) = match &note.state {
        JobState::Queued => ("queued", None),
        JobState::Printing => ("printing", None),
        JobState::Done => ("done", None),
        JobState::Unknown => ("unknown", None),
        JobState::Failed { reason } => ("failed", Some(reason)),
    };
    let reason =
        reason.map(|code| Reason { code: code.clone(), fields: [("printer".to_owned(), note.printer.clone())].into() });
    PrintJobView { job: job.to_owned(), printer: note.printer.clone(), state: state.to_owned(), reason }
}

/// Pages of a PDF as pictures, at most `most`.
pub(crate) fn pictures(pdf: &[u8], dpi: f32, most: usize) -> Answer<Picture> {
    let undrawn = |_| user_error("form_cannot_be_drawn", &[]);
    let count = desk_forms::pages(pdf).map_err(undrawn)?.min(most);
    let picture = |page: usize| {
        let png = desk_forms::picture(pdf, page, dpi).map_err(undrawn)?;
        Ok(format!("data:image/png;base64,{}", STANDARD.encode(png.bytes)))
    };
    Ok(Picture { pages: (0..count).map(picture).collect::<Answer<_>>()? })
}

pub(crate) fn card_fields(fields: &card::CardFields) -> CardFields {
    CardFields {
        personal_number: fields.personal_number.clone(),
        old_number: fields.old_number.clone(),
        name: fields.name.clone(),
        birth_date: fields.birth_date.map(day_text),
        sex: fields.sex.map(|sex| sex.as_str().to_owned()),
        address: fields.address.clone(),
        issued: fields.issued.map(day_text),
    }
}
