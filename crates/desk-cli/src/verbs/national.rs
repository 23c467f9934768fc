//! `national-export`: dossiers of a period in the national shapes, as a file. Nothing is sent.

use chrono::NaiveDate;
use desk_app::{
    demo,
    national::{NationalExport, UNAVAILABLE},
};
use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

#[derive(Serialize)]
struct Shape<'a> {
    path: String,
    #[serde(flatten)]
    export: &'a NationalExport,
    /// Fields of the interface that no dossier can have.
    unavailable: [&'static str; UNAVAILABLE.len()],
}

pub(crate) fn export(asked: &args::NationalExport) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| Failure::bad_input("a day is YYYY-MM-DD"));
    if asked.out.exists() {
        return Err(Failure::new("file_there", format!("{} is there already", asked.out.display())));
    }
    let export = desk.national_export(day(&asked.from)?, day(&asked.to)?)?;
    door::write_whole(&asked.out, &export.bytes())?;
    let lacking = export.findings.iter().map(|finding| finding.code.as_str()).collect::<std::collections::BTreeSet<_>>();
    let plain = format!(
        "{} dossiers, {} steps in {}; {} dossiers lack something; nothing was sent",
        export.dossiers,
        export.steps,
        asked.out.display(),
        lacking.len()
    );
    let path = asked.out.display().to_string();
    Answer::new(&Shape { path, export: &export, unavailable: UNAVAILABLE }, plain)
}
