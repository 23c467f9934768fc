//! The needs of papers that were set by hand.

use desk_core::procedure::{Channel, Need};
use desk_reference::{Procedure, Reference};
use serde_json::Value;
use unicode_normalization::is_nfc;

const NEEDS: &str = include_str!("../../../assets/reference/needs.json");

/// The ordinary commune day of the domain text, section 7.
const COMMUNE_DAY: [&str; 23] = [
    "2.000815", "2.000884", "2.001035", "1.001193", "1.000894", "1.000656", "1.004873", "2.000635", "1.004222",
    "1.004194", "1.010041", "1.001776", "1.001699", "1.001731", "1.014027", "1.012753", "1.013978", "1.012812",
    "1.001612", "2.000720", "1.001266", "1.013225", "1.013229",
];

fn procedure(code: &str) -> Procedure {
    Reference::shipped().procedure(code).unwrap_or_else(|| panic!("no procedure {code}"))
}

#[test]
fn every_paper_of_an_ordinary_day_has_a_need_with_its_source() {
    assert!(is_nfc(NEEDS));
    let mut papers = 0;
    for code in COMMUNE_DAY {
        for paper in procedure(code).papers {
            papers += 1;
            assert_ne!(paper.need, Need::Unknown, "{code}, paper {}: the name changed or nobody set it", paper.index);
            let source = paper.need_source.as_deref().unwrap_or_default();
            assert!(
                source.contains("theo ")
                    || source.contains("bản đầy đủ")
                    || source.contains("giấy duy nhất")
                    || source.contains("trường hợp nào cũng có"),
                "{code}, paper {}",
                paper.index
            );
            match &paper.need {
                Need::If(words) | Need::OneOf(words) => assert!(!words.is_empty()),
                Need::Always | Need::Shown | Need::Unknown => {}
            }
        }
    }
    assert_eq!(papers, 136);
}

#[test]
fn what_a_source_quotes_stands_in_the_paper_or_its_heading() {
    let file: Value = serde_json::from_str(NEEDS).expect("JSON");
    let listed = file["procedures"].as_object().expect("procedures");
    assert_eq!(listed.len(), COMMUNE_DAY.len());
    for code in COMMUNE_DAY {
        let procedure = procedure(code);
        for set in listed[code].as_array().expect("a list") {
            let paper = &procedure.papers[set["index"].as_u64().expect("an index") as usize];
            // The one quotation that the shortened name of the list cuts off before its end says so.
            let whole = format!("{} {}", paper.name, paper.group.clone().unwrap_or_default());
            let source = set["source"].as_str().expect("a source");
            for quoted in source.split('"').skip(1).step_by(2).filter(|_| !source.contains("bản đầy đủ")) {
                for piece in quoted.split('…').map(|piece| piece.trim_matches([' ', ';', ',', ')'])) {
                    assert!(whole.contains(piece), "{code}, paper {}: {piece}", paper.index);
                }
            }
        }
    }
}

#[test]
fn alternatives_have_at_least_two_papers() {
    for code in COMMUNE_DAY {
        let papers = procedure(code).papers;
        for paper in &papers {
            if let Need::OneOf(group) = &paper.need {
                let same = papers.iter().filter(|other| other.need == Need::OneOf(group.clone())).count();
                assert!(same >= 2, "{code}: {group}");
            }
        }
    }
}

#[test]
fn the_papers_of_a_birth_depend_on_the_channel() {
    let birth = procedure("1.001193");
    let asked = |channel, need: &Need| -> Vec<u16> {
        birth.papers(channel, None).filter(|paper| paper.need == *need).map(|paper| paper.index).collect()
    };
    assert_eq!(asked(Channel::InPerson, &Need::Always), [0, 5]);
    assert_eq!(asked(Channel::Post, &Need::Always), [0, 5]);
    assert_eq!(asked(Channel::Online, &Need::Always), [1, 5]);
    assert_eq!(asked(Channel::InPerson, &Need::Shown), [7]);
    assert_eq!(birth.papers[2].need, Need::If("Trẻ em bị bỏ rơi".to_owned()));
}

#[test]
fn papers_that_nobody_set_are_unknown() {
    for code in ["1.009220", "1.000005", "1.004884"] {
        assert!(procedure(code).papers.iter().all(|paper| paper.need == Need::Unknown && paper.need_source.is_none()));
    }
}
