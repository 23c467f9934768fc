//! What scanners send: clean cards are filled, spoilt ones are filled and marked, receipts are told apart.

use chrono::NaiveDate;
use desk_core::{
    card::{CardField, CardFields, Scan, scan, scan_among},
    person_number::Sex,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Made-up people of the area; none is real.
const PEOPLE: [&str; 16] = [
    "017090001234|113456789|Bùi Văn An|05031990|Nam|Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình|10082021",
    "017190001235||Nguyễn Thị Hương|12121990|Nữ|Tổ 5, Thị trấn Mãn Đức, Tân Lạc, Hòa Bình|10082021",
    "017184001236||Quách Thị Huyền Trang|29021984|Nữ|Xóm Chiềng, Phong Phú, Tân Lạc, Hòa Bình|10082021",
    "017085001237|113000001|Sùng A Páo|01011985|Nam|Xóm Hang Kia 1, Hang Kia, Mai Châu, Hòa Bình|01072021",
    "017195001238||Khà Y Dợ|15061995|Nữ|Xóm Chà Đáy, Pà Cò, Mai Châu, Hòa Bình|10082021",
    "017075001239|113000002|Lường Văn Ỏm|30091975|Nam|Bản Lác, Chiềng Châu, Mai Châu, Hòa Bình|10082022",
    "017160001240|113000003|Đinh Thị Ơn|07071960|Nữ|Xóm Kế, Mường Chiềng, Đà Bắc, Hòa Bình|10082022",
    "017088001241||Xa Văn Thủy|08081988|Nam|Số 12A, ngõ 5, tổ 3, phường Phương Lâm, thành phố Hòa Bình, Hòa Bình|10082022",
    "017205001242||Hà Công Lợi|31122005|Nam|Khu 2, TT. Cao Phong, Cao Phong, Hòa Bình|10082023",
    "017310001243||Bạch Thị Mỵ|01012010|Nữ|Xóm Sạng, Mỵ Hòa, Kim Bôi, Hòa Bình|10082025",
    "001199001244||Giàng Thị Xía|02021999|Nữ|Thôn 3, Vật Lại, Ba Vì, Hà Nội|10082021",
    "066180001245||H'Linh Niê|03031980|Nữ|Tổ 5, Ea Tam, Thành phố Buôn Ma Thuột, Đắk Lắk|10082021",
    "066080001246||Y Kđoh Êban|03031980|Nam|Thôn 2, Hòa Xuân, Thành phố Buôn Ma Thuột, Đắk Lắk|10082021",
    "025093001247||Hoàng Quốc Khánh|02091993|Nam|Khu 7, Vân Phú, Việt Trì, Phú Thọ|10082021",
    "079094001248||Huỳnh Ngọc Quý|02091994|Nam|123/4B Nguyễn Trãi, Phường 2, Quận 5, TP. Hồ Chí Minh|10082021",
    "017191001249|113000009|Lò Thị Hoà|20101991|Nữ|Tiểu khu 6, Thị trấn Đà Bắc, Đà Bắc, Hòa Bình|10082021",
];

/// What the people above must give, taken apart without the reader under test.
fn truth(person: &str) -> CardFields {
    let parts: Vec<&str> = person.split('|').collect();
    let date = |text: &str| NaiveDate::parse_from_str(text, "%d%m%Y").ok();
    CardFields {
        personal_number: Some(parts[0].to_owned()),
        old_number: Some(parts[1].to_owned()).filter(|old| !old.is_empty()),
        name: Some(parts[2].to_owned()),
        birth_date: date(parts[3]),
        sex: Some(if parts[4] == "Nam" { Sex::Male } else { Sex::Female }),
        address: Some(parts[5].to_owned()),
        issued: date(parts[6]),
    }
}

fn card(text: &str) -> (CardFields, Vec<CardField>) {
    match scan(text) {
        Scan::CitizenCard { fields, doubtful } => (fields, doubtful),
        other @ (Scan::Receipt { .. } | Scan::Unknown) => panic!("{text:?} is {other:?}"),
    }
}

/// Fields that differ from the truth without being marked.
fn silently_wrong(found: &CardFields, doubtful: &[CardField], truth: &CardFields) -> Vec<CardField> {
    let differs = [
        (CardField::PersonalNumber, found.personal_number != truth.personal_number),
        (CardField::OldNumber, found.old_number != truth.old_number),
        (CardField::Name, found.name != truth.name),
        (CardField::BirthDate, found.birth_date != truth.birth_date),
        (CardField::Sex, found.sex != truth.sex),
        (CardField::Address, found.address != truth.address),
        (CardField::Issued, found.issued != truth.issued),
    ];
    differs
        .into_iter()
        .filter(|(field, differs)| *differs && !doubtful.contains(field))
        .map(|(field, _)| field)
        .collect()
}

/// The same card in another shape: filled as the truth, nothing doubtful.
fn check_clean(person: &str, text: &str) {
    let (fields, doubtful) = card(text);
    assert_eq!((fields, doubtful), (truth(person), Vec::new()), "{text:?}");
}

/// A spoilt card: filled as `expected` says, these fields doubtful.
fn check_doubtful(text: &str, field: CardField, value: Option<&str>) {
    let (fields, doubtful) = card(text);
    let found = match field {
        CardField::PersonalNumber => fields.personal_number,
        CardField::OldNumber => fields.old_number,
        CardField::Name => fields.name,
        CardField::BirthDate => fields.birth_date.map(|date| date.to_string()),
        CardField::Sex => fields.sex.map(|sex| sex.to_string()),
        CardField::Address => fields.address,
        CardField::Issued => fields.issued.map(|date| date.to_string()),
    };
    assert_eq!(found.as_deref(), value, "{text:?}");
    assert!(doubtful.contains(&field), "{field:?} of {text:?}: {doubtful:?}");
}

/// As read by a program that takes the bytes for Windows-1252 (or Latin-1 where that has nothing).
fn misread(text: &str) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    text.bytes().map(|b| if (0x80..0xA0).contains(&b) { HIGH[usize::from(b) - 0x80] } else { char::from(b) }).collect()
}

