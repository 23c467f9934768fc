//! The register as files: what a filter and a text select, all of it, as xlsx, csv, or the A4 book in parts.
//!
//! An export stands apart from the desk: once made it reads the store by itself, page by page, so the desk goes on
//! working and memory does not grow with the register. It records nothing. A file appears under its name only when it is
//! whole, and never in place of another. Start at [`Desk::register_export`].

mod book;
mod columns;
mod csv;
mod file;
mod xlsx;

use std::path::{Path, PathBuf};

use desk_core::{office::Role, time::Moment};
use desk_log::Head;
use desk_reference::Reference;
use desk_store::{Filter, Hit, Reader, Selection};

pub use book::{BookPart, BookParts};
pub(crate) use csv::guarded;
pub(crate) use file::{free_file, whole};
pub(crate) use xlsx::serial;

use crate::{account::Look, desk::Desk, error::AppError};

/// In what form the register is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterFormat {
    /// A workbook.
    Xlsx,
    /// UTF-8 with its mark, commas.
    Csv,
    /// The A4 book, in parts by field and month.
    Pdf,
}

impl RegisterFormat {
    /// The format that a word names; the word is also the end of the file's name.
    pub fn from_word(word: &str) -> Option<Self> {
        [RegisterFormat::Xlsx, RegisterFormat::Csv, RegisterFormat::Pdf].into_iter().find(|one| one.word() == word)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            RegisterFormat::Xlsx => "xlsx",
            RegisterFormat::Csv => "csv",
            RegisterFormat::Pdf => "pdf",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// Lines in them.
    pub rows: u32,
}

/// An export under way: a selection settled once, and all that is needed to write it.
#[derive(Debug, Clone)]
pub struct RegisterExport {
    reader: Reader,
    selection: Selection,
    now: Moment,
    office: String,
    reference: &'static Reference,
    documents: PathBuf,
    demo: bool,
    head: Option<Head>,
    overrides: Vec<desk_forms::LabelOverride>,
}

/// Lines read at once.
const PAGE: usize = 2_000;

impl Desk {
    /// Makes an export of what a text and a filter select.
    ///
    /// # Errors
    /// Only who receives or supervises may; the store cannot be read.
    pub fn register_export(&self, text: &str, filter: &Filter) -> Result<RegisterExport, AppError> {
        self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        let (store, now) = (self.store()?, self.now());
        let selection = store.reader().select(text, filter, now)?;
        self.note_look(Look::Export, None, selection.lines.len() as u64)?;
        Ok(RegisterExport {
            reader: store.reader().clone(),
            selection,
            now,
            office: self.office_file().map(|file| file.office.clone()).unwrap_or_default(),
            reference: self.reference(),
            documents: self.paths.documents.clone(),
            demo: self.demo().is_some(),
            head: store.head(),
            overrides: self.label_overrides()?,
        })
    }
}

impl RegisterExport {
    /// How many lines were selected.
    pub fn rows(&self) -> u32 {
        u32::try_from(self.selection.lines.len()).unwrap_or(u32::MAX)
    }

    /// Writes into the documents folder under a name of its own: `so-theo-doi-2024-03-05.xlsx`, or a folder of parts.
    /// `go_on` is asked before each part of a book with the lines written so far; `false` stops, and the parts that
    /// are written stay.
    ///
    /// # Errors
    /// What the disk, the store or the form says; no torn file is left.
    pub fn save(&self, format: RegisterFormat, go_on: &mut dyn FnMut(u32) -> bool) -> Result<Exported, AppError> {
        let stem = format!("so-theo-doi-{}", self.now.format("%Y-%m-%d"));
        std::fs::create_dir_all(&self.documents)?;
        match format {
            RegisterFormat::Xlsx | RegisterFormat::Csv => {
                let path = free_file(&self.documents, &stem, format.word())?;
                let written = self.write_to(&path, format, go_on);
                if written.is_err() {
                    // The name was only reserved; an empty file under it would look like an empty register.
                    drop(std::fs::remove_file(&path));
                }
                written
            }
            RegisterFormat::Pdf => {
                let folder = file::free_folder(&self.documents, &stem)?;
                self.write_to(&folder, format, go_on)
            }
        }
    }

    /// Writes to a path that the caller chose: a file, which is replaced as a whole, or for a book a folder.
    ///
    /// # Errors
    /// As [`RegisterExport::save`].
    pub fn write_to(
        &self,
        path: &Path,
        format: RegisterFormat,
        go_on: &mut dyn FnMut(u32) -> bool,
    ) -> Result<Exported, AppError> {
        match format {
            RegisterFormat::Xlsx => whole(path, |file| xlsx::write(self, file, path.parent()))?,
            RegisterFormat::Csv => whole(path, |file| csv::write(self, file))?,
            RegisterFormat::Pdf => return self.write_book(path, go_on),
        }
        Ok(Exported { files: vec![path.to_owned()], rows: self.rows() })
    }

    fn write_book(&self, folder: &Path, go_on: &mut dyn FnMut(u32) -> bool) -> Result<Exported, AppError> {
        std::fs::create_dir_all(folder)?;
        let mut exported = Exported::default();
        let mut parts = self.book();
        while go_on(exported.rows) {
            let Some(part) = parts.next() else { break };
            let part = part?;
            let path = free_file(folder, &part.name, RegisterFormat::Pdf.word())?;
            let bytes = part.pdf;
            whole(&path, |file| Ok(std::io::Write::write_all(file, &bytes)?))?;
            exported.files.push(path);
            exported.rows += part.rows;
        }
        Ok(exported)
    }

    /// Every line in the order of reception. The next page is read while one is being written.
    fn each(&self, mut write: impl FnMut(&Hit) -> Result<(), AppError>) -> Result<(), AppError> {
        std::thread::scope(|scope| {
            let (send, receive) = std::sync::mpsc::sync_channel(1);
            scope.spawn(move || {
                for page in self.selection.lines.chunks(PAGE) {
                    if send.send(self.reader.lines(page)).is_err() {
                        break; // the writer gave up
                    }
                }
            });
            for page in receive {
                for hit in page? {
                    write(&hit)?;
                }
            }
            Ok(())
        })
    }
}
