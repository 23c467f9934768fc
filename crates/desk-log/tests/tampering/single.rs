//! Single entries made anew with the machine's key, in forms the program itself would never write.

use ciborium::Value;
use desk_core::ids::EntryHash;
use desk_log::{Draft, Header, Link, Sealed, from_canonical, seal, to_canonical};
use ed25519_dalek::{Signer, SigningKey};

use super::{
    Edit,
    common::{chain, draft, key, salt},
    file::RawLog,
    honest,
};

const EDDSA: &[u8] = &[0xa1, 0x01, 0x27];
const CONTEXT: &[u8] = b"motcua/entry/1";

/// A COSE_Sign1 message with whatever inside, rightly signed by the key.
fn message(number: u8, protected: &[u8], unprotected: Value, context: &[u8], payload: &[u8]) -> Vec<u8> {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    let signed = vec!["Signature1".into(), bytes(protected), bytes(context), bytes(payload)];
    let signed = to_canonical(&Value::Array(signed)).unwrap();
    let signature = SigningKey::from_bytes(&key(number).secret()).sign(&signed).to_bytes();
    to_canonical(&Value::Array(vec![bytes(protected), unprotected, bytes(payload), bytes(&signature)])).unwrap()
}

/// An entry with this header, whatever it is, signed by the first machine.
fn signed(payload: &[u8]) -> Vec<u8> {
    message(1, EDDSA, Value::Map(vec![]), CONTEXT, payload)
}

/// An honest draft, changed.
fn changed(seq: u64, change: impl Fn(&mut Draft)) -> Sealed {
    let honest = &honest()[0][seq as usize - 1];
    let mut draft = draft(seq);
    draft.builds_on = honest.header.builds_on.clone();
    change(&mut draft);
    seal(&key(1), seq, honest.header.prev, draft, salt(seq))
}

