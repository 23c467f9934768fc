//! Writing a checked file into the record, in parts, and taking an import back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use desk_core::{
    code::{CounterRange, DossierCode, UnitIdentifier},
    dossier::{
        BackEntry, Collector, Done, Fact, FeeLine, LimitUsed, NoteAdded, NoteKind, ProcedureUsed, Received,
        ResultEntered, ReturnBy, Returned, VoidSaid,
    },
    ids::DossierId,
    import::{ImportUndone, RegisterImported, book, undone_reason},
    office::{Actor, Office, OfficeFact, Role},
    procedure::Channel,
    rule::Rule,
    time::Moment,
};
use desk_store::{Body, Entry, NewEntry, Tx};

use super::{ImportFault, Importing, check::Planned};
use crate::{
    desk::{Desk, random},
    error::AppError,
};

/// Rows of one transaction.
const BATCH: usize = 500;

/// How the words begin that an import leaves on a dossier: by them an import knows its own entries.
const FROM_FILE: &str = "Nhập từ tệp ";
const OLD_NOTE: &str = "Ghi chú trong sổ cũ: ";

/// An import under way.
#[derive(Debug)]
pub(super) struct Running {
    import: u32,
    /// Rows reached.
    next: usize,
    /// Dossiers made.
    done: u32,
    /// Last line of each year's book.
    books: BTreeMap<i32, u32>,
    refused: Vec<u32>,
}

/// How far an import has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProgress {
    /// Its number, by which it is undone.
    pub import: u32,
    /// Dossiers made so far.
    pub done: u32,
    /// Rows to be taken over.
    pub total: u32,
    /// Lines that were not taken over after all: their day has no number left.
    pub refused: Vec<u32>,
    /// True when nothing is left to do.
    pub finished: bool,
}

/// How far an undoing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoProgress {
    /// Dossiers voided so far, earlier steps included.
    pub voided: u32,
    /// Dossiers left because somebody acted on them; exact when finished.
    pub kept: u32,
    /// True when nothing is left to do.
    pub finished: bool,
}

