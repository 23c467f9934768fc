//! One dossier: its view, its prints.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_app::ROLL;
use desk_core::{dossier::Slip, ids::DossierId};

use crate::{
    convert::{dossier_view, pictures},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// A dossier as it stood: everything is shown, nothing is offered.
fn dossier_at(call: &mut Call<'_>, dossier: &str, at: &str) -> Answer<DossierView> {
    if !call.desk.actor()?.holds_any(&[desk_core::office::Role::Supervisor]) {
        return Err(user_error("not_allowed", &[]));
    }
    let at = chrono::NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M").map_err(|_| user_error("bad_date", &[]))?;
    // The whole minute counts.
    let at = desk_core::time::at_wall(at) + chrono::TimeDelta::milliseconds(59_999);
    let opened = call.desk.dossier_at(dossier, at)?;
    dossier_view(&opened, &*call.desk.office()?, at, false, &[], |_| None)
        .ok_or_else(|| user_error("no_such_dossier", &[]))
}

pub(crate) fn dossier_open(call: &mut Call<'_>, input: DossierOpen) -> Answer<DossierView> {
    if let Some(at) = &input.at {
        return dossier_at(call, &input.dossier, at);
    }
    let opened = call.desk.dossier(&input.dossier)?;
    let office = call.desk.office()?;
    let at_the_desk =
        call.desk.actor()?.holds_any(&[desk_core::office::Role::Clerk, desk_core::office::Role::Supervisor]);
    let jobs = |job: &str| call.counter.job(job);
    let acts = call.desk.actions(&opened.dossier)?;
    let mut view = dossier_view(&opened, &office, call.desk.now(), at_the_desk, &acts, jobs)
        .ok_or_else(|| user_error("no_such_dossier", &[]))?;
    if at_the_desk && call.desk.roll_printer()?.is_some() {
        view.actions.push("print_roll".to_owned());
    }
    Ok(view)
}

pub(crate) fn dossier_print(call: &mut Call<'_>, input: DossierPrint) -> Answer<PrintJobView> {
    let printer = call.desk.printer()?.name.ok_or_else(|| user_error("no_printer_chosen", &[]))?;
    let id = call.desk.dossier_id(&input.dossier)?;
    let pages = call.desk.print_receipt(id, &printer)?;
    let job = call.counter.hand_over(call.desk.spooler(), pages);
    call.counter.job(&job).ok_or_else(|| user_error("unexpected", &[]))
}

pub(crate) fn receipt_picture(call: &mut Call<'_>, input: ReceiptPicture) -> Answer<Picture> {
    let id = call.desk.dossier_id(&input.dossier)?;
    pictures(&call.desk.receipt_pdf(id)?, 110.0, 4)
}

pub(crate) fn receipt_save(call: &mut Call<'_>, input: ReceiptSave) -> Answer<SavedFile> {
    let id = call.desk.dossier_id(&input.dossier)?;
    Ok(SavedFile { path: call.desk.save_receipt(id)?.display().to_string() })
}

pub(crate) fn form_picture(call: &mut Call<'_>, input: FormOf) -> Answer<Picture> {
    let (id, slip) = form_of(call, &input)?;
    if input.form == ROLL {
        let png = STANDARD.encode(call.desk.roll_picture(id)?);
        return Ok(Picture { pages: vec![format!("data:image/png;base64,{png}")] });
    }
    pictures(&call.desk.form_pdf(id, &input.form, slip.as_ref())?, 110.0, 4)
}

pub(crate) fn form_print(call: &mut Call<'_>, input: FormOf) -> Answer<PrintJobView> {
    let setting = call.desk.printer()?;
    let printer = if input.form == ROLL { setting.roll } else { setting.name };
    let printer = printer.ok_or_else(|| user_error("no_printer_chosen", &[]))?;
    let (id, slip) = form_of(call, &input)?;
    let pages = call.desk.print_form(id, &input.form, slip.as_ref(), &printer)?;
    let job = call.counter.hand_over(call.desk.spooler(), pages);
    call.counter.job(&job).ok_or_else(|| user_error("unexpected", &[]))
}

pub(crate) fn form_save(call: &mut Call<'_>, input: FormOf) -> Answer<SavedFile> {
    let (id, slip) = form_of(call, &input)?;
    Ok(SavedFile { path: call.desk.save_form(id, &input.form, slip.as_ref())?.display().to_string() })
}

pub(crate) fn proof_save(call: &mut Call<'_>, input: ReceiptSave) -> Answer<SavedFile> {
    Ok(SavedFile { path: call.desk.save_proof(&input.dossier)?.display().to_string() })
}

fn form_of(call: &Call<'_>, input: &FormOf) -> Answer<(DossierId, Option<Slip>)> {
    let slip =
        input.slip.as_ref().map(|slip| Slip { form: slip.form.clone(), book: slip.book.clone(), number: slip.number });
    Ok((call.desk.dossier_id(&input.dossier)?, slip))
}
