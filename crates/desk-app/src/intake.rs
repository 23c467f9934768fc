//! Taking in a dossier: what the rules say of an intake as it stands, and accepting it under a number.

use desk_core::{
    calendar::OfficeHours,
    code::{CounterRange, DossierCode, UnitIdentifier},
    dossier::{
        self, Accepted, Allotment, Command, Desk as Rules, Dossier, Fact, FormPrinted, Intake, Offer, PrintEnded,
        PrintOutcome, Received, Refusal,
    },
    ids::DossierId,
    office::{Actor, Office},
    time::Moment,
};
use desk_log::Head;
use desk_store::{DuplicateHit, NewEntry, receipt_act};

use crate::{desk::Desk, error::AppError, offer::offer, receipt};

/// What the rules say of an intake.
#[derive(Debug)]
pub struct Checked {
    /// What the office offers for it.
    pub offer: Offer,
    /// What would be received now, under a number still blank, or the first thing that stands against it.
    pub plan: Result<Received, Refusal>,
    /// Alike dossiers: same person and procedure, open or within 30 days.
    pub duplicates: Vec<DuplicateHit>,
    /// Numbers this counter has left today.
    pub numbers_left: u32,
}

/// A dossier just accepted.
#[derive(Debug, Clone)]
pub struct Accepting {
    /// Its id.
    pub dossier: DossierId,
    /// What was received.
    pub received: Received,
    /// The finished receipt.
    pub pdf: Vec<u8>,
}

/// A dossier just accepted, nothing of it drawn yet.
struct New {
    dossier: DossierId,
    received: Received,
    letterhead: receipt::Letterhead,
    head: Head,
    proof: String,
}

/// Everything outside the intake that decides about it.
pub(crate) struct Setting {
    pub(crate) offer: Offer,
    pub(crate) hours: OfficeHours,
    pub(crate) now: Moment,
}

impl Desk {
    /// Offer and hours for an intake now.
    pub(crate) fn setting(&self, office: &Office, procedure: &str, intake: &Intake) -> Result<Setting, AppError> {
        // A dossier from a paper book is received under the law of its own day.
        let now = intake.back_entry.as_ref().map_or_else(|| self.now(), |paper| paper.received_at);
        let day = now.date_naive();
        let form_set = self.reference().form_set(day, None);
        let offer =
            offer(self.reference(), office, form_set.as_str(), procedure, intake.channel, intake.case.as_deref(), day)?;
        let unit = self.unit(day)?;
        let hours = self.hours_on(office, unit, Some(&offer.procedure.code), day);
        Ok(Setting { offer, hours, now })
    }

    /// What the rules say of an intake as it stands. Changes nothing.
    ///
    /// # Errors
    /// When nobody is signed in, or the procedure is unknown.
    pub fn check(&self, procedure: &str, intake: &Intake) -> Result<Checked, AppError> {
        let actor = self.actor()?;
        let office = self.office()?;
        let setting = self.setting(&office, procedure, intake)?;
        let rules = self.rules(&actor, &office, &setting);
        let blank = Allotment { code: String::new(), book: self.book(&office, setting.now)?, book_number: 0 };
        let plan = dossier::plan(intake, &setting.offer, &blank, &rules);
        let duplicates = self.duplicates(procedure, intake)?;
        let numbers_left = self.numbers_left(&office, setting.now)?;
        Ok(Checked { offer: setting.offer, plan, duplicates, numbers_left })
    }

    fn duplicates(&self, procedure: &str, intake: &Intake) -> Result<Vec<DuplicateHit>, AppError> {
        let owner = &intake.owner;
        let number = owner.personal_number.as_deref();
        let judgements = &self.office()?.judgements;
        Ok(self.reader()?.duplicates(number, &owner.name, owner.birth_date, procedure, self.now(), judgements)?)
    }

    fn rules<'a>(&self, actor: &'a Actor, office: &Office, setting: &'a Setting) -> Rules<'a> {
        let policy = self.policy_of(office);
        Rules {
            actor,
            now: self.now(),
            calendar: self.calendar(office),
            hours: &setting.hours,
            policy,
            pause: office.settings_at(self.now()).pause,
            extensions_max: None,
            supplements_max: None,
            second_stage: None,
        }
    }

    /// Quyển số: counter and year.
    pub(crate) fn book(&self, office: &Office, now: Moment) -> Result<String, AppError> {
        Ok(format!("{}/{}", self.counter(office, now)?, now.format("%Y")))
    }

    pub(crate) fn counter(&self, office: &Office, now: Moment) -> Result<u8, AppError> {
        office.counter_on(self.store()?.device(), now.date_naive()).ok_or(AppError::NotSetUp)
    }

