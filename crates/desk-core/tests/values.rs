//! Codes, money, personal numbers, phones.

use chrono::NaiveDate;
use desk_core::{
    code::{CounterRange, DossierCode, NotACode, PostalItem, ProcedureCode, UnitIdentifier, next_number},
    money::{Exemption, FeeLine, FeeRefusal, Vnd, amount_in_words, grouped, in_words},
    person_number::{NumberWarning, OldNumber, PROVINCES, PassportNumber, PersonalNumber, Sex},
    phone::{Phone, PhoneKind},
};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_dossier_code_is_a_unit_a_day_and_a_number() {
    fn check(text: &str, unit: &str, date: NaiveDate, number: u32) {
        let code: DossierCode = text.parse().unwrap();
        assert_eq!((code.identifier().as_str(), code.date(), code.number()), (unit, date, number), "{text}");
        assert_eq!(code.to_string(), text);
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<DossierCode>(&json).unwrap(), code);
    }
    check("000.00.06.H56-231027-0361", "000.00.06.H56", day(2023, 10, 27), 361);
    check("H15.50.05.13-261008-0975", "H15.50.05.13", day(2026, 10, 8), 975);
    check("000.05.17.H28-240229-0001", "000.05.17.H28", day(2024, 2, 29), 1);
    check("G01-261008-1234567", "G01", day(2026, 10, 8), 1_234_567);
    check("H28.05.17-991231-9999", "H28.05.17", day(2099, 12, 31), 9999);
}

#[test]
fn what_only_looks_like_a_dossier_code_is_refused() {
    fn check(text: &str, why: NotACode) {
        assert_eq!(text.parse::<DossierCode>(), Err(why), "{text}");
    }
    check("", NotACode::Shape);
    check("000.05.17.H28-240305", NotACode::Shape);
    check("000.05.17.H28-240305-031", NotACode::Shape);
    check("000.05.17.H28-240305-12345678", NotACode::Shape);
    check("000.05.17.H28-24030-0031", NotACode::Shape);
    check("000.05.17.H28-240305-00a1", NotACode::Shape);
    check("000.05.17.H28-240305-0031-1", NotACode::Shape);
    check("000.05.17.H28-230229-0031", NotACode::Date);
    check("000.05.17.H28-241301-0031", NotACode::Date);
    check("000.05.17.H28-240305-0000", NotACode::Zero);
    check("00.05.17.H28-240305-0031", NotACode::Unit);
    check("000.05.17.h28-240305-0031", NotACode::Unit);
    check("H28.5-240305-0031", NotACode::Unit);
    check("H28.01.02.03.04.05-240305-0031", NotACode::Unit);
    check("000.05.17.H28-240305-００３１", NotACode::Shape);
    assert!(serde_json::from_str::<DossierCode>("\"nonsense\"").is_err());
}

#[test]
fn a_hurried_hand_is_read_and_a_spoken_end_recognised() {
    let code = DossierCode::read(" 000.05.17.h28 – 240305 - 0031\r\n").unwrap();
    assert_eq!(code.as_str(), "000.05.17.H28-240305-0031");
    for said in ["0031", "31", "240305-0031", "240305 0031", "000.05.17.H28-240305-0031", "h28-240305-0031", "031"] {
        assert!(code.is_said(said), "{said}");
    }
    for said in ["", "1", "0032", "240306-0031", "H28", "131"] {
        assert!(!code.is_said(said), "{said}");
    }
}

#[test]
fn a_code_is_made_of_its_parts_and_nothing_else() {
    let unit: UnitIdentifier = "000.05.17.H28".parse().unwrap();
    let code = DossierCode::new(&unit, day(2024, 3, 5), 31).unwrap();
    assert_eq!(code.as_str(), "000.05.17.H28-240305-0031");
    assert_eq!(DossierCode::new(&unit, day(2024, 3, 5), 0), Err(NotACode::Zero));
    assert_eq!(DossierCode::new(&unit, day(2024, 3, 5), 10_000), Err(NotACode::Shape));
    assert_eq!(DossierCode::new(&unit, day(1999, 3, 5), 1), Err(NotACode::Date));
}

