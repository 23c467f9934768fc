//! Every form of a dossier but the receipt: its strings from the record, its pages, its prints. What a paper says is
//! settled by the record, so every desk of the office prints the same, today and in ten years.

mod known;
mod page;

use std::{fs, path::PathBuf};

use desk_core::{
    dossier::{Command, FormPrinted, PrintOutcome, Slip},
    ids::DossierId,
    time::Moment,
};
use desk_forms::{DossierHead, FormData, FormRef, Paper, RefusalData, RenderOptions, Reprint, SupplementData};
use desk_log::Head;

use self::page::slip_head;
use crate::{
    account::Look,
    desk::Desk,
    error::AppError,
    intake::PDF,
    print::Sheet,
    printing::ToPrint,
    receipt::{self, Letterhead, RECEIPT},
    roll::ROLL,
    walk_in::WalkInEntry,
};

/// The set of the office's own papers.
const OWN: &str = "desk";

/// A form of a dossier, ready to be drawn.
struct Page {
    form: FormRef,
    data: FormData,
    /// The act that it shows.
    head: Head,
    at: Moment,
    slip: Option<Slip>,
}

impl Desk {
    /// The PDF of a form of a dossier, for the screen. Records nothing.
    ///
    /// # Errors
    /// [`AppError::NoSuchForm`] when the dossier has no such paper.
    pub fn form_pdf(&self, id: DossierId, form: &str, slip: Option<&Slip>) -> Result<Vec<u8>, AppError> {
        if form == RECEIPT {
            return self.receipt_pdf(id);
        }
        let page = self.page(id, form, slip)?;
        self.note_look(Look::Paper, Some(id), 1)?;
        self.draw(&page, None)
    }

    /// Records a print of a form as going to `to` and gives its pages.
    ///
    /// # Errors
    /// As [`Desk::form_pdf`], and what the rules or the disk say.
    pub fn print_form(
        &mut self,
        id: DossierId,
        form: &str,
        slip: Option<&Slip>,
        to: &str,
    ) -> Result<ToPrint, AppError> {
        if form == RECEIPT {
            return self.print_receipt(id, to);
        }
        if form == ROLL {
            let pages = self.print_roll(id, to)?;
            self.note_look(Look::Paper, Some(id), 1)?;
            return Ok(pages);
        }
        self.record_stands()?;
        let actor = self.actor()?;
        let page = self.page(id, form, slip)?;
        let dossier = self.reader()?.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let now = self.now();
        let last = accepted.prints_of(form).last().map(|print| print.printed.number);
        let on_paper = page.head.on_paper();
        let same = accepted.prints_of(form).filter(|print| print.printed.head == on_paper).count();
        let reprint =
            (same > 0).then(|| Reprint { number: u32::try_from(same).unwrap_or(u32::MAX), at: now.naive_local() });
        let pdf = self.draw(&page, reprint)?;
        let print = FormPrinted {
            form: form.to_owned(),
            number: last.unwrap_or(0).saturating_add(1),
            copies: copies_of(&page.form)?,
            to: to.to_owned(),
            proof: String::new(),
            head: on_paper,
            slip: page.slip.clone(),
            replaces: None,
            at: now,
        };
        let number = print.number;
        let code = accepted.received.code.clone();
        self.decide_and_record(&actor, id, &dossier, Command::Print(print))?;
        self.note_look(Look::Paper, Some(id), 1)?;
        let sheet = if self.sheet_of(&page.form)? == Paper::A5 { Sheet::A5 } else { Sheet::A4 };
        Ok(ToPrint { dossier: id, code, form: form.to_owned(), number, printer: to.to_owned(), sheet, bytes: pdf })
    }

    /// Writes a form to a file in the documents folder and records it as a print.
    ///
    /// # Errors
    /// What the disk says; nothing is recorded then.
    pub fn save_form(&mut self, id: DossierId, form: &str, slip: Option<&Slip>) -> Result<PathBuf, AppError> {
        if form == RECEIPT {
            return self.save_receipt(id);
        }
        if form == ROLL {
            // The bytes of a printer are nothing to look at: its dots are kept as a picture.
            let picture = self.roll_picture(id)?;
            let pages = self.print_roll(id, PDF)?;
            return self.keep_file(id, &pages, &format!("{}-{form}-lan{}.png", pages.code, pages.number), &picture);
        }
        let pages = self.print_form(id, form, slip, PDF)?;
        self.keep_file(id, &pages, &format!("{}-{form}-lan{}.pdf", pages.code, pages.number), &pages.bytes)
    }

