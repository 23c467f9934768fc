//! Prints of a dossier: handing pages to the spooler beside the work, and writing down how each job ended.

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use desk_core::{
    dossier::{self, Command, FormPrinted, PrintEnded, PrintOutcome, Received},
    ids::DossierId,
};

use desk_store::{Act, NewEntry};

use crate::{
    account::Look,
    desk::Desk,
    error::AppError,
    intake::PDF,
    print::{Job, JobState, PrintError, Sheet, Spooler},
    receipt,
};

/// Pages ready for the spooler.
#[derive(Debug, Clone)]
pub struct ToPrint {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code, the job's title.
    pub code: String,
    /// The form.
    pub form: String,
    /// Which print of it.
    pub number: u16,
    /// The printer.
    pub printer: String,
    /// The sheet.
    pub sheet: Sheet,
    /// The pages as a PDF; for a roll the printer's own bytes.
    pub bytes: Vec<u8>,
}

/// What is known of a job while the program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobNote {
    /// The printer.
    pub printer: String,
    /// Where it stands.
    pub state: JobState,
}

/// The jobs of this run of the program. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct Jobs(Arc<Mutex<HashMap<String, JobNote>>>);

/// How long a job is watched; after it the outcome stays unknown, and the clerk can look and print again.
const WATCHED: Duration = Duration::from_secs(10 * 60);
const LOOK_AGAIN: Duration = Duration::from_millis(250);

impl Jobs {
    /// Where a job stands.
    pub fn note(&self, job: &str) -> Option<JobNote> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(job).cloned()
    }

    fn set(&self, job: &str, printer: &str, state: JobState) {
        let note = JobNote { printer: printer.to_owned(), state };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(job.to_owned(), note);
    }

    /// Hands pages to the spooler on a thread of its own and watches the job; `ended` is called with each outcome
    /// that the spooler tells (a stopped printer may go on later). Gives the name under which the job is noted.
    pub fn hand_over(
        &self,
        spooler: Arc<dyn Spooler>,
        pages: ToPrint,
        ended: impl Fn(&ToPrint, PrintOutcome) + Send + 'static,
    ) -> String {
        // The receipt is the paper that people ask about; others carry their form in the name.
        let name = match pages.form.as_str() {
            receipt::RECEIPT | "" => format!("{}/{}", pages.code, pages.number),
            form => format!("{}/{form}/{}", pages.code, pages.number),
        };
        self.set(&name, &pages.printer, JobState::Queued);
        let (jobs, noted) = (self.clone(), name.clone());
        thread::spawn(move || {
            let job = match spooler.print(&pages.printer, &pages.code, &pages.bytes, pages.sheet) {
                Ok(job) => job,
                Err(error) => {
                    let reason = error.code().to_owned();
                    ended(&pages, PrintOutcome::Failed { reason: reason.clone() });
                    jobs.set(&noted, &pages.printer, JobState::Failed { reason });
                    return;
                }
            };
            jobs.watch(&*spooler, &job, &noted, |outcome| ended(&pages, outcome));
        });
        name
    }

    fn watch(&self, spooler: &dyn Spooler, job: &Job, noted: &str, ended: impl Fn(PrintOutcome)) {
        let started = Instant::now();
        let mut told: Option<String> = None;
        while started.elapsed() < WATCHED {
            let state = match spooler.job(job) {
                Ok(state) => state,
                Err(PrintError::NoSpooler) => JobState::Failed { reason: "no_spooler".to_owned() },
                Err(error) => JobState::Failed { reason: error.code().to_owned() },
            };
            // The record hears of an outcome before anybody who asks does.
            match &state {
                JobState::Done => ended(PrintOutcome::Completed),
                JobState::Failed { reason } if told.as_ref() != Some(reason) => {
                    ended(PrintOutcome::Failed { reason: reason.clone() });
                    told = Some(reason.clone());
                }
                JobState::Queued | JobState::Printing | JobState::Failed { .. } | JobState::Unknown => {}
            }
            self.set(noted, &job.printer, state.clone());
            // A stopped printer keeps the job; every other end is final.
            let goes_on = match &state {
                JobState::Queued | JobState::Printing => true,
                JobState::Failed { reason } => reason == "printer_stopped" || reason == "no_spooler",
                JobState::Done | JobState::Unknown => false,
            };
            if !goes_on {
                return;
            }
            thread::sleep(LOOK_AGAIN);
        }
    }
}