fn latin1(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn slashed(person: &str, separator: char) -> String {
    let parts: Vec<&str> = person.split('|').collect();
    let date = |text: &str| format!("{}{separator}{}{separator}{}", &text[..2], &text[2..4], &text[4..]);
    let (birth, issued) = (date(parts[3]), date(parts[6]));
    [parts[0], parts[1], parts[2], &birth, parts[4], parts[5], &issued].join("|")
}

#[test]
fn a_clean_card_is_filled_in_every_shape_that_scanners_give_it() {
    for person in PEOPLE {
        let parts: Vec<&str> = person.split('|').collect();
        check_clean(person, person);
        check_clean(person, &format!("{person}\r\n"));
        check_clean(person, &format!("\u{feff}{person}\t"));
        check_clean(person, &format!("]Q1{person}"));
        check_clean(person, &format!("  {}  ", person.replace('|', " | ")));
        check_clean(person, &slashed(person, '/'));
        check_clean(person, &slashed(person, '-'));
        check_clean(person, &slashed(person, '.'));
        check_clean(person, &person.nfd().collect::<String>());
        check_clean(person, &misread(person));
        check_clean(person, &latin1(person));
        check_clean(person, &misread(&misread(person)));
        check_clean(person, &latin1(&latin1(person)));
        check_clean(person, &misread(&format!("\u{feff}{person}")));
        check_clean(person, &format!("{person}||||"));
        check_clean(person, &format!("{person}|Bùi Văn Cha|Đinh Thị Mẹ|"));
        check_clean(
            person,
            &format!(
                "CCCD: {}|CMND: {}|Họ tên: {}|Ngày sinh: {}|Giới tính: {}|Địa chỉ: {}|Ngày cấp: {}",
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]
            ),
        );
        let spaced = format!("{} {} {} {}", &parts[0][..3], &parts[0][3..6], &parts[0][6..9], &parts[0][9..]);
        check_clean(person, &person.replacen(parts[0], &spaced, 1));
        // Windows keyboard: composed vowel, combining tone.
        let half: String = person
            .chars()
            .flat_map(|c| {
                let parts: Vec<char> = std::iter::once(c).nfd().collect();
                match parts[..] {
                    [base, a, b] if a == '\u{323}' => {
                        [base, b, a].iter().copied().nfc().chain(None).collect::<Vec<char>>()
                    }
                    [base, a, b] => [base, a].iter().copied().nfc().chain([b]).collect(),
                    _ => vec![c],
                }
            })
            .collect();
        check_clean(person, &half);
    }
}

