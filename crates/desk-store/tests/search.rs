//! What people type and what they find.

mod common;

use std::collections::BTreeSet;

use common::*;
use desk_core::{
    alike::{Judgements, PersonKey, PersonsJudged},
    code::DossierCode,
    dossier::{Done, Received},
    office::OfficeFact,
    text::{fold, sort_key},
};
use desk_store::{Act, Filter, NewEntry, Page, Sort, Store};
use proptest::prelude::*;

fn store_with(scratch: &Scratch, dossiers: impl IntoIterator<Item = Received>) -> Store {
    let store = scratch.create();
    for (n, one) in (0..).zip(dossiers) {
        receive(&store, n, one).expect("saves");
    }
    store
}

fn owners(store: &Store, text: &str) -> Vec<String> {
    let now = moment(2016, 2, 1, 8, 0);
    let hits = store.reader().search(text, &Filter::default(), now, 100, None).expect("finds");
    let count = store.reader().count(text, &Filter::default(), now).expect("counts");
    assert_eq!(count.n as usize, hits.len(), "{text}");
    hits.into_iter().map(|hit| hit.owner).collect()
}

/// Six people; the fifth's dossier was brought by a seventh.
fn six() -> Vec<Received> {
    let people = [
        ("Nguyễn Thị Hương", "017184000012", "0912345678", "Đăng ký khai sinh"),
        ("Bùi Văn Hoà", "017090000034", "0987000111", "Đăng ký kết hôn"),
        ("Quách Thị Duyên", "017195001234", "0355111222", "Chứng thực chữ ký trong các giấy tờ"),
        ("Đinh Đức Đạt", "017085004321", "0912999888", "Hỗ trợ chi phí mai táng"),
        ("Nguyễn Hương Ly", "017301000056", "0911111111", "Đăng ký khai tử"),
        ("H'Mai Niê", "066199000078", "0900000031", "Đăng ký khai sinh"),
    ];
    let mut all: Vec<Received> = (0..).map(|n| received(n * 40, 60, 3)).take(people.len()).collect();
    for (one, (name, number, phone, procedure)) in all.iter_mut().zip(people) {
        one.owner.name = name.to_owned();
        one.owner.personal_number = Some(number.to_owned());
        one.owner.phone = Some(phone.to_owned());
        one.owner.birth_date = chrono::NaiveDate::from_ymd_opt(1984, 3, 5);
        one.procedure.name = procedure.to_owned();
        one.submitter = None;
    }
    let mut by = all[4].owner.clone();
    by.name = "Xa Văn Tuấn".to_owned();
    by.personal_number = Some("017070009999".to_owned());
    all[4].submitter = Some(desk_core::dossier::Submitter { party: by, standing: None });
    all
}

