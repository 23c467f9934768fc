//! Mẫu 01, the receipt with the appointment for the result: its data under names of their own, and dates as forms
//! write them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::data::FormData;

/// What Mẫu 01 says. An empty string, an absent number or moment is left as dots to write on, so a preview leaves out
/// what only saving gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiptData {
    /// First line on the left, as `ỦY BAN NHÂN DÂN XÃ TỬ NÊ`.
    pub superior: String,
    /// Second line on the left, bold, as `TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG`.
    pub office: String,
    /// The paper's number, without `Số:` and what follows the slash.
    pub number: String,
    /// Place before the date.
    pub place: String,
    /// Date of the paper.
    pub date: Option<NaiveDate>,
    /// Code of the dossier.
    pub code: String,
    /// The desk by name, after `Bộ phận tiếp nhận và trả kết quả:`.
    pub desk: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Who handed it in.
    pub submitter: String,
    /// Address of the owner, in the units of the day.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Personal number, old identity number or passport.
    pub id_number: String,
    /// The procedure or what is asked for.
    pub procedure: String,
    /// Papers handed in, in the procedure's order.
    pub papers: Vec<ReceiptPaper>,
    /// Number of sets (bộ).
    pub sets: Option<u16>,
    /// Time limit with its unit, as `10 ngày làm việc`.
    pub limit_text: String,
    /// When the dossier was received, by the clock of Hà Nội.
    pub received: Option<NaiveDateTime>,
    /// The appointment, as [`moment_text`] writes it, or why there is none.
    pub due_text: String,
    /// Where or how the result is to be fetched.
    pub return_by: String,
    /// Amount, exemption, or `chưa công bố`.
    pub fee_text: String,
    /// Number of the register's volume.
    pub book: String,
    /// Number in the register.
    pub book_number: String,
    /// Name under the right-hand signature.
    pub clerk: String,
    /// Phone or address for questions, in the notes.
    pub office_contact: String,
    /// What this corrected paper takes the place of.
    pub replaces: String,
    /// The head on paper: device, sequence number and hash of the act that the paper shows.
    pub head_on_paper: String,
    /// Text of the QR code; without it an empty frame is left.
    pub qr_text: Option<String>,
}

/// A row of the table of papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiptPaper {
    /// Name of the paper.
    pub name: String,
    /// Originals handed in; blank when not counted.
    pub originals: Option<u16>,
    /// Copies handed in; blank when not counted.
    pub copies: Option<u16>,
    /// A remark, in italics after the name.
    pub note: String,
}

impl ReceiptData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let count = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        let place_date = match self.date {
            Some(date) => place_date_text(&self.place, date),
            None => String::new(),
        };
        let fields = [
            ("superior", self.superior.clone()),
            ("office", self.office.clone()),
            ("number", self.number.clone()),
            ("place_date", place_date),
            ("code", self.code.clone()),
            ("desk", self.desk.clone()),
            ("owner", self.owner.clone()),
            ("submitter", self.submitter.clone()),
            ("address", self.address.clone()),
            ("phone", self.phone.clone()),
            ("email", self.email.clone()),
            ("id_number", self.id_number.clone()),
            ("procedure", self.procedure.clone()),
            ("sets", count(self.sets)),
            ("limit", self.limit_text.clone()),
            ("received", self.received.map(moment_text).unwrap_or_default()),
            ("due", self.due_text.clone()),
            ("return_by", self.return_by.clone()),
            ("fee", self.fee_text.clone()),
            ("book", self.book.clone()),
            ("book_number", self.book_number.clone()),
            ("clerk", self.clerk.clone()),
            ("office_contact", self.office_contact.clone()),
            ("replaces", self.replaces.clone()),
            ("head_on_paper", self.head_on_paper.clone()),
        ];
        let papers = self.papers.iter().map(|paper| {
            BTreeMap::from([
                ("name".to_owned(), paper.name.clone()),
                ("originals".to_owned(), count(paper.originals)),
                ("copies".to_owned(), count(paper.copies)),
                ("note".to_owned(), paper.note.clone()),
            ])
        });
        FormData {
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            tables: BTreeMap::from([("papers".to_owned(), papers.collect())]),
            qr: self.qr_text.clone(),
        }
    }
}

impl From<&ReceiptData> for FormData {
    fn from(receipt: &ReceiptData) -> FormData {
        receipt.form_data()
    }
}

/// A date as forms write it: `ngày 05 tháng 3 năm 2024`. Days under 10 and the months 1 and 2 get a 0 before them
/// (Decree 30/2020/NĐ-CP, appendix I), so that nothing can be written in.
pub fn date_text(date: NaiveDate) -> String {
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// Place and date: `Tân Lạc, ngày 05 tháng 3 năm 2024`.
pub fn place_date_text(place: &str, date: NaiveDate) -> String {
    if place.is_empty() { date_text(date) } else { format!("{place}, {}", date_text(date)) }
}

/// A moment as Mẫu 01 writes it: `08 giờ 35 phút, ngày 05 tháng 3 năm 2024`.
pub fn moment_text(moment: NaiveDateTime) -> String {
    format!("{:02} giờ {:02} phút, {}", moment.hour(), moment.minute(), date_text(moment.date()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_so_that_nothing_can_be_written_in() {
        let check = |(year, month, day): (i32, u32, u32), wanted: &str| {
            let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
            assert_eq!(date_text(date), wanted);
        };
        check((2024, 3, 5), "ngày 05 tháng 3 năm 2024");
        check((2026, 1, 9), "ngày 09 tháng 01 năm 2026");
        check((2026, 2, 28), "ngày 28 tháng 02 năm 2026");
        check((2026, 12, 31), "ngày 31 tháng 12 năm 2026");
        let moment = NaiveDate::from_ymd_opt(2024, 3, 5).and_then(|day| day.and_hms_opt(8, 5, 59)).expect("a moment");
        assert_eq!(moment_text(moment), "08 giờ 05 phút, ngày 05 tháng 3 năm 2024");
        assert_eq!(place_date_text("Tân Lạc", moment.date()), "Tân Lạc, ngày 05 tháng 3 năm 2024");
        assert_eq!(place_date_text("", moment.date()), "ngày 05 tháng 3 năm 2024");
    }
}