#[test]
fn capitals_and_small_letters_are_the_same_name() {
    for person in PEOPLE {
        let expected = truth(person);
        for text in [person.to_uppercase(), person.to_lowercase()] {
            let (fields, doubtful) = card(&text);
            let same = fields.name.as_deref().is_some_and(|name| name == expected.name.as_deref().unwrap_or(""));
            assert!(same || doubtful.contains(&CardField::Name), "{text}: {fields:?}");
            assert!(!doubtful.contains(&CardField::Name), "{text}");
            assert_eq!((fields.sex, fields.birth_date), (expected.sex, expected.birth_date));
            let address = fields.address.unwrap().to_lowercase();
            assert_eq!(address, expected.address.as_ref().unwrap().to_lowercase());
        }
    }
}

#[test]
fn six_fields_are_enough() {
    for person in PEOPLE {
        let parts: Vec<&str> = person.split('|').collect();
        let without_old = [&parts[..1], &parts[2..]].concat().join("|");
        let (fields, doubtful) = card(&without_old);
        assert_eq!((fields, doubtful), (CardFields { old_number: None, ..truth(person) }, vec![]), "{without_old}");
        let without_issued = parts[..6].join("|");
        let (fields, doubtful) = card(&without_issued);
        assert_eq!((fields, doubtful), (CardFields { issued: None, ..truth(person) }, vec![]), "{without_issued}");
        let without_sex = [&parts[..4], &parts[5..]].concat().join("|");
        let (fields, doubtful) = card(&without_sex);
        assert_eq!((fields.address, fields.issued), (truth(person).address, truth(person).issued), "{without_sex}");
        assert!(fields.sex.is_none() && doubtful.contains(&CardField::Sex), "{without_sex}: {doubtful:?}");
    }
}

