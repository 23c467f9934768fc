//! Every form of a dossier but the receipt: its strings from the record, its pages, its prints. What a paper says is
//! settled by the record, so every desk of the office prints the same, today and in ten years.

use std::{fs, path::PathBuf};

use desk_core::{
    dossier::{
        Accepted, Collector, Command, CustodyAnswer, Dossier, Fact, FeeCollected, FormPrinted, Means, PostSent,
        PrintOutcome, Slip, evolve,
    },
    due::Timeliness,
    ids::DossierId,
    money::{Vnd, amount_in_words},
    time::Moment,
};
use desk_forms::{
    ApologyData, AppointmentData, ChasingData, CollectedData, CollectedResult, CommitmentData, ControlData,
    ControlStep, DossierHead, FeeSlipData, FormData, FormRef, HandoverData, HandoverRow, Paper, PostalData, PostalRow,
    RefusalData, Reminder, RenderOptions, Reprint, ResultsData, ResultsRow, SlipHead, StopData, SupplementData,
    moment_text,
};
use desk_log::Head;
use desk_store::{Body, Entry, Hit};

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
                    clerk: walk_in.done.by.clone(),
                    ..SupplementData::default()
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

    /// What a dossier's record says of the item that went on a postal list, also after the post brought it back.
    fn sent_on(&self, id: DossierId, slip: &Slip) -> Result<Option<PostSent>, AppError> {
        let history = self.reader()?.history(id)?;
        Ok(history.into_iter().find_map(|entry| match entry.body {
            Body::Dossier(Fact::PostSent(sent)) if sent.slip == *slip => Some(sent),
            Body::Dossier(_) | Body::Office(_) | Body::Aside(_) | Body::Erased => None,
        }))
    }

    /// A form of a dossier from its record.
    fn page(&self, id: DossierId, form: &str, slip: Option<&Slip>) -> Result<Page, AppError> {
        let history = self.reader()?.history(id)?;
        let shown = shown(&history, form, slip).ok_or(AppError::NoSuchForm)?;
        let dossier = as_of(&history, form, shown);
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let (head, at) = (shown.head, shown.at);
        let letterhead = self.letterhead_at(at);
        let fact = if let Body::Dossier(fact) = &shown.body { Some(fact) } else { None };
        let slip = fact.and_then(|fact| fact.slip()).cloned();
        let known = Known {
            accepted,
            letterhead: &letterhead,
            head: slip_head(&letterhead, slip.as_ref(), at, &head),
            dossier: dossier_head(accepted),
        };
        let set = accepted.received.form_set.clone();
        let (set, data) = match (form, fact) {
            ("supplement", Some(Fact::SupplementRequested(request))) => {
                let data = SupplementData {
                    items: request.items.iter().map(|item| item.what.clone()).collect(),
                    reason: with_deadline(&request.reason, request.deadline),
                    desk: letterhead.desk.clone(),
                    contact: request.done.by.clone(),
                    clerk: request.done.by.clone(),
                    contact_phone: String::new(),
                    head: known.head,
                    dossier: known.dossier,
                };
                (set, data.form_data())
            }
            ("refusal", Some(Fact::Refused(refused))) => {
                let data = RefusalData {
                    desk: letterhead.desk.clone(),
                    agency: letterhead.desk.clone(),
                    reasons: vec![refused.reason.clone(), refused.ground.clone()],
                    clerk: refused.done.by.clone(),
                    head: known.head,
                    dossier: known.dossier,
                };
                (set, data.form_data())
            }
            ("apology", Some(Fact::DueExtended(extended))) => {
                let nth = accepted.extensions.iter().position(|other| other == extended).map_or(1, |at| at + 1);
                let due_text = extended.was.map(|was| moment_text(was.naive_local())).unwrap_or_default();
                let data = ApologyData {
                    agency: known.agency(),
                    reason: extended.reason.clone(),
                    new_due_text: moment_text(extended.due.naive_local()),
                    extension_number: u16::try_from(nth).ok(),
                    signer: extended.signer.clone(),
                    dossier: DossierHead { due_text, ..known.dossier },
                    head: known.head,
                    ..ApologyData::default()
                };
                (set, data.form_data())
            }
            ("stop", Some(Fact::Stopped(stopped))) => {
                let data = StopData {
                    agency: known.agency(),
                    requested_by: stopped.requested_by.clone(),
                    requested_on: stopped.requested_on,
                    reason: stopped.reason.clone(),
                    stage: accepted.held_by().unwrap_or_default().to_owned(),
                    decided_by: stopped.decided_by.clone(),
                    fee_text: stopped.fee_note.clone().unwrap_or_default(),
                    signer: stopped.decided_by.clone(),
                    head: known.head,
                    dossier: known.dossier,
                    ..StopData::default()
                };
                (set, data.form_data())
            }
            ("control", _) => (set, known.control().form_data()),
            ("chasing", Some(Fact::Chased(chased))) => {
                let upto = accepted.chases.iter().position(|other| other == chased).map_or(0, |at| at + 1);
                let reminder = |(n, chase): (usize, &desk_core::dossier::Chased)| Reminder {
                    number: u16::try_from(n + 1).ok(),
                    at: Some(chase.done.at.naive_local()),
                    by: format!("{}: {}", chase.done.by, chase.text),
                    answer: String::new(),
                };
                let data = ChasingData {
                    agency: chased.to.clone(),
                    reminders: accepted.chases.iter().take(upto).enumerate().map(reminder).collect(),
                    answer_within: "24 giờ".to_owned(),
                    signer: chased.done.by.clone(),
                    head: known.head,
                    dossier: known.dossier,
                    ..ChasingData::default()
                };
                (OWN.to_owned(), data.form_data())
            }
            ("fee", Some(Fact::FeeCollected(fee))) => (OWN.to_owned(), known.fee(fee).form_data()),
            ("collected", Some(Fact::Returned(returned))) => {
                (OWN.to_owned(), known.collected(&returned.to, returned.done.at, &returned.done.by).form_data())
            }
            ("commitment", _) => (OWN.to_owned(), known.commitment().form_data()),
            ("appointment", _) => {
                let look_up = self.look_up_address()?;
                let qr = accepted.prints_of(RECEIPT).last().map(|print| print.printed.proof.clone());
                let data = AppointmentData {
                    return_by: letterhead.desk.clone(),
                    fee_text: receipt::fee_text(&accepted.received.fee),
                    clerk: accepted.received.clerk.clone(),
                    qr_text: qr.map(|proof| receipt::qr_text(&look_up, &accepted.received.code, &proof)),
                    head: known.head,
                    dossier: known.dossier,
                };
                (OWN.to_owned(), data.form_data())
            }
            ("handover", Some(Fact::HandedOver(handed))) => {
                let rows = self.reader()?.on_slip(&handed.slip)?;
                let mut kinds: Vec<String> = rows.iter().map(|row| row.sector.clone()).collect();
                kinds.sort_unstable();
                kinds.dedup();
                let data = HandoverData {
                    giver: handed.done.by.clone(),
                    giving_side: letterhead.desk.clone(),
                    receiving_side: handed.to.clone(),
                    kind: kinds.join("; "),
                    at: Some(handed.done.at.naive_local()),
                    rows: rows
                        .iter()
                        .map(|row| HandoverRow {
                            code: row.code.clone(),
                            registrant: row.owner.clone(),
                            received: Some(row.received.date_naive()),
                            due: row.due.map(|due| due.date_naive()),
                        })
                        .collect(),
                    head: known.head,
                    ..HandoverData::default()
                };
                (OWN.to_owned(), data.form_data())
            }
            ("postal", Some(Fact::PostSent(sent))) => {
                let mut rows = Vec::new();
                for hit in self.reader()?.on_slip(&sent.slip)? {
                    rows.push(postal_row(&hit, self.sent_on(hit.dossier, &sent.slip)?.as_ref()));
                }
                let data = PostalData {
                    at: Some(sent.done.at.naive_local()),
                    rows,
                    giver: sent.done.by.clone(),
                    head: known.head,
                    ..PostalData::default()
                };
                (OWN.to_owned(), data.form_data())
            }
            ("results", _) => {
                let result = accepted.result.as_ref().ok_or(AppError::NoSuchForm)?;
                let received = &accepted.received;
                let data = ResultsData {
                    giving_side: known.agency(),
                    receiving_side: letterhead.desk.clone(),
                    at: Some(result.done.at.naive_local()),
                    rows: vec![ResultsRow {
                        code: received.code.clone(),
                        content: received.procedure.name.clone(),
                        result: result.number.clone().or_else(|| result.summary.clone()).unwrap_or_default(),
                        owner: received.owner.name.clone(),
                        address: received.owner.address.clone().unwrap_or_default(),
                        fee: matches!(
                            received.fee,
                            desk_core::dossier::FeeLine::Amount { paid: desk_core::dossier::FeePaid::Later, .. }
                        ),
                        postal: received.return_by == desk_core::dossier::ReturnBy::Post,
                    }],
                    receiver: result.done.by.clone(),
                    head: known.head,
                    ..ResultsData::default()
                };
                (OWN.to_owned(), data.form_data())
            }
            _ => return Err(AppError::NoSuchForm),
        };
        Ok(Page { form: FormRef::new(set, form), data, head, at, slip })
    }
}

