//! A register that the office already has in a spreadsheet, taken over: opened, mapped, checked row by row, written in
//! parts, and undone as a whole.
//!
//! What always holds: opening and checking change nothing; a row that is refused is named with its line and why; every
//! row taken over names its file and line, keeps its own code where it is one of this unit, and stands in a book of the
//! import's own. Undoing voids what nobody has acted on since and leaves the rest. Start at [`Desk::import_open`].

mod check;
mod map;
mod read;
mod run;

use std::path::Path;

use desk_core::{code::UnitIdentifier, import::Import, office::Role};

use check::{Against, Planned};
pub use check::{Finding, ImportCheck};
pub use map::{Column, Mapping, heads, suggest};
pub use read::{ImportFault, Row, Sheet, Table, Value, read_table};
pub use run::{ImportProgress, UndoProgress};

use crate::{desk::Desk, error::AppError};

/// A file being imported.
#[derive(Debug)]
pub(crate) struct Importing {
    table: Table,
    checked: Option<Checked>,
    run: Option<run::Running>,
}

/// The file as it was last checked.
#[derive(Debug)]
struct Checked {
    sheet: Option<String>,
    account: ImportCheck,
    planned: Vec<Planned>,
}

impl Desk {
    /// Opens a file, in place of any opened before. Nothing is changed.
    ///
    /// # Errors
    /// Only supervisors may; [`ImportFault`]; what the disk says.
    pub fn import_open(&mut self, path: &Path) -> Result<&Table, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        self.importing = None;
        let table = read::read(path)?;
        self.import_take(table)
    }

    /// Takes a table that [`read_table`] read, in place of any opened before. Nothing is changed.
    ///
    /// # Errors
    /// Only supervisors may.
    pub fn import_take(&mut self, table: Table) -> Result<&Table, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        Ok(&self.importing.insert(Importing { table, checked: None, run: None }).table)
    }

    /// The sheet and its account as they were last checked; none when nothing is opened and checked.
    ///
    /// # Errors
    /// Only supervisors may; [`ImportFault::NotChecked`].
    pub fn import_checked(&self) -> Result<(&Sheet, &ImportCheck), AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let importing = self.importing.as_ref().ok_or(ImportFault::NotChecked)?;
        let checked = importing.checked.as_ref().ok_or(ImportFault::NotChecked)?;
        let sheet = importing.table.sheets.iter().find(|sheet| sheet.name == checked.sheet);
        Ok((sheet.ok_or(ImportFault::NoSuchSheet)?, &checked.account))
    }

    /// Checks every row of the opened file under a mapping. Nothing is changed.
    ///
    /// # Errors
    /// [`ImportFault`]; the store cannot be read.
    pub fn import_check(&mut self, mapping: &Mapping) -> Result<&ImportCheck, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let mut importing = self.importing.take().ok_or(ImportFault::NotChecked)?;
        let checked = self.checked(&importing.table, mapping);
        importing.run = None;
        importing.checked = None;
        let importing = self.importing.insert(importing);
        Ok(&importing.checked.insert(checked?).account)
    }

    fn checked(&self, table: &Table, mapping: &Mapping) -> Result<Checked, AppError> {
        let sheet = match &mapping.sheet {
            None => table.sheets.first(),
            Some(name) => table.sheets.iter().find(|sheet| sheet.name.as_ref() == Some(name)),
        };
        let sheet = sheet.ok_or(ImportFault::NoSuchSheet)?;
        let has = |column| mapping.columns.contains_key(&column);
        if !has(Column::Owner) || !has(Column::Received) || !(has(Column::Procedure) || has(Column::ProcedureCode)) {
            return Err(ImportFault::ColumnMissing.into());
        }
        let now = self.now();
        let office = self.office()?;
        let own: UnitIdentifier =
            self.began(&office).and_then(|device| device.identifier.parse().ok()).ok_or(AppError::UnknownUnit)?;
        // Registers of the offices that this one goes on for keep their numbers: a dossier is never renumbered.
        let unit = self.unit(now.date_naive())?;
        let (reference, since) = (self.reference(), unit.valid_from.unwrap_or(now.date_naive()));
        let before = reference.units().predecessors(&unit.code, since);
        let mut identifiers = vec![own];
        identifiers.extend(before.iter().filter_map(|one| reference.identifier(one.unit)?.text.parse().ok()));
        let against = Against {
            catalogue: self.reference().catalogue(),
            unit,
            identifiers: &identifiers,
            reader: self.reader()?,
            now,
        };
        let (mut account, planned) = check::check(sheet, mapping, &against)?;
        account.imported_before = self.imported_before(&table.sha256)?;
        Ok(Checked { sheet: sheet.name.clone(), account, planned })
    }

    /// The import that took over these very bytes and was not undone.
    fn imported_before(&self, sha256: &str) -> Result<Option<u32>, AppError> {
        let office = self.office()?;
        let same = office.imports().find(|(_, import)| !import.undone && import.imported.sha256 == sha256);
        Ok(same.map(|(number, _)| number))
    }

    /// The imports of this office, oldest first.
    ///
    /// # Errors
    /// Only supervisors may.
    pub fn imports(&self) -> Result<Vec<Import>, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let mut imports: Vec<Import> = self.office()?.imports().map(|(_, import)| import.clone()).collect();
        imports.sort_by_key(|import| import.imported.import);
        Ok(imports)
    }
}