impl Desk {
    /// Takes over the next rows of the checked file, `most` of them; call it until it is finished, or stop. What is
    /// done stays, and is undone by [`Desk::import_undo`].
    ///
    /// # Errors
    /// [`ImportFault`]; what the record or the disk says.
    pub fn import_run(&mut self, most: usize) -> Result<ImportProgress, AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        self.ready_for_entries()?;
        let mut importing = self.importing.take().ok_or(ImportFault::NotChecked)?;
        let progress = self.take_over(&actor, &mut importing, most);
        self.importing = Some(importing);
        progress
    }

    fn take_over(&self, actor: &Actor, importing: &mut Importing, most: usize) -> Result<ImportProgress, AppError> {
        let checked = importing.checked.as_ref().ok_or(ImportFault::NotChecked)?;
        let (planned, table) = (&checked.planned, &importing.table);
        let office = self.office()?;
        let total = u32::try_from(planned.len()).unwrap_or(u32::MAX);
        let running = match &mut importing.run {
            Some(running) => running,
            None if planned.is_empty() => return Err(ImportFault::NothingToImport.into()),
            None if self.imported_before(&table.sha256)?.is_some() => return Err(ImportFault::ImportedBefore.into()),
            none => {
                let import = next_import(&office, self.counter(&office, self.now())?);
                none.insert(Running { import, next: 0, done: 0, books: BTreeMap::new(), refused: Vec::new() })
            }
        };
        let unit: UnitIdentifier =
            self.began(&office).and_then(|device| device.identifier.parse().ok()).ok_or(AppError::UnknownUnit)?;
        let device = self.store()?.device();
        let own: HashSet<&str> = planned.iter().filter_map(|row| row.code.as_deref()).collect();
        let until = planned.len().min(running.next.saturating_add(most.max(1)));
        while running.next < until {
            let batch = &planned[running.next..until.min(running.next + BATCH)];
            let now = self.now();
            let first = (running.next == 0).then(|| RegisterImported {
                import: running.import,
                file: table.file.clone(),
                sha256: table.sha256.clone(),
                sheet: checked.sheet.clone(),
                rows: total,
                years: planned.iter().map(|row| row.received.year()).collect::<BTreeSet<i32>>().into_iter().collect(),
                done: Done { at: now, by: actor.name.clone() },
            });
            let mut books = running.books.clone();
            let (done, refused) = self.store()?.act(now, Some(actor.person), |tx| {
                if let Some(first) = first {
                    tx.append(NewEntry::Office(OfficeFact::RegisterImported(first)))?;
                }
                let mut numbers = Numbers { unit: &unit, own: &own, next: HashMap::new() };
                let (mut done, mut refused) = (0, Vec::new());
                for row in batch {
                    let day = row.received.date_naive();
                    let code = match &row.code {
                        Some(code) => Some(code.clone()),
                        None => {
                            let counter = office.counter_on(device, day).ok_or(AppError::NotSetUp)?;
                            numbers.take(tx, day, CounterRange::of(counter).map_err(|_| AppError::BadCounter)?)?
                        }
                    };
                    let Some(code) = code else {
                        refused.push(row.line);
                        continue;
                    };
                    let line = books.entry(day.year()).or_insert(0);
                    *line += 1;
                    let place = (book(running.import, day.year()), *line);
                    let form_set = self.reference().form_set(day, None);
                    let id = DossierId::new(u64::try_from(row.received.timestamp_millis()).unwrap_or(0), random()?);
                    for fact in facts(row, code, place, form_set.as_str(), &table.file, actor, now) {
                        tx.append(NewEntry::Dossier(id, fact))?;
                    }
                    done += 1;
                }
                Ok::<_, AppError>((done, refused))
            })?;
            running.next += batch.len();
            running.done += done;
            running.refused.extend(refused);
            running.books = books;
        }
        Ok(ImportProgress {
            import: running.import,
            done: running.done,
            total,
            refused: running.refused.clone(),
            finished: running.next >= planned.len(),
        })
    }

    /// Takes back up to `most` dossiers of an import that nobody has acted on since; call it until it is finished.
    ///
    /// # Errors
    /// [`ImportFault::NoSuchImport`]; a reason is needed; what the record or the disk says.
    pub fn import_undo(&mut self, import: u32, reason: &str, most: usize) -> Result<UndoProgress, AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        self.record_stands()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::BadField { field: "reason" });
        }
        let office = self.office()?;
        let of = office.import(import).filter(|import| !import.undone).ok_or(ImportFault::NoSuchImport)?;
        let reader = self.reader()?;
        let (mut taken, mut kept, mut finished) = (Vec::new(), 0_u32, true);
        'years: for year in &of.imported.years {
            for id in reader.of_book(&book(import, *year))? {
                if !untouched(&reader.history(id)?) {
                    kept += 1;
                } else if taken.len() == most.max(1) {
                    finished = false;
                    break 'years;
                } else {
                    taken.push(id);
                }
            }
        }
        let said = undone_reason(&of.imported.file, reason);
        let now = self.now();
        let done = Done { at: now, by: actor.name.clone() };
        // Also when nothing is left to void: that the import is undone is a fact of its own.
        let batches = taken.len().div_ceil(BATCH).max(1);
        for n in 0..batches {
            let batch = taken.iter().skip(n * BATCH).take(BATCH);
            let step = ImportUndone {
                import,
                voided: u32::try_from(batch.len()).unwrap_or(u32::MAX),
                kept: if finished { kept } else { 0 },
                finished: finished && n + 1 == batches,
                reason: reason.to_owned(),
                done: done.clone(),
            };
            self.store()?.act(now, Some(actor.person), |tx| {
                for id in batch {
                    let voided = VoidSaid { reason: said.clone(), done: done.clone() };
                    tx.append(NewEntry::Dossier(*id, Fact::Voided(voided)))?;
                }
                tx.append(NewEntry::Office(OfficeFact::ImportUndone(step)))?;
                Ok::<_, AppError>(())
            })?;
        }
        if finished {
            self.importing = None; // the same file may be taken over anew, after a new check
        }
        Ok(UndoProgress {
            voided: of.voided.saturating_add(u32::try_from(taken.len()).unwrap_or(u32::MAX)),
            kept,
            finished,
        })
    }
}

/// New numbers of a batch: above the highest of the day in the record, and none that a row of the file has.
struct Numbers<'a> {
    unit: &'a UnitIdentifier,
    own: &'a HashSet<&'a str>,
    next: HashMap<NaiveDate, Option<u16>>,
}

