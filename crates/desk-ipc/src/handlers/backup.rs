//! Backups: made and scheduled beside the work; restoring, supervised.

use std::path::Path;

use chrono::NaiveTime;
use desk_app::{
    BackupNote, BackupOutcome, BackupPlan, BackupRunning, BackupStage, BackupTrouble, Desk, FirstBackup,
    FirstRestoring, Opens, Restoring,
};
use desk_core::office::Role;

use super::session;
use crate::{
    convert::moment_text,
    counter::{Answer, Call},
    error::{problem, user_error},
    views::*,
};

const CLOCK: &str = "%H:%M";

pub(crate) fn backup_open(call: &mut Call<'_>, _: Nothing) -> Answer<BackupView> {
    view(&call.desk)
}

pub(crate) fn backup_make(call: &mut Call<'_>, input: BackupMake) -> Answer<BackupView> {
    call.desk.start_backup(Path::new(input.folder.trim()))?;
    view(&call.desk)
}

pub(crate) fn backup_stop(call: &mut Call<'_>, _: Nothing) -> Answer<BackupView> {
    call.desk.stop_backup()?;
    view(&call.desk)
}

pub(crate) fn backup_plan_set(call: &mut Call<'_>, input: BackupPlanInput) -> Answer<BackupView> {
    let plan = if input.on {
        let at = NaiveTime::parse_from_str(input.at.trim(), CLOCK).map_err(|_| {
            let mut error = user_error("bad_time", &[]);
            error.at.push(problem("at", "bad_time"));
            error
        })?;
        Some(BackupPlan { folder: input.folder.trim().into(), at, keep: input.keep })
    } else {
        None
    };
    call.desk.set_backup_plan(plan)?;
    view(&call.desk)
}

pub(crate) fn backups_find(call: &mut Call<'_>, input: BackupMake) -> Answer<BackupsFound> {
    let here = call.desk.entries()?;
    let found = call.desk.backups_in(Path::new(input.folder.trim()))?.into_iter();
    let backups = found.map(|(folder, manifest)| BackupFound {
        folder: folder.display().to_string(),
        made_at: moment_text(manifest.made_at),
        entries: manifest.entries,
        behind: here.checked_sub(manifest.entries),
        device: manifest.head.map(|head| head.device.to_string()),
    });
    Ok(BackupsFound { backups: backups.collect() })
}

pub(crate) fn backup_restore(call: &mut Call<'_>, input: BackupRestore) -> Answer<DeskState> {
    let last_number = input.last_number.ok_or_else(number_missing)?;
    call.desk.restore_here(&Restoring {
        from: input.folder.trim().into(),
        password: input.password,
        password_then: input.password_then.filter(|password| !password.is_empty()),
        reason: input.reason,
        last_number,
    })?;
    session::desk_state(call, Nothing {})
}

fn number_missing() -> UserErrorView {
    let mut error = user_error("bad_field", &[]);
    error.at.push(problem("last_number", "bad_field"));
    error
}

pub(crate) fn first_backups(call: &mut Call<'_>, input: FirstBackupsFind) -> Answer<FirstBackupsFound> {
    let folder = Some(input.folder.trim()).filter(|folder| !folder.is_empty()).map(Path::new);
    let found = call.desk.first_backups(folder)?;
    let row = |one: FirstBackup| FirstBackupRow {
        folder: one.folder.display().to_string(),
        made_at: moment_text(one.manifest.made_at),
        entries: one.manifest.entries,
        office: call
            .desk
            .reference()
            .unit_at(&one.file.office)
            .map_or_else(|| one.file.office.clone(), |unit| unit.name.clone()),
        demo: one.file.demo.is_some(),
        people: one.people.into_iter().map(|one| FirstPerson { login: one.login, name: one.name }).collect(),
    };
    Ok(FirstBackupsFound { backups: found.into_iter().map(row).collect() })
}

pub(crate) fn first_restore(call: &mut Call<'_>, input: FirstRestore) -> Answer<FirstRestored> {
    let last_number = input.last_number.ok_or_else(number_missing)?;
    let settled = call.desk.restore_first(&FirstRestoring {
        from: input.folder.trim().into(),
        login: input.login,
        opens: match input.recovery_code.filter(|code| !code.trim().is_empty()) {
            Some(code) => Opens::Recovery { code, new: input.password },
            None => Opens::Password(input.password),
        },
        reason: input.reason,
        last_number,
    })?;
    Ok(FirstRestored { settled, state: session::desk_state(call, Nothing {})? })
}

/// What is to be said of the backups, in the frame and on their page.
pub(crate) fn trouble_view(trouble: &BackupTrouble) -> Reason {
    let said = |code: &str, fields: Vec<(&str, String)>| Reason {
        code: code.to_owned(),
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    match trouble {
        BackupTrouble::Failed { at, why } => said("failed", vec![("at", moment_text(*at)), ("why", why.clone())]),
        BackupTrouble::Old { at } => said("old", vec![("at", moment_text(*at))]),
        BackupTrouble::None => said("none", Vec::new()),
    }
}

fn view(desk: &Desk) -> Answer<BackupView> {
    let backups = desk.backups()?;
    let place = |folder: &Path| BackupPlaceView {
        folder: folder.display().to_string(),
        free: desk_store::free_bytes(folder).ok(),
        own_disk: desk.is_on_own_disk(folder),
    };
    let mut actions = vec!["make".to_owned(), "plan".to_owned()];
    if desk.actor()?.holds_any(&[Role::Supervisor]) {
        actions.push("restore".to_owned());
    }
    Ok(BackupView {
        plan: backups.plan.as_ref().map(|plan| BackupPlanView {
            place: place(&plan.folder),
            at: plan.at.format(CLOCK).to_string(),
            keep: plan.keep,
        }),
        running: backups.running.as_ref().map(running_view),
        notes: backups.notes.iter().map(note_row).collect(),
        trouble: backups.trouble.as_ref().map(trouble_view),
        sticks: backups.sticks.iter().map(|stick| place(stick)).collect(),
        actions,
    })
}

fn running_view(running: &BackupRunning) -> BackupRunningView {
    let (stage, percent) = match running.stage {
        BackupStage::Copying(percent) => ("copying", percent),
        BackupStage::Verifying => ("verifying", 100),
    };
    BackupRunningView {
        since: moment_text(running.since),
        folder: running.into.display().to_string(),
        by_schedule: running.by_schedule,
        stage: stage.to_owned(),
        percent,
    }
}

fn note_row(note: &BackupNote) -> BackupNoteRow {
    let (outcome, why) = match &note.outcome {
        BackupOutcome::Verified => ("verified", None),
        BackupOutcome::Failed(why) => ("failed", Some(why.clone())),
        BackupOutcome::Removed => ("removed", None),
    };
    BackupNoteRow {
        at: moment_text(note.at),
        folder: note.folder.display().to_string(),
        by: note.by.clone(),
        entries: note.entries,
        bytes: note.bytes,
        outcome: outcome.to_owned(),
        why,
    }
}