#[test]
fn ten_counters_share_the_numbers_of_a_day_without_overlap() {
    let mut seen = vec![0u8; 10_000];
    for counter in 1..=10 {
        let range = CounterRange::of(counter).unwrap();
        let mut last = None;
        let mut count = 0;
        assert_eq!(range.remaining(None), if counter == 1 { 999 } else { 1000 });
        while let Some(next) = next_number(range, last) {
            seen[usize::from(next)] += 1;
            last = Some(next);
            count += 1;
            assert_eq!(range.remaining(last), range.last() - next);
        }
        assert_eq!(count, if counter == 1 { 999 } else { 1000 });
    }
    assert_eq!(seen[0], 0);
    assert!(seen[1..].iter().all(|&times| times == 1));
    assert_eq!(CounterRange::of(0), Err(NotACode::Counter));
    assert_eq!(CounterRange::of(11), Err(NotACode::Counter));
    let second = CounterRange::of(2).unwrap();
    assert_eq!((second.first(), second.last()), (1000, 1999));
    assert_eq!(next_number(second, Some(57)), Some(1000));
    assert_eq!(next_number(second, Some(5000)), None);
    assert_eq!(next_number(CounterRange::of(1).unwrap(), Some(998)), Some(999));
    assert_eq!(next_number(CounterRange::of(1).unwrap(), Some(999)), None);
}

#[test]
fn procedure_and_postal_codes_are_known_by_their_shape() {
    for text in ["1.001193", "2.000815", "6.006594", "1.001193.000.00.00.H28", "1.012753.H19"] {
        let code: ProcedureCode = text.parse().unwrap();
        assert_eq!(code.as_str(), text);
        assert_eq!(code.national(), &text[..8]);
    }
    for text in ["", "1.00119", "11.001193", "1-001193", "1.001193.", "1.001193.x", "1.001193000", "1.0011đ3"] {
        assert_eq!(text.parse::<ProcedureCode>(), Err(NotACode::Procedure), "{text}");
    }
    let code: ProcedureCode = "1.001193".parse().unwrap();
    assert_eq!(code.published_by("H28").unwrap().as_str(), "1.001193.000.00.00.H28");
    assert_eq!("1.012753.H19".parse::<ProcedureCode>().unwrap().publisher(), Some("H19"));
    assert!("RB123456785VN".parse::<PostalItem>().is_ok());
    for text in ["RB123456784VN", "rb123456785vn", "RB12345678VN", "RB1234567855VN", ""] {
        assert_eq!(text.parse::<PostalItem>(), Err(NotACode::PostalItem), "{text}");
    }
}

