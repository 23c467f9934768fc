//! The formats, pinned: the files in `tests/fixtures/log` are what this program writes, byte for byte, and what the
//! independent verifier reads. Of a released format they are never written anew; until then
//! `MOTCUA_WRITE_GOLDEN=1 cargo test -p desk-log --test golden` does.

mod common;

use std::{ffi::OsStr, fs, path::PathBuf};

use common::{chain, key, repository, sealed, verifier};
use desk_log::{
    EntryFault, Head, Link, Opened, ProofFault, ReceiptProof, Sealed, device_id,
    export::{ExportFault, read_export, write_export},
    fields_digest,
};

fn fixture(name: &str) -> PathBuf {
    repository().join("tests/fixtures/log").join(name)
}

fn check(name: &str, expected: &[u8]) {
    let path = fixture(name);
    if std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some() {
        fs::write(&path, expected).unwrap();
    }
    assert!(fs::read(&path).unwrap() == expected, "{name} is no longer what this program writes");
}

/// `name = value` lines of a golden file.
fn lines(name: &str) -> impl Fn(&str) -> String {
    let text = fs::read_to_string(fixture(name)).unwrap();
    move |wanted| {
        let value = text.lines().find_map(|line| line.strip_prefix(wanted)?.strip_prefix(" = "));
        value.unwrap_or_else(|| panic!("no line {wanted}")).to_owned()
    }
}

#[test]
fn an_entry_has_its_golden_bytes() {
    let entry = sealed();
    let text = format!(
        "secret = {}\npublic = {}\ndevice = {}\nheader = {}\ncose = {}\nsalt = {}\nbody = {}\nhash = {}\n",
        hex::encode(*key(1).secret()),
        hex::encode(key(1).public()),
        key(1).device(),
        hex::encode(entry.header.to_bytes()),
        hex::encode(&entry.cose),
        hex::encode(entry.salt),
        hex::encode(&entry.body),
        entry.hash,
    );
    check("entry.txt", text.as_bytes());
}

#[test]
fn the_golden_entry_opens_from_its_file_alone() {
    let line = lines("entry.txt");
    let bytes = |name: &str| hex::decode(line(name)).unwrap();
    let content = Some((bytes("salt").try_into().unwrap(), bytes("body")));
    let opened = Sealed::open(bytes("cose"), content, &bytes("public").try_into().unwrap()).unwrap();
    assert_eq!(opened.hash.to_string(), line("hash"));
    assert_eq!(opened, Opened::from(sealed()));
}

/// Two devices in turns, one body erased.
fn log() -> (Vec<[u8; 32]>, Vec<Opened>) {
    let (one, other) = (chain(&key(1), 6), chain(&key(2), 3));
    let mut entries: Vec<Opened> = Vec::new();
    for place in 0..6 {
        entries.extend([&one, &other].iter().filter_map(|chain| chain.get(place)).cloned().map(Opened::from));
    }
    entries[4] = entries[4].clone().erased();
    (vec![key(1).public(), key(2).public()], entries)
}

#[test]
fn an_exported_log_has_its_golden_bytes_and_reads_back() {
    let (keys, entries) = log();
    let mut bytes = Vec::new();
    assert_eq!(write_export(&mut bytes, &keys, &entries).unwrap(), 9);
    check("log.mclog", &bytes);

    let mut reader = read_export(bytes.as_slice()).unwrap();
    let again: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    assert_eq!(again, entries);
    let mut heads = reader.heads();
    heads.sort_by_key(|head| std::cmp::Reverse(head.seq));
    assert_eq!(heads, [entries[8].head(), entries[5].head()]);
    assert_eq!(reader.entries(), 9);

    let text: String = heads.iter().map(|head| format!("{head}\n{}\n", head.on_paper())).collect();
    check("heads.txt", text.as_bytes());
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn the_verifier_finds_the_golden_log_sound_and_prints_its_heads() {
    let path = fixture("log.mclog");
    let heads = fs::read_to_string(fixture("heads.txt")).unwrap();
    let mut arguments = vec![path.as_os_str()];
    for head in heads.lines() {
        arguments.extend(["--head", head].map(OsStr::new));
    }
    arguments.push(OsStr::new("--exact"));
    let (sound, said) = verifier(&arguments);
    assert!(sound, "{said}");
    for head in heads.lines().filter_map(|line| line.parse::<Head>().ok()) {
        assert!(said.contains(&format!("head {head}\n")), "{said}");
    }
    assert_eq!(said.matches("erased ").count(), 1);
    assert!(!verifier(&[path.as_os_str(), OsStr::new("--whole")]).0, "a missing body is a fault where none may miss");
}

#[test]
fn every_truncation_of_an_exported_log_and_every_flipped_bit_is_noticed() {
    let whole = fs::read(fixture("log.mclog")).unwrap();
    let sound = |bytes: &[u8]| match read_export(bytes) {
        Ok(mut reader) => reader.all(|entry| entry.is_ok()),
        Err(_) => false,
    };
    assert!(sound(&whole));
    for length in 0..whole.len() {
        assert!(!sound(&whole[..length]), "cut after {length} bytes");
    }
    assert!(!sound(&[whole.as_slice(), &[0]].concat()));
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        assert!(!sound(&bytes), "a bit of byte {place}");
    }
}

#[test]
fn an_export_of_a_later_version_says_so() {
    let mut bytes = fs::read(fixture("log.mclog")).unwrap();
    bytes[14] = 2;
    assert!(matches!(read_export(bytes.as_slice()), Err(ExportFault::Version(2))));
}

