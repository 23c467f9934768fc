//! What a scanner sent, read with the names of our own communes and districts, old and new, at hand.

use std::sync::OnceLock;

use desk_core::card::{Scan, scan_among};
use desk_reference::Reference;

/// Reads a scanned text. A letter lost in the name of a place of the former Hòa Bình is noticed.
pub fn read_scan(text: &str) -> Scan {
    static PLACES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let units = Reference::shipped().units().all().iter();
        units.flat_map(|unit| [unit.name.as_str()].into_iter().chain(unit.aliases.iter().map(String::as_str))).collect()
    });
    scan_among(text, places)
}

#[cfg(test)]
mod tests {
    use desk_core::card::CardField;

    use super::*;

    #[test]
    fn a_letter_lost_in_the_name_of_one_of_our_places_is_noticed() {
        let check = |address: &str, doubtful: bool| {
            let card = format!("017190001234||Quách Thị Mỹ Duyên|05031990|Nữ|{address}|10052021");
            let Scan::CitizenCard { doubtful: found, .. } = read_scan(&card) else { panic!("a card: {address}") };
            assert_eq!(found == [CardField::Address], doubtful, "{address}: {found:?}");
        };
        check("Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình", false);
        check("Xóm Cú, Xã Tử Nê, Huyện Tân Lạc, Tỉnh Hòa Bình", false);
        check("Xóm Cú, Tử N, Tân Lạc, Hòa Bình", true);
        check("Xóm Cú, Tử Nê, Tân Lạ, Hòa Bình", true);
    }
}