impl Desk {
    /// The spooler of this machine.
    pub fn spooler(&self) -> Arc<dyn Spooler> {
        Arc::clone(&self.spooler)
    }

    fn sheet(paper: desk_forms::Paper) -> Sheet {
        match paper {
            desk_forms::Paper::A5 => Sheet::A5,
            desk_forms::Paper::A4 | desk_forms::Paper::TwoOnA4 | desk_forms::Paper::A4Landscape => Sheet::A4,
        }
    }

    /// The pages of a first print that [`Desk::receive`] recorded.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn first_print(
        &self,
        dossier: DossierId,
        received: &Received,
        printer: &str,
        pdf: Vec<u8>,
    ) -> Result<ToPrint, AppError> {
        let sheet = Self::sheet(self.pages(None)?.paper);
        let code = received.code.clone();
        Ok(ToPrint {
            dossier,
            code,
            form: receipt::RECEIPT.to_owned(),
            number: 1,
            printer: printer.to_owned(),
            sheet,
            bytes: pdf,
        })
    }

    /// Records a print of the receipt as going to `to` and gives its pages.
    ///
    /// # Errors
    /// When there is no such dossier, or the rules or the disk refuse.
    pub fn print_receipt(&mut self, id: DossierId, to: &str) -> Result<ToPrint, AppError> {
        self.ready_for_entries()?;
        let actor = self.actor()?;
        let dossier = self.reader()?.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let now = self.now();
        let printed_before = u16::try_from(accepted.prints_of(receipt::RECEIPT).count()).unwrap_or(u16::MAX);
        let paper = self.receipt_of(id, accepted)?;
        let reprint = (paper.printed > 0).then(|| desk_forms::Reprint {
            number: u32::try_from(paper.printed).unwrap_or(u32::MAX),
            at: now.naive_local(),
        });
        let pages = self.pages(reprint)?;
        let pdf = receipt::pdf(&accepted.received, &paper.data, paper.head.hash.0, pages, self.label_overrides()?)?;
        let print = FormPrinted {
            form: receipt::RECEIPT.to_owned(),
            number: printed_before.saturating_add(1),
            copies: pages.copies,
            to: to.to_owned(),
            proof: paper.proof,
            head: paper.head.on_paper(),
            slip: None,
            replaces: paper.replaces,
            at: now,
        };
        let number = print.number;
        let code = accepted.received.code.clone();
        self.decide_and_record(&actor, id, &dossier, Command::Print(print))?;
        self.note_look(Look::Paper, Some(id), 1)?;
        let form = receipt::RECEIPT.to_owned();
        Ok(ToPrint {
            dossier: id,
            code,
            form,
            number,
            printer: to.to_owned(),
            sheet: Self::sheet(pages.paper),
            bytes: pdf,
        })
    }

    /// Writes down how a print ended, in the name of whoever works.
    ///
    /// # Errors
    /// When there is no such print, or the disk refuses.
    pub fn end_print(&mut self, id: DossierId, form: &str, number: u16, outcome: PrintOutcome) -> Result<(), AppError> {
        // Somebody began to practise while the real desk's paper was still coming out.
        let here =
            |open: &crate::desk::Open| open.store.reader().dossier(id).is_ok_and(|found| found.accepted().is_some());
        if !self.open.as_ref().is_some_and(here)
            && let Some(real) = self.real.as_mut()
        {
            return real.end_print(id, form, number, outcome);
        }
        // The spooler's news come when they come, also behind a locked window.
        let open = self.open.as_mut().ok_or(AppError::NotSignedIn)?;
        let locked = std::mem::replace(&mut open.locked, false);
        let result = (|| {
            let actor = self.actor()?;
            let dossier = self.reader()?.dossier(id)?;
            let ended = PrintEnded { form: form.to_owned(), number, outcome };
            self.decide_and_record(&actor, id, &dossier, Command::EndPrint(ended))
        })();
        if let Some(open) = self.open.as_mut() {
            open.locked = locked;
        }
        result
    }

    pub(crate) fn decide_and_record(
        &mut self,
        actor: &desk_core::office::Actor,
        id: DossierId,
        dossier: &dossier::Dossier,
        command: Command,
    ) -> Result<(), AppError> {
        let (now, office) = (self.now(), self.office()?);
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let hours = self.hours_of(&office, accepted, now)?;
        let rules = self.rules_of(actor, &office, now, accepted, &hours);
        let facts = dossier::decide(dossier, command, &rules)?;
        let entries = facts.into_iter().map(|fact| NewEntry::Dossier(id, fact)).collect();
        self.store()?.append(Act { at: now, actor: Some(actor.person), entries })?;
        Ok(())
    }

    /// The receipt as it was last on paper, for the screen. Records nothing.
    ///
    /// # Errors
    /// When there is no such dossier.
    pub fn receipt_pdf(&self, id: DossierId) -> Result<Vec<u8>, AppError> {
        let dossier = self.reader()?.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let paper = self.receipt_of(id, accepted)?;
        self.note_look(Look::Paper, Some(id), 1)?;
        receipt::pdf(&accepted.received, &paper.data, paper.head.hash.0, self.pages(None)?, self.label_overrides()?)
    }

    /// Writes the receipt to a file in the documents folder and records it as a print.
    ///
    /// # Errors
    /// What the disk says; nothing is recorded then.
    pub fn save_receipt(&mut self, id: DossierId) -> Result<PathBuf, AppError> {
        let pages = self.print_receipt(id, PDF)?;
        fs::create_dir_all(&self.paths.documents)?;
        let path = self.paths.documents.join(format!("{}-lan{}.pdf", pages.code, pages.number));
        fs::write(&path, &pages.bytes)?;
        self.end_print(id, receipt::RECEIPT, pages.number, PrintOutcome::Saved)?;
        Ok(path)
    }
}

