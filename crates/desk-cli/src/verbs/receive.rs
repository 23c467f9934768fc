//! `receive`: accepts a dossier and writes its receipt.
//!
//! A failure means that nothing was saved. Once the dossier is saved the answer is a success, whatever becomes of the
//! PDF: a script that tried again would receive it twice.

use std::{fs, io::Read, path::Path};

use desk_app::offer;
use desk_core::dossier::Party;
use serde::Serialize;

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
    input::{self, Wanted},
};

#[derive(Serialize)]
struct Shape {
    dossier: String,
    code: String,
    due: Option<String>,
    receipt_pdf: Option<String>,
    provisional: bool,
    warnings: Vec<&'static str>,
    duplicates: Vec<String>,
}

/// The most bytes an input may have: a hundred papers with long names are a tenth of it.
const INPUT_MOST: u64 = 1024 * 1024;

pub(crate) fn run(asked: &args::Receive) -> Result<Answer, Failure> {
    let wanted = input::read(&read_input(&asked.input)?)?;
    let mut desk = door::open(&asked.door)?;
    let office = desk.office()?;
    let day = wanted.received_at().unwrap_or_else(|| desk.now()).date_naive();
    let form_set = desk.reference().form_set(day, None);
    let case = wanted.case.as_deref();
    let offered = offer(desk.reference(), &office, form_set.as_str(), &wanted.procedure, wanted.channel, case, day)?;
    let Wanted { procedure, mut warnings, .. } = wanted.clone();
    let intake = wanted.intake(&offered.papers);
    let born = |party: &Party| party.birth_date.is_some_and(|born| born > day);
    if born(&intake.owner) || intake.submitter.as_ref().is_some_and(|submitter| born(&submitter.party)) {
        warnings.push("birth_date_ahead");
    }

    // Where the receipt goes is made sure of before anything is saved.
    let folder = match &asked.out {
        Some(out) => std::path::absolute(out)
            .ok()
            .and_then(|out| Some(out.parent()?.to_owned()))
            .filter(|folder| folder.is_dir())
            .ok_or_else(|| Failure::new("disk", "the folder of --out does not exist"))?,
        None => {
            let folder = door::receipts(desk.folder());
            fs::create_dir_all(&folder).map_err(|error| door::disk("the folder of receipts", &error))?;
            folder
        }
    };
    let checked = desk.check(&procedure, &intake)?;
    let duplicates: Vec<String> = checked.duplicates.into_iter().map(|alike| alike.hit.code).collect();
    if !duplicates.is_empty() {
        warnings.push("duplicate");
    }

    let accepted = desk.receive(&procedure, intake, Some("pdf"))?;
    let received = accepted.received;
    let path = match &asked.out {
        Some(out) => folder.join(out.file_name().unwrap_or_default()),
        None => folder.join(format!("{}.pdf", received.code)),
    };
    let written = !accepted.pdf.is_empty() && door::write_whole(&path, &accepted.pdf).is_ok();
    // The print to a file was recorded with the dossier itself; a file that failed is drawn again by `form`.
    if !written {
        warnings.push("receipt_not_written");
    }
    let shape = Shape {
        dossier: accepted.dossier.to_string(),
        code: received.code.clone(),
        due: received.due.map(stamp),
        receipt_pdf: written.then(|| path.to_string_lossy().into_owned()),
        provisional: received.provisional,
        warnings,
        duplicates,
    };
    let mut plain = format!("{}\ndue: {}", shape.code, shape.due.as_deref().unwrap_or("none"));
    plain.push_str(&format!("\nreceipt: {}", shape.receipt_pdf.as_deref().unwrap_or("not written")));
    for warning in &shape.warnings {
        plain.push_str(&format!("\nwarning: {warning}"));
    }
    Answer::new(&shape, plain)
}

pub(crate) fn read_input(path: &Path) -> Result<String, Failure> {
    let fault = |error: std::io::Error| door::disk("the input", &error);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(INPUT_MOST + 1).read_to_end(&mut bytes).map_err(fault)?;
    } else {
        fs::File::open(path).map_err(fault)?.take(INPUT_MOST + 1).read_to_end(&mut bytes).map_err(fault)?;
    }
    if bytes.len() as u64 > INPUT_MOST {
        return Err(Failure::bad_input("the input is larger than 1 MiB"));
    }
    let text = String::from_utf8(bytes).map_err(|_| Failure::bad_input("the input is not UTF-8"))?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}
