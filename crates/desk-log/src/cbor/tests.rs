use std::collections::BTreeMap;

use ciborium::Value;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::*;

fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = vec![0x81; depth];
    bytes.push(0);
    bytes
}

#[test]
fn only_the_one_encoding_is_read() {
    fn check(hex: &str, expected: Result<(), NotCanonical>) {
        assert_eq!(check_canonical(&hex::decode(hex).unwrap()), expected, "{hex}");
    }
    check("00", Ok(()));
    check("17", Ok(()));
    check("1818", Ok(()));
    check("1817", Err(NotCanonical::LongHead));
    check("190100", Ok(()));
    check("1900ff", Err(NotCanonical::LongHead));
    check("1a00010000", Ok(()));
    check("1a0000ffff", Err(NotCanonical::LongHead));
    check("1b0000000100000000", Ok(()));
    check("1b00000000ffffffff", Err(NotCanonical::LongHead));
    check("1bffffffffffffffff", Ok(()));
    check("3bffffffffffffffff", Ok(()));
    check("1c", Err(NotCanonical::LongHead));
    check("1f", Err(NotCanonical::Indefinite));
    check("40", Ok(()));
    check("4101", Ok(()));
    check("420a", Err(NotCanonical::Cut));
    check("5f4101ff", Err(NotCanonical::Indefinite));
    check("62c490", Ok(()));
    check("62c328", Err(NotCanonical::Utf8));
    check("80", Ok(()));
    check("820001", Ok(()));
    check("9f00ff", Err(NotCanonical::Indefinite));
    check("8200", Err(NotCanonical::Cut));
    check("a0", Ok(()));
    check("a2010002f6", Ok(()));
    check("a2020001f6", Err(NotCanonical::KeyOrder));
    check("a2010001f6", Err(NotCanonical::KeyOrder));
    // Bytewise by encoded key: 10, 100, -1, "z", "aa", [100], [-1], false (RFC 8949 §4.2.1).
    check("a80a001864002000617a0062616100811864008120" /* */, Err(NotCanonical::Cut));
    check("a80a001864002000617a006261610081186400812000f400", Ok(()));
    check("a1", Err(NotCanonical::Cut));
    check("c000", Err(NotCanonical::Tag));
    check("f4", Ok(()));
    check("f5", Ok(()));
    check("f6", Ok(()));
    check("f7", Err(NotCanonical::Simple));
    check("e0", Err(NotCanonical::Simple));
    check("f8ff", Err(NotCanonical::Simple));
    check("f93c00", Err(NotCanonical::Float));
    check("fa3f800000", Err(NotCanonical::Float));
    check("fb3ff0000000000000", Err(NotCanonical::Float));
    check("ff", Err(NotCanonical::Indefinite));
    check("0000", Err(NotCanonical::Trailing));
    check("", Err(NotCanonical::Cut));
}

#[test]
fn nesting_ends_at_thirty_two_both_ways() {
    assert_eq!(check_canonical(&nested(32)), Ok(()));
    assert_eq!(check_canonical(&nested(33)), Err(NotCanonical::Depth));
    assert_eq!(check_canonical(&vec![0x81; 100_000]), Err(NotCanonical::Depth));
    assert_eq!(check_canonical(&[0xa1, 0x00].repeat(100_000)), Err(NotCanonical::Depth));
    let value = |depth| (0..depth).fold(Value::from(0), |value, _| Value::Array(vec![value]));
    assert_eq!(to_canonical(&value(32)), Ok(nested(32)));
    assert_eq!(to_canonical(&value(33)), Err(NotCanonical::Depth));
}

#[test]
fn what_has_no_canonical_form_is_not_written() {
    assert_eq!(to_canonical(&1.5_f64), Err(NotCanonical::Float));
    assert_eq!(to_canonical(&[1.0_f32]), Err(NotCanonical::Float));
    assert_eq!(to_canonical(&u128::MAX), Err(NotCanonical::Tag));
    assert_eq!(to_canonical(&Value::Tag(0, Box::new(Value::Null))), Err(NotCanonical::Tag));
    let twice = Value::Map(vec![(1.into(), Value::Null), (1.into(), Value::Null)]);
    assert_eq!(to_canonical(&twice), Err(NotCanonical::KeyOrder));
}

#[test]
fn a_struct_is_written_with_its_keys_sorted_and_its_text_untouched() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note {
        text: String,
        by: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<i64>,
    }
    // Decomposed on purpose: bringing text to NFC is not the codec's work.
    let note = Note { text: "ê vs e\u{302}".into(), by: 7, at: None };
    let bytes = to_canonical(&note).unwrap();
    assert_eq!(hex::encode(&bytes), "a262627907647465787469c3aa2076732065cc82");
    assert_eq!(from_canonical::<Note>(&bytes), Ok(note));
    assert_eq!(from_canonical::<u64>(&bytes), Err(NotCanonical::Shape));
}

#[test]
fn names_of_any_length_ascend_as_their_encodings_do() {
    let name = |len: usize, letter: &str| Value::Text(letter.repeat(len));
    let lengths = [300, 256, 255, 24, 23, 2, 1, 0];
    let pairs = lengths.iter().flat_map(|len| ["b", "a"].map(|letter| (name(*len, letter), Value::Null)));
    let mut pairs: Vec<(Value, Value)> = pairs.collect();
    pairs.pop(); // two empty names are one
    let bytes = write::encode(&Value::Map(pairs.clone())).expect("is written");
    check_canonical(&bytes).expect("ascends");
    pairs.push((name(23, "a"), Value::Bool(true)));
    assert_eq!(write::encode(&Value::Map(pairs)), Err(NotCanonical::KeyOrder), "one name twice");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        proptest::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
        ".{0,40}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
            proptest::collection::btree_map(".{0,6}", inner, 0..8).prop_map(|map: BTreeMap<String, Value>| Value::Map(
                map.into_iter().map(|(k, v)| (k.into(), v)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_and_has_one_encoding(value in any_value()) {
        let bytes = to_canonical(&value).unwrap();
        prop_assert_eq!(check_canonical(&bytes), Ok(()));
        let again: Value = from_canonical(&bytes).unwrap();
        prop_assert_eq!(to_canonical(&again).unwrap(), bytes);
    }

    /// The scan of the bytes and the encoder agree on what is canonical: bytes pass just when encoding them anew gives
    /// the same bytes.
    #[test]
    fn bytes_pass_just_when_encoding_them_anew_changes_nothing(
        value in any_value(), place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = to_canonical(&value).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let mut rest = bytes.as_slice();
        let anew = ciborium::from_reader::<Value, _>(&mut rest).ok().filter(|_| rest.is_empty());
        let same = anew.and_then(|value| to_canonical(&value).ok()).is_some_and(|anew| anew == bytes);
        prop_assert_eq!(check_canonical(&bytes).is_ok(), same);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_canonical::<Value>(&bytes);
        let _ = from_canonical::<BTreeMap<String, Vec<u64>>>(&bytes);
    }
}
