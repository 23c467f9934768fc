//! `form` and `check-receipt`: paper out, paper in.

use desk_core::dossier::PrintOutcome;
use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

#[derive(Serialize)]
struct FormShape {
    pdf: String,
    code: String,
    form: String,
    /// Number of the print that was recorded; null where nothing was.
    print: Option<u16>,
}

pub(crate) fn form(asked: &args::Form) -> Result<Answer, Failure> {
    let mut desk = door::open(&asked.door)?;
    let opened = desk.dossier_for_act(asked.code.trim())?;
    let code = opened.dossier.accepted().map(|accepted| accepted.received.code.clone()).unwrap_or_default();
    let print = if asked.reprint {
        let pages = desk.print_form(opened.id, &asked.form, None, "pdf")?;
        let written = door::write_whole(&asked.out, &pages.bytes);
        let outcome = match &written {
            Ok(()) => PrintOutcome::Saved,
            Err(_) => PrintOutcome::Failed { reason: "file_not_written".to_owned() },
        };
        desk.end_print(opened.id, &asked.form, pages.number, outcome)?;
        written?;
        Some(pages.number)
    } else {
        door::write_whole(&asked.out, &desk.form_pdf(opened.id, &asked.form, None)?)?;
        None
    };
    let pdf = std::path::absolute(&asked.out).unwrap_or_else(|_| asked.out.clone()).to_string_lossy().into_owned();
    let plain = pdf.clone();
    Answer::new(&FormShape { pdf, code, form: asked.form.clone(), print }, plain)
}

#[derive(Serialize)]
struct VerdictShape {
    verdict: &'static str,
}

pub(crate) fn check_receipt(asked: &args::CheckReceipt) -> Result<Answer, Failure> {
    let text = door::text(&asked.text)?;
    let desk = door::open(&asked.door)?;
    let verdict = desk.check_receipt(&text)?.word();
    Answer::new(&VerdictShape { verdict }, verdict)
}