/// A line of the postal list: the owner's, or that of whoever takes it in the owner's place.
fn postal_row(hit: &Hit, sent: Option<&PostSent>) -> PostalRow {
    let row = PostalRow {
        code: hit.code.clone(),
        item_number: sent.map(|sent| sent.item.clone()).unwrap_or_default(),
        ..PostalRow::default()
    };
    match sent.and_then(|sent| sent.recipient.clone()) {
        Some(recipient) => PostalRow {
            receiver: format!("{}, nhận thay {}", recipient.name, hit.owner),
            address: recipient.address,
            phone: recipient.phone.unwrap_or_default(),
            note: recipient.authority,
            ..row
        },
        None => PostalRow {
            receiver: hit.owner.clone(),
            address: hit.address.clone().unwrap_or_default(),
            phone: hit.phone.clone().unwrap_or_default(),
            ..row
        },
    }
}

/// How many copies are made of a form.
fn copies_of(form: &FormRef) -> Result<u8, AppError> {
    let options = RenderOptions::for_form(form, [0; 32], chrono::NaiveDateTime::default())?;
    Ok(u8::try_from(options.copies.len()).unwrap_or(1))
}

/// The entry that a form shows: the one that made its slip, or for forms without a slip the act they are about.
fn shown<'a>(history: &'a [Entry], form: &str, slip: Option<&Slip>) -> Option<&'a Entry> {
    let of_slip = |entry: &&Entry| {
        if let Body::Dossier(fact) = &entry.body {
            fact.slip().is_some_and(|made| made.form == form && slip.is_none_or(|wanted| wanted == made))
        } else {
            false
        }
    };
    let of_kind = |kind: &'static str| move |entry: &&Entry| entry.kind == kind;
    match form {
        "collected" => history.iter().rev().find(of_kind("result.returned")),
        "results" => history.iter().rev().find(of_kind("result.entered")),
        "control" | "appointment" | "commitment" => history.iter().find(of_kind("dossier.received")),
        _ => history.iter().rev().find(of_slip),
    }
}