impl Jobs {
    /// Hands pages to the spooler that belong to no dossier, and watches them.
    pub fn hand_over_loose(
        &self,
        spooler: Arc<dyn Spooler>,
        printer: &str,
        title: &str,
        pdf: Vec<u8>,
        sheet: Sheet,
    ) -> String {
        let pages = ToPrint {
            dossier: DossierId::from_bytes([0; 16]),
            code: title.to_owned(),
            form: String::new(),
            number: 0,
            printer: printer.to_owned(),
            sheet,
            bytes: pdf,
        };
        self.hand_over(spooler, pages, |_, _| {})
    }
}

impl Desk {
    /// A page that shows whether a printer does what receipts need: stacked marks, the QR, both copies.
    ///
    /// # Errors
    /// What the printer of forms says.
    pub fn test_page(&self, two_on_a4: bool) -> Result<Vec<u8>, AppError> {
        let now = self.now().naive_local();
        let set = self.reference().form_set(now.date(), None);
        let data = desk_forms::ReceiptData {
            office: "TRANG IN THỬ".to_owned(),
            place: "Thử dấu".to_owned(),
            date: Some(now.date()),
            owner: "Ẳ Ẵ Ẫ Ấ Ầ Ậ Ể Ễ Ế Ề Ệ Ổ Ỗ Ố Ồ Ộ Ở Ỡ Ớ Ờ Ợ Ử Ữ Ứ Ừ Ự Đ".to_owned(),
            procedure: "Nếu mọi dấu đều rõ, mã QR quét được và hai liên nằm gọn trên giấy thì máy in dùng được."
                .to_owned(),
            received: Some(now),
            qr_text: Some("Một Cửa: trang in thử. Ẳẵẫ ửữự ệ ợ đ".to_owned()),
            ..desk_forms::ReceiptData::default()
        };
        let mut options = desk_forms::RenderOptions::new([0; 32], now);
        options.demo = true;
        if two_on_a4 {
            options.paper = desk_forms::Paper::TwoOnA4;
        }
        let form = desk_forms::FormRef::new(set.as_str(), receipt::RECEIPT);
        Ok(desk_forms::render(&form, &data.form_data(), &options)?)
    }
}