    /// Numbers this counter has left on the day of `now`.
    pub(crate) fn numbers_left(&self, office: &Office, now: Moment) -> Result<u32, AppError> {
        let last = self.numbers(office, now)?.last;
        Ok(self.next_number(office, now)?.map_or(0, |next| u32::from(last.saturating_sub(next)) + 1))
    }

    /// The number that the next dossier of the day of `now` gets; none where they are used up.
    pub(crate) fn next_number(&self, office: &Office, now: Moment) -> Result<Option<u16>, AppError> {
        let range = self.numbers(office, now)?;
        Ok(self.reader()?.next_number(&range.head, range.first, range.last)?)
    }

    /// The numbers this counter may give on the day of `now`: its range, above what a supervisor typed from paper.
    fn numbers(&self, office: &Office, now: Moment) -> Result<Numbers, AppError> {
        let range = CounterRange::of(self.counter(office, now)?).map_err(|_| AppError::BadCounter)?;
        let day = now.date_naive();
        let above = office.numbers_above(self.store()?.device(), day).filter(|above| range.contains(*above));
        let device = self.began(office).ok_or(AppError::NotSetUp)?;
        let unit: UnitIdentifier = device.identifier.parse().map_err(|_| AppError::UnknownUnit)?;
        Ok(Numbers {
            head: format!("{}-{}-", device.identifier, day.format("%y%m%d")),
            first: above.map_or(range.first(), |above| above.saturating_add(1)),
            last: range.last(),
            counter: range.counter(),
            unit,
        })
    }

    /// Accepts a dossier: number, entry and receipt in one transaction, durable when this returns. With `to`, the
    /// first print is recorded in the same transaction as going there.
    ///
    /// # Errors
    /// What the rules or the disk say; nothing has happened then.
    pub fn receive(&mut self, procedure: &str, intake: Intake, to: Option<&str>) -> Result<Accepting, AppError> {
        let accepted = self.accept(procedure, intake, to)?;
        let New { dossier, received, letterhead, head, proof } = accepted;
        let look_up = self.look_up_address()?;
        let qr = (!proof.is_empty()).then(|| receipt::qr_text(&look_up, &received.code, &proof));
        let data = receipt::data(&received, &letterhead, Some(&head), None, qr).form_data();
        let (pages, labels) = (self.pages(None)?, self.label_overrides()?);
        let pdf = receipt::pdf(&received, &data, head.hash.0, pages, labels).unwrap_or_default();
        Ok(Accepting { dossier, received, pdf })
    }

    /// Accepts a dossier as [`Desk::receive`] does and draws nothing. Gives its id and code.
    ///
    /// # Errors
    /// As [`Desk::receive`].
    pub fn receive_undrawn(&mut self, procedure: &str, intake: Intake) -> Result<(DossierId, String), AppError> {
        let New { dossier, received, .. } = self.accept(procedure, intake, None)?;
        Ok((dossier, received.code))
    }

    fn accept(&mut self, procedure: &str, intake: Intake, to: Option<&str>) -> Result<New, AppError> {
        self.ready_for_entries()?;
        let actor = self.actor()?;
        let office = self.office()?;
        let setting = self.setting(&office, procedure, &intake)?;
        let rules = self.rules(&actor, &office, &setting);
        let (numbers, book) = (self.numbers(&office, setting.now)?, self.book(&office, setting.now)?);
        let id = DossierId::new(u64::try_from(setting.now.timestamp_millis()).unwrap_or(0), self.random()?);
        let key = self.device_key()?;
        let (now, day, pages) = (self.now(), setting.now.date_naive(), self.pages(None)?);
        let (received, letterhead, head, proof) = self.store()?.act(now, Some(actor.person), |act| {
            let number = act
                .next_number(&numbers.head, numbers.first, numbers.last)?
                .ok_or(AppError::NumbersUsedUp { counter: numbers.counter })?;
            let code = DossierCode::new(&numbers.unit, day, number).map_err(|_| AppError::UnknownUnit)?;
            let book_number = act.next_book_number(&book)?.max(office.first_line(&book));
            let allotment = Allotment { code: code.to_string(), book, book_number };
            let (intake, offer) = (Box::new(intake), Box::new(setting.offer.clone()));
            let facts = dossier::decide(&Dossier::Unborn, Command::Receive { intake, offer, allotment }, &rules)?;
            let mut accepted = None;
            for fact in facts {
                let received = if let Fact::Received(received) = &fact { Some((**received).clone()) } else { None };
                let appended = act.append(NewEntry::Dossier(id, fact))?;
                accepted = accepted.or(received.map(|received| (received, appended.head)));
            }
            let (received, head) = accepted.expect("accepting makes the fact of acceptance");
            let letterhead = self.letterhead(&received);
            let data = receipt::data(&received, &letterhead, Some(&head), None, None).form_data();
            // A form that cannot be drawn must not keep a dossier from being saved: the print is asked for again later.
            let proof = receipt::proof(&key, &received, &data).unwrap_or_default();
            if let (Some(to), false) = (to, proof.is_empty()) {
                let printed = FormPrinted {
                    form: receipt::RECEIPT.to_owned(),
                    number: 1,
                    copies: pages.copies,
                    to: to.to_owned(),
                    proof: proof.clone(),
                    head: head.on_paper(),
                    slip: None,
                    replaces: None,
                    at: now,
                };
                act.append(NewEntry::Dossier(id, Fact::FormPrinted(printed)))?;
                if to == PDF {
                    let saved =
                        PrintEnded { form: receipt::RECEIPT.to_owned(), number: 1, outcome: PrintOutcome::Saved };
                    act.append(NewEntry::Dossier(id, Fact::PrintEnded(saved)))?;
                }
            }
            Ok::<_, AppError>((received, letterhead, head, proof))
        })?;
        Ok(New { dossier: id, received, letterhead, head, proof })
    }