#[test]
fn names_that_lost_their_marks_or_were_typed_by_an_input_program_are_doubtful() {
    use CardField::{Address, Name};
    let with_name = |name: &str| format!("017190001234||{name}|05031990|Nữ|Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình|10082021");
    for (name, filled) in [
        ("NGUYEN THI HUONG", "Nguyen Thi Huong"),
        ("Nguyen Thi Huong", "Nguyen Thi Huong"),
        ("Xa Van Nam", "Xa Van Nam"),
        ("Nguyeenx Thij Huwowng", "Nguyễn Thị Hương"),
        ("NGUYEENX THIJ HUWOWNG", "Nguyễn Thị Hương"),
        ("Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa"),
        ("DDinh Thij Hoa", "Đinh Thị Hoa"),
        ("Buif Vawn An", "Bùi Văn An"),
        ("Buif Coong An", "Bùi Công An"),
        ("Luowngf Vawn Thuyr", "Lường Văn Thủy"),
        ("Nguye64n Thi5 Hu7o7ng", "Nguyễn Thị Hương"),
        ("Nguyen64 Thi5 Huong7", "Nguyễn Thị Hương"),
        ("D9inh Thi5 Hoa", "Đinh Thị Hoa"),
        ("Nguy?n Th? H??ng", "Nguy?n Th? H??ng"),
        ("Nguy\u{fffd}n Thị Hương", "Nguy\u{fffd}n Thị Hương"),
        ("Nguyễn Th Hương", "Nguyễn Th Hương"),
        ("guyễn Thị Hương", "guyễn Thị Hương"),
        ("Nguyn Thị Hương", "Nguyn Thị Hương"),
        ("Nuyễn Thị Hương", "Nuyễn Thị Hương"),
        ("Nguyễn Thị Hươn", "Nguyễn Thị Hươn"),
        ("Nguyễn Tị Hương", "Nguyễn Tị Hương"),
        ("Nguyễn Thị Phượn", "Nguyễn Thị Phượn"),
        ("Nguyễn ThịHương", "Nguyễn ThịHương"),
        ("Nguyễn Thị hương", "Nguyễn Thị hương"),
        ("NguyÔn ThÞ H\u{ad}¬ng", "NguyÔn ThÞ H¬ng"),
        ("Tran Thị Hương", "Tran Thị Hương"),
        ("Nguyễn Thị Hương 5", "Nguyễn Thị Hương 5"),
    ] {
        check_doubtful(&with_name(name), Name, Some(filled));
    }
    let with_address = |address: &str| format!("017190001234||Nguyễn Thị Hương|05031990|Nữ|{address}|10082021");
    for (address, filled) in [
        ("Xom Lu, Tu Ne, Tan Lac, Hoa Binh", "Xom Lu, Tu Ne, Tan Lac, Hoa Binh"),
        ("Xosm Lwj, Tuwr Nee, Taan Lacj, Hoaf Binhf", "Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình"),
        ("Xo1m Lu75, Tu73 Ne6, Ta6n La5c, Hoa2 Bi2nh", "Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình"),
        ("Xóm Lự, Tử N, Tân Lạc, Hòa Bình", "Xóm Lự, Tử N, Tân Lạc, Hòa Bình"),
        ("Xóm Lự, Tử Nê, Tân Lạc, Hòa Bìn", "Xóm Lự, Tử Nê, Tân Lạc, Hòa Bìn"),
        ("Xóm Lự, Tử Nê, ân Lạc, Hòa Bình", "Xóm Lự, Tử Nê, ân Lạc, Hòa Bình"),
        ("Xó Lự, Tử Nê, Tân Lạc, Hòa Bình", "Xó Lự, Tử Nê, Tân Lạc, Hòa Bình"),
        ("X?m L?, T? Nê, Tân L?c, Hòa Bình", "X?m L?, T? Nê, Tân L?c, Hòa Bình"),
    ] {
        check_doubtful(&with_address(address), Address, Some(filled));
    }
    check_doubtful(&with_name(""), Name, None);
    check_doubtful(&with_address(""), Address, None);
}

