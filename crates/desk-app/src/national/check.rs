//! The interface's field list, held against what is to be exported. Pure: it sees the JSON alone, as the other side would.

use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Map, Value};

use super::shape::{NAME_MOST, SUMMARY_MOST};

/// What is wrong at a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The record does not say it, and the interface asks for it.
    Missing,
    /// It is not of the shape that the interface asks for.
    Shape,
    /// It is longer than the interface takes.
    TooLong,
    /// The interface's list has no such field.
    Unknown,
}

impl Missing {
    /// Its word for screens.
    pub fn word(&self) -> &'static str {
        match self {
            Missing::Missing => "missing",
            Missing::Shape => "shape",
            Missing::TooLong => "too_long",
            Missing::Unknown => "unknown",
        }
    }
}

/// Something that a dossier lacks or has otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The dossier's code.
    pub code: String,
    /// The field, with its list where it stands in one.
    pub field: String,
    /// What is wrong.
    pub what: Missing,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    /// At most so many characters.
    TextOf(usize),
    /// `yyyyMMddHHmmss`.
    Time,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A whole number, 0 or more.
    Number,
    /// A national procedure code, `1.001193`.
    Procedure,
    /// A list of these.
    List(&'static [Field]),
}

/// A field of the list: its name, what it holds, whether it must be there.
type Field = (&'static str, Holds, bool);

const YES_NO: Holds = Holds::OneOf(&["0", "1"]);
const STATES: Holds = Holds::OneOf(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);

const DOSSIER: &[Field] = &[
    ("MaHoSo", Holds::Text, true),
    ("MaTTHC", Holds::Procedure, true),
    ("TenTTHC", Holds::Text, true),
    ("MaLinhVuc", Holds::Text, false),
    ("TenLinhVuc", Holds::Text, true),
    ("KenhThucHien", Holds::OneOf(&["1", "2", "3"]), true),
    ("ChuHoSo", Holds::Text, true),
    ("LoaiDoiTuong", Holds::OneOf(&["1", "2", "3", "4"]), true),
    ("MaDoiTuong", Holds::Text, false),
    ("DinhDanhCHS", Holds::List(&[("LoaiDinhDanh", Holds::Text, true), ("SoDinhDanh", Holds::Number, true)]), true),
    ("Email", Holds::Text, false),
    ("Fax", Holds::Text, false),
    ("SoDienThoai", Holds::Text, false),
    ("ThongTinKhac", Holds::Text, false),
    ("TrichYeuHoSo", Holds::TextOf(SUMMARY_MOST), true),
    ("NgayNopHoSo", Holds::Time, true),
    ("NgayTiepNhan", Holds::Time, true),
    ("NgayHenTra", Holds::Time, true),
    ("NgayKetThucXuLy", Holds::Time, false),
    ("NgayTra", Holds::Time, false),
    ("NgayTuChoi", Holds::Time, false),
    ("TrangThaiHoSo", STATES, true),
    ("ThongTinTra", Holds::Text, false),
    ("HinhThuc", Holds::OneOf(&["0", "1"]), false),
    ("DonViXuLy", Holds::Text, true),
    ("GhiChu", Holds::Text, false),
    ("NoiNopHoSo", Holds::OneOf(&["1", "2"]), true),
    ("HoSoCoThanhPhanSoHoa", YES_NO, true),
    ("TaiKhoanDuocXacThucVoiVNeID", YES_NO, false),
    ("DuocThanhToanTrucTuyen", Holds::OneOf(&["0", "1", "3"]), false),
    (
        "TaiLieuNop",
        Holds::List(&[
            ("TepDinhKemId", Holds::Text, true),
            ("TenTepDinhKem", Holds::Text, true),
            ("IsDeleted", Holds::OneOf(&["True", "False"]), true),
            ("MaThanhPhanHoSo", Holds::Text, false),
            ("DuongDanTaiTepTin", Holds::Text, false),
            ("DuocSoHoa", YES_NO, true),
            ("DuocTaiSuDung", YES_NO, true),
            ("DuocLayTuKhoDMQG", YES_NO, true),
            ("MaKetQuaThayThe", Holds::Text, false),
        ]),
        true,
    ),
    (
        "DanhSachLePhi",
        Holds::List(&[
            ("TenPhiLePhi", Holds::Text, true),
            ("MaPhiLePhi", Holds::Text, false),
            ("HinhThucThu", Holds::Text, true),
            ("Gia", Holds::Number, true),
            ("LoaiPhiLePhi", Holds::Text, false),
        ]),
        true,
    ),
    (
        "DanhSachTepDinhKemKhac",
        Holds::List(&[
            ("TenGiayTo", Holds::Text, true),
            ("SoLuong", Holds::Number, true),
            ("LoaiGiayTo", Holds::Text, false),
        ]),
        false,
    ),
    (
        "DanhSachHoSoBoSung",
        Holds::List(&[
            ("HoSoBoSungId", Holds::Text, true),
            ("NguoiYeuCauBoSung", Holds::Text, true),
            ("NoiDungBoSung", Holds::Text, true),
            ("NgayBoSung", Holds::Time, true),
            ("NguoiTiepNhanBoSung", Holds::Text, false),
            ("ThongTinTiepNhan", Holds::Text, false),
            ("NgayTiepNhanBoSung", Holds::Time, false),
            ("TrangThaiBoSung", Holds::Text, true),
            ("DanhSachGiayToBoSung", Holds::List(&[("TenGiayTo", Holds::Text, true)]), false),
            ("DanhSachLePhiBoSung", Holds::List(&[]), false),
            ("NgayHenTraTruoc", Holds::Time, false),
            ("NgayHenTraMoi", Holds::Time, false),
        ]),
        true,
    ),
    (
        "DanhSachGiayToKetQua",
        Holds::List(&[
            ("TenGiayTo", Holds::Text, true),
            ("MaThanhPhanHoSo", Holds::Text, false),
            ("GiayToId", Holds::Text, false),
            ("DuongDanTepTinKetQua", Holds::Text, false),
            ("MaGiayToKetQua", Holds::Text, false),
        ]),
        true,
    ),
    ("DSKetNoiCSDL", Holds::List(&[("MaCSDL", Holds::Text, true)]), false),
];

const STEP: &[Field] = &[
    ("MaHoSo", Holds::Text, true),
    ("NguoiXuLy", Holds::TextOf(NAME_MOST), true),
    ("ChucDanh", Holds::Text, false),
    ("ThoiDiemXuLy", Holds::Time, true),
    ("PhongBanXuLy", Holds::Text, true),
    ("NoiDungXuLy", Holds::Text, true),
    ("TrangThai", STATES, true),
    ("NgayBatDau", Holds::Time, true),
    ("NgayKetThucTheoQuyDinh", Holds::Time, false),
];

/// Holds a dossier and its steps against the list.
pub(super) fn check(code: &str, dossier: &Value, steps: &[Value]) -> Vec<Finding> {
    let mut found = Vec::new();
    record("", DOSSIER, dossier, &mut found);
    for step in steps {
        record("CapNhatTienDoHoSoMC", STEP, step, &mut found);
    }
    found.dedup();
    let finding = |(field, what)| Finding { code: code.to_owned(), field, what };
    found.into_iter().map(finding).collect()
}

fn record(within: &str, fields: &[Field], value: &Value, found: &mut Vec<(String, Missing)>) {
    let path = |name: &str| if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
    let empty = Map::new();
    let object = value.as_object().unwrap_or(&empty);
    for (name, holds, needed) in fields {
        match object.get(*name) {
            Some(value) => {
                if let Holds::List(fields) = holds {
                    match value.as_array() {
                        Some(list) => list.iter().for_each(|value| record(&path(name), fields, value, found)),
                        None => found.push((path(name), Missing::Shape)),
                    }
                } else if let Some(what) = wrong(*holds, value) {
                    found.push((path(name), what));
                }
            }
            None if *needed => found.push((path(name), Missing::Missing)),
            None => {}
        }
    }
    for name in object.keys().filter(|name| !fields.iter().any(|(known, ..)| known == name)) {
        found.push((path(name), Missing::Unknown));
    }
}

fn wrong(holds: Holds, value: &Value) -> Option<Missing> {
    let Some(text) = value.as_str() else { return Some(Missing::Shape) };
    let shape = |fits: bool| (!fits).then_some(Missing::Shape);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match holds {
        Holds::Text => shape(!text.trim().is_empty()),
        Holds::TextOf(most) if text.chars().count() > most => Some(Missing::TooLong),
        Holds::TextOf(_) => shape(!text.trim().is_empty()),
        Holds::Time => shape(text.len() == 14 && NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").is_ok()),
        Holds::OneOf(known) => shape(known.contains(&text)),
        Holds::Number => shape(digits(text)),
        Holds::Procedure => shape(text.split_once('.').is_some_and(|(head, tail)| {
            digits(head) && head.len() == 1 && digits(tail) && tail.len() == 6
        })),
        Holds::List(_) => Some(Missing::Shape),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(dossier: &Value) -> Vec<(String, Missing)> {
        check("x", dossier, &[]).into_iter().map(|finding| (finding.field, finding.what)).collect()
    }

    fn whole() -> Value {
        json!({
            "MaHoSo": "000.05.17.H28-240305-0001", "MaTTHC": "1.004873", "TenTTHC": "a", "TenLinhVuc": "b",
            "KenhThucHien": "1", "ChuHoSo": "c", "LoaiDoiTuong": "1",
            "DinhDanhCHS": [{ "LoaiDinhDanh": "1", "SoDinhDanh": "017190012345" }],
            "TrichYeuHoSo": "d", "NgayNopHoSo": "20240305081500", "NgayTiepNhan": "20240305081500",
            "NgayHenTra": "20240308170000", "TrangThaiHoSo": "2", "DonViXuLy": "e", "NoiNopHoSo": "2",
            "HoSoCoThanhPhanSoHoa": "0", "TaiLieuNop": [], "DanhSachLePhi": [], "DanhSachHoSoBoSung": [],
            "DanhSachGiayToKetQua": [],
        })
    }

    #[test]
    fn a_whole_dossier_passes_and_each_thing_it_lacks_is_named() {
        assert_eq!(found(&whole()), []);
        let fields: Vec<String> = whole().as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let mut without = whole();
            without.as_object_mut().unwrap().remove(&field);
            assert_eq!(found(&without), [(field, Missing::Missing)]);
        }
    }

    #[test]
    fn what_is_of_another_shape_or_too_long_or_no_field_at_all_is_named() {
        let check = |field: &str, value: Value, what: Missing| {
            let mut changed = whole();
            changed[field] = value;
            assert_eq!(found(&changed), [(field.to_owned(), what)], "{field}");
        };
        check("NgayTiepNhan", json!("2024-03-05"), Missing::Shape);
        check("NgayTiepNhan", json!("20240230081500"), Missing::Shape);
        check("TrangThaiHoSo", json!("11"), Missing::Shape);
        check("TrangThaiHoSo", json!(2), Missing::Shape);
        check("MaTTHC", json!("TN02"), Missing::Shape);
        check("TrichYeuHoSo", json!("ă".repeat(1_001)), Missing::TooLong);
        check("TrangThai", json!("2"), Missing::Unknown);
        let mut fee = whole();
        fee["DanhSachLePhi"] = json!([{ "TenPhiLePhi": "a", "HinhThucThu": "b", "Gia": "-1" }]);
        assert_eq!(found(&fee), [("DanhSachLePhi.Gia".to_owned(), Missing::Shape)]);
    }
}