    /// The receipt of an accepted dossier as it would be printed now: the head it shows, its proof, its data with QR. A
    /// receipt printed after a correction shows the correction's head, has a proof of its own, and says which print it
    /// takes the place of.
    pub(crate) fn receipt_of(&self, id: DossierId, accepted: &Accepted) -> Result<ReceiptOf, AppError> {
        let received = &accepted.received;
        let head = self.head_of(id)?;
        let letterhead = self.letterhead(received);
        let on_paper = head.on_paper();
        let same = accepted.prints_of(receipt::RECEIPT).find(|print| print.printed.head == on_paper);
        let replaces = match same {
            Some(print) => print.printed.replaces,
            None => accepted.prints_of(receipt::RECEIPT).last().map(|print| print.printed.number),
        };
        let of_number = |number| accepted.prints_of(receipt::RECEIPT).find(|print| print.printed.number == number);
        let replaced = replaces.and_then(of_number).map(|print| &print.printed);
        let bare = receipt::data(received, &letterhead, Some(&head), replaced, None).form_data();
        let proof = match same {
            Some(print) => print.printed.proof.clone(),
            None => receipt::proof(&self.device_key()?, received, &bare)?,
        };
        let qr = receipt::qr_text(&self.look_up_address()?, &received.code, &proof);
        let data = receipt::data(received, &letterhead, Some(&head), replaced, Some(qr)).form_data();
        let printed = accepted.prints_of(receipt::RECEIPT).filter(|print| print.printed.head == on_paper).count();
        Ok(ReceiptOf { head, proof, data, replaces: replaces.filter(|_| same.is_none()), printed })
    }

    /// The head of the act that a receipt shows: the acceptance, or the last correction.
    fn head_of(&self, id: DossierId) -> Result<Head, AppError> {
        let history = self.reader()?.history(id)?;
        receipt_act(&history).ok_or(AppError::NoSuchDossier)
    }

    /// Pictures of what the receipt would look like: the same layout, number, time and QR blank.
    ///
    /// # Errors
    /// When the rules stand against the intake, or the form cannot be drawn.
    pub fn preview(&self, procedure: &str, intake: &Intake) -> Result<Vec<u8>, AppError> {
        let received = self.check(procedure, intake)?.plan?;
        let data = receipt::data(&received, &self.letterhead(&received), None, None, None).form_data();
        let pages = receipt::Pages { preview: true, demo: self.demo().is_some(), copies: 1, ..self.pages(None)? };
        let pages = receipt::Pages { paper: desk_forms::Paper::A5, ..pages };
        receipt::pdf(&received, &data, [0; 32], pages, self.label_overrides()?)
    }
}

/// A receipt ready to be drawn.
#[derive(Debug)]
pub(crate) struct ReceiptOf {
    pub(crate) head: Head,
    pub(crate) proof: String,
    pub(crate) data: desk_forms::FormData,
    /// The print that this one takes the place of; none for a reprint.
    pub(crate) replaces: Option<u16>,
    /// How often this very receipt was printed before.
    pub(crate) printed: usize,
}

/// The numbers a counter may give on a day.
struct Numbers {
    /// The code up to the number.
    head: String,
    first: u16,
    last: u16,
    counter: u8,
    unit: UnitIdentifier,
}

/// Where a receipt goes that is saved as a file.
pub(crate) const PDF: &str = "pdf";