const CODE: &str = "H28.52.9-240305-0017";
/// Made up; a name twice, as in the rows of a table.
const FIELDS: [(&str, &str); 4] =
    [("Người nộp", "Đinh Thị Thử"), ("Giấy tờ", "Tờ khai"), ("Giấy tờ", "Giấy chứng sinh"), ("Lệ phí", "8.000 đồng")];

fn proof() -> ReceiptProof {
    ReceiptProof::make(&key(1), CODE, 28_493_340, Some(28_497_900), fields_digest(&FIELDS))
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn a_receipt_s_proof_has_its_golden_bytes_and_the_verifier_knows_it() {
    let text = format!(
        "secret = {}\npublic = {}\ncode = {CODE}\nreceived_min = 28493340\ndue_min = 28497900\ndigest = {}\nproof = {}\n\
         no_due = {}\n",
        hex::encode(*key(1).secret()),
        hex::encode(key(1).public()),
        hex::encode(fields_digest(&FIELDS)),
        proof(),
        ReceiptProof::make(&key(1), CODE, 28_493_340, None, fields_digest(&FIELDS)),
    );
    check("receipt.txt", text.as_bytes());
    let pairs: Vec<String> = FIELDS.iter().map(|(name, value)| format!("  [\"{name}\", \"{value}\"]")).collect();
    check("receipt-fields.json", format!("[\n{}\n]\n", pairs.join(",\n")).as_bytes());

    let line = lines("receipt.txt");
    let fields = fixture("receipt-fields.json");
    let ask = |code: &str, proof: &str, public: &str| {
        let arguments = ["--receipt", code, proof, "--key", public, "--fields"].map(OsStr::new);
        verifier(&[arguments.as_slice(), &[fields.as_os_str()]].concat())
    };
    let (sound, said) = ask(CODE, &line("proof"), &line("public"));
    assert!(sound && said.contains("received minute 28493340, due minute 28497900"), "{said}");
    assert!(ask(CODE, &line("no_due"), &line("public")).1.contains("due minute none"));
    assert!(!ask("H28.52.9-240305-0018", &line("proof"), &line("public")).0);
    assert!(!ask(CODE, &line("proof"), &hex::encode(key(2).public())).0);
}

#[test]
fn a_proof_holds_for_its_own_code_key_and_bits_only() {
    let (proof, public) = (proof(), key(1).public());
    assert_eq!(ReceiptProof::parse(&proof.to_string()), Ok(proof));
    assert_eq!(proof.to_string().len(), 128);
    assert_eq!(proof.verify(CODE, &public), Ok(()));
    assert_eq!(proof.verify("H28.52.9-240305-0018", &public), Err(ProofFault::Altered));
    assert_eq!(proof.verify(CODE, &key(2).public()), Err(ProofFault::Signer));
    for bit in 0..96 * 8 {
        let mut bytes = proof.to_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(ReceiptProof::from_bytes(&bytes).verify(CODE, &public).is_err(), "bit {bit}");
    }
    let text = proof.to_string();
    for wrong in [&text[1..], &format!("{text}="), &format!("{text}A"), &text.replace(&text[..1], "+"), ""] {
        assert_eq!(ReceiptProof::parse(wrong), Err(ProofFault::Form), "{wrong}");
    }
    assert_eq!(ReceiptProof::make(&key(1), CODE, 1, Some(0), [0; 16]).due_min, None);
    assert_ne!(fields_digest(&[("a", "bc")]), fields_digest(&[("ab", "c")]));
}

/// The neutral point as a key "signs" everything where verification is not strict.
#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn a_weak_key_signs_nothing() {
    let mut public = [0; 32];
    public[0] = 1;
    let mut proof = proof();
    proof.key_id.copy_from_slice(&device_id(&public).0[..8]);
    proof.signature = [0; 64];
    proof.signature[0] = 1;
    assert_eq!(proof.verify(CODE, &public), Err(ProofFault::Altered));
    let text = [CODE, &proof.to_string(), "--key", &hex::encode(public)].map(str::to_owned);
    let arguments: Vec<_> = [OsStr::new("--receipt")].into_iter().chain(text.iter().map(OsStr::new)).collect();
    let (sound, said) = verifier(&arguments);
    assert!(!sound && said.contains("altered"), "{said}");
}

/// RFC 8032 §7.1, test 2: the key is read and the message signed as the standard says.
#[test]
fn the_public_key_is_that_of_the_standard() {
    let secret = hex::decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
    let key = desk_log::DeviceKey::from_secret(secret.try_into().unwrap());
    assert_eq!(hex::encode(key.public()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assert_eq!(format!("{key:?}"), format!("DeviceKey({})", key.device()));
}

/// Bytes of another use of the same key are not an entry: the signature has its own context.
#[test]
fn a_signature_without_the_context_of_entries_does_not_hold() {
    use coset::{CborSerializable as _, CoseSign1Builder, HeaderBuilder, iana};
    use ed25519_dalek::Signer as _;
    let signer = ed25519_dalek::SigningKey::from_bytes(&key(1).secret());
    let cose = CoseSign1Builder::new()
        .protected(HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).build())
        .payload(sealed().header.to_bytes())
        .create_signature(b"", |message| signer.sign(message).to_bytes().to_vec())
        .build();
    let opened = Sealed::open(cose.to_vec().unwrap(), None, &key(1).public());
    assert_eq!(opened, Err(EntryFault::Signature));
}