#[test]
fn numbers_dates_and_sex_are_held_against_each_other() {
    use CardField::{BirthDate, Issued, OldNumber, PersonalNumber, Sex};
    let make = |number: &str, old: &str, birth: &str, sex: &str, issued: &str| {
        format!("{number}|{old}|Bùi Văn An|{birth}|{sex}|Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình|{issued}")
    };
    let doubtful = |text: &str| card(text).1;
    let good = make("017090001234", "113456789", "05031990", "Nam", "10082021");
    assert_eq!(doubtful(&good), []);
    assert_eq!(doubtful(&make("017091001234", "", "05031990", "Nam", "10082021")), [PersonalNumber, BirthDate]);
    assert_eq!(doubtful(&make("017290001234", "", "05031990", "Nam", "10082021")), [PersonalNumber, BirthDate]);
    assert_eq!(doubtful(&make("017090001234", "", "05031990", "Nữ", "10082021")), [PersonalNumber, Sex]);
    assert_eq!(doubtful(&make("003090001234", "", "05031990", "Nam", "10082021")), [PersonalNumber]);
    assert_eq!(doubtful(&make("01709000123", "", "05031990", "Nam", "10082021")), [PersonalNumber]);
    assert_eq!(doubtful(&make("017090001234", "11345678", "05031990", "Nam", "10082021")), [OldNumber]);
    assert_eq!(doubtful(&make("017090001234", "", "05031990", "Nam", "05031989")), [BirthDate, Issued]);
    assert_eq!(doubtful(&make("017090001234", "", "05031990", "Nam", "10082005")), [Issued]);
    check_doubtful(&make("017090001234", "", "31021990", "Nam", "10082021"), BirthDate, None);
    check_doubtful(&make("017090001234", "", "0503199", "Nam", "10082021"), BirthDate, None);
    check_doubtful(&make("017090001234", "", "", "Nam", "10082021"), BirthDate, None);
    check_doubtful(&make("017090001234", "", "1990", "Nam", "10082021"), BirthDate, None);
    check_doubtful(&make("017090001234", "", "19900315", "Nam", "10082021"), BirthDate, Some("1990-03-15"));
    check_doubtful(&make("017090001234", "", "05031990", "Nam", "30022021"), Issued, None);
    check_doubtful(&make("017090001234", "", "05031990", "Na", "10082021"), Sex, None);
    check_doubtful(&make("", "", "05031990", "Nam", "10082021"), PersonalNumber, None);
    check_doubtful(&make("O17090001234", "", "05031990", "Nam", "10082021"), PersonalNumber, Some("O17090001234"));
    // Nữ in any typing is sure when the number says the same, doubtful when the number cannot be asked.
    for sex in ["Nu", "NU", "Nuwx", "Nu74", "nữ", "NỮ", "Nư\u{303}", "Nu\u{31b}\u{303}"] {
        assert_eq!(doubtful(&make("017190001234", "", "05031990", sex, "10082021")), [], "{sex}");
    }
    check_doubtful(&make("01719000123", "", "05031990", "Nu", "10082021"), Sex, Some("Nữ"));
    // Dates that the separators make plain.
    for birth in ["5/3/1990", "05-03-1990", "05.03.1990", "05 03 1990", "1990-03-05"] {
        assert_eq!(
            card(&make("017090001234", "", birth, "Nam", "10082021")),
            card(&good.replace("113456789", "")),
            "{birth}"
        );
    }
}

