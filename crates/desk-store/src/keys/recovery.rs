//! The recovery code: 26 letters on paper that open the store when every password is lost.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Digits and capitals without 0, 1, I and O, which a hand confuses. Five bits each.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters that carry randomness: 120 bits.
const SECRET: usize = 24;
/// All letters: two more check for slips of the pen.
const LETTERS: usize = 26;

/// A recovery code. Shown once, printed, never stored. `Display` gives it in groups: `ABCDE-FGHJK-…`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; LETTERS]>);

/// Why a text is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARecoveryCode {
    /// Not 26 letters.
    #[error("a recovery code has 26 letters, this has {0}")]
    Length(usize),
    /// A letter that no code has.
    #[error("letter {0} is one that no recovery code has")]
    Letter(usize),
    /// The two check letters do not fit the rest: misread somewhere.
    #[error("the check letters do not fit: a letter was misread")]
    Check,
}

impl RecoveryCode {
    /// A code from 15 random bytes.
    pub fn from_random(random: [u8; 15]) -> Self {
        let mut letters = Zeroizing::new([0; LETTERS]);
        let secret = random.as_chunks::<5>().0.iter().flat_map(|five| {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            (0..8).rev().map(move |place| letter(bits >> (5 * place)))
        });
        letters.iter_mut().zip(secret).for_each(|(letter, drawn)| *letter = drawn);
        let check = check(&letters[..SECRET]);
        letters[SECRET..].copy_from_slice(&check);
        RecoveryCode(letters)
    }

    /// The letters without hyphens.
    pub(super) fn letters(&self) -> &[u8] {
        &self.0[..]
    }
}

fn letter(bits: u64) -> u8 {
    ALPHABET[(bits & 31) as usize]
}

fn check(secret: &[u8]) -> [u8; 2] {
    let digest = Sha256::new().chain_update(b"motcua/recovery/1").chain_update(secret).finalize();
    [letter(u64::from(digest[0])), letter(u64::from(digest[1]))]
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.iter().enumerate() {
            if place > 0 && place % 5 == 0 && place < 25 {
                f.write_str("-")?;
            }
            write!(f, "{}", *letter as char)?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)") // never the letters
    }
}

/// Reads what a person types: any case, spaces and hyphens anywhere.
impl FromStr for RecoveryCode {
    type Err = NotARecoveryCode;

    fn from_str(text: &str) -> Result<Self, NotARecoveryCode> {
        let typed: Zeroizing<Vec<char>> = Zeroizing::new(
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect(),
        );
        if typed.len() != LETTERS {
            return Err(NotARecoveryCode::Length(typed.len()));
        }
        let mut letters = Zeroizing::new([0; LETTERS]);
        for (place, c) in typed.iter().enumerate() {
            let byte = u8::try_from(*c).ok().filter(|byte| ALPHABET.contains(byte));
            letters[place] = byte.ok_or(NotARecoveryCode::Letter(place + 1))?;
        }
        if letters[SECRET..] != check(&letters[..SECRET]) {
            return Err(NotARecoveryCode::Check);
        }
        Ok(RecoveryCode(letters))
    }
}
