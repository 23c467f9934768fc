//! The receipt of a dossier: its printed strings, its proof, its pages. A pure function of the record and the
//! reference data, so every desk of the office prints the same.

use chrono::NaiveDateTime;
use desk_core::{
    dossier::{FeeLine, FormPrinted, LimitUsed, PaperState, Party, Received, ReturnBy},
    money::Vnd,
    rule::Rule,
};
use desk_forms::{CopyMark, FormData, FormRef, LabelOverride, ReceiptData, ReceiptPaper, RenderOptions, Reprint};
use desk_log::{DeviceKey, Head, fields_digest, proof::ReceiptProof};
use desk_reference::Reference;

use crate::error::AppError;

/// Name of the form in prints and entries.
pub const RECEIPT: &str = "receipt";

/// What the receipt needs of the office beside the record.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Superior line.
    pub superior: String,
    /// Office line.
    pub office: String,
    /// Name of the desk after "Bộ phận tiếp nhận và trả kết quả".
    pub desk: String,
    /// Place before the date.
    pub place: String,
}

/// The letterhead of an office on the day of a dossier.
pub fn letterhead(reference: &Reference, office: &str, on: NaiveDateTime) -> Letterhead {
    match reference.unit_at(office) {
        Some(unit) => {
            let heading = reference.heading(unit, on.date());
            Letterhead { superior: heading.superior, office: heading.office, desk: heading.desk, place: heading.place }
        }
        None => {
            Letterhead { superior: String::new(), office: String::new(), desk: String::new(), place: String::new() }
        }
    }
}

/// The time limit in the words of the form: `10 ngày làm việc`.
pub fn limit_text(limit: &LimitUsed) -> String {
    let base = rule_text(limit.rule);
    if limit.typed_because.is_some() { format!("{base} (do cán bộ nhập)") } else { base }
}

/// A rule in Vietnamese.
pub fn rule_text(rule: Rule) -> String {
    match rule {
        Rule::WorkingHalfDays(halves) if halves % 2 == 1 => format!("{},5 ngày làm việc", halves / 2),
        Rule::WorkingHalfDays(halves) => format!("{} ngày làm việc", halves / 2),
        Rule::WorkingHours(hours) => format!("{hours} giờ làm việc"),
        Rule::CalendarDays(days) => format!("{days} ngày"),
        Rule::Months(months) => format!("{months} tháng"),
        Rule::SameDay { cutoff } => {
            format!("trong ngày làm việc; nhận sau {} thì trả trong ngày làm việc tiếp theo", cutoff.format("%H:%M"))
        }
        Rule::None => "không quy định ngày trả".to_owned(),
    }
}

pub(crate) fn fee_text(fee: &FeeLine) -> String {
    match fee {
        FeeLine::Unpublished => "chưa công bố".to_owned(),
        FeeLine::Free { exemption: None } => "miễn phí".to_owned(),
        FeeLine::Free { exemption: Some(why) } => format!("miễn ({why})"),
        FeeLine::Amount { vnd, .. } => Vnd(*vnd).to_string(),
    }
}

pub(crate) fn return_text(by: ReturnBy, desk: &str) -> String {
    match by {
        ReturnBy::Desk => desk.to_owned(),
        ReturnBy::Post => "qua dịch vụ bưu chính công ích".to_owned(),
        ReturnBy::Online => "trực tuyến".to_owned(),
    }
}

fn number(party: &Party) -> String {
    party.personal_number.clone().unwrap_or_default()
}