#[test]
fn a_card_read_in_the_wrong_code_page_is_turned_back() {
    for text in [
        "\u{30}\u{31}\u{37}\u{31}\u{39}\u{30}\u{30}\u{30}\u{31}\u{32}\u{33}\u{35}\u{7C}\u{7C}\u{4E}\u{67}\u{75}\u{79}á»…\u{6E}\u{20}\u{54}\u{68}á»‹\u{20}\u{48}Æ°Æ¡\u{6E}\u{67}\u{7C}\u{31}\u{32}\u{31}\u{32}\u{31}\u{39}\u{39}\u{30}\u{7C}\u{4E}á»¯\u{7C}\u{54}á»•\u{20}\u{35}\u{2C}\u{20}\u{54}\u{68}á»‹\u{20}\u{74}\u{72}áº¥\u{6E}\u{20}\u{4D}Ã£\u{6E}\u{20}Ä\u{90}á»©\u{63}\u{2C}\u{20}\u{54}Ã¢\u{6E}\u{20}\u{4C}áº¡\u{63}\u{2C}\u{20}\u{48}Ã²\u{61}\u{20}\u{42}Ã¬\u{6E}\u{68}\u{7C}\u{31}\u{30}\u{30}\u{38}\u{32}\u{30}\u{32}\u{31}", // cp1252
        "\u{30}\u{31}\u{37}\u{31}\u{39}\u{30}\u{30}\u{30}\u{31}\u{32}\u{33}\u{35}\u{7C}\u{7C}\u{4E}\u{67}\u{75}\u{79}á»…\u{6E}\u{20}\u{54}\u{68}á»‹\u{20}\u{48}Æ°Æ¡\u{6E}\u{67}\u{7C}\u{31}\u{32}\u{31}\u{32}\u{31}\u{39}\u{39}\u{30}\u{7C}\u{4E}á»¯\u{7C}\u{54}á»•\u{20}\u{35}\u{2C}\u{20}\u{54}\u{68}á»‹\u{20}\u{74}\u{72}áº¥\u{6E}\u{20}\u{4D}Ă£\u{6E}\u{20}Ä\u{90}á»©\u{63}\u{2C}\u{20}\u{54}Ă¢\u{6E}\u{20}\u{4C}áº¡\u{63}\u{2C}\u{20}\u{48}Ă²\u{61}\u{20}\u{42}Ă¬\u{6E}\u{68}\u{7C}\u{31}\u{30}\u{30}\u{38}\u{32}\u{30}\u{32}\u{31}", // cp1258
        "\u{30}\u{31}\u{37}\u{31}\u{39}\u{30}\u{30}\u{30}\u{31}\u{32}\u{33}\u{35}\u{7C}\u{7C}\u{4E}\u{67}\u{75}\u{79}ß╗à\u{6E}\u{20}\u{54}\u{68}ß╗ï\u{20}\u{48}╞░╞í\u{6E}\u{67}\u{7C}\u{31}\u{32}\u{31}\u{32}\u{31}\u{39}\u{39}\u{30}\u{7C}\u{4E}ß╗»\u{7C}\u{54}ß╗ò\u{20}\u{35}\u{2C}\u{20}\u{54}\u{68}ß╗ï\u{20}\u{74}\u{72}ß║Ñ\u{6E}\u{20}\u{4D}├ú\u{6E}\u{20}─Éß╗⌐\u{63}\u{2C}\u{20}\u{54}├ó\u{6E}\u{20}\u{4C}ß║í\u{63}\u{2C}\u{20}\u{48}├▓\u{61}\u{20}\u{42}├¼\u{6E}\u{68}\u{7C}\u{31}\u{30}\u{30}\u{38}\u{32}\u{30}\u{32}\u{31}", // cp437
        "\u{30}\u{31}\u{37}\u{31}\u{39}\u{30}\u{30}\u{30}\u{31}\u{32}\u{33}\u{35}\u{7C}\u{7C}\u{4E}\u{67}\u{75}\u{79}ß╗à\u{6E}\u{20}\u{54}\u{68}ß╗ï\u{20}\u{48}ã░ãí\u{6E}\u{67}\u{7C}\u{31}\u{32}\u{31}\u{32}\u{31}\u{39}\u{39}\u{30}\u{7C}\u{4E}ß╗»\u{7C}\u{54}ß╗ò\u{20}\u{35}\u{2C}\u{20}\u{54}\u{68}ß╗ï\u{20}\u{74}\u{72}ß║Ñ\u{6E}\u{20}\u{4D}├ú\u{6E}\u{20}─Éß╗®\u{63}\u{2C}\u{20}\u{54}├ó\u{6E}\u{20}\u{4C}ß║í\u{63}\u{2C}\u{20}\u{48}├▓\u{61}\u{20}\u{42}├¼\u{6E}\u{68}\u{7C}\u{31}\u{30}\u{30}\u{38}\u{32}\u{30}\u{32}\u{31}", // cp850
        "\u{30}\u{31}\u{37}\u{31}\u{39}\u{30}\u{30}\u{30}\u{31}\u{32}\u{33}\u{35}\u{7C}\u{7C}\u{4E}\u{67}\u{75}\u{79}·ªÖ\u{6E}\u{20}\u{54}\u{68}·ªã\u{20}\u{48}∆∞∆°\u{6E}\u{67}\u{7C}\u{31}\u{32}\u{31}\u{32}\u{31}\u{39}\u{39}\u{30}\u{7C}\u{4E}·ªØ\u{7C}\u{54}·ªï\u{20}\u{35}\u{2C}\u{20}\u{54}\u{68}·ªã\u{20}\u{74}\u{72}·∫•\u{6E}\u{20}\u{4D}√£\u{6E}\u{20}ƒê·ª©\u{63}\u{2C}\u{20}\u{54}√¢\u{6E}\u{20}\u{4C}·∫°\u{63}\u{2C}\u{20}\u{48}√≤\u{61}\u{20}\u{42}√¨\u{6E}\u{68}\u{7C}\u{31}\u{30}\u{30}\u{38}\u{32}\u{30}\u{32}\u{31}", // mac_roman
    ] {
        check_clean(PEOPLE[1], text);
    }
}