/// The dossier as a form shows it: as it stood after the act that the form is about, so that a later print says the
/// same; forms that go with the dossier show it as it stands.
fn as_of(history: &[Entry], form: &str, shown: &Entry) -> Dossier {
    let until = match form {
        "control" | "appointment" | "commitment" | "results" => history.len(),
        _ => history.iter().position(|entry| entry.hash == shown.hash).map_or(history.len(), |at| at + 1),
    };
    history[..until].iter().fold(Dossier::default(), |dossier, entry| match &entry.body {
        Body::Dossier(fact) => evolve(dossier, fact),
        Body::Office(_) | Body::Aside(_) | Body::Erased => dossier,
    })
}

fn slip_head(letterhead: &Letterhead, slip: Option<&Slip>, at: Moment, head: &Head) -> SlipHead {
    SlipHead {
        superior: letterhead.superior.clone(),
        office: letterhead.office.clone(),
        number: slip.map(Slip::on_paper).unwrap_or_default(),
        place: letterhead.place.clone(),
        date: Some(at.date_naive()),
        head_on_paper: head.on_paper(),
        replaces: String::new(),
    }
}

fn dossier_head(accepted: &Accepted) -> DossierHead {
    let received = &accepted.received;
    let owner = &received.owner;
    DossierHead {
        code: received.code.clone(),
        owner: owner.name.clone(),
        submitter: received.submitter.as_ref().map_or_else(|| owner.name.clone(), |brought| brought.party.name.clone()),
        address: owner.address.clone().unwrap_or_default(),
        phone: owner.phone.clone().unwrap_or_default(),
        email: owner.email.clone().unwrap_or_default(),
        procedure: received.procedure.name.clone(),
        sector: received.procedure.sector.clone(),
        received: Some(received.received_at.naive_local()),
        due_text: accepted.due().map(|due| moment_text(due.naive_local())).unwrap_or_default(),
    }
}

fn with_deadline(reason: &str, deadline: Option<chrono::NaiveDate>) -> String {
    match deadline {
        Some(day) => format!("{reason}. Thời hạn bổ sung: đến hết {}", desk_forms::date_text(day)),
        None => reason.to_owned(),
    }
}

/// What the forms of one dossier share.
struct Known<'a> {
    accepted: &'a Accepted,
    letterhead: &'a Letterhead,
    head: SlipHead,
    dossier: DossierHead,
}

