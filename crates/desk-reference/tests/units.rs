//! Units, calendar, hours and headings of the shipped set.

use chrono::{NaiveDate, Weekday};
use desk_core::calendar::{DuePolicy, SpecialKind};
use desk_reference::{FormSetId, Level, Reference, units::Share};
use unicode_normalization::is_nfc;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn set() -> &'static Reference {
    Reference::shipped()
}

#[test]
fn the_lists_are_as_long_as_their_sources_say() {
    let units = set().units().all();
    let count = |level| units.iter().filter(|unit| unit.level == level).count();
    assert_eq!(units.len(), 210);
    assert_eq!((count(Level::Province), count(Level::District), count(Level::Commune)), (2, 11, 197));
    assert_eq!(set().calendar().days.len(), 146);
    let kinds = |kind| set().calendar().days.values().filter(|day| day.kind == kind).count();
    assert_eq!(kinds(SpecialKind::Holiday), 109);
    assert_eq!(kinds(SpecialKind::Substitute), 31);
    assert_eq!(kinds(SpecialKind::SwappedWorkday), 6);
    assert_eq!(set().version(), "2026-11-21");
}

#[test]
fn every_unit_is_nfc_has_one_key_and_codes_never_overlap() {
    let units = set().units().all();
    for (at, unit) in units.iter().enumerate() {
        assert!(is_nfc(&unit.name) && is_nfc(&unit.source), "{}", unit.name);
        let width = if unit.level == Level::Commune { 5 } else { unit.code.len() };
        assert!(unit.code.len() == width && unit.code.bytes().all(|b| b.is_ascii_digit()), "{}", unit.code);
        assert_eq!(set().unit_at(&unit.office_id()), Some(unit));
        for other in &units[at + 1..] {
            let apart = |a: &desk_reference::Unit, b: &desk_reference::Unit| {
                a.valid_to.is_some_and(|to| b.valid_from.is_some_and(|from| to < from))
            };
            assert!(unit.code != other.code || apart(unit, other) || apart(other, unit), "{}", unit.code);
        }
    }
}

#[test]
fn every_commune_of_the_last_old_day_has_a_successor_and_every_new_one_a_predecessor() {
    let (old, new) = (day("2025-06-30"), day("2025-07-01"));
    let mut links = 0;
    let mut communes = 0;
    for unit in set().units().units_on(old).filter(|unit| unit.level == Level::Commune) {
        let successors = set().units().successors(&unit.code, old);
        communes += 1;
        links += successors.len();
        assert!(!successors.is_empty(), "{}", unit.name);
        let defaults = successors.iter().filter(|next| next.share != Share::SplitPart).count();
        assert_eq!(defaults, 1, "{} needs one place where its dossiers go", unit.name);
        assert!(successors.iter().all(|next| next.unit.is_valid(new)));
    }
    assert_eq!((communes, links), (151, 154));
    let mut fresh = 0;
    for unit in set().units().units_on(new).filter(|unit| unit.level == Level::Commune) {
        assert!(!set().units().predecessors(&unit.code, new).is_empty(), "{}", unit.name);
        fresh += 1;
    }
    assert_eq!(fresh, 46);
}

#[test]
fn a_code_means_what_it_meant_on_that_day() {
    let check = |code: &str, on: &str, expected: Option<(&str, &str)>| {
        let found = set().unit(code, day(on)).map(|unit| (unit.name.clone(), unit.office_id()));
        assert_eq!(found, expected.map(|(name, key)| (name.to_owned(), key.to_owned())), "{code} on {on}");
    };
    check("04795", "2024-03-05", Some(("Phường Thịnh Lang", "04795@2020-01-01")));
    check("04795", "2025-06-30", Some(("Phường Thịnh Lang", "04795@2020-01-01")));
    check("04795", "2025-07-01", Some(("Phường Hòa Bình", "04795@2025-07-01")));
    check("04795", "2026-11-21", Some(("Phường Hòa Bình", "04795@2025-07-01")));
    check("05164", "2024-03-05", Some(("Xã Tử Nê", "05164@2020-01-01")));
    check("05164", "2026-11-21", None);
    check("155", "2024-03-05", Some(("Huyện Tân Lạc", "155@")));
    check("155", "2025-07-01", None);
    check("151", "2019-12-31", Some(("Huyện Kỳ Sơn", "151@")));
    check("151", "2020-01-01", None);
    check("05128", "2025-06-30", Some(("Thị trấn Mãn Đức", "05128@2020-01-01")));
    check("05128", "2026-11-21", Some(("Xã Tân Lạc", "05128@2025-07-01")));
    check("25", "2026-11-21", Some(("Tỉnh Phú Thọ", "25@2025-07-01")));
    check("17", "2024-03-05", Some(("Tỉnh Hòa Bình", "17@1991-10-01")));
    check("99999", "2024-03-05", None);
}

