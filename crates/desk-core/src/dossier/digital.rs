//! Which papers of a dossier are to become electronic, how far each one is, and whose picture nobody needs.

use super::{Accepted, Digitised, PaperLine, PaperState};
use crate::text::fold;

/// True for a paper that shows who somebody is: a card, a passport. It is seen and compared; its picture is not asked
/// for, and discouraged. Judged by the paper's name.
pub fn shows_identity(name: &str) -> bool {
    const CARDS: [&str; 7] =
        ["giay to tuy than", "the can cuoc", "can cuoc cong dan", "cccd", "cmnd", "chung minh nhan dan", "ho chieu"];
    // Declarations name cards because they ask about them.
    const ASKING: [&str; 4] = ["to khai", "don ", "giay de nghi", "van ban"];
    let name = fold(name);
    !ASKING.iter().any(|word| name.starts_with(word)) && CARDS.iter().any(|card| name.contains(card))
}

impl Accepted {
    /// How far a paper is on its way to being electronic; none where nothing is to become so: what was only shown, is
    /// missing or does not apply, and a card, unless somebody attached it all the same.
    pub fn digitised(&self, paper: &PaperLine) -> Option<Digitised> {
        let of_it = |index: u16| self.files_in_use().filter(move |file| file.paper == Some(index));
        let done =
            paper.index.and_then(|index| of_it(index).map(|file| file.digitised).find(|how| *how != Digitised::No));
        let handed_in = paper.state == PaperState::Given && !shows_identity(&paper.name);
        // A paper outside the list has no place that a file could name.
        done.or((handed_in && paper.index.is_some()).then_some(Digitised::No))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_known_by_the_name_of_its_paper() {
        for (name, expected) in [
            ("Giấy tờ tùy thân của người đi đăng ký", true),
            ("Thẻ Căn cước công dân hoặc hộ chiếu", true),
            ("Bản sao CMND/CCCD", true),
            ("Tờ khai đăng ký khai sinh, số CCCD", false),
            ("Giấy chứng sinh", false),
            ("Đơn đề nghị có số chứng minh nhân dân", false),
        ] {
            assert_eq!(shows_identity(name), expected, "{name}");
        }
    }
}
