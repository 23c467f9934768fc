//! Made-up citizens of a demo office. Names are put together from common parts; numbers are random.

use chrono::{Datelike, NaiveDate};
use desk_core::dossier::{Party, Sex};
use desk_reference::{Reference, Unit};

use super::Dice;

const FAMILIES: &[&str] = &[
    "Bùi", "Bùi", "Bùi", "Đinh", "Đinh", "Quách", "Quách", "Hà", "Bạch", "Nguyễn", "Nguyễn", "Xa", "Lường", "Phạm",
    "Trần",
];
const MIDDLES_MALE: &[&str] = &["Văn", "Văn", "Công", "Đức", "Mạnh", "Quang", "Hữu", ""];
const MIDDLES_FEMALE: &[&str] = &["Thị", "Thị", "Thị Mỹ", "Thị Thu", "Thị Hồng", "Ngọc", "Thanh"];
const GIVEN_MALE: &[&str] = &[
    "Thành", "Lợi", "Hùng", "Dũng", "Tuấn", "Sơn", "Hải", "Nam", "Long", "Quý", "Thắng", "Kiên", "Bình", "Hòa",
    "Nghĩa", "Chiến", "Đạt", "Tú", "Vượng", "Phúc",
];
const GIVEN_FEMALE: &[&str] = &[
    "Duyên", "Ấm", "Hương", "Lan", "Hoa", "Thủy", "Hằng", "Nhung", "Yến", "Oanh", "Xuân", "Thảo", "Mỵ", "Ngọc", "Uyên",
    "Hiền", "Loan", "Tươi", "Ưng", "Ái",
];
const HAMLETS: &[&str] = &["Cú", "Bin", "Tân Tiến", "Thịnh", "Đồi", "Cóm", "Bái", "Chiềng", "Mận", "Khạng"];

/// Whom a demo office meets.
#[derive(Debug)]
pub(super) struct Crowd {
    place: String,
    today: i32,
}

impl Crowd {
    pub(super) fn of(unit: &Unit, reference: &Reference) -> Self {
        let mut place = unit.lower_name();
        let mut above = reference.units().parent(unit);
        while let Some(parent) = above {
            place = format!("{place}, {}", parent.lower_name());
            above = reference.units().parent(parent);
        }
        let today = unit.valid_to.map_or(2026, |until| until.year());
        Crowd { place, today }
    }

    /// A citizen; the same few thousand come back, as in a real commune.
    pub(super) fn citizen(&self, dice: &mut Dice) -> Party {
        let one = dice.below(6_000_000) as u64;
        let mut own = Dice::new(0x6d6f_7463_7561 ^ one);
        let female = own.below(2) == 0;
        let (middles, given) = if female { (MIDDLES_FEMALE, GIVEN_FEMALE) } else { (MIDDLES_MALE, GIVEN_MALE) };
        let parts = [*own.pick(FAMILIES), *own.pick(middles), *own.pick(given)];
        let name = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let year = self.today - 18 - own.below(60) as i32;
        let birth_date = NaiveDate::from_yo_opt(year, 1 + own.below(365) as u32);
        let century = if year >= 2000 { 2 } else { 0 } + u8::from(female);
        let number = format!("017{century}{:02}{:06}", year.rem_euclid(100), one % 1_000_000);
        Party {
            name,
            personal_number: Some(number),
            birth_date,
            sex: Some(if female { Sex::Female } else { Sex::Male }),
            phone: (own.below(10) > 0).then(|| format!("09{:08}", own.below(100_000_000))),
            email: None,
            address: Some(format!("Xóm {}, {}", own.pick(HAMLETS), self.place)),
            commune: None,
            organisation: false,
        }
    }
}
