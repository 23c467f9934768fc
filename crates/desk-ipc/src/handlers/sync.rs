//! The province: how things stand, now, enrolment, by hand.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    convert::{standing_view, sync_page},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

pub(crate) fn sync_view(call: &mut Call<'_>, _: Nothing) -> Answer<SyncPage> {
    sync_page(&call.desk)
}

/// The frame's figures, asked for every few seconds: no look at each entry.
pub(crate) fn sync_standing(call: &mut Call<'_>, _: Nothing) -> Answer<SyncView> {
    Ok(standing_view(call.desk.sync_standing()?))
}

pub(crate) fn sync_now(call: &mut Call<'_>, _: Nothing) -> Answer<SyncPage> {
    if !call.desk.call_courier()? {
        return Err(user_error("not_enrolled", &[]));
    }
    sync_page(&call.desk)
}

pub(crate) fn enrol(call: &mut Call<'_>, input: Enrol) -> Answer<SyncPage> {
    let enrolling = call.desk.enrolling(&input.server, &input.code)?;
    // Who waits for the line holds nobody up; afterwards the desk may be another person's, who is asked again.
    let answer = call.apart(|| enrolling.ask())?;
    call.desk.enrolled(&enrolling, &answer)?;
    sync_page(&call.desk)
}

/// The most characters of a file in base64; a larger one goes by the command line.
const DATA_MOST: usize = 88 * 1024 * 1024;

pub(crate) fn carry_out(call: &mut Call<'_>, _: Nothing) -> Answer<CarriedOutView> {
    let (path, carried) = call.desk.carry_out_to(None, None)?;
    Ok(CarriedOutView { path: path.display().to_string(), entries: carried.entries, files: carried.files })
}

pub(crate) fn carry_in(call: &mut Call<'_>, input: CarryIn) -> Answer<CarriedInView> {
    if input.data.len() > DATA_MOST {
        return Err(user_error("carry_too_large", &[]));
    }
    let bytes = call.apart(|| STANDARD.decode(input.data.as_bytes())).map_err(|_| user_error("bad_input", &[]))?;
    let carried = call.desk.carry_in(Cursor::new(bytes))?;
    Ok(CarriedInView {
        of: if carried.answer { "answer" } else { "desk" }.to_owned(),
        sent: carried.sent,
        pulled: carried.pulled,
        page: sync_page(&call.desk)?,
    })
}
