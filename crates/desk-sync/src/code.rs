//! The enrolment code: 26 letters that a person reads out, 13 for a one-time secret and 13 for the province's key.

use std::fmt;

use sha2::{Digest, Sha256};

/// Crockford's letters: no I, L, O and U, so that what is read aloud or from a bad print is not mistaken.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in each half: 65 bits.
const HALF: usize = 13;
/// How the letters are shown.
const GROUPS: [usize; 6] = [4, 4, 5, 4, 4, 5];

/// Why a text is no enrolment code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an enrolment code of 26 letters")]
pub struct NotACode;

macro_rules! half {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; HALF]);

        impl $name {
            /// The first 65 of these bits.
            fn of_bits(bytes: &[u8; 9]) -> Self {
                let bits = bytes.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte)) >> 7;
                let mut letters = [0; HALF];
                for (place, letter) in letters.iter_mut().enumerate() {
                    *letter = LETTERS[(bits >> (60 - 5 * place)) as usize & 31];
                }
                $name(letters)
            }

            /// Its 13 letters without groups.
            pub fn letters(&self) -> &str {
                std::str::from_utf8(&self.0).expect("letters of the alphabet above are ASCII")
            }

            /// Reads its 13 letters as [`Self::letters`] gives them.
            ///
            /// # Errors
            /// When they are others, or another count.
            pub fn parse(text: &str) -> Result<Self, NotACode> {
                let letters: [u8; HALF] = text.as_bytes().try_into().map_err(|_| NotACode)?;
                if letters.iter().all(|letter| LETTERS.contains(letter)) { Ok($name(letters)) } else { Err(NotACode) }
            }
        }
    };
}

half!(
    /// The secret half, known to who made the code and who types it, and gone with its one use.
    CodeSecret
);
half!(
    /// The first 65 bits of SHA-256 over the province's public key: a desk refuses a province whose key has others.
    KeyPrint
);

impl fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeSecret(..)")
    }
}

impl fmt::Debug for KeyPrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPrint({})", self.letters())
    }
}

impl CodeSecret {
    /// From nine random bytes, of which the first 65 bits count.
    pub fn new(random: &[u8; 9]) -> Self {
        Self::of_bits(random)
    }

    /// What a server keeps instead of the secret: SHA-256 over `motcua/code/1` and the 13 letters.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::new().chain_update(b"motcua/code/1").chain_update(self.0).finalize().into()
    }
}

impl KeyPrint {
    /// Of a province's public key.
    pub fn of(public: &[u8; 32]) -> Self {
        let digest: [u8; 32] = Sha256::digest(public).into();
        let mut bytes = [0; 9];
        bytes.copy_from_slice(&digest[..9]);
        Self::of_bits(&bytes)
    }
}

/// A whole code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// What the desk sends.
    pub secret: CodeSecret,
    /// What the desk holds the answering province against.
    pub province: KeyPrint,
}

impl EnrolmentCode {
    /// The code for a secret at the province with this public key.
    pub fn new(secret: CodeSecret, public: &[u8; 32]) -> Self {
        EnrolmentCode { secret, province: KeyPrint::of(public) }
    }

    /// Reads a code as people type it: any case, with or without spaces and hyphens, O for 0, I or L for 1.
    ///
    /// # Errors
    /// When it has not 26 letters of the alphabet.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let mut letters = [0; 2 * HALF];
        let mut count = 0;
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                other => u8::try_from(other).ok().filter(|letter| LETTERS.contains(letter)).ok_or(NotACode)?,
            };
            *letters.get_mut(count).ok_or(NotACode)? = letter;
            count += 1;
        }
        if count != letters.len() {
            return Err(NotACode);
        }
        let half = |from: usize| -> [u8; HALF] { std::array::from_fn(|place| letters[from + place]) };
        Ok(EnrolmentCode { secret: CodeSecret(half(0)), province: KeyPrint(half(HALF)) })
    }

    /// Whether the province with this public key is the one the code is from.
    pub fn is_from(&self, public: &[u8; 32]) -> bool {
        self.province == KeyPrint::of(public)
    }
}

impl fmt::Display for EnrolmentCode {
    /// In its groups: `7X2K-9QF4-M0PTR 4HVD-21ZB-W8NCE`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.secret.letters().chars().chain(self.province.letters().chars());
        for (group, size) in GROUPS.into_iter().enumerate() {
            match group {
                0 => {}
                3 => f.write_str(" ")?,
                _ => f.write_str("-")?,
            }
            letters.by_ref().take(size).try_for_each(|letter| write!(f, "{letter}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_shown_in_groups_and_read_as_people_type_it() {
        let code =
            EnrolmentCode::new(CodeSecret::new(&[0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0xff]), &[7; 32]);
        let shown = code.to_string();
        assert_eq!(shown.split([' ', '-']).map(str::len).collect::<Vec<_>>(), GROUPS);
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace(['-', ' '], ""),
            shown.replace('0', "o").replace('1', "L"),
        ] {
            assert_eq!(EnrolmentCode::parse(&typed), Ok(code), "{typed}");
        }
        assert!(code.is_from(&[7; 32]) && !code.is_from(&[8; 32]));
        for wrong in ["", &shown[1..], &format!("{shown}0"), &shown.replacen(&shown[..1], "U", 1), "Đ"] {
            assert_eq!(EnrolmentCode::parse(wrong), Err(NotACode), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_not_seen_in_what_programs_log() {
        let secret = CodeSecret::new(&[0xab; 9]);
        assert!(!format!("{secret:?}").contains(secret.letters()));
    }

    proptest! {
        #[test]
        fn every_code_reads_back_and_any_text_is_read_or_refused(random in any::<[u8; 9]>(), public in any::<[u8; 32]>(), text in ".{0,40}") {
            let code = EnrolmentCode::new(CodeSecret::new(&random), &public);
            prop_assert_eq!(EnrolmentCode::parse(&code.to_string()), Ok(code));
            prop_assert_eq!(CodeSecret::parse(code.secret.letters()), Ok(code.secret));
            let mut other = random;
            other[0] ^= 1;
            prop_assert_ne!(CodeSecret::new(&other), code.secret);
            let _ = EnrolmentCode::parse(&text);
        }

        #[test]
        fn the_sixty_fifth_bit_counts_and_the_sixty_sixth_does_not(random in any::<[u8; 9]>()) {
            let (mut last, mut beyond) = (random, random);
            last[8] ^= 0x80;
            beyond[8] ^= 0x40;
            prop_assert_ne!(CodeSecret::new(&last), CodeSecret::new(&random));
            prop_assert_eq!(CodeSecret::new(&beyond), CodeSecret::new(&random));
        }
    }
}