#[test]
fn a_no_break_space_lost_with_the_encoding_is_guessed_back_and_confirmed() {
    let person = PEOPLE[8];
    let (fields, doubtful) = card(&misread(person).replace('\u{a0}', " "));
    assert_eq!(fields, truth(person));
    assert!(doubtful.contains(&CardField::Name) && doubtful.contains(&CardField::Address));
}

#[test]
fn a_known_list_of_places_finds_what_no_rule_of_spelling_can() {
    let places = ["Xã Tử Nê", "Huyện Tân Lạc", "Thị trấn Mãn Đức"];
    let doubt = |address: &str| {
        let text = format!("017090001234||Bùi Văn An|05031990|Nam|{address}|10082021");
        match scan_among(&text, &places) {
            Scan::CitizenCard { doubtful, .. } => doubtful.contains(&CardField::Address),
            Scan::Receipt { .. } | Scan::Unknown => panic!("{text}"),
        }
    };
    assert!(!doubt("Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình"));
    assert!(!doubt("Xóm Lự, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình"));
    assert!(!doubt("Khu 2, TT. Mãn Đức, H. Tân Lạc, Hòa Bình"));
    assert!(doubt("Xóm Lự, Tử Nê, Tân Lạ, Hòa Bình"));
    assert!(doubt("Xóm Lự, Tử Nê Tân Lạc, Hòa Bình"));
    assert!(!doubt("Thôn 3, Vật Lại, Ba Vì, Hà Nội"));
}

#[test]
fn a_receipt_is_known_by_its_code_or_its_address() {
    let proof = "Ab-_".repeat(32);
    let code = "000.05.17.H28-240305-0031";
    let check = |text: &str, expected: Option<&str>| match scan(text) {
        Scan::Receipt { code: found, proof } => {
            assert_eq!(found.as_str(), code, "{text}");
            assert_eq!(proof.as_deref(), expected, "{text}");
        }
        other @ (Scan::CitizenCard { .. } | Scan::Unknown) => panic!("{text}: {other:?}"),
    };
    check(code, None);
    check(&format!("{code}\r\n"), None);
    check(&format!("  {}  ", code.to_lowercase()), None);
    check(&format!("{code}#{proof}"), Some(&proof));
    check(&format!("{code} {proof}"), Some(&proof));
    check(&format!("{code}\n{proof}\n"), Some(&proof));
    check(&format!("https://tracuu.example.vn/h/{code}"), None);
    check(&format!("https://tracuu.example.vn/h/{code}#{proof}"), Some(&proof));
    check(&format!("https://tracuu.example.vn/a/b/h/{code}/?x=1#{proof}\r"), Some(&proof));
    check(&format!("HTTPS://TRACUU.EXAMPLE.VN/H/{code}#{proof}"), Some(&proof));
    check(&format!("https://tracuu.example.vn/h/{code}#abc"), Some("abc"));
}

#[test]
fn anything_else_is_unknown() {
    for text in [
        "",
        "   ",
        "8934563138165",
        "https://example.vn/h/",
        "https://example.vn/h/000.05.17.H28-240230-0031",
        "https://example.vn/x/000.05.17.H28-240305-0031",
        "000.05.17.H28-240305",
        "a|b|c|d|e|f",
        "||||||",
        "một|hai|ba|bốn|năm|sáu|bảy",
        "017090001234",
        "017090001234|113456789|Bùi Văn An|05031990|Nam",
        "WIFI:T:WPA;S:ubnd;P:secret;;",
        "00020101021238540010A00000072701240006970436",
    ] {
        assert_eq!(scan(text), Scan::Unknown, "{text:?}");
    }
}

