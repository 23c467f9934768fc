//! A register taken over from a spreadsheet.

use std::{collections::BTreeMap, path::Path};

use desk_app::import::{Column, Mapping, Sheet, Value, heads, suggest};
use serde_json::json;

use crate::{
    convert::moment_text,
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Rows of a sheet that are shown.
const SAMPLE: usize = 30;
/// Findings of one answer.
const FINDINGS_MAX: usize = 2_000;
/// Rows of a step where none is said: about a second.
const STEP: u32 = 1_000;
/// Most rows of a step: the window must stay alive.
const STEP_MAX: u32 = 5_000;

pub(crate) fn import_open(call: &mut Call<'_>, input: ImportOpen) -> Answer<ImportView> {
    let imports = call.desk.imports()?;
    let table = call.desk.import_open(Path::new(&input.path))?;
    Ok(ImportView {
        file: table.file.clone(),
        sheets: table.sheets.iter().map(sheet_view).collect(),
        imports: imports
            .into_iter()
            .map(|import| ImportRow {
                import: import.imported.import,
                file: import.imported.file,
                rows: import.imported.rows,
                at: moment_text(import.imported.done.at),
                by: import.imported.done.by,
                voided: import.voided,
                undone: import.undone,
            })
            .collect(),
    })
}

fn sheet_view(sheet: &Sheet) -> SheetView {
    let suggested = suggest(sheet);
    SheetView {
        name: sheet.name.clone(),
        rows: u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX),
        heads: heads(sheet, suggested.head),
        sample: sheet
            .rows
            .iter()
            .take(SAMPLE)
            .map(|row| SampleRow { line: row.line, cells: row.cells.iter().map(Value::text).collect() })
            .collect(),
        suggested: ImportMapping {
            sheet: suggested.sheet,
            head: suggested.head,
            columns: suggested
                .columns
                .into_iter()
                .map(|(column, at)| (column.word().to_owned(), u32::try_from(at).unwrap_or(u32::MAX)))
                .collect(),
            procedures: suggested.procedures,
        },
    }
}

fn mapping(input: ImportMapping) -> Answer<Mapping> {
    let column = |word: String| serde_json::from_value::<Column>(json!(word)).map_err(|_| user_error("bad_input", &[]));
    let place = |at: u32| usize::try_from(at).map_err(|_| user_error("bad_input", &[]));
    let columns = input.columns.into_iter().map(|(word, at)| Ok((column(word)?, place(at)?)));
    Ok(Mapping {
        sheet: input.sheet,
        head: input.head,
        columns: columns.collect::<Answer<BTreeMap<_, _>>>()?,
        procedures: input.procedures,
    })
}

pub(crate) fn import_check(call: &mut Call<'_>, input: ImportMapping) -> Answer<ImportCheckView> {
    let mapping = mapping(input)?;
    let found = call.desk.import_check(&mapping)?;
    // What refuses a row comes first: it is what a person can do something about.
    let mut findings: Vec<_> = found.findings.iter().collect();
    findings.sort_by_key(|(line, finding)| (!finding.refuses(), *line));
    Ok(ImportCheckView {
        rows: found.rows,
        ok: found.ok,
        warned: found.warned,
        refused: found.refused,
        returned: found.returned,
        open: found.open,
        new_codes: found.new_codes,
        more: findings.len() > FINDINGS_MAX,
        findings: findings
            .into_iter()
            .take(FINDINGS_MAX)
            .map(|(line, finding)| FindingView {
                line: *line,
                refused: finding.refuses(),
                code: finding.code().to_owned(),
            })
            .collect(),
        unknown_procedures: found
            .unknown_procedures
            .iter()
            .map(|(name, rows)| UnknownProcedure { name: name.clone(), rows: *rows })
            .collect(),
        imported_before: found.imported_before,
    })
}

fn step(rows: u32) -> usize {
    let rows = if rows == 0 { STEP } else { rows.min(STEP_MAX) };
    usize::try_from(rows).unwrap_or(usize::MAX)
}

pub(crate) fn import_run(call: &mut Call<'_>, input: ImportRun) -> Answer<ImportProgressView> {
    let progress = call.desk.import_run(step(input.rows))?;
    Ok(ImportProgressView {
        import: progress.import,
        done: progress.done,
        total: progress.total,
        refused: progress.refused,
        finished: progress.finished,
    })
}

pub(crate) fn import_undo(call: &mut Call<'_>, input: ImportUndo) -> Answer<UndoProgressView> {
    let progress = call.desk.import_undo(input.import, &input.reason, step(input.rows))?;
    Ok(UndoProgressView { voided: progress.voided, kept: progress.kept, finished: progress.finished })
}
