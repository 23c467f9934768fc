//! A register taken over from a spreadsheet.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_app::{
    AppError,
    import::{Column, Finding, Mapping, Sheet, Value, heads, read_table, suggest},
};
use desk_core::import::Import;
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
const FINDINGS_MAX: usize = 500;
/// Rows of a step where none is said: about a second.
const STEP: u32 = 1_000;
/// Most rows of a step: the window must stay alive.
const STEP_MAX: u32 = 5_000;

pub(crate) fn imports_list(call: &mut Call<'_>, _: Nothing) -> Answer<ImportsView> {
    let imports = call.desk.imports()?;
    let row = |import: Import| ImportRow {
        import: import.imported.import,
        file: import.imported.file,
        rows: import.imported.rows,
        at: moment_text(import.imported.done.at),
        by: import.imported.done.by,
        voided: import.voided,
        undone: import.undone,
    };
    Ok(ImportsView { imports: imports.into_iter().map(row).collect() })
}

pub(crate) fn import_open(call: &mut Call<'_>, input: ImportOpen) -> Answer<ImportView> {
    let bytes = STANDARD.decode(input.data.as_bytes()).map_err(|_| user_error("bad_input", &[]))?;
    // Unpacking a workbook may take seconds; meanwhile the desk serves others. Who may is asked again afterwards.
    let table = call.apart(|| read_table(&input.name, bytes)).map_err(AppError::from)?;
    let table = call.desk.import_take(table)?;
    Ok(ImportView { file: table.file.clone(), sheets: table.sheets.iter().map(sheet_view).collect() })
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
    let mut counts: BTreeMap<Finding, u32> = BTreeMap::new();
    for (_, finding) in &found.findings {
        *counts.entry(*finding).or_default() += 1;
    }
    Ok(ImportCheckView {
        rows: found.rows,
        ok: found.ok,
        warned: found.warned,
        refused: found.refused,
        returned: found.returned,
        open: found.open,
        new_codes: found.new_codes,
        findings: counts
            .into_iter()
            .map(|(finding, rows)| FindingCount { code: finding.code().to_owned(), refused: finding.refuses(), rows })
            .collect(),
        unknown_procedures: found
            .unknown_procedures
            .iter()
            .map(|(name, rows)| UnknownProcedure { name: name.clone(), rows: *rows })
            .collect(),
        imported_before: found.imported_before,
    })
}

pub(crate) fn import_findings(call: &mut Call<'_>, input: ImportFindings) -> Answer<FindingsView> {
    let (sheet, account) = call.desk.import_checked()?;
    let wanted = |finding: &Finding| input.code.as_ref().is_none_or(|code| code == finding.code());
    // What refuses a row comes first: it is what a person can do something about.
    let mut findings: Vec<&(u32, Finding)> = account.findings.iter().filter(|(_, finding)| wanted(finding)).collect();
    findings.sort_by_key(|(line, finding)| (!finding.refuses(), *line));
    let cells = |line: u32| {
        let row = sheet.rows.binary_search_by_key(&line, |row| row.line).ok().and_then(|at| sheet.rows.get(at));
        row.map(|row| row.cells.iter().map(Value::text).collect()).unwrap_or_default()
    };
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    Ok(FindingsView {
        total: u32::try_from(findings.len()).unwrap_or(u32::MAX),
        findings: findings
            .into_iter()
            .skip(place(input.offset))
            .take(place(input.limit).min(FINDINGS_MAX))
            .map(|(line, finding)| FindingView {
                line: *line,
                cells: cells(*line),
                refused: finding.refuses(),
                code: finding.code().to_owned(),
            })
            .collect(),
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