#[test]
fn any_part_people_say_finds_the_dossier() {
    let scratch = Scratch::new();
    let six = six();
    let codes: Vec<String> = six.iter().map(|one| one.code.clone()).collect();
    assert_eq!(codes[1], "H28.155-160104-0041");
    let store = store_with(&scratch, six);
    let check = |text: &str, expected: &[&str]| assert_eq!(owners(&store, text), expected, "{text}");
    // Words of a name in any order, any marks, any case, from their beginnings.
    check("thi huong nguyen", &["Nguyễn Thị Hương"]);
    check("Hương", &["Nguyễn Hương Ly", "Nguyễn Thị Hương"]);
    check("HUONG ng", &["Nguyễn Hương Ly", "Nguyễn Thị Hương"]);
    check("hòa", &["Bùi Văn Hoà"]);
    check("Hòa", &["Bùi Văn Hoà"]);
    check("hoà", &["Bùi Văn Hoà"]);
    check("Hòa", &["Bùi Văn Hoà"]); // marks apart (NFD)
    check("đạt", &["Đinh Đức Đạt"]);
    check("dat duc", &["Đinh Đức Đạt"]);
    check("DUYEN", &["Quách Thị Duyên"]);
    check("lý", &["Nguyễn Hương Ly"]);
    check("hmai", &["H'Mai Niê"]);
    check("h'mai", &["H'Mai Niê"]);
    check("mai nie", &["H'Mai Niê"]);
    // Who brought it.
    check("tuấn xa", &["Nguyễn Hương Ly"]);
    check("9999", &["Nguyễn Hương Ly"]);
    // Codes: whole, from the start, the end, the number.
    check(&codes[1], &["Bùi Văn Hoà"]);
    check(&codes[1].to_lowercase(), &["Bùi Văn Hoà"]);
    check("H28.155-160104-004", &["Bùi Văn Hoà"]);
    check("160104-0041", &["Bùi Văn Hoà"]);
    check("1601040041", &["Bùi Văn Hoà"]);
    check("0041", &["Nguyễn Hương Ly", "Bùi Văn Hoà"]);
    check("41", &["Nguyễn Hương Ly", "Bùi Văn Hoà"]);
    check("41 hoa", &["Bùi Văn Hoà"]);
    // Phones and personal numbers: whole, beginnings, ends, in groups.
    check("0912345678", &["Nguyễn Thị Hương"]);
    check("0912 345 678", &["Nguyễn Thị Hương"]);
    check("0912.345.678", &["Nguyễn Thị Hương"]);
    check("09123456", &["Nguyễn Thị Hương"]);
    check("5678", &["Nguyễn Thị Hương"]);
    check("345678", &["Nguyễn Thị Hương"]);
    check("2345678", &["Nguyễn Thị Hương"]);
    check("017195001234", &["Quách Thị Duyên"]);
    check("017195", &["Quách Thị Duyên"]);
    check("01719500", &["Quách Thị Duyên"]);
    check("1234", &["Quách Thị Duyên"]);
    // Words of the procedure, alone and with a name.
    check("khai sinh", &["H'Mai Niê", "Nguyễn Thị Hương"]);
    check("huong khai tu", &["Nguyễn Hương Ly"]);
    check("mai táng", &["Đinh Đức Đạt"]);
    // Born on.
    check("05/03/1984 duyen", &["Quách Thị Duyên"]);
    // Nothing.
    check("khongaiten", &[]);
    check("huong khongaiten", &[]);
    check("\" OR 1=1 --", &[]);
    check("()*^:{}", &[]);
    assert_eq!(owners(&store, "").len(), 6);
    assert_eq!(owners(&store, " ").len(), 6);
}

#[test]
fn a_search_goes_on_after_its_last_line() {
    let scratch = Scratch::new();
    let store = store_with(&scratch, (0..60).map(|n| received(n, 10, 5)));
    let now = moment(2016, 2, 1, 8, 0);
    for text in ["", "thi", "dang ky", "H28.155-1601"] {
        let reader = store.reader();
        let all = reader.search(text, &Filter::default(), now, 1_000, None).expect("finds");
        let mut paged = Vec::new();
        loop {
            let after = paged.last().map(|hit: &desk_store::Hit| hit.row);
            let more = reader.search(text, &Filter::default(), now, 7, after).expect("finds");
            if more.is_empty() {
                break;
            }
            paged.extend(more);
        }
        assert_eq!(paged, all, "{text}");
        assert!(all.len() > 7 && all.is_sorted_by(|a, b| a.row > b.row), "{text}");
    }
}

#[test]
fn citizens_come_with_their_newest_data() {
    let scratch = Scratch::new();
    let mut dossiers = six();
    let mut moved = received(300, 60, 3);
    moved.owner = dossiers[0].owner.clone();
    moved.owner.address = Some("Xóm 1, xã Phong Phú".to_owned());
    dossiers.push(moved);
    let store = store_with(&scratch, dossiers);
    let newest = store.reader().person_latest("017184000012").expect("finds").expect("is known");
    assert_eq!(newest.party.address.as_deref(), Some("Xóm 1, xã Phong Phú"));
    assert_eq!(store.reader().person_latest("017184").expect("finds"), None);
    // The number of a person who only brought somebody's dossier gives no data of that somebody.
    assert_eq!(store.reader().person_latest("017070009999").expect("finds"), None);
    let names = |text: &str| -> Vec<String> {
        let found = store.reader().persons_find(text, 10, &Judgements::default()).expect("finds");
        found.into_iter().map(|citizen| citizen.party.name).collect()
    };
    assert_eq!(names("huong"), ["Nguyễn Thị Hương", "Nguyễn Hương Ly"]);
    assert_eq!(names("khai"), [""; 0]);
    assert_eq!(names("0171"), ["Nguyễn Thị Hương", "Quách Thị Duyên"]);
    assert_eq!(names("0912 345 678"), ["Nguyễn Thị Hương"]);
    assert_eq!(names("tuan"), [""; 0]);
}

