//! Two programs read the same bytes: what this crate takes for canonical CBOR, the independent verifier takes too, and
//! nothing else.

mod common;

use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{Command, Stdio},
};

use desk_log::cbor::check_canonical;

/// Numbers that look random and are the same in every run (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }
}

/// Bytes that are often canonical, and often just not: heads and lengths near their borders.
fn items(dice: &mut Dice, depth: usize, out: &mut Vec<u8>) {
    const SMALL: [u8; 10] = [0x00, 0x17, 0x20, 0x37, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xff];
    let major = (dice.below(8) as u8) << 5;
    match dice.below(12) {
        0 => out.extend([major | 24, [0, 23, 24, 255][dice.below(4)]]),
        1 => out.extend([major | 25, [0, 1][dice.below(2)], [0, 255][dice.below(2)]]),
        2 => out.extend([major | 26, 0, [0, 1][dice.below(2)], 0, [0, 255][dice.below(2)]]),
        3 => out.extend([major | 27, 0, 0, 0, [0, 1][dice.below(2)], 0, 0, 0, 1]),
        4 => out.push(dice.below(256) as u8),
        5 => {
            let text: &[&[u8]] = &[b"", b"a", "ế".as_bytes(), b"\xc3", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80"];
            let text = text[dice.below(text.len())];
            out.push([0x40, 0x60][dice.below(2)] | text.len() as u8);
            out.extend(text);
        }
        6 | 7 if depth < 5 => {
            let count = dice.below(4);
            out.push(0x80 | count as u8);
            (0..count).for_each(|_| items(dice, depth + 1, out));
        }
        8 | 9 if depth < 5 => {
            let mut keys: Vec<u8> = (0..dice.below(4)).map(|_| SMALL[dice.below(7)]).collect();
            if dice.below(4) > 0 {
                keys = keys.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            }
            out.push(0xa0 | keys.len() as u8);
            for key in keys {
                out.push(key);
                items(dice, depth + 1, out);
            }
        }
        _ => out.push(SMALL[dice.below(7)]),
    }
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn both_readers_take_the_same_bytes_for_canonical() {
    let mut dice = Dice(0x6d6f_7463_7561);
    let mut inputs: Vec<Vec<u8>> = (0..20_000)
        .map(|_| {
            let mut bytes = Vec::new();
            items(&mut dice, 0, &mut bytes);
            bytes
        })
        .collect();
    inputs.extend([31, 32, 33].map(|depth| [vec![0x81; depth], vec![0x00]].concat()));
    inputs.extend([31, 32, 33].map(|depth| [[0xa1, 0x00].repeat(depth), vec![0x00]].concat()));

    let program = "
import sys
import verify
for line in sys.stdin:
    try:
        verify.decode(bytes.fromhex(line.strip()))
        print('yes')
    except verify.Wrong:
        print('no')
";
    let mut python = Command::new("python3")
        .args(["-c", program])
        .env("PYTHONPATH", common::repository().join("tests/verifier"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let lines: String = inputs.iter().map(|bytes| hex::encode(bytes) + "\n").collect();
    let mut to = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || to.write_all(lines.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), inputs.len());

    let mut taken = 0;
    for (bytes, verdict) in inputs.iter().zip(said.lines()) {
        let ours = check_canonical(bytes);
        assert_eq!(ours.is_ok(), verdict == "yes", "{} ({ours:?})", hex::encode(bytes));
        taken += u32::from(ours.is_ok());
    }
    // The comparison says little if nearly all were of one sort.
    assert!((4_000..16_000).contains(&taken), "{taken} of {} are canonical", inputs.len());
}