#[test]
fn a_lost_character_is_nearly_always_noticed() {
    let (mut tried, mut silent) = (0, 0);
    for person in PEOPLE {
        let truth = truth(person);
        let chars: Vec<char> = person.chars().collect();
        for lost in 0..chars.len() {
            let text: String = chars.iter().enumerate().filter(|(i, _)| *i != lost).map(|(_, c)| *c).collect();
            let (fields, doubtful) = card(&text);
            let wrong = silently_wrong(&fields, &doubtful, &truth);
            // Names and addresses may turn into others that exist; everything else shows by its shape.
            let free = [CardField::Name, CardField::Address];
            assert!(wrong.iter().all(|field| free.contains(field)), "{text}: {wrong:?}");
            tried += 1;
            silent += usize::from(!wrong.is_empty());
        }
    }
    assert!(silent * 10 < tried, "{silent} of {tried} losses went unnoticed");
}

#[test]
fn keystrokes_instead_of_letters_are_always_noticed() {
    for person in PEOPLE {
        let truth = truth(person);
        for text in [typed(person, TELEX), typed(person, VNI)] {
            let (fields, doubtful) = card(&text);
            assert_eq!(silently_wrong(&fields, &doubtful, &truth), [], "{text}");
        }
    }
}

#[test]
fn most_names_come_back_from_keystrokes() {
    let back = |keys: Keys| {
        let found = PEOPLE.iter().filter(|person| card(&typed(person, keys)).0.name == truth(person).name).count();
        assert!(found >= 12, "{found} of {}", PEOPLE.len());
    };
    back(TELEX);
    back(VNI);
}

/// Keys for â ê ô, ă, ơ ư, đ and the tones grave, acute, hook, tilde, dot.
type Keys = ([&'static str; 4], [char; 5]);
const TELEX: Keys = (["*", "w", "w", "d"], ['f', 's', 'r', 'x', 'j']);
const VNI: Keys = (["6", "8", "7", "9"], ['2', '1', '3', '4', '5']);

/// The text as the keys that an input program takes for it, the tone at the word's end.
fn typed(text: &str, keys: Keys) -> String {
    let ([circumflex, breve, horn, stroke], tones) = keys;
    let mut out = String::new();
    let mut tone = None;
    for c in text.nfd() {
        let mark = match c {
            '\u{300}' => Some(0),
            '\u{301}' => Some(1),
            '\u{309}' => Some(2),
            '\u{303}' => Some(3),
            '\u{323}' => Some(4),
            _ => None,
        };
        if let Some(mark) = mark {
            tone = Some(tones[mark]);
            continue;
        }
        match c {
            '\u{302}' if circumflex == "*" => out.extend(out.chars().last().map(|c| c.to_ascii_lowercase())),
            '\u{302}' => out.push_str(circumflex),
            '\u{306}' => out.push_str(breve),
            '\u{31b}' => out.push_str(horn),
            'đ' => out.push_str(&format!("d{stroke}")),
            'Đ' => out.push_str(&format!("D{stroke}")),
            c => {
                if !c.is_alphabetic() {
                    out.extend(tone.take());
                }
                out.push(c);
            }
        }
    }
    out.extend(tone);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), pipes in "[0-9A-Za-zÀ-ỹ|/#:. ,'-]{0,120}") {
        let _ = (scan(&text), scan(&pipes));
    }

    #[test]
    fn a_number_with_a_wrong_digit_is_marked_when_place_sex_or_year_show_it(
        person in 0usize..16, at in 0usize..6, digit in 0u8..10,
    ) {
        let person = PEOPLE[person];
        let truth = truth(person);
        let mut text = person.to_owned();
        text.replace_range(at..=at, &digit.to_string());
        let (fields, doubtful) = card(&text);
        let wrong = silently_wrong(&fields, &doubtful, &truth);
        prop_assert!(wrong.is_empty() || at < 3, "{text}: {wrong:?}");
    }
}