impl Numbers<'_> {
    fn take(&mut self, tx: &Tx<'_>, day: NaiveDate, range: CounterRange) -> Result<Option<String>, AppError> {
        let mut next = match self.next.get(&day) {
            Some(next) => *next,
            None => {
                let head = format!("{}-{}-", self.unit, day.format("%y%m%d"));
                tx.next_number(&head, range.first(), range.last())?
            }
        };
        let code = loop {
            let Some(number) = next.filter(|number| range.contains(*number)) else { break None };
            next = number.checked_add(1);
            let code = DossierCode::new(self.unit, day, number).map_err(|_| AppError::UnknownUnit)?.to_string();
            if !self.own.contains(code.as_str()) {
                break Some(code);
            }
        };
        self.next.insert(day, next);
        Ok(code)
    }
}

/// What a row makes: the dossier as the old register has it, its remark, and its result where it was returned.
fn facts(
    row: &Planned,
    code: String,
    (book, book_number): (String, u32),
    form_set: &str,
    file: &str,
    actor: &Actor,
    now: Moment,
) -> Vec<Fact> {
    let from = format!("{FROM_FILE}{file}, dòng {}", row.line);
    let source = match &row.old_code {
        Some(old) => format!("tệp {file}, dòng {}, mã cũ {old}", row.line),
        None => format!("tệp {file}, dòng {}", row.line),
    };
    let by = |at: Moment| Done { at, by: actor.name.clone() };
    let procedure = ProcedureUsed {
        code: row.procedure.code.to_owned(),
        name: row.procedure.name.to_owned(),
        sector: row.procedure.sector.to_owned(),
        as_of: row.procedure.as_of.to_owned(),
    };
    let mut facts = vec![Fact::Received(Box::new(Received {
        code,
        book,
        book_number,
        procedure,
        channel: Channel::InPerson,
        case: None,
        owner: row.owner.clone(),
        submitter: None,
        papers: Vec::new(),
        sets: row.sets,
        limit: LimitUsed {
            rule: Rule::None, text: None, typed_because: Some("theo sổ cũ".to_owned()), decision: None
        },
        received_at: row.received,
        counted_from: row.received,
        due: row.due,
        due_typed_because: row.due.map(|_| "theo sổ cũ".to_owned()),
        steps: Vec::new(),
        provisional: false,
        fee: FeeLine::Unpublished,
        return_by: ReturnBy::Desk,
        form_set: form_set.to_owned(),
        clerk: actor.name.clone(),
        duplicate_of: None,
        back_entry: Some(BackEntry { source, entered_at: now }),
    }))];
    if let Some(note) = &row.note {
        let text = format!("{OLD_NOTE}{note}");
        facts.push(Fact::NoteAdded(NoteAdded { about: NoteKind::Plain, text, done: by(now) }));
    }
    if let Some(returned) = row.returned {
        facts.push(Fact::ResultEntered(Box::new(ResultEntered {
            positive: true,
            number: None,
            date: None,
            signer: None,
            summary: Some(from.clone()),
            at_desk: true,
            done: by(returned),
        })));
        let to = Collector::Owner;
        facts.push(Fact::Returned(Box::new(Returned { to, because: Some(from), unpaid: None, done: by(returned) })));
    }
    facts
}

/// The number of a counter's next import: each counter has a thousand of its own, so that two never have the same.
fn next_import(office: &Office, counter: u8) -> u32 {
    let (before, last) = (u32::from(counter.max(1) - 1) * 1_000, u32::from(counter.max(1)) * 1_000);
    let used = office.imports().map(|(number, _)| number).filter(|number| (before + 1..=last).contains(number));
    used.max().unwrap_or(before) + 1
}

/// True when a dossier has nothing but what its import left on it.
fn untouched(history: &[Entry]) -> bool {
    let begins = |text: &Option<String>| text.as_ref().is_some_and(|text| text.starts_with(FROM_FILE));
    let kinds: HashSet<&str> = history.iter().map(|entry| entry.kind.as_str()).collect();
    kinds.len() == history.len()
        && history.iter().all(|entry| {
            let Body::Dossier(fact) = &entry.body else { return false };
            if let Fact::NoteAdded(note) = fact {
                note.text.starts_with(OLD_NOTE)
            } else if let Fact::ResultEntered(result) = fact {
                begins(&result.summary)
            } else if let Fact::Returned(returned) = fact {
                begins(&returned.because)
            } else {
                matches!(fact, Fact::Received(_))
            }
        })
}
