//! A form of a dossier from its record: which act it shows, and its strings.

use desk_core::{
    dossier::{Accepted, Dossier, Fact, PostSent, Slip, State, evolve},
    ids::DossierId,
    time::Moment,
};
use desk_forms::{
    ApologyData, AppointmentData, ChasingData, DossierHead, FormRef, HandoverData, HandoverRow, PostalData, PostalRow,
    RefusalData, Reminder, SlipHead, StopData, SupplementData, moment_text,
};
use desk_log::Head;
use desk_store::{Body, Entry, Hit};

use super::{OWN, Page, known::Known};
use crate::{
    desk::Desk,
    error::AppError,
    receipt::{self, Letterhead, RECEIPT},
};

impl Desk {
    /// What a dossier's record says of the item that went on a postal list, also after the post brought it back.
    fn sent_on(&self, id: DossierId, slip: &Slip) -> Result<Option<PostSent>, AppError> {
        let history = self.reader()?.history(id)?;
        Ok(history.into_iter().find_map(|entry| match entry.body {
            Body::Dossier(Fact::PostSent(sent)) if sent.slip == *slip => Some(sent),
            Body::Dossier(_) | Body::Office(_) | Body::Aside(_) | Body::Erased => None,
        }))
    }

    /// A form of a dossier from its record.
    pub(super) fn page(&self, id: DossierId, form: &str, slip: Option<&Slip>) -> Result<Page, AppError> {
        let history = self.reader()?.history(id)?;
        let shown = shown(&history, form, slip).ok_or(AppError::NoSuchForm)?;
        let dossier = as_of(&history, form, shown);
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let (head, at) = (shown.head, shown.at);
        let letterhead = self.letterhead_at(at);
        let fact = if let Body::Dossier(fact) = &shown.body { Some(fact) } else { None };
        let slip = fact.and_then(|fact| fact.slip()).cloned();
        let office = self.office()?;
        let settings = office.settings_at(at);
        let known = Known {
            accepted,
            letterhead: &letterhead,
            compare: settings.compare,
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
                    contact_phone: settings.phone,
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
                    desk: letterhead.desk.clone(),
                    agency: known.agency(),
                    recipients: known.recipients(),
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
                    stage: stage(&before(&history, shown), &letterhead.desk),
                    recipients: known.recipients(),
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
                    return_by: receipt::return_text(accepted.received.return_by, &letterhead.desk),
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
                (OWN.to_owned(), known.results(result, fact).form_data())
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

/// What the newest print of a form that goes with the dossier is about: the kinds of acts of which it says something.
const MOVES_THE_DATE: [&str; 5] =
    ["dossier.received", "dossier.corrected", "supplement.answered", "payment.settled", "due.extended"];
const ON_THE_WAY: [&str; 5] =
    ["dossier.handed_over", "hand_over.confirmed", "hand_over.refused", "result.entered", "result.received"];

const RETURNS: [&str; 2] = ["result.returned", "return.taken_back"];

/// The entry that a form shows: the one that made its slip, or for forms without a slip the newest act that they tell of.
fn shown<'a>(history: &'a [Entry], form: &str, slip: Option<&Slip>) -> Option<&'a Entry> {
    let of_slip = |entry: &&Entry| {
        if let Body::Dossier(fact) = &entry.body {
            fact.slip().is_some_and(|made| made.form == form && slip.is_none_or(|wanted| wanted == made))
        } else {
            false
        }
    };
    let newest = |kinds: &[&str]| history.iter().rev().find(|entry| kinds.contains(&entry.kind.as_str()));
    match form {
        // A return that was taken back is none.
        "collected" => newest(&RETURNS).filter(|entry| entry.kind == "result.returned"),
        "results" => newest(&["result.received"]).or_else(|| newest(&["result.entered"])),
        "control" => newest(&[MOVES_THE_DATE, ON_THE_WAY].concat()),
        "appointment" => newest(&MOVES_THE_DATE),
        "commitment" => newest(&RETURNS).or_else(|| newest(&MOVES_THE_DATE)),
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
    folded(&history[..until])
}

/// The dossier as it stood just before an act.
fn before(history: &[Entry], shown: &Entry) -> Dossier {
    let until = history.iter().position(|entry| entry.hash == shown.hash).unwrap_or(history.len());
    folded(&history[..until])
}

fn folded(history: &[Entry]) -> Dossier {
    history.iter().fold(Dossier::default(), |dossier, entry| match &entry.body {
        Body::Dossier(fact) => evolve(dossier, fact),
        Body::Office(_) | Body::Aside(_) | Body::Erased => dossier,
    })
}

/// How far a dossier had come, in the words of the national list, and where it was.
fn stage(dossier: &Dossier, desk: &str) -> String {
    let Some(accepted) = dossier.accepted() else { return String::new() };
    let words = match &accepted.state {
        State::Received => "đã tiếp nhận, chưa giải quyết",
        State::InProgress => "đang giải quyết",
        State::AwaitingPapers { .. } => "đang chờ bổ sung hồ sơ",
        State::AwaitingPayment { .. } => "đang chờ thực hiện nghĩa vụ tài chính",
        State::Ready { .. }
        | State::Returned(_)
        | State::Refused(_)
        | State::Stopped(_)
        | State::Withdrawn(_)
        | State::Void(_) => return String::new(), // nothing is stopped any more
    };
    match accepted.pending_hand_over() {
        Some(handed) => format!("{words}; đang chuyển đến {}", handed.to),
        None => format!("{words}, tại {}", accepted.held_by().unwrap_or(desk)),
    }
}

pub(super) fn slip_head(letterhead: &Letterhead, slip: Option<&Slip>, at: Moment, head: &Head) -> SlipHead {
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
