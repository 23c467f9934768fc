//! What the official register says of a dossier (Mẫu 06 of 2018, Mẫu 07 of 2025), and where its receipt stands in the
//! counter's book.

use chrono::NaiveDate;
use desk_core::{
    dossier::{ReturnBy, Status},
    time::Moment,
};
use desk_store::Hit;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// A count.
    Number(u32),
    /// Words.
    Text(String),
    /// A day; nothing where it has not come.
    Day(Option<NaiveDate>),
}

/// A column: its head and how wide it is, in characters.
pub(super) struct Column {
    pub(super) head: &'static str,
    pub(super) width: f64,
}

const fn column(head: &'static str, width: f64) -> Column {
    Column { head, width }
}

/// The columns in their official order. Address and phone have a column each, as registers in use have.
pub(super) const COLUMNS: [Column; 18] = [
    column("STT", 6.0),
    column("Quyển số", 10.0),
    column("Số thứ tự", 8.0),
    column("Mã hồ sơ", 26.0),
    column("Tên TTHC", 48.0),
    column("Số lượng hồ sơ (bộ)", 9.0),
    column("Tên cá nhân, tổ chức", 28.0),
    column("Địa chỉ", 38.0),
    column("Số điện thoại", 14.0),
    column("Cơ quan chủ trì giải quyết", 26.0),
    column("Ngày nhận hồ sơ", 12.0),
    column("Ngày hẹn trả kết quả", 12.0),
    column("Ngày chuyển hồ sơ đến cơ quan giải quyết", 14.0),
    column("Ngày nhận kết quả từ cơ quan giải quyết", 14.0),
    column("Ngày trả kết quả", 12.0),
    column("Phương thức nhận kết quả", 20.0),
    column("Ký nhận", 10.0),
    column("Ghi chú", 30.0),
];

/// A line under the columns; `running` is its place in the export.
pub(super) fn cells(hit: &Hit, running: u32) -> [Cell; 18] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let maybe = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
    [
        Cell::Number(running),
        text(&hit.book),
        Cell::Number(hit.book_number),
        text(&hit.code),
        text(&hit.procedure_name),
        Cell::Number(hit.sets),
        text(&hit.owner),
        maybe(&hit.address),
        maybe(&hit.phone),
        text(agency(hit)),
        Cell::Day(Some(hit.received.date_naive())),
        day(hit.due),
        day(hit.handed),
        day(hit.at_desk),
        day(returned(hit)),
        text(method(hit)),
        Cell::Text(String::new()),
        Cell::Text(note(hit)),
    ]
}

fn day(at: Option<Moment>) -> Cell {
    Cell::Day(at.map(|at| at.date_naive()))
}

/// Who is in charge, by the rule of the control slip: the first that took the dossier over.
pub(super) fn agency(hit: &Hit) -> &str {
    hit.in_charge.as_deref().unwrap_or_default()
}

/// When the citizen had the result; a dossier that ended otherwise says so in the remark.
pub(super) fn returned(hit: &Hit) -> Option<Moment> {
    hit.ended.filter(|_| hit.status == Status::Returned)
}

/// How the result went, or while it has not gone, how it is to go; nothing where there is none to go.
pub(super) fn method(hit: &Hit) -> &'static str {
    match hit.status {
        Status::Refused | Status::Stopped | Status::Withdrawn | Status::Void => return "",
        Status::Received
        | Status::InProgress
        | Status::AwaitingPapers
        | Status::AwaitingPayment
        | Status::Ready
        | Status::Returned => {}
    }
    match (hit.collector.as_deref(), hit.return_by) {
        (Some("owner"), _) => "Trực tiếp",
        (Some("authorised"), _) => "Trực tiếp, người được ủy quyền",
        (Some("without_receipt"), _) => "Trực tiếp, có cam kết mất giấy",
        (Some("post"), _) => "Bưu chính công ích",
        (Some("online"), _) => "Trực tuyến",
        (Some(_) | None, ReturnBy::Desk) => "Trực tiếp",
        (Some(_) | None, ReturnBy::Post) => "Bưu chính công ích",
        (Some(_) | None, ReturnBy::Online) => "Trực tuyến",
    }
}

/// The remark: what the dates do not say.
pub(super) fn note(hit: &Hit) -> String {
    let ended = |what: &str| match hit.ended {
        Some(at) => format!("{what} ngày {}", at.format("%d/%m/%Y")),
        None => what.to_owned(),
    };
    let mut parts = Vec::new();
    match hit.status {
        Status::Received | Status::InProgress | Status::Ready | Status::Returned => {}
        Status::AwaitingPapers => parts.push("Chờ bổ sung hồ sơ".to_owned()),
        Status::AwaitingPayment => parts.push("Chờ nghĩa vụ tài chính".to_owned()),
        Status::Refused => parts.push(ended("Từ chối giải quyết")),
        Status::Stopped => parts.push(ended("Dừng giải quyết")),
        Status::Withdrawn => parts.push(ended("Rút hồ sơ")),
        Status::Void => parts.push(ended("Hủy số")),
    }
    if hit.posted {
        parts.push("Kết quả đang gửi bưu chính".to_owned());
    }
    if hit.extended > 0 {
        parts.push(format!("Xin lỗi, hẹn lại {} lần", hit.extended));
    }
    if hit.back_entry {
        parts.push("Nhập bù".to_owned());
    }
    if hit.corrected > 0 {
        parts.push(format!("Đã đính chính {} lần", hit.corrected));
    }
    parts.join("; ")
}