/// The strings of a receipt. `head` is the head on paper of the act it shows; none on a preview, which also leaves
/// number and time blank.
pub fn data(
    received: &Received,
    letterhead: &Letterhead,
    head: Option<&Head>,
    replaced: Option<&FormPrinted>,
    qr: Option<String>,
) -> ReceiptData {
    let saved = head.is_some();
    let blank_unless_saved = |text: String| if saved { text } else { String::new() };
    let papers = received.papers.iter().filter(|paper| match paper.state {
        PaperState::Given | PaperState::Shown => true,
        PaperState::Missing | PaperState::NotApplicable => false,
    });
    ReceiptData {
        superior: letterhead.superior.clone(),
        office: letterhead.office.clone(),
        number: blank_unless_saved(register_number(received)),
        place: letterhead.place.clone(),
        date: saved.then(|| received.received_at.date_naive()),
        code: blank_unless_saved(received.code.clone()),
        desk: letterhead.desk.clone(),
        owner: received.owner.name.clone(),
        submitter: received
            .submitter
            .as_ref()
            .map(|submitter| match &submitter.standing {
                Some(standing) => format!("{} ({standing})", submitter.party.name),
                None => submitter.party.name.clone(),
            })
            .unwrap_or_else(|| received.owner.name.clone()),
        address: received.owner.address.clone().unwrap_or_default(),
        phone: received.owner.phone.clone().unwrap_or_default(),
        email: received.owner.email.clone().unwrap_or_default(),
        id_number: number(&received.owner),
        procedure: received.procedure.name.clone(),
        papers: papers
            .map(|paper| ReceiptPaper {
                name: paper.name.clone(),
                originals: (paper.state == PaperState::Given).then_some(paper.originals),
                copies: (paper.state == PaperState::Given).then_some(paper.copies),
                note: if paper.state == PaperState::Shown { "xuất trình".to_owned() } else { String::new() },
            })
            .collect(),
        sets: Some(received.sets),
        limit_text: limit_text(&received.limit),
        received: saved.then(|| received.received_at.naive_local()),
        due_text: due_text(received),
        return_by: return_text(received.return_by, &letterhead.desk),
        fee_text: fee_text(&received.fee),
        book: received.book.clone(),
        book_number: blank_unless_saved(received.book_number.to_string()),
        clerk: received.clerk.clone(),
        office_contact: String::new(),
        replaces: replaced
            .map(|print| format!("lần {}, {}", print.number, desk_forms::moment_text(print.at.naive_local())))
            .unwrap_or_default(),
        head_on_paper: head.map(Head::on_paper).unwrap_or_default(),
        qr_text: qr,
    }
}

/// `Số` of the slip: register number and counter, `012-2` (design: kept per counter).
fn register_number(received: &Received) -> String {
    let counter = received.book.split('/').next().unwrap_or_default();
    format!("{:03}-{counter}", received.book_number)
}

fn due_text(received: &Received) -> String {
    match received.due {
        Some(due) => {
            let text = desk_forms::moment_text(due.naive_local());
            if received.provisional { format!("{text} (tạm tính theo lịch dự kiến)") } else { text }
        }
        None => "pháp luật không quy định ngày trả".to_owned(),
    }
}

/// The form a dossier's receipt is drawn by.
pub fn form(received: &Received) -> FormRef {
    FormRef::new(received.form_set.clone(), RECEIPT)
}

/// The proof behind the QR: made once, at the first print, over the printed strings.
///
/// # Errors
/// When the form is unknown.
pub fn proof(key: &DeviceKey, received: &Received, data: &FormData) -> Result<String, AppError> {
    let digest = printed_digest(received, data)?;
    let minute = |millis: i64| u32::try_from(millis / 60_000).unwrap_or(0);
    let due = received.due.map(|due| minute(due.timestamp_millis()));
    let made = ReceiptProof::make(key, &received.code, minute(received.received_at.timestamp_millis()), due, digest);
    Ok(made.to_string())
}

/// First 16 bytes of the digest of the printed strings.
///
/// # Errors
/// When the form is unknown.
pub fn printed_digest(received: &Received, data: &FormData) -> Result<[u8; 16], AppError> {
    let fields = desk_forms::printed_fields(&form(received), data)?;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(fields_digest(&fields))
}

/// The most bytes that the QR of a receipt holds (version 10, level M).
const QR_BYTES_MAX: usize = 213;

/// Text of the QR code: the look-up page's address with the code, and behind `#` the proof. Before enrolment there is no
/// such page (`look_up` is empty), and for an address too long for the square nothing stands before the code either: any
/// desk reads both.
pub fn qr_text(look_up: &str, code: &str, proof: &str) -> String {
    let text = format!("{look_up}{code}#{proof}");
    if text.len() > QR_BYTES_MAX { format!("{code}#{proof}") } else { text }
}

/// How a receipt is put on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The sheet.
    pub paper: desk_forms::Paper,
    /// How many copies (liên), 1 to 4; the first is kept, the others are handed over.
    pub copies: u8,
    /// Marked BẢN THỬ.
    pub demo: bool,
    /// Marked XEM TRƯỚC.
    pub preview: bool,
    /// Which reprint, and when; none for the first print.
    pub reprint: Option<Reprint>,
}

/// The PDF of a receipt, with the office's labels of its day.
///
/// # Errors
/// What the printer of forms says.
pub fn pdf(
    received: &Received,
    data: &FormData,
    record: [u8; 32],
    pages: Pages,
    overrides: Vec<LabelOverride>,
) -> Result<Vec<u8>, AppError> {
    let mut options = RenderOptions::new(record, received.received_at.naive_local());
    options.paper = pages.paper;
    options.copies = (0..pages.copies.clamp(1, 4))
        .map(|copy| if copy == 0 && pages.copies > 1 { CopyMark::Office } else { CopyMark::Applicant })
        .collect();
    options.demo = pages.demo;
    options.preview = pages.preview;
    options.reprint = pages.reprint;
    options.overrides = overrides;
    Ok(desk_forms::render(&form(received), data, &options)?)
}
