//! Files of a dossier: brought, shown.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_app::Brought;
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
    let id = call.desk.dossier(&input.dossier)?.id;
    let brought = Brought { name: &input.name, bytes: &bytes, paper: input.paper, result: input.result, digitised };
    let acted = call.desk.attach(id, &brought)?;
    Ok(acted_view(std::slice::from_ref(&acted), Vec::new()))
}

pub(crate) fn file_picture(call: &mut Call<'_>, input: FileOf) -> Answer<Picture> {
    let id = call.desk.dossier(&input.dossier)?.id;
    let page = usize::try_from(input.page).unwrap_or(usize::MAX);
    let png = call.desk.file_picture(id, &input.hash, page, SIDE)?;
    Ok(Picture { pages: vec![format!("data:image/png;base64,{}", STANDARD.encode(png))] })
}