    /// Writes a recorded print to the documents folder and notes that it is there.
    fn keep_file(&mut self, id: DossierId, print: &ToPrint, name: &str, bytes: &[u8]) -> Result<PathBuf, AppError> {
        fs::create_dir_all(&self.paths.documents)?;
        let path = self.paths.documents.join(name);
        fs::write(&path, bytes)?;
        self.end_print(id, &print.form, print.number, PrintOutcome::Saved)?;
        Ok(path)
    }

    /// The slip of a citizen who left without a dossier.
    ///
    /// # Errors
    /// When the form cannot be drawn.
    pub fn walk_in_pdf(&self, entry: &WalkInEntry, reprint: Option<Reprint>) -> Result<Vec<u8>, AppError> {
        let WalkInEntry { walk_in, head, .. } = entry;
        let letterhead = self.letterhead_at(walk_in.done.at);
        let slip_head = slip_head(&letterhead, Some(&walk_in.slip), walk_in.done.at, head);
        let party = &walk_in.party;
        let dossier = DossierHead {
            owner: party.name.clone(),
            address: party.address.clone().unwrap_or_default(),
            phone: party.phone.clone().unwrap_or_default(),
            email: party.email.clone().unwrap_or_default(),
            procedure: walk_in.procedure.1.clone(),
            ..DossierHead::default()
        };
        let (form, data) = match &walk_in.ground {
            None => (
                FormRef::new(OWN, "guidance"),
                SupplementData {
                    head: slip_head,
                    dossier,
                    desk: letterhead.desk.clone(),
                    items: walk_in.items.clone(),
                    reason: walk_in.reason.clone(),
                    contact: walk_in.done.by.clone(),
                    contact_phone: self.office()?.settings_at(walk_in.done.at).phone,
                    clerk: walk_in.done.by.clone(),
                }
                .form_data(),
            ),
            Some(ground) => {
                let mut reasons = vec![walk_in.reason.clone()];
                reasons.extend(walk_in.items.iter().cloned());
                reasons.push(ground.clone());
                (
                    FormRef::new(walk_in.form_set.clone(), "refusal"),
                    RefusalData {
                        head: slip_head,
                        dossier,
                        desk: letterhead.desk.clone(),
                        agency: letterhead.desk.clone(),
                        reasons,
                        clerk: walk_in.done.by.clone(),
                    }
                    .form_data(),
                )
            }
        };
        let page = Page { form, data, head: *head, at: walk_in.done.at, slip: Some(walk_in.slip.clone()) };
        self.draw(&page, reprint)
    }

    fn letterhead_at(&self, at: Moment) -> Letterhead {
        let office = self.office_file().map_or("", |file| file.office.as_str());
        receipt::letterhead(self.reference(), office, at.naive_local())
    }

    /// The sheet of a form: its own, or two copies on A4 where the desk prints receipts so and the form allows it.
    fn sheet_of(&self, form: &FormRef) -> Result<Paper, AppError> {
        let made_for = desk_forms::papers(form)?;
        let usual = made_for.first().copied().unwrap_or_default();
        let wanted = self.pages(None)?.paper;
        Ok(if usual == Paper::A5 && made_for.contains(&wanted) { wanted } else { usual })
    }

    fn draw(&self, page: &Page, reprint: Option<Reprint>) -> Result<Vec<u8>, AppError> {
        let mut options = RenderOptions::for_form(&page.form, page.head.hash.0, page.at.naive_local())?;
        options.paper = self.sheet_of(&page.form)?;
        options.demo = self.demo().is_some();
        options.reprint = reprint;
        options.overrides = self.label_overrides()?;
        Ok(desk_forms::render(&page.form, &page.data, &options)?)
    }
}

/// How many copies are made of a form.
fn copies_of(form: &FormRef) -> Result<u8, AppError> {
    let options = RenderOptions::for_form(form, [0; 32], chrono::NaiveDateTime::default())?;
    Ok(u8::try_from(options.copies.len()).unwrap_or(1))
}
