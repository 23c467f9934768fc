//! Files of a dossier: brought, shown.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_app::{Brought, SessionState, draw_file, judge_file};
use desk_core::dossier::Digitised;

use crate::{
    counter::{Answer, Call},
    error::user_error,
    handlers::act::acted_view,
    views::*,
};

/// The most characters of a file in base64: 20 MiB of bytes and a little.
const DATA_MOST: usize = 28 * 1024 * 1024;

/// Pixels a side of a page on the screen.
const SIDE: u32 = 1_600;

pub(crate) fn file_attach(call: &mut Call<'_>, input: FileAttach) -> Answer<ActedView> {
    if input.data.len() > DATA_MOST {
        return Err(user_error("file_too_large", &[]));
    }
    let bytes = STANDARD.decode(input.data.as_bytes()).map_err(|_| user_error("bad_input", &[]))?;
    let digitised = match input.digitised.as_str() {
        "no" => Digitised::No,
        "scanned" => Digitised::Scanned,
        "reused" => Digitised::Reused,
        "reused_result" => Digitised::ReusedResult,
        _ => return Err(user_error("bad_input", &[])),
    };
    let id = call.desk.dossier_id(&input.dossier)?;
    call.desk.may_attach()?;
    // Judging may take seconds; meanwhile the desk serves others. Who signs the entry is asked again afterwards.
    let judged = call.apart(|| judge_file(&bytes))?;
    let brought = Brought { name: &input.name, bytes: &bytes, paper: input.paper, result: input.result, digitised };
    let acted = call.desk.attach_judged(id, &brought, &judged)?;
    Ok(acted_view(std::slice::from_ref(&acted), Vec::new()))
}

pub(crate) fn file_picture(call: &mut Call<'_>, input: FileOf) -> Answer<Picture> {
    let id = call.desk.dossier_id(&input.dossier)?;
    let page = usize::try_from(input.page).unwrap_or(usize::MAX);
    let bytes = call.desk.file_bytes(id, &input.hash)?;
    let png = call.apart(|| draw_file(&bytes, page, SIDE))?;
    // Nobody sees a page who signed out while it was drawn.
    if !matches!(call.desk.session()?, SessionState::SignedIn { .. }) {
        return Err(user_error("not_signed_in", &[]));
    }
    Ok(Picture { pages: vec![format!("data:image/png;base64,{}", STANDARD.encode(png))] })
}
