//! Hostile bytes are refused at once, and cost no more memory than they have bytes.

use std::collections::BTreeMap;

use ciborium::Value;
use desk_log::{NotCanonical, Opened, export::read_export, from_canonical};

/// The most memory this process ever asked for, in KiB: also what was reserved and never touched.
#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[cfg(not(target_os = "linux"))]
fn peak_kib() -> u64 {
    0
}

fn hostile() -> Vec<Vec<u8>> {
    let mut inputs = vec![vec![0x81; 1 << 20], [0xa1, 0x00].repeat(1 << 19), vec![0xc1; 1 << 20], vec![0x9f; 1 << 20]];
    // A byte string, text, array and map that claim from 64 KiB to 2^64 − 1, alone, in an array, and as a map's value.
    for major in [0x40, 0x60, 0x80, 0xa0] {
        for claim in [0x0001_0000_u64, 0x4000_0000, 0xffff_ffff, 0x10_0000_0000, 1 << 62, u64::MAX] {
            let mut item = match u32::try_from(claim) {
                Ok(claim) => [&[major | 26][..], &claim.to_be_bytes()].concat(),
                Err(_) => [&[major | 27][..], &claim.to_be_bytes()].concat(),
            };
            item.extend([0; 40]);
            inputs.extend([[&[0x82, 0x00][..], &item].concat(), [&[0xa1, 0x00][..], &item].concat(), item]);
        }
    }
    inputs
}

#[test]
fn hostile_bytes_are_refused_without_memory_for_what_they_claim() {
    let inputs = hostile();
    let head = [&[0xa3, 0x01, 0x6a][..], b"motcua-log", &[0x02, 0x01, 0x03, 0x80]].concat();
    assert!(read_export(head.as_slice()).is_ok());
    let before = peak_kib();
    for input in &inputs {
        let refused = [
            from_canonical::<Value>(input).map(|_| ()),
            from_canonical::<Vec<u64>>(input).map(|_| ()),
            from_canonical::<Vec<[[u64; 16]; 16]>>(input).map(|_| ()),
            from_canonical::<BTreeMap<String, String>>(input).map(|_| ()),
            from_canonical::<String>(input).map(|_| ()),
        ];
        for answer in refused {
            let because = [NotCanonical::Cut, NotCanonical::Depth, NotCanonical::Tag, NotCanonical::Indefinite];
            assert!(because.contains(&answer.unwrap_err()));
        }
        assert!(Opened::peek(input).is_err());
        let file = [head.as_slice(), &[0x83], input].concat();
        assert!(read_export(input.as_slice()).is_err());
        assert!(read_export(file.as_slice()).unwrap().all(|entry| entry.is_err()));
    }
    let grown = peak_kib() - before;
    assert!(grown < 32 * 1024, "{grown} KiB more than before");
}
