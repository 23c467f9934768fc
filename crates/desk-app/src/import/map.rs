//! Which column of a foreign table holds what: told by its head, as offices word it.

use std::collections::BTreeMap;

use desk_core::text::fold;
use serde::{Deserialize, Serialize};

use super::read::{Sheet, Value};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Mã hồ sơ.
    Code,
    /// Họ tên chủ hồ sơ.
    Owner,
    /// Địa chỉ; a phone at its end is taken apart.
    Address,
    /// Số điện thoại.
    Phone,
    /// Số định danh.
    PersonalNumber,
    /// Thủ tục, by name or code.
    Procedure,
    /// Mã thủ tục.
    ProcedureCode,
    /// Ngày nhận.
    Received,
    /// Ngày hẹn trả.
    Due,
    /// Ngày trả.
    Returned,
    /// Số bộ.
    Sets,
    /// Ghi chú.
    Note,
}

impl Column {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Column::Code => "code",
            Column::Owner => "owner",
            Column::Address => "address",
            Column::Phone => "phone",
            Column::PersonalNumber => "personal_number",
            Column::Procedure => "procedure",
            Column::ProcedureCode => "procedure_code",
            Column::Received => "received",
            Column::Due => "due",
            Column::Returned => "returned",
            Column::Sets => "sets",
            Column::Note => "note",
        }
    }
}

/// How a table is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The sheet; the first that holds anything where none is named.
    pub sheet: Option<String>,
    /// Line of the last row of the head; data begin below it.
    pub head: u32,
    /// Place of each column, from 0.
    pub columns: BTreeMap<Column, usize>,
    /// Codes of procedures for names that the catalogue does not have, worded as in the file.
    pub procedures: BTreeMap<String, String>,
}

/// Rows from the top among which a head is looked for.
const HEAD_WITHIN: usize = 20;

/// The mapping that the head suggests; without columns where no head is found.
pub fn suggest(sheet: &Sheet) -> Mapping {
    let mut best = Mapping { sheet: sheet.name.clone(), ..Mapping::default() };
    for (at, row) in sheet.rows.iter().enumerate().take(HEAD_WITHIN) {
        // Official heads stand on two rows: a group, and under it what it is made of.
        for depth in 1..=2 {
            let Some(last) = sheet.rows.get(at + depth - 1) else { continue };
            let heads = &sheet.rows[at..at + depth];
            let width = heads.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            let mut columns = BTreeMap::new();
            for place in 0..width {
                let words: Vec<String> = heads.iter().filter_map(|row| row.cells.get(place)).map(Value::text).collect();
                if let Some(column) = column_of(&words.join(" ")) {
                    columns.entry(column).or_insert(place);
                }
            }
            if columns.len() >= 2 && columns.len() > best.columns.len() && row.line <= last.line {
                best.columns = columns;
                best.head = last.line;
            }
        }
    }
    best
}

/// The heads of the columns under a mapping, for showing.
pub fn heads(sheet: &Sheet, head: u32) -> Vec<String> {
    let row = sheet.rows.iter().find(|row| row.line == head);
    row.map(|row| row.cells.iter().map(Value::text).collect()).unwrap_or_default()
}

/// What a head names.
fn column_of(head: &str) -> Option<Column> {
    let head = fold(head); // which writes a lone "ký" as "ki"
    if head.chars().count() > 120 {
        return None; // a sentence, not a head
    }
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let result = has(&["ket qua", "tra ho so", "ngay tra", "thuc te"]);
    if has(&["tu co quan", "phuong thuc", "ki nhan", "chuyen ho so", "ben giao", "ben nhan", "nguoi ki", "ngay ki"]) {
        None
    } else if has(&["ma tthc", "ma thu tuc", "ma so tthc"]) {
        Some(Column::ProcedureCode)
    } else if has(&["ma ho so", "ma hs", "ma so ho so", "so ho so", "so bien nhan"]) && !has(&["so luong"]) {
        Some(Column::Code)
    } else if has(&["so luong", "so bo", "(bo)"]) {
        Some(Column::Sets)
    } else if has(&["dinh danh", "cccd", "cmnd", "can cuoc", "giay to tuy than"]) {
        Some(Column::PersonalNumber)
    } else if has(&["hen tra", "ngay hen", "han tra", "hen ngay"]) {
        Some(Column::Due)
    } else if has(&["ho ten", "ho va ten", "ten ca nhan", "ten to chuc"]) {
        Some(Column::Owner)
    } else if has(&["dia chi"]) {
        Some(Column::Address)
    } else if has(&["dien thoai", "sdt", "so dt"]) {
        Some(Column::Phone)
    } else if has(&["chu ho so", "nguoi nop", "to chuc"]) {
        Some(Column::Owner)
    } else if has(&["ngay nhan", "ngay tiep nhan", "nhan ho so"]) && !has(&["ket qua"]) {
        Some(Column::Received)
    } else if has(&["ngay", "tra "]) && result && !has(&["nguoi"]) {
        Some(Column::Returned)
    } else if has(&["tthc", "thu tuc", "noi dung"]) {
        Some(Column::Procedure)
    } else if has(&["ghi chu"]) {
        Some(Column::Note)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Column::{
        Address, Code, Due, Note, Owner, PersonalNumber, Phone, Procedure, ProcedureCode, Received, Returned, Sets,
    };

    fn check(head: &str, expected: Option<Column>) {
        assert_eq!(column_of(head), expected, "{head}");
    }

    #[test]
    fn heads_are_told_as_offices_word_them() {
        for (head, column) in [
            ("Mã hồ sơ", Code),
            ("MÃ HS", Code),
            ("Số biên nhận", Code),
            ("Họ tên chủ hồ sơ (cá nhân, tổ chức)", Owner),
            ("Tên cá nhân, tổ chức", Owner),
            ("Họ và tên", Owner),
            ("Họ tên, địa chỉ người nộp hồ sơ", Owner),
            ("Địa chỉ, số điện thoại", Address),
            ("SĐT", Phone),
            ("Số điện thoại người nộp", Phone),
            ("Số điện thoại", Phone),
            ("Số CCCD/CMND", PersonalNumber),
            ("Tên TTHC", Procedure),
            ("Nội dung công việc cần giải quyết", Procedure),
            ("Mã TTHC", ProcedureCode),
            ("Ngày nhận", Received),
            ("Ngày tiếp nhận hồ sơ", Received),
            ("Ngày, tháng, năm Nhận hồ sơ", Received),
            ("Ngày hẹn trả hồ sơ", Due),
            ("Hẹn trả kết quả", Due),
            ("Ngày trả kết quả", Returned),
            ("Ngày trả thực tế", Returned),
            ("Trả kết quả Ngày, tháng, năm", Returned),
            ("Số lượng hồ sơ (bộ)", Sets),
            ("Ghi chú", Note),
        ] {
            check(head, Some(column));
        }
        for head in
            ["STT", "Nhận kết quả từ cơ quan giải quyết", "Phương thức nhận kết quả", "Ký nhận", "Người ký hồ sơ"]
        {
            check(head, None);
        }
    }
}