pub(crate) fn edits() -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut edit = |what, change: &dyn Fn(&mut RawLog)| {
        let mut log = RawLog::honest();
        change(&mut log);
        edits.push(Edit { what, file: log.write(), perfect: false });
    };
    let newest: Header = honest()[0][7].header.clone();

    edit("one entry made anew, the next ones left", &|log| {
        let entry = changed(4, |draft| draft.at += 1);
        log.entry(4).cose = entry.cose;
    });
    edit("one entry and the next made anew, the rest left", &|log| {
        let entry = changed(4, |draft| draft.at += 1);
        let next = seal(&key(1), 5, Some(entry.hash), draft(5), salt(5));
        (log.entry(4).cose, log.entry(5).cose) = (entry.cose, next.cose);
    });
    edit("both branches of a fork", &|log| {
        let (place, mut twin) = (log.place(4), log.entry(4).clone());
        twin.cose = changed(4, |draft| draft.at += 1).cose;
        log.items.insert(place + 1, twin);
    });
    edit("a second branch after the first", &|log| {
        let mut twin = log.entry(8).clone();
        twin.cose = changed(8, |draft| draft.at += 1).cose;
        log.items.push(twin);
    });
    edit("an entry under the seq after the next", &|log| {
        let prev = honest()[0][7].hash();
        let entry = seal(&key(1), 10, Some(prev), draft(10), salt(10));
        let mut item = log.entry(8).clone();
        (item.cose, item.salt, item.body) = (entry.cose, Some(entry.salt.to_vec()), Some(entry.body));
        log.items.push(item);
    });
    edit("an entry that follows itself", &|log| {
        let own = honest()[0][7].hash();
        log.entry(8).cose = signed(&Header { prev: Some(own), ..newest.clone() }.to_bytes());
    });
    edit("a first entry that names one before", &|log| {
        let first = honest()[0][0].header.clone();
        log.entry(1).cose = signed(&Header { prev: Some(EntryHash([0; 32])), ..first }.to_bytes());
    });
    edit("a first entry with seq 0", &|log| {
        let first = honest()[0][0].header.clone();
        log.entry(1).cose = signed(&Header { seq: 0, ..first }.to_bytes());
    });
    edit("an entry that names the other machine", &|log| {
        log.entry(8).cose = signed(&Header { device: key(2).device(), ..newest.clone() }.to_bytes());
    });
    edit("an entry of the other machine signed by this one", &|log| {
        let header = honest()[1][3].header.clone();
        log.items.last_mut().unwrap().cose = signed(&header.to_bytes());
    });
    edit("an entry signed by the other machine", &|log| {
        log.entry(8).cose = message(2, EDDSA, Value::Map(vec![]), CONTEXT, &newest.to_bytes());
    });
    edit("an envelope of another version", &|log| {
        log.entry(8).cose = signed(&Header { version: 2, ..newest.clone() }.to_bytes());
    });
    edit("builds_on out of order", &|log| {
        let builds_on = vec![EntryHash([2; 32]), EntryHash([1; 32])];
        log.entry(8).cose = signed(&Header { builds_on, ..newest.clone() }.to_bytes());
    });
    edit("a kind in capitals", &|log| {
        log.entry(8).cose = signed(&Header { kind: "DOSSIER".into(), ..newest.clone() }.to_bytes());
    });
    edit("a header field that does not exist", &|log| {
        let Value::Map(mut pairs) = from_canonical(&newest.to_bytes()).unwrap() else { unreachable!() };
        pairs.push((15.into(), "thêm".into()));
        log.entry(8).cose = signed(&to_canonical(&Value::Map(pairs)).unwrap());
    });
    edit("a header field left out", &|log| {
        let Value::Map(mut pairs) = from_canonical(&newest.to_bytes()).unwrap() else { unreachable!() };
        pairs.retain(|(label, _)| *label != Value::from(13));
        log.entry(8).cose = signed(&to_canonical(&Value::Map(pairs)).unwrap());
    });
    edit("a header value of null", &|log| {
        let Value::Map(mut pairs) = from_canonical(&newest.to_bytes()).unwrap() else { unreachable!() };
        pairs.retain(|(label, _)| *label != Value::from(6));
        pairs.push((6.into(), Value::Null));
        log.entry(8).cose = signed(&to_canonical(&Value::Map(pairs)).unwrap());
    });
    edit("a header with a number in a long form", &|log| {
        let bytes = newest.to_bytes();
        assert_eq!(bytes[..3], [bytes[0], 0x01, 0x01]); // {1: 1, …} becomes {1: 0x1801, …}
        log.entry(8).cose = signed(&[&[bytes[0], 0x01, 0x18, 0x01], &bytes[3..]].concat());
    });
    edit("bytes after the header", &|log| log.entry(8).cose = signed(&[newest.to_bytes(), vec![0xf6]].concat()));
    edit("a body that is not canonical, rightly hashed", &|log| {
        let body = vec![0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]; // 1.5
        let body_hash = desk_log::entry::body_hash(&salt(8), &body);
        let item = log.entry(8);
        item.cose = signed(&Header { body_hash, ..newest.clone() }.to_bytes());
        item.body = Some(body);
    });
    edit("something beside the signature, unsigned", &|log| {
        let beside = Value::Map(vec![(4.into(), Value::Bytes(vec![1]))]);
        log.entry(8).cose = message(1, EDDSA, beside, CONTEXT, &newest.to_bytes());
    });
    edit("another algorithm named", &|log| {
        log.entry(8).cose = message(1, &[0xa1, 0x01, 0x26], Value::Map(vec![]), CONTEXT, &newest.to_bytes());
    });
    edit("no algorithm named", &|log| {
        log.entry(8).cose = message(1, &[], Value::Map(vec![]), CONTEXT, &newest.to_bytes());
    });
    edit("a signature made for another use", &|log| {
        log.entry(8).cose = message(1, EDDSA, Value::Map(vec![]), b"", &newest.to_bytes());
    });
    edit("a tag before the entry", &|log| log.entry(8).cose.insert(0, 0xd2));
    edit("bytes after the entry", &|log| log.entry(8).cose.push(0xf6));
    // S + L signs the same where only the equation is checked: another hash for the same entry.
    edit("a second form of the same signature", &|log| {
        let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
        let cose = &mut log.entry(8).cose;
        let scalar = cose.len() - 32;
        let mut carry = 0;
        for (byte, add) in cose[scalar..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            (*byte, carry) = (sum as u8, sum >> 8);
        }
        assert_eq!(carry, 0);
    });
    edit("the newest entry of another chain", &|log| {
        let entry = chain(&key(3), 8).pop().unwrap();
        log.entry(8).cose = entry.cose;
    });
    edits
}