#[test]
fn a_split_commune_has_a_default_successor() {
    let units = set().units();
    let check = |code: &str, expected: &[(&str, Share)]| {
        let mut found: Vec<_> = units
            .successors(code, day("2025-06-30"))
            .iter()
            .map(|next| (next.unit.name.as_str(), next.share))
            .collect();
        found.sort_by_key(|(name, _)| *name);
        assert_eq!(found, expected);
    };
    check("04891", &[("Phường Thống Nhất", Share::SplitPart), ("Xã Tiền Phong", Share::SplitDefault)]);
    check("05221", &[("Xã Mai Châu", Share::SplitDefault), ("Xã Pà Cò", Share::SplitPart)]);
    check("04795", &[("Phường Hòa Bình", Share::Whole)]);
    assert!(units.successors("04795", day("2026-01-01")).is_empty());
    let district: Vec<_> =
        units.successors("155", day("2025-06-30")).iter().map(|next| next.unit.name.as_str()).collect();
    assert_eq!(district.len(), 5, "{district:?}");
}

#[test]
fn a_unit_is_found_by_its_old_and_its_new_name() {
    let check = |text: &str, on: &str, first: &str, by: Option<&str>| {
        let hits = set().units().find_units(text, day(on));
        let hit = hits.first().unwrap_or_else(|| panic!("{text} finds nothing"));
        assert_eq!((hit.unit.name.as_str(), hit.by.map(|unit| unit.name.as_str())), (first, by), "{text} on {on}");
    };
    let tu_ne = set().units().successors("05164", day("2025-06-30"))[0].unit.name.clone();
    check("tu ne", "2024-03-05", "Xã Tử Nê", None);
    check("Tử Nê", "2026-11-21", &tu_ne, Some("Xã Tử Nê"));
    check("TÂN LẠC", "2026-11-21", "Xã Tân Lạc", None);
    check("tan lac", "2024-03-05", "Huyện Tân Lạc", None);
    check("thinh lang", "2026-11-21", "Phường Hòa Bình", Some("Phường Thịnh Lang"));
    check("phuong hoa binh", "2026-11-21", "Phường Hòa Bình", None);
    check("Mi Hòa", "2024-03-05", "Xã Mỵ Hòa", None);
    check("muong bi", "2026-11-21", "Xã Mường Bi", None);
    check("05164", "2024-03-05", "Xã Tử Nê", None);
    assert!(set().units().find_units("Sài Gòn", day("2026-11-21")).is_empty());
    assert!(set().units().find_units("  ", day("2026-11-21")).is_empty());
}

#[test]
fn special_days_are_what_the_decisions_say() {
    let calendar = set().calendar();
    let check = |on: &str, expected: Option<(SpecialKind, bool)>| {
        assert_eq!(calendar.days.get(&day(on)).map(|day| (day.kind, day.official)), expected, "{on}");
    };
    check("2026-08-22", Some((SpecialKind::SwappedWorkday, true)));
    check("2026-08-31", Some((SpecialKind::Substitute, true)));
    check("2026-01-10", Some((SpecialKind::SwappedWorkday, true)));
    check("2026-02-16", Some((SpecialKind::Holiday, true)));
    check("2026-04-27", Some((SpecialKind::Substitute, true)));
    check("2026-11-24", Some((SpecialKind::Holiday, true)));
    check("2025-11-24", None);
    check("2024-05-04", Some((SpecialKind::SwappedWorkday, true)));
    check("2027-02-08", Some((SpecialKind::Holiday, false)));
    check("2024-03-05", None);
    assert_eq!(calendar.known_from, Some(day("2018-01-01")));
    assert_eq!(calendar.known_until, Some(day("2027-12-31")));
    assert_eq!(calendar.official_until, Some(day("2026-12-31")));
    for (date, special) in &calendar.days {
        assert!(is_nfc(&special.name) && !special.name.is_empty(), "{date}");
    }
}

