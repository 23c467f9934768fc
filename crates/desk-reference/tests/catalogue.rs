//! The procedures of the shipped set: counts, shapes, limits, fees and search.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::NaiveDate;
use desk_core::procedure::{Channel, Fee, Limit};
use desk_reference::{Catalogue, Level, Procedure, Reference, catalogue::pack};
use serde_json::Value;
use unicode_normalization::is_nfc;

const HAND: &str = include_str!("../../../assets/reference/procedures.json");
const NATIONAL: &[u8] = include_bytes!("../../../assets/reference/procedures-national.jsonl.zst");
const SPOKEN: &str = include_str!("../../../assets/reference/spoken_names.csv");
const INDEX: &[u8] = include_bytes!("../../../assets/reference/index.tsv.zst");

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn catalogue() -> &'static Catalogue {
    Reference::shipped().catalogue()
}

fn procedure(code: &str) -> Procedure {
    catalogue().procedure(code).unwrap_or_else(|| panic!("no procedure {code}"))
}

fn channel(name: &str) -> Channel {
    match name {
        "direct" => Channel::InPerson,
        "postal" => Channel::Post,
        "online" => Channel::Online,
        other => panic!("not a channel: {other}"),
    }
}

fn national_lines() -> &'static str {
    static LINES: OnceLock<String> = OnceLock::new();
    LINES.get_or_init(|| String::from_utf8(zstd::stream::decode_all(NATIONAL).expect("zstd")).expect("UTF-8"))
}

/// The national records as plain JSON, read without the crate's own code.
fn national() -> &'static BTreeMap<String, Value> {
    static RECORDS: OnceLock<BTreeMap<String, Value>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let records = national_lines().lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        records.map(|record| (record["code"].as_str().expect("a code").to_owned(), record)).collect()
    })
}

fn hand() -> Vec<Value> {
    serde_json::from_str(HAND).expect("JSON")
}

#[test]
fn the_index_is_what_the_lists_give() {
    let index = String::from_utf8(zstd::stream::decode_all(INDEX).expect("zstd")).expect("UTF-8");
    let fresh = pack::index(HAND, NATIONAL, SPOKEN).expect("the lists parse");
    assert!(index == fresh, "run: cargo run -p desk-reference --example pack");
}

#[test]
fn the_lists_are_as_long_as_their_sources_say() {
    let hand = hand();
    assert_eq!(hand.len(), 219);
    assert_eq!(national_lines().lines().count(), 2625);
    let all = catalogue().all();
    assert_eq!(all.len(), 219 + 2625 - 159);
    assert_eq!(all.iter().filter(|entry| entry.hand_checked()).count(), 219);
    let local = |province: &str| hand.iter().filter(|record| record["local_to"] == province).count();
    assert_eq!((local("Đà Nẵng"), local("Đồng Nai"), local("Yên Bái")), (35, 25, 2));
    let sectors = include_str!("../../../assets/reference/sectors.csv");
    assert_eq!(sectors.lines().count() - 1, 140);
}

