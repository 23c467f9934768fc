//! `import` and `import-undo`: a register kept in a spreadsheet, taken over and taken back.

use std::{collections::BTreeMap, fs};

use desk_app::{
    demo,
    import::{ImportCheck, ImportFault, Mapping, suggest},
};
use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

/// Rows of a step.
const STEP: usize = 2_000;

#[derive(Serialize)]
struct ImportShape {
    /// Null in a dry run.
    import: Option<u32>,
    dry_run: bool,
    /// Dossiers made.
    done: u32,
    rows: u32,
    ok: u32,
    warned: u32,
    refused: u32,
    returned: u32,
    open: u32,
    new_codes: u32,
    mapping: Mapping,
    findings: Vec<FindingShape>,
    unknown_procedures: BTreeMap<String, u32>,
    imported_before: Option<u32>,
    /// Lines not taken over after all: their day has no number left.
    numbers_used_up: Vec<u32>,
}

#[derive(Serialize)]
struct FindingShape {
    line: u32,
    refused: bool,
    code: &'static str,
}

pub(crate) fn run(asked: &args::Import) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let table = desk.import_open(&asked.input)?;
    let sheet = match &asked.sheet {
        None => table.sheets.first(),
        Some(name) => table.sheets.iter().find(|sheet| sheet.name.as_ref() == Some(name)),
    };
    let suggested = suggest(sheet.ok_or(desk_app::AppError::Import(ImportFault::NoSuchSheet))?);
    let mapping = match &asked.map {
        None => suggested,
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| door::disk("the mapping", &error))?;
            let given: Mapping = serde_json::from_str(&text)
                .map_err(|error| Failure::bad_input(format!("the mapping does not read: line {}", error.line())))?;
            // What the mapping leaves open is as the head suggests.
            Mapping {
                sheet: asked.sheet.clone().or(given.sheet),
                head: if given.columns.is_empty() { suggested.head } else { given.head },
                columns: if given.columns.is_empty() { suggested.columns } else { given.columns },
                procedures: given.procedures,
            }
        }
    };
    let check = desk.import_check(&mapping)?.clone();
    let mut import = None;
    let (mut done, mut used_up) = (0, Vec::new());
    if !asked.dry_run {
        loop {
            let progress = desk.import_run(STEP)?;
            import = Some(progress.import);
            done = progress.done;
            if progress.finished {
                used_up = progress.refused;
                break;
            }
        }
    }
    answer(asked.dry_run, import, done, used_up, mapping, check)
}

fn answer(
    dry_run: bool,
    import: Option<u32>,
    done: u32,
    numbers_used_up: Vec<u32>,
    mapping: Mapping,
    check: ImportCheck,
) -> Result<Answer, Failure> {
    let plain = format!(
        "{} rows: {} ok, {} to look at, {} refused; {done} taken over{}",
        check.rows,
        check.ok,
        check.warned,
        check.refused,
        import.map(|import| format!(" as import {import}")).unwrap_or_default()
    );
    let findings = check.findings.iter().map(|(line, finding)| FindingShape {
        line: *line,
        refused: finding.refuses(),
        code: finding.code(),
    });
    let shape = ImportShape {
        import,
        dry_run,
        done,
        rows: check.rows,
        ok: check.ok,
        warned: check.warned,
        refused: check.refused,
        returned: check.returned,
        open: check.open,
        new_codes: check.new_codes,
        mapping,
        findings: findings.collect(),
        unknown_procedures: check.unknown_procedures.clone(),
        imported_before: check.imported_before,
        numbers_used_up,
    };
    Answer::new(&shape, plain)
}

#[derive(Serialize)]
struct UndoShape {
    import: u32,
    voided: u32,
    kept: u32,
}

pub(crate) fn undo(asked: &args::ImportUndo) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    loop {
        let progress = desk.import_undo(asked.import, &asked.reason, STEP)?;
        if progress.finished {
            let shape = UndoShape { import: asked.import, voided: progress.voided, kept: progress.kept };
            let plain = format!("{} taken back, {} kept", progress.voided, progress.kept);
            return Answer::new(&shape, plain);
        }
    }
}