#[test]
fn a_dossier_alike_is_found_by_number_or_by_name_and_birth() {
    let scratch = Scratch::new();
    let dossiers = six();
    let (procedure, born) = (dossiers[0].procedure.code.clone(), dossiers[0].owner.birth_date);
    let store = store_with(&scratch, dossiers);
    let now = moment(2016, 1, 20, 8, 0);
    let alike = |number: Option<&str>, name: &str, born, procedure: &str| -> Vec<bool> {
        let found =
            store.reader().duplicates(number, name, born, procedure, now, &Judgements::default()).expect("finds");
        found.iter().map(|one| one.same_number).collect()
    };
    assert_eq!(alike(Some("017184000012"), "Ai Đó", None, &procedure), [true]);
    assert_eq!(alike(None, "NGUYEN THI HUONG", born, &procedure), [false]);
    assert_eq!(alike(Some("017184000012"), "Nguyễn Thị Hương", born, &procedure), [true]);
    assert_eq!(alike(Some("001000000001"), "Nguyễn Thị Hương", born, &procedure), [false; 0]); // a namesake
    assert_eq!(alike(None, "Nguyễn Hương", born, &procedure), [false; 0]);
    assert_eq!(alike(Some("017184000012"), "Nguyễn Thị Hương", born, "9.999999"), [false; 0]);
}

#[test]
fn people_who_look_alike_are_one_or_two_as_somebody_said_last() {
    let scratch = Scratch::new();
    let mut dossiers = six();
    let (procedure, born) = (dossiers[0].procedure.code.clone(), dossiers[0].owner.birth_date);
    // The same woman under her old number, with the same procedure.
    let mut old = received(300, 9, 3);
    old.owner = dossiers[0].owner.clone();
    old.owner.personal_number = Some("113456789".to_owned());
    old.procedure = dossiers[0].procedure.clone();
    dossiers.push(old.clone());
    let new = dossiers[0].owner.clone();
    let store = store_with(&scratch, dossiers);
    let number = new.personal_number.as_deref();
    let now = moment(2016, 1, 20, 8, 0);
    let alike = store.reader().persons_alike(&new, 5).expect("finds");
    assert_eq!(alike.iter().map(|one| one.party.personal_number.as_deref()).collect::<Vec<_>>(), [Some("113456789")]);

    let judge = |same| {
        let done = Done { at: now, by: "Quách Thị Quyên".to_owned() };
        let judged = PersonsJudged { one: PersonKey::of(&new), other: PersonKey::of(&old.owner), same, done };
        let entries = vec![NewEntry::Office(OfficeFact::PersonsJudged(Box::new(judged)))];
        store.append(Act { at: now, actor: Some(clerk()), entries }).expect("is noted");
    };
    let seen = || {
        let judgements = store.reader().office().expect("reads").judgements;
        let people = store.reader().persons_find("nguyen thi huong", 9, &judgements).expect("finds").len();
        let found = store.reader().duplicates(number, &new.name, born, &procedure, now, &judgements).expect("finds");
        (people, found.iter().map(|one| one.same_number).collect::<Vec<_>>())
    };
    assert_eq!(seen(), (2, vec![true]));
    judge(true);
    assert_eq!(seen(), (1, vec![false, true]), "one person, and the other dossier is hers too");
    judge(false);
    assert_eq!(seen(), (2, vec![true]));
    let digest = store.digest();
    store.rebuild().expect("is made anew");
    assert_eq!(store.digest(), digest);
}