#[test]
fn numbers_are_spoken_as_vietnamese_speak_them() {
    for (number, words) in [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (19, "mười chín"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (44, "bốn mươi tư"),
        (45, "bốn mươi lăm"),
        (50, "năm mươi"),
        (54, "năm mươi tư"),
        (55, "năm mươi lăm"),
        (71, "bảy mươi mốt"),
        (91, "chín mươi mốt"),
        (99, "chín mươi chín"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (124, "một trăm hai mươi tư"),
        (200, "hai trăm"),
        (555, "năm trăm năm mươi lăm"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_010, "một nghìn không trăm mười"),
        (1_015, "một nghìn không trăm mười lăm"),
        (1_100, "một nghìn một trăm"),
        (2_000, "hai nghìn"),
        (8_000, "tám nghìn"),
        (10_000, "mười nghìn"),
        (15_000, "mười lăm nghìn"),
        (21_000, "hai mươi mốt nghìn"),
        (24_500, "hai mươi tư nghìn năm trăm"),
        (70_000, "bảy mươi nghìn"),
        (100_000, "một trăm nghìn"),
        (105_005, "một trăm linh năm nghìn không trăm linh năm"),
        (150_000, "một trăm năm mươi nghìn"),
        (999_999, "chín trăm chín mươi chín nghìn chín trăm chín mươi chín"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_200_000, "một triệu hai trăm nghìn"),
        (1_205_024, "một triệu hai trăm linh năm nghìn không trăm hai mươi tư"),
        (10_010_010, "mười triệu không trăm mười nghìn không trăm mười"),
        (21_021_021, "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt"),
        (100_000_001, "một trăm triệu không trăm linh một"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (1_000_005_000, "một tỷ không trăm linh năm nghìn"),
        (1_234_567_891, "một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt"),
        (15_000_000_000, "mười lăm tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
        (1_000_000_000_005, "một nghìn tỷ không trăm linh năm"),
        (1_000_000_000_000_000, "một triệu tỷ"),
        (1_000_000_000_000_000_000, "một tỷ tỷ"),
        (-20_000, "âm hai mươi nghìn"),
    ] {
        assert_eq!(in_words(number), words, "{number}");
    }
    assert!(in_words(i64::MIN).starts_with("âm chín tỷ hai trăm hai mươi ba triệu"));
    assert_eq!(amount_in_words(Vnd(1_200_000)), "Một triệu hai trăm nghìn đồng");
    assert_eq!(amount_in_words(Vnd(0)), "Không đồng");
    assert_eq!(amount_in_words(Vnd(-5_000)), "Âm năm nghìn đồng");
    assert_eq!(amount_in_words(Vnd(8_000)), "Tám nghìn đồng");
}

#[test]
fn money_is_shown_in_groups_and_read_as_people_type_it() {
    assert_eq!(Vnd(1_234_567).to_string(), "1.234.567 đ");
    assert_eq!(Vnd(0).to_string(), "0 đ");
    assert_eq!(Vnd(-20_000).to_string(), "-20.000 đ");
    assert_eq!(grouped(999), "999");
    for (typed, amount) in [
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.234.567 đ", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567 VND", 1_234_567),
        ("50.000 đồng", 50_000),
        ("8000đ", 8_000),
        ("8000 ₫", 8_000),
        ("0", 0),
        ("007", 7),
    ] {
        assert_eq!(typed.parse(), Ok(Vnd(amount)), "{typed}");
    }
    for typed in
        ["", "đ", "1.5", "12.34", "1.2345", "1.234,567", "-5", "5k", "1..000", "1.000.", "0.500", "9999999999999999"]
    {
        assert!(typed.parse::<Vnd>().is_err(), "{typed}");
    }
}

#[test]
fn a_fee_is_paid_by_set_less_the_exemption() {
    let fee = |base, sets, percent: Option<u8>| {
        let exemption = percent.map(|percent| Exemption { reason: "Hộ nghèo".into(), percent });
        FeeLine { base: Vnd(base), sets, exemption }.payable()
    };
    assert_eq!(fee(8_000, 3, None), Ok(Vnd(24_000)));
    assert_eq!(fee(8_000, 3, Some(50)), Ok(Vnd(12_000)));
    assert_eq!(fee(8_000, 3, Some(100)), Ok(Vnd(0)));
    assert_eq!(fee(333, 1, Some(50)), Ok(Vnd(166)));
    assert_eq!(fee(8_000, 1, Some(0)), Err(FeeRefusal::Percent));
    assert_eq!(fee(8_000, 1, Some(101)), Err(FeeRefusal::Percent));
    assert_eq!(fee(-1, 1, None), Err(FeeRefusal::Negative));
    assert_eq!(fee(i64::MAX, 2, None), Err(FeeRefusal::TooLarge));
}

#[test]
fn a_personal_number_tells_place_century_sex_and_year() {
    fn check(text: &str, place_known: bool, sex: Sex, year: i32) {
        let number: PersonalNumber = text.parse().unwrap();
        assert_eq!((number.place_is_known(), number.sex(), number.birth_year()), (place_known, sex, year), "{text}");
    }
    check("017090001234", true, Sex::Male, 1990);
    check("017190001234", true, Sex::Female, 1990);
    check("017205001234", true, Sex::Male, 2005);
    check("001305001234", true, Sex::Female, 2005);
    check("017 090 001 234", true, Sex::Male, 1990);
    check("003090001234", false, Sex::Male, 1990);
    check("101090001234", false, Sex::Male, 1990);
    check("017990001234", true, Sex::Female, 2390);
    for text in ["", "17090001234", "0170900012345", "01709000123a", "０１７090001234"] {
        assert!(text.parse::<PersonalNumber>().is_err(), "{text}");
    }
    let number: PersonalNumber = "017090001234".parse().unwrap();
    assert_eq!(number.warnings(Some(day(1990, 3, 5)), Some(Sex::Male)), []);
    assert_eq!(
        number.warnings(Some(day(1991, 3, 5)), Some(Sex::Female)),
        [NumberWarning::BirthYear, NumberWarning::Sex]
    );
    assert_eq!(number.warnings(None, None), []);
    assert_eq!("003090001234".parse::<PersonalNumber>().unwrap().warnings(None, None), [NumberWarning::Place]);
    assert_eq!(PROVINCES.len(), 63);
    assert!(PROVINCES.is_sorted());
    assert!("113 456 789".parse::<OldNumber>().is_ok() && "12345678".parse::<OldNumber>().is_err());
    assert_eq!("c1234567".parse::<PassportNumber>().unwrap().as_str(), "C1234567");
    assert!("C123456".parse::<PassportNumber>().is_err());
}

#[test]
fn phones_are_known_by_their_prefix() {
    fn check(typed: &str, number: &str, kind: PhoneKind, shown: &str) {
        let phone = Phone::read(typed);
        assert_eq!((phone.number.as_str(), phone.kind), (number, kind), "{typed}");
        assert_eq!(phone.display(), shown, "{typed}");
    }
    check("0987654321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("0987.654.321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("+84 987 654 321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("84987654321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("0084987654321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("+84 (0)987 654 321", "0987654321", PhoneKind::Mobile, "0987 654 321");
    check("0345-678-901", "0345678901", PhoneKind::Mobile, "0345 678 901");
    check("02183851234", "02183851234", PhoneKind::Landline, "0218 3851 234");
    check("024 3825 1234", "02438251234", PhoneKind::Landline, "024 3825 1234");
    check("01201234567", "01201234567", PhoneKind::Ended, "0120 123 4567");
    check("0168 123 4567", "01681234567", PhoneKind::Ended, "0168 123 4567");
    check("0487654321", "0487654321", PhoneKind::Unknown, "0487654321");
    check("098765432", "098765432", PhoneKind::Unknown, "098765432");
    check("không có", "không có", PhoneKind::Unknown, "không có");
    check("", "", PhoneKind::Unknown, "");
    check("842183851234", "02183851234", PhoneKind::Landline, "0218 3851 234");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn a_made_code_reads_back(k in 1u8..=10, offset in 0u16..1000, days in 0u64..36_000) {
        let range = CounterRange::of(k).unwrap();
        let number = (range.first() + offset).min(range.last());
        let date = day(2000, 1, 1) + chrono::Days::new(days);
        let code = DossierCode::new(&"000.05.17.H28".parse().unwrap(), date, number).unwrap();
        prop_assert_eq!(code.to_string().parse::<DossierCode>().unwrap(), code.clone());
        prop_assert_eq!((code.date(), code.number()), (date, u32::from(number)));
    }

    #[test]
    fn shown_money_reads_back(amount in 0i64..1_000_000_000_000_000) {
        prop_assert_eq!(Vnd(amount).to_string().parse(), Ok(Vnd(amount)));
    }

    #[test]
    fn words_give_the_number_again(number in prop_oneof![0i64..10_000, 0i64..1_000_000_000_000_000_000]) {
        prop_assert_eq!(heard(&in_words(number)), number);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = (DossierCode::read(&text), text.parse::<ProcedureCode>(), text.parse::<PostalItem>(), text.parse::<Vnd>());
        let _ = (text.parse::<PersonalNumber>(), text.parse::<PassportNumber>(), Phone::read(&text).display());
    }
}

/// What somebody who hears the words writes down: a second, independent reading of the language.
fn heard(words: &str) -> i64 {
    let digit = |word: &str| -> Option<i64> {
        Some(match word {
            "không" => 0,
            "một" | "mốt" => 1,
            "hai" => 2,
            "ba" => 3,
            "bốn" | "tư" => 4,
            "năm" | "lăm" => 5,
            "sáu" => 6,
            "bảy" => 7,
            "tám" => 8,
            "chín" => 9,
            _ => return None,
        })
    };
    let (mut total, mut below, mut group, mut last) = (0i64, 0i64, 0i64, 0i64);
    for word in words.split(' ') {
        match word {
            "trăm" => (group, last) = (group + last * 100, 0),
            "mươi" => (group, last) = (group + last * 10, 0),
            "mười" => group += 10,
            "linh" => {}
            "nghìn" => (below, group, last) = (below + (group + last) * 1000, 0, 0),
            "triệu" => (below, group, last) = (below + (group + last) * 1_000_000, 0, 0),
            "tỷ" => (total, below, group, last) = ((total + below + group + last) * 1_000_000_000, 0, 0, 0),
            other => last = digit(other).unwrap(),
        }
    }
    total + below + group + last
}
