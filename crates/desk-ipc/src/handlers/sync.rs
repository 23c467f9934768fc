//! The province: how things stand, now, enrolment.

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