#[test]
fn every_record_reads_in_full_is_nfc_and_has_source_confidence_and_date() {
    assert!(is_nfc(HAND) && is_nfc(national_lines()));
    let hand = hand();
    for record in hand.iter().chain(national().values()) {
        for field in ["name", "sector", "source", "confidence", "as_of"] {
            assert!(record[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {}", record["code"]);
        }
    }
    let shape = |code: &str| {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        code.split_once('.').is_some_and(|(a, b)| a.len() == 1 && b.len() == 6 && digits(a) && digits(b))
    };
    for entry in catalogue().all() {
        assert!(shape(entry.code) || ["TN02", "TP01"].contains(&entry.code), "{}", entry.code);
        assert!(!entry.initials.is_empty() && !entry.folded.is_empty(), "{}", entry.code);
        let whole = procedure(entry.code);
        assert_eq!(whole.entry, *entry);
        assert!((0..).zip(&whole.papers).all(|(at, paper)| paper.index == at));
    }
}

#[test]
fn what_another_province_set_is_never_ours() {
    let hand = hand();
    let on = day("2024-03-05");
    for record in hand.iter().filter(|record| record["local_to"].is_string()) {
        let code = record["code"].as_str().or(record["local_code"].as_str()).expect("a code");
        let procedure = procedure(code);
        let national = national().contains_key(code);
        for channel in Channel::ALL {
            let limit = procedure.limit(channel, None);
            assert!(matches!(limit, Limit::Unknown { .. }), "{code} shows a limit");
            if !national {
                assert_eq!(procedure.fee(channel, on), Fee::Unpublished { text: None }, "{code} shows a fee");
                assert_eq!(limit, Limit::Unknown { text: None }, "{code} shows another province's time");
            }
        }
    }
}

#[test]
fn a_fee_is_known_only_where_the_national_file_plainly_says_it() {
    let on = day("2026-11-21");
    for (code, record) in national() {
        let procedure = procedure(code);
        for name in ["direct", "postal", "online"] {
            let rows = record["fees"].as_array().expect("fees").iter().filter(|row| row["channel"] == name);
            let mut statuses: Vec<&str> = rows.clone().filter_map(|row| row["status"].as_str()).collect();
            statuses.dedup();
            match procedure.fee(channel(name), on) {
                Fee::Free { .. } => assert_eq!(statuses, ["free"], "{code}"),
                Fee::Amount { vnd, .. } => {
                    assert!(statuses.iter().all(|status| ["amount", "free"].contains(status)), "{code}");
                    assert!(!vnd.is_empty() && vnd.iter().all(|vnd| *vnd > 0), "{code}");
                }
                Fee::Unpublished { .. } => {}
            }
        }
    }
    for entry in catalogue().all() {
        if !national().contains_key(entry.code) {
            for channel in Channel::ALL {
                let fee = procedure(entry.code).fee(channel, on);
                assert!(matches!(fee, Fee::Unpublished { .. }), "{}: a fee without a status", entry.code);
            }
        }
    }
}

/// `3wd` for a known limit, `?` for one that is not.
fn shown(limit: &Limit) -> String {
    match limit {
        Limit::Known { rule, .. } => rule.to_string(),
        Limit::Unknown { .. } => "?".to_owned(),
    }
}

#[test]
fn limits_are_read_as_the_rules_say() {
    let check = |code: &str, name: &str, expected: &str| {
        let limit = procedure(code).limit(channel(name), None);
        assert_eq!(shown(&limit), expected, "{code} {name}");
    };
    // The general limit, where the channel has no row with a unit.
    for code in ["1.001193", "1.000894", "1.000656", "2.000635", "2.000815", "2.000884", "2.000528", "1.001766"] {
        check(code, "direct", "same_day@15:00");
    }
    check("1.001193", "online", "same_day@15:00");
    check("1.004873", "direct", "3wd");
    check("2.001035", "direct", "2wd");
    check("1.001266", "direct", "5wd");
    check("2.001159", "direct", "1wh");
    check("2.002363", "direct", "same_day@15:00");
    // One row of the channel, which may differ from the general limit.
    check("1.013225", "direct", "15cd");
    check("1.013225", "online", "20cd");
    check("1.013225", "postal", "20cd");
    check("1.013229", "direct", "15cd");
    check("1.013097", "direct", "1.5wd");
    // Rows of one channel that differ, in value or only in unit.
    check("1.010041", "online", "?");
    check("1.003677", "online", "?");
    check("1.012533", "direct", "?");
    check("1.014258", "postal", "?");
    check("1.010040", "direct", "?");
    check("3.000228", "direct", "?");
    check("1.005071", "direct", "?");
    check("2.000293", "direct", "?");
    // Nothing stated, stages, campaigns, tax filings.
    check("1.001699", "direct", "?");
    check("2.002165", "direct", "?");
    check("1.003956", "direct", "?");
    check("3.000182", "direct", "?");
    check("1.011606", "direct", "?");
    check("1.007695", "direct", "?");
    check("1.000005", "online", "?");
    check("1.007689", "online", "?");
    // Hours and months.
    check("1.002372", "direct", "3wh");
    check("1.001010", "direct", "6mo");
    check("1.002886", "direct", "24wh");
    // Đà Nẵng and Đồng Nai.
    check("1.009220", "direct", "?");
    check("1.012756", "direct", "?");
}

#[test]
fn a_case_has_its_own_limit_and_a_row_without_a_unit_has_none() {
    let land = procedure("1.007916");
    let cases = land.cases(Channel::InPerson);
    assert!(cases.len() >= 2, "{cases:?}");
    let of = |start: &str| {
        let case = cases.iter().find(|case| case.starts_with(start)).expect("a case");
        shown(&land.limit(Channel::InPerson, Some(case)))
    };
    assert_eq!((of("18 ngày"), of("27 ngày")), ("18wd".to_owned(), "27wd".to_owned()));
    assert_eq!(shown(&land.limit(Channel::InPerson, None)), "?");
    assert_eq!(shown(&land.limit(Channel::InPerson, Some("một trường hợp khác"))), "?");
    // One case has 29 working days, the other no number: the general limit must not stand in for it.
    let mine = procedure("1.014250");
    let [case] = mine.cases(Channel::InPerson)[..] else { panic!("one case has a limit") };
    assert_eq!(shown(&mine.limit(Channel::InPerson, Some(case))), "29wd");
    assert!(procedure("1.001193").cases(Channel::InPerson).is_empty());
}

#[test]
fn an_unknown_limit_shows_what_the_source_says() {
    let check = |code: &str, name: &str, expected: Option<&str>| match procedure(code).limit(channel(name), None) {
        Limit::Unknown { text } => assert_eq!(text.as_deref(), expected, "{code}"),
        Limit::Known { .. } => panic!("{code} has a limit"),
    };
    check("1.010041", "online", Some("1 ngày làm việc; 3 ngày làm việc"));
    check("1.007695", "direct", Some("thời hạn nộp tờ khai 30 ngày; không phải thời hạn giải quyết"));
    check("3.000182", "direct", Some("theo kế hoạch tuyển sinh"));
    check("1.009220", "direct", None);
}

#[test]
fn fees_are_read_as_the_rules_say() {
    let on = day("2026-11-21");
    let check = |code: &str, name: &str, expected: &str| {
        let said = match procedure(code).fee(channel(name), on) {
            Fee::Amount { vnd, .. } => vnd.iter().map(i64::to_string).collect::<Vec<_>>().join("+"),
            Fee::Free { .. } => "free".to_owned(),
            Fee::Unpublished { .. } => "?".to_owned(),
        };
        assert_eq!(said, expected, "{code} {name}");
    };
    check("2.000815", "direct", "2000+1000+200000");
    check("2.000884", "direct", "10000");
    check("2.001035", "direct", "50000");
    check("2.001035", "online", "50000");
    check("1.000894", "direct", "free");
    // A bare "Miễn phí" that the file itself calls unclear, and fees that provinces set.
    check("1.001193", "direct", "?");
    check("1.000656", "direct", "?");
    check("1.004873", "online", "?");
    check("1.001266", "direct", "?");
    check("1.013225", "direct", "?");
    // Free for one row and nothing said for the other; amount for one and unclear for the other.
    check("1.004276", "direct", "?");
    check("1.013836", "direct", "?");
    // Only in the hand-checked list: no status, so not known.
    check("1.009220", "direct", "?");
}

#[test]
fn a_reduction_that_ended_is_no_longer_known() {
    let mut seen = 0;
    for (code, record) in national() {
        let rows = record["fees"].as_array().expect("fees");
        for row in rows.iter().filter(|row| row["temporary_until"] == "2026-06-30") {
            let fee = procedure(code).fee(channel(row["channel"].as_str().expect("a channel")), day("2026-07-01"));
            assert!(matches!(fee, Fee::Unpublished { text: Some(_) }), "{code}");
            seen += 1;
        }
    }
    assert!(seen > 90);
}

#[test]
fn a_stated_validity_counts_and_an_unstated_one_holds_always() {
    let set = Reference::shipped();
    let known = |code: &str, on: &str| matches!(set.limit(code, Channel::InPerson, None, day(on)), Limit::Known { .. });
    assert!(known("1.001193", "2018-01-01") && known("1.001193", "2026-11-21"));
    assert!(!known("9.999999", "2026-11-21"));
    let district = catalogue().entry("1.009220").expect("an entry");
    assert!(district.is_valid(day("2025-06-30")) && !district.is_valid(day("2025-07-01")));
}

#[test]
fn an_office_sees_the_procedures_of_its_level_on_that_day() {
    let sees =
        |level, on: &str, code: &str| catalogue().procedures_of_level(level, day(on)).any(|entry| entry.code == code);
    let (district, commune) = (Level::District, Level::Commune);
    for (code, in_commune_2024, in_district_2024, in_commune_now) in [
        ("1.001193", true, false, true),
        ("2.000815", true, false, true),
        ("1.001612", false, true, true),
        ("1.013225", false, true, true),
        ("2.000806", false, true, true),
        ("1.009220", false, true, false),
    ] {
        assert_eq!(sees(commune, "2024-03-05", code), in_commune_2024, "{code} commune 2024");
        assert_eq!(sees(district, "2024-03-05", code), in_district_2024, "{code} district 2024");
        assert_eq!(sees(commune, "2026-11-21", code), in_commune_now, "{code} commune now");
        assert!(!sees(district, "2026-11-21", code), "{code}: there are no districts");
    }
}

#[test]
fn a_procedure_is_found_by_code_words_or_initials() {
    let check = |text: &str, expected: &str| {
        let found = catalogue().find(text, 8);
        assert!(found.first().is_some_and(|entry| entry.code == expected), "{text}: {:?}", names(&found));
    };
    check("1.001193", "1.001193");
    check("001193", "1.001193");
    check("1193", "1.001193");
    check("Đăng ký khai sinh", "1.001193");
    check("dang ky khai sinh", "1.001193");
    check("khai sinh đăng ký", "1.001193");
    check("dkks", "1.001193");
    check("ĐKKS", "1.001193");
    check("hgtcđ", "1.012812");
    check("dkkh", "1.000894");
    check("dkkt", "1.000656");
    check("ket hon", "1.000894");
    check("ho kinh doanh thanh lap", "1.001612");
    check("tinh trang hon nhan", "1.004873");
    check("đăng ký tạm trú", "1.004194");
    check("hoa giai tranh chap dat", "1.012812");
    check("so do", "1.013978");
    check("sao y", "2.000815");
    check("hộ khẩu", "1.004222");
    let both: Vec<_> = catalogue().find("dktt", 2).iter().map(|entry| entry.code).collect();
    assert_eq!(both, ["1.004194", "1.004222"]);
    assert!(catalogue().find("", 8).is_empty());
    assert!(catalogue().find("   ", 8).is_empty());
    assert!(catalogue().find("zzzz", 8).is_empty());
    assert_eq!(catalogue().find("cap", 8).len(), 8);
}

fn names(found: &[&desk_reference::Entry]) -> Vec<String> {
    found.iter().map(|entry| format!("{} {}", entry.code, entry.name)).collect()
}
