//! Set-up, sign-in, lock.

use chrono::Utc;
use desk_app::{DemoOffice, FEW_NUMBERS, SessionState, SetUp as AppSetUp, courier::Standing};

use super::backup::trouble_view;
use crate::{
    convert::{day_text, lang, lang_word, moment_text, person_view, standing_view, word},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Clerks' sessions lock after ten idle minutes (reliability: session lock).
const IDLE_LOCK_SECONDS: u32 = 600;

pub(crate) fn desk_state(call: &mut Call<'_>, _: Nothing) -> Answer<DeskState> {
    let desk = &call.desk;
    let session = desk.session()?;
    let file = desk.office_file();
    let day = desk.now().date_naive();
    let unit = match file {
        Some(_) => {
            let unit = desk.unit(day)?;
            Some(UnitView {
                code: unit.code.clone(),
                name: unit.name.clone(),
                level: word(unit.level),
                desk_name: format!("Bộ phận Một cửa {}", unit.lower_name()),
            })
        }
        None => None,
    };
    let signed_in = matches!(session, SessionState::SignedIn { .. });
    let (entries, numbers_left, display) = if signed_in {
        (desk.entries()?, Some(desk.numbers_left_today()?), Some(desk.display()?))
    } else {
        (0, None, None)
    };
    let people = desk.tiles()?.into_iter().map(|tile| Tile {
        id: tile.id.to_string(),
        login: tile.login,
        name: tile.name,
        locked: tile.locked,
        wait_seconds: tile.wait_seconds,
    });
    let sync = if signed_in {
        standing_view(desk.sync_standing()?)
    } else {
        standing_view(Standing { state: None, logged: 0, received: 0, files: 0, since: None })
    };
    let lang_text = display.map(|display| display.lang).or_else(|| file.map(|file| file.lang.clone()));
    let screens = match &session {
        SessionState::SignedIn { person, .. } => crate::convert::screens(person),
        SessionState::FirstRun | SessionState::SignedOut | SessionState::Locked { .. } => Vec::new(),
    };
    let warnings = if signed_in { desk.warnings()? } else { Vec::new() };
    let backup = if signed_in { desk.backup_trouble()? } else { None };
    Ok(DeskState {
        lang: lang(lang_text.as_deref().unwrap_or("vi")),
        practice: desk.is_practising(),
        demo: desk.demo().map(|demo| demo.word().to_owned()),
        now: moment_text(desk.now()),
        unit,
        counter: file.map(|file| file.counter),
        people: people.collect(),
        idle_lock_seconds: IDLE_LOCK_SECONDS,
        sync,
        numbers_few: numbers_left.is_some_and(|left| left < FEW_NUMBERS),
        numbers_left,
        screens,
        warnings: warnings
            .into_iter()
            .map(|code| Reason { code: code.to_owned(), fields: std::collections::BTreeMap::new() })
            .collect(),
        backup: backup.as_ref().map(trouble_view),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        device: file.map(|file| file.device.to_string()),
        entries,
        store_dir: desk.folder().display().to_string(),
        session: match session {
            SessionState::FirstRun => Session::FirstRun,
            SessionState::SignedOut => Session::SignedOut,
            SessionState::Locked { person, pin } => Session::Locked { person: person_view(&person, pin), pin },
            SessionState::SignedIn { person, pin } => Session::SignedIn { person: person_view(&person, pin) },
        },
    })
}

pub(crate) fn set_up(call: &mut Call<'_>, input: SetUp) -> Answer<SetUpDone> {
    let demo = match input.demo.as_deref() {
        None => None,
        Some(word) => Some(DemoOffice::from_word(word).ok_or_else(|| user_error("bad_input", &[]))?),
    };
    let recovery_code = call.desk.set_up(AppSetUp {
        unit: input.unit,
        demo,
        counter: input.counter,
        lang: lang_word(input.lang).to_owned(),
        login: input.person.login,
        name: input.person.name,
        password: input.person.password.clone(),
    })?;
    if let Some(demo) = demo {
        call.desk.hire_demo_staff(demo, &input.person.password)?;
        // The office's made-up past is the first counter's; the others get it by sync, like any office.
        if input.counter == 1 {
            call.desk.fill_demo(400, 1)?;
        }
    }
    Ok(SetUpDone { recovery_code, state: desk_state(call, Nothing {})? })
}

pub(crate) fn units_find(call: &mut Call<'_>, input: UnitsFind) -> Answer<UnitsFound> {
    let day = Utc::now().date_naive();
    let units = call.desk.reference().units();
    let hit = |found: &desk_reference::UnitMatch<'_>| UnitHit {
        code: found.unit.code.clone(),
        name: found.unit.name.clone(),
        level: word(found.unit.level),
        parent: units.parent(found.unit).map(|parent| parent.name.clone()),
        valid_from: found.unit.valid_from.map(day_text),
        valid_to: found.unit.valid_to.map(day_text),
    };
    Ok(UnitsFound { units: units.find_units(&input.text, day).iter().take(20).map(hit).collect() })
}

pub(crate) fn sign_in(call: &mut Call<'_>, input: SignIn) -> Answer<DeskState> {
    call.desk.sign_in(&input.person, &input.password)?;
    desk_state(call, Nothing {})
}

pub(crate) fn unlock(call: &mut Call<'_>, input: Unlock) -> Answer<DeskState> {
    match (input.pin, input.password) {
        (Some(pin), None) => call.desk.unlock_by_pin(&pin)?,
        (None, Some(password)) => call.desk.unlock_by_password(&password)?,
        (Some(_), Some(_)) | (None, None) => return Err(user_error("bad_input", &[])),
    }
    desk_state(call, Nothing {})
}

pub(crate) fn lock(call: &mut Call<'_>, _: Nothing) -> Answer<DeskState> {
    call.desk.lock();
    desk_state(call, Nothing {})
}

pub(crate) fn sign_out(call: &mut Call<'_>, _: Nothing) -> Answer<DeskState> {
    call.desk.sign_out();
    desk_state(call, Nothing {})
}

pub(crate) fn recovery_unlock(call: &mut Call<'_>, input: RecoveryUnlock) -> Answer<DeskState> {
    call.desk.recover(&input.person, &input.code, &input.password)?;
    desk_state(call, Nothing {})
}

/// The desk has nothing to do; what shows the page does it once this is answered.
pub(crate) fn full_screen(_: &mut Call<'_>, _: Nothing) -> Answer<Nothing> {
    Ok(Nothing {})
}

pub(crate) fn pin_set(call: &mut Call<'_>, input: PinSet) -> Answer<Nothing> {
    call.desk.set_pin(&input.pin)?;
    Ok(Nothing {})
}

pub(crate) fn password_change(call: &mut Call<'_>, input: PasswordChange) -> Answer<Nothing> {
    call.desk.change_password(&input.old, &input.new)?;
    Ok(Nothing {})
}

pub(crate) fn practice_begin(call: &mut Call<'_>, _: Nothing) -> Answer<DeskState> {
    call.desk.begin_practice()?;
    desk_state(call, Nothing {})
}

pub(crate) fn practice_end(call: &mut Call<'_>, _: Nothing) -> Answer<DeskState> {
    call.desk.end_practice()?;
    desk_state(call, Nothing {})
}

pub(crate) fn record_settle(call: &mut Call<'_>, input: RecordSettle) -> Answer<DeskState> {
    call.desk.settle(&input.decision, input.last_number)?;
    desk_state(call, Nothing {})
}
