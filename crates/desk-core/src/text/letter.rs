//! One Vietnamese letter taken apart: the letter of the alphabet, its tone, its case.

use unicode_normalization::UnicodeNormalization;

/// The six tones in dictionary order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tone {
    /// Ngang, no mark.
    #[default]
    Level,
    /// Huyền.
    Grave,
    /// Hỏi.
    Hook,
    /// Ngã.
    Tilde,
    /// Sắc.
    Acute,
    /// Nặng.
    Dot,
}

impl Tone {
    /// The tone of a combining mark.
    pub fn of_mark(mark: char) -> Option<Tone> {
        match mark {
            '\u{300}' | '\u{340}' => Some(Tone::Grave),
            '\u{309}' => Some(Tone::Hook),
            '\u{303}' => Some(Tone::Tilde),
            '\u{301}' | '\u{341}' => Some(Tone::Acute),
            '\u{323}' => Some(Tone::Dot),
            _ => None,
        }
    }

    fn mark(self) -> Option<char> {
        match self {
            Tone::Level => None,
            Tone::Grave => Some('\u{300}'),
            Tone::Hook => Some('\u{309}'),
            Tone::Tilde => Some('\u{303}'),
            Tone::Acute => Some('\u{301}'),
            Tone::Dot => Some('\u{323}'),
        }
    }
}

/// A letter without its tone and case, both kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// Lower case with its own mark (`ê`, `ư`, `đ`), without a tone.
    pub base: char,
    /// The tone on it.
    pub tone: Tone,
    /// True for a capital.
    pub upper: bool,
}

impl Letter {
    /// Takes a composed letter apart; `None` when it is no letter of the Vietnamese alphabet nor f, j, w, z.
    pub fn of(c: char) -> Option<Letter> {
        let upper = c.is_uppercase();
        if c.is_ascii() {
            let base = c.to_ascii_lowercase();
            return base.is_ascii_lowercase().then_some(Letter { base, tone: Tone::Level, upper });
        }
        let mut tone = Tone::Level;
        let mut base = String::new();
        for part in c.to_lowercase().flat_map(|lower| std::iter::once(lower).nfd()) {
            match Tone::of_mark(part) {
                Some(found) if tone == Tone::Level => tone = found,
                Some(_) => return None,
                None => base.push(part),
            }
        }
        let mut composed = base.nfc();
        let (first, rest) = (composed.next()?, composed.next());
        let known =
            rest.is_none() && (first.is_ascii_lowercase() || matches!(first, 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư'));
        let toned = tone == Tone::Level || is_vowel(first);
        (known && toned).then_some(Letter { base: first, tone, upper })
    }

    /// The composed letter (NFC).
    pub fn compose(self) -> char {
        if self.tone == Tone::Level {
            return if self.upper { self.base.to_uppercase().next().unwrap_or(self.base) } else { self.base };
        }
        let parts = [Some(self.base), self.tone.mark()];
        let c = parts.into_iter().flatten().nfc().next().unwrap_or(self.base);
        if self.upper { c.to_uppercase().next().unwrap_or(c) } else { c }
    }
}

/// True for the twelve vowel letters, without tone, lower case.
pub(super) fn is_vowel(base: char) -> bool {
    matches!(base, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// The letters of a word; `None` when any character is no such letter.
pub(super) fn letters(word: &str) -> Option<Vec<Letter>> {
    word.nfc().map(Letter::of).collect()
}