impl Known<'_> {
    /// Who decides on the dossier: the department that has it, else the desk itself.
    fn agency(&self) -> String {
        self.accepted.held_by().map_or_else(|| self.letterhead.desk.clone(), str::to_owned)
    }

    fn control(self) -> ControlData {
        let received = &self.accepted.received;
        let desk = self.letterhead.desk.clone();
        let mut from = desk.clone();
        let mut steps = Vec::new();
        for custody in &self.accepted.custody {
            let (at, note) = match &custody.answer {
                Some(CustodyAnswer::Confirmed { at, receiver }) => (Some(*at), receiver.clone().unwrap_or_default()),
                Some(CustodyAnswer::Refused { at, reason }) => (Some(*at), format!("không nhận: {reason}")),
                None => (None, String::new()),
            };
            let result = custody
                .handed
                .leg
                .as_ref()
                .and_then(|leg| leg.due)
                .zip(at)
                .map(|(due, at)| timeliness_text(Timeliness::by_minute(due, at)))
                .unwrap_or_default();
            let to = custody.handed.to.clone();
            let taken = matches!(custody.answer, Some(CustodyAnswer::Confirmed { .. }));
            steps.push(ControlStep {
                from: from.clone(),
                to: to.clone(),
                at: Some(at.unwrap_or(custody.handed.done.at).naive_local()),
                result: result.to_owned(),
                note,
            });
            from = if taken { to } else { desk.clone() };
        }
        if let Some(at) = self.accepted.result_at_desk {
            let result = self.accepted.due().map(|due| timeliness_text(Timeliness::by_day(due, at)));
            steps.push(ControlStep {
                from,
                to: desk,
                at: Some(at.naive_local()),
                result: result.unwrap_or_default().to_owned(),
                note: String::new(),
            });
        }
        let others: Vec<&str> = self.accepted.custody.iter().map(|custody| custody.handed.to.as_str()).collect();
        ControlData {
            agency: others.first().map_or_else(|| self.letterhead.desk.clone(), |first| (*first).to_owned()),
            cooperating: others.iter().skip(1).copied().collect::<Vec<_>>().join("; "),
            book: received.book.clone(),
            book_number: received.book_number.to_string(),
            steps,
            head: self.head,
            dossier: self.dossier,
        }
    }

    fn fee(self, fee: &FeeCollected) -> FeeSlipData {
        FeeSlipData {
            payer: self.dossier.submitter.clone(),
            lines: vec![desk_forms::FeeLine {
                name: fee.what.clone(),
                quantity: None,
                amount: Vnd(fee.vnd).to_string().trim_end_matches(" đ").to_owned(),
            }],
            total: Vnd(fee.vnd).to_string().replace(" đ", " đồng"),
            total_words: amount_in_words(Vnd(fee.vnd)),
            method: match fee.means {
                Means::Cash => "tiền mặt",
                Means::Transfer => "chuyển khoản",
                Means::Online => "trực tuyến",
            }
            .to_owned(),
            receipt_number: fee.receipt.clone().unwrap_or_default(),
            clerk: fee.done.by.clone(),
            head: self.head,
            dossier: self.dossier,
        }
    }

    fn collected(self, to: &Collector, at: Moment, clerk: &str) -> CollectedData {
        let owner = &self.accepted.received.owner;
        let of_owner = || (owner.name.clone(), owner.personal_number.clone(), String::new());
        let (receiver, id, authority) = match to {
            Collector::Owner | Collector::Online | Collector::Post { .. } => of_owner(),
            Collector::Authorised { name, personal_number, authority } => {
                (name.clone(), personal_number.clone(), authority.clone())
            }
            Collector::WithoutReceipt { name, personal_number } => {
                (name.clone(), personal_number.clone(), String::new())
            }
        };
        let result = self.accepted.result.as_ref();
        CollectedData {
            receiver,
            receiver_id: id.unwrap_or_default(),
            authority,
            collected_at: Some(at.naive_local()),
            results: vec![CollectedResult {
                name: result
                    .and_then(|result| result.summary.clone())
                    .unwrap_or_else(|| self.dossier.procedure.clone()),
                number: result.and_then(|result| result.number.clone()).unwrap_or_default(),
                copies: Some(1),
            }],
            clerk: clerk.to_owned(),
            head: self.head,
            dossier: self.dossier,
        }
    }

    fn commitment(self) -> CommitmentData {
        let received = &self.accepted.received;
        let who = self.accepted.returned().and_then(|returned| {
            if let Collector::WithoutReceipt { name, personal_number } = &returned.to {
                Some((name.clone(), personal_number.clone()))
            } else {
                None
            }
        });
        let (person, number) =
            who.unwrap_or_else(|| (received.owner.name.clone(), received.owner.personal_number.clone()));
        CommitmentData {
            person,
            id_number: number.unwrap_or_default(),
            address: self.dossier.address.clone(),
            phone: self.dossier.phone.clone(),
            head: self.head,
            dossier: self.dossier,
            ..CommitmentData::default()
        }
    }
}

/// As form Mẫu 05 words it.
fn timeliness_text(timeliness: Timeliness) -> &'static str {
    match timeliness {
        Timeliness::Early => "Trước hạn",
        Timeliness::OnTime => "Đúng hạn",
        Timeliness::Late => "Quá hạn",
    }
}