#[test]
fn hours_are_assumed_and_commune_police_also_receive_on_saturday_morning() {
    let on = day("2026-11-21");
    let commune = set().unit("05128", on).expect("Tân Lạc");
    let plain = set().hours(commune, None, on);
    let text = |spans: &[desk_core::calendar::Span]| {
        spans.iter().map(|s| format!("{}-{}", s.open.format("%H:%M"), s.close.format("%H:%M"))).collect::<Vec<_>>()
    };
    assert!(plain.assumed);
    assert_eq!(text(plain.spans(Weekday::Mon)), ["07:00-11:30", "13:30-17:00"]);
    assert_eq!(text(&plain.swapped), ["07:00-11:30", "13:30-17:00"]);
    assert!(plain.spans(Weekday::Sat).is_empty() && plain.spans(Weekday::Sun).is_empty());
    let offices = set().offices();
    let saturday = |unit, sector| text(&offices.hours(unit, Some(sector), on).receiving[5]);
    assert_eq!(saturday(commune, "Đăng ký, quản lý cư trú"), ["07:00-11:30"]);
    let residence = offices.hours(commune, Some("Đăng ký, quản lý cư trú"), on);
    assert!(residence.spans(Weekday::Sat).is_empty(), "received on Saturday, worked on from Monday");
    assert_eq!(saturday(commune, "Hộ tịch"), Vec::<String>::new());
    assert_eq!(set().hours(commune, Some("1.004222"), on), offices.hours(commune, Some("Đăng ký, quản lý cư trú"), on));
    assert_eq!(set().hours(commune, Some("1.001193"), on), plain);
    let district = set().unit("155", day("2024-03-05")).expect("Tân Lạc");
    assert_eq!(saturday(district, "Đăng ký, quản lý cư trú"), Vec::<String>::new());
    assert_eq!(set().policy(commune, on), DuePolicy::SameHalfDay);
}

#[test]
fn headings_follow_the_organisation_of_the_day() {
    let check = |code: &str, on: &str, superior: &str, office: &str, place: &str| {
        let unit = set().unit(code, day(on)).expect("a unit");
        let heading = set().heading(unit, day(on));
        assert_eq!(
            (heading.superior.as_str(), heading.office.as_str(), heading.place.as_str()),
            (superior, office, place)
        );
        assert!(!heading.desk.contains('{') && is_nfc(&heading.desk));
    };
    let (old, new) = ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG");
    check("155", "2024-03-05", "UBND HUYỆN TÂN LẠC", old, "Tân Lạc");
    check("05164", "2024-03-05", "UBND XÃ TỬ NÊ", old, "Tử Nê");
    check("04795", "2024-03-05", "UBND PHƯỜNG THỊNH LANG", old, "Thịnh Lang");
    check("05128", "2026-11-21", "UBND XÃ TÂN LẠC", new, "Tân Lạc");
    check("04795", "2025-07-01", "UBND PHƯỜNG HÒA BÌNH", new, "Hòa Bình");
    check("148", "2024-03-05", "UBND THÀNH PHỐ HÒA BÌNH", old, "Hòa Bình");
}

#[test]
fn every_unit_has_a_proposed_identifier_of_its_own() {
    let mut seen = std::collections::BTreeSet::new();
    for unit in set().units().all() {
        let identifier = set().identifier(unit).unwrap_or_else(|| panic!("{} has none", unit.name));
        assert!(identifier.assumed);
        assert!(seen.insert(identifier.text.clone()), "{} twice", identifier.text);
    }
    let check = |office: &str, expected: &str| {
        let unit = set().unit_at(office).expect("a unit");
        assert_eq!(set().identifier(unit).map(|identifier| identifier.text), Some(expected.to_owned()));
    };
    check("05164@2020-01-01", "000.05.17.H28");
    check("155@", "000.00.17.H28");
    check("05128@2025-07-01", "H44.123");
}

#[test]
fn the_form_set_changes_on_its_day_or_on_the_offices_own() {
    let check = |on: &str, switch: Option<&str>, expected: FormSetId| {
        assert_eq!(set().form_set(day(on), switch.map(day)), expected, "{on}");
    };
    check("2018-01-01", None, FormSetId::Tt01Of2018);
    check("2024-03-05", None, FormSetId::Tt01Of2018);
    check("2025-09-14", None, FormSetId::Tt01Of2018);
    check("2025-09-15", None, FormSetId::Tt03Of2025);
    check("2026-11-21", None, FormSetId::Tt03Of2025);
    check("2025-09-20", Some("2025-10-01"), FormSetId::Tt01Of2018);
    check("2025-10-01", Some("2025-10-01"), FormSetId::Tt03Of2025);
    let newer = &set().form_sets().sets[1];
    assert!(!newer.confirmed && newer.forms == 7);
}