/// The plain meaning of a search for words and numbers, to compare with.
fn plainly_matches(one: &Received, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let mut parties = vec![&one.owner];
    parties.extend(one.submitter.as_ref().map(|submitter| &submitter.party));
    let code: DossierCode = one.code.parse().expect("a code");
    words(text).iter().all(|wanted| {
        let in_name =
            parties.iter().any(|party| words(&party.name).iter().any(|word| word.starts_with(wanted.as_str())));
        let in_procedure =
            wanted.len() > 1 && words(&one.procedure.name).iter().any(|word| word.starts_with(wanted.as_str()));
        let digits = wanted.bytes().all(|byte| byte.is_ascii_digit());
        let numbers = parties.iter().flat_map(|party| [&party.personal_number, &party.phone]).flatten();
        let in_numbers = digits
            && wanted.len() >= 4
            && numbers.clone().any(|number| number.starts_with(wanted.as_str()) || number.ends_with(wanted.as_str()));
        let in_code = digits && (code.is_said(wanted) || wanted.len() == 4 && wanted.parse() == Ok(code.number()));
        in_name || in_procedure || in_numbers || in_code
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn search_and_register_agree_with_looking_at_every_dossier(seed in 0_u64..1_000_000) {
        let scratch = Scratch::new();
        let all: Vec<Received> = (0..150).map(|n| received(n, 40, seed)).collect();
        let store = store_with(&scratch, all.clone());
        let now = moment(2016, 1, 6, 10, 0);
        let mut drawn = Drawn(seed);
        let cut = |text: &str, drawn: &mut Drawn| -> String {
            let letters: Vec<char> = text.chars().collect();
            letters[..1 + drawn.below(letters.len() as u64) as usize].iter().collect()
        };
        for _ in 0..60 {
            let one = &all[drawn.below(150) as usize];
            let name: Vec<&str> = one.owner.name.split(' ').collect();
            let number = one.owner.personal_number.clone().expect("has one");
            let text = match drawn.below(8) {
                0 => cut(name[2], &mut drawn),
                1 => format!("{} {}", cut(name[2], &mut drawn), cut(name[0], &mut drawn)),
                2 => format!("{} {}", name[1], one.procedure.name.split(' ').nth(1).unwrap_or_default()),
                3 => number[number.len() - 4 - drawn.below(9) as usize..].to_owned(),
                4 => number[..4 + drawn.below(9) as usize].to_owned(),
                5 => one.code[one.code.len() - 4..].to_owned(),
                6 => (1 + drawn.below(40)).to_string(),
                _ => one.owner.phone.clone().unwrap_or_else(|| name[0].to_owned()),
            };
            let expected: BTreeSet<&str> =
                all.iter().filter(|one| plainly_matches(one, &text)).map(|one| one.code.as_str()).collect();
            let hits = store.reader().search(&text, &Filter::default(), now, 1_000, None).expect("finds");
            let found: BTreeSet<&str> = hits.iter().map(|hit| hit.code.as_str()).collect();
            prop_assert_eq!(&found, &expected, "{}", text);
            prop_assert!(hits.is_sorted_by(|a, b| a.row > b.row));
        }
        let page = Page { offset: 0, limit: 1_000 };
        let codes = |filter: &Filter, sort| -> Vec<String> {
            let lines = store.reader().register("", filter, now, sort, page).expect("lists");
            lines.into_iter().map(|hit| hit.code).collect()
        };
        let everything = Filter::default();
        let sorted = |key: &dyn Fn(&Received) -> (String, String)| -> Vec<String> {
            let mut all: Vec<&Received> = all.iter().collect();
            all.sort_by_key(|one| key(one));
            all.into_iter().map(|one| one.code.clone()).collect()
        };
        prop_assert_eq!(codes(&everything, Sort::Code), sorted(&|one| (one.code.clone(), String::new())));
        let due = |one: &Received| (format!("{:020}", one.due.expect("is due").timestamp_millis()), one.code.clone());
        prop_assert_eq!(codes(&everything, Sort::Due), sorted(&due));
        let by_owner = codes(&everything, Sort::Owner);
        let keys: Vec<String> = by_owner
            .iter()
            .map(|code| sort_key(&all.iter().find(|one| one.code == *code).expect("is one of them").owner.name))
            .collect();
        prop_assert!(keys.is_sorted());
        for sector in ["Hộ tịch", "Đất đai"] {
            let filter = Filter { sector: Some(sector.to_owned()), ..Filter::default() };
            let mut expected: Vec<String> =
                all.iter().filter(|one| one.procedure.sector == sector).map(|one| one.code.clone()).collect();
            expected.sort();
            prop_assert_eq!(codes(&filter, Sort::Code), expected);
        }
        prop_assert!(store.verify().expect("checks").ok);
    }
}
