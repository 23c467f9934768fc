//! Telex and VNI keystrokes that reached us as plain letters, turned into the words they stand for.
//!
//! A word either reads as keystrokes to its end or is left alone; whoever calls decides whether the result is a word.

use super::letter::{Letter, Tone, is_vowel};

/// The word that these Telex keys type (`Nguyeenx` → `Nguyễn`, `Huongwf` → `Hường`, `DDinh` → `Đinh`); the same word when no
/// key in it does anything; `None` when it is no single word of letters. A key works on what was typed before it, near or
/// far, as input programs allow.
pub fn from_telex(word: &str) -> Option<String> {
    let mut typed = Typed::default();
    for c in word.chars() {
        let key = Letter::of(c)?;
        let done = key.tone == Tone::Level
            && match key.base {
                's' => typed.tone(Tone::Acute),
                'f' => typed.tone(Tone::Grave),
                'r' => typed.tone(Tone::Hook),
                'x' => typed.tone(Tone::Tilde),
                'j' => typed.tone(Tone::Dot),
                'd' => typed.last_where(|base| base == 'd', 'đ'),
                'a' => typed.last_where(|base| base == 'a', 'â'),
                'e' => typed.last_where(|base| base == 'e', 'ê'),
                'o' => typed.last_where(|base| base == 'o', 'ô'),
                'w' => typed.horn_or_breve() || typed.lone_w(key.upper),
                _ => false,
            };
        if !done {
            typed.0.push(key);
        }
    }
    Some(typed.word())
}

/// The word that these VNI keys type (`Nguye64n` → `Nguyễn`, `D9inh` → `Đinh`, `Hu7o7ng` or `Huong7` → `Hương`); `None` when a
/// digit has nothing to work on or the word has other characters.
pub fn from_vni(word: &str) -> Option<String> {
    let mut typed = Typed::default();
    for c in word.chars() {
        let done = match c {
            '1' => typed.tone(Tone::Acute),
            '2' => typed.tone(Tone::Grave),
            '3' => typed.tone(Tone::Hook),
            '4' => typed.tone(Tone::Tilde),
            '5' => typed.tone(Tone::Dot),
            '6' => typed.last_where(|base| matches!(base, 'a' | 'e' | 'o'), '^'),
            '7' => typed.horn(),
            '8' => typed.last_where(|base| base == 'a', 'ă'),
            '9' => typed.last_where(|base| base == 'd', 'đ'),
            _ => {
                typed.0.push(Letter::of(c)?);
                true
            }
        };
        if !done {
            return None;
        }
    }
    Some(typed.word())
}

/// What has been typed so far.
#[derive(Default)]
struct Typed(Vec<Letter>);

impl Typed {
    /// Puts a tone on the word; it finds its letter when the word is done. False before any vowel.
    fn tone(&mut self, tone: Tone) -> bool {
        let Some(vowel) = self.0.iter().rposition(|letter| is_vowel(letter.base)) else { return false };
        for letter in &mut self.0 {
            letter.tone = Tone::Level;
        }
        self.0[vowel].tone = tone;
        true
    }

    /// Changes the last letter that fits; the circumflex (`^`) depends on the letter.
    fn last_where(&mut self, fits: impl Fn(char) -> bool, into: char) -> bool {
        // Only across letters that may stand between a vowel and its mark: `Nguyene` yes, `hoaha` no.
        let last = self.0.iter().rposition(|letter| fits(letter.base));
        let Some(at) = last else { return false };
        let between = &self.0[at + 1..];
        let vowel_after_consonant =
            between.iter().skip_while(|letter| is_vowel(letter.base)).any(|letter| is_vowel(letter.base));
        if is_vowel(self.0[at].base) && vowel_after_consonant {
            return false;
        }
        self.0[at].base = match (into, self.0[at].base) {
            ('^', 'a') => 'â',
            ('^', 'e') => 'ê',
            ('^', 'o') => 'ô',
            (into, _) => into,
        };
        true
    }

    /// The horn: on `uo` together, else on the last u or o.
    fn horn(&mut self) -> bool {
        let pair = (1..self.0.len()).rev().find(|&i| matches!(self.0[i - 1].base, 'u' | 'ư') && self.0[i].base == 'o');
        let after_q = |i: usize| i >= 2 && self.0[i - 2].base == 'q';
        if let Some(i) = pair.filter(|&i| !after_q(i)) {
            // `huơ`, `thuở` keep a plain u unless more of the word follows.
            self.0[i].base = 'ơ';
            if i + 1 < self.0.len() {
                self.0[i - 1].base = 'ư';
            }
            return true;
        }
        let Some(mut i) = self.0.iter().rposition(|letter| matches!(letter.base, 'u' | 'o')) else { return false };
        // `uu` becomes `ưu` (Lưu, Bửu).
        if i >= 1 && self.0[i].base == 'u' && self.0[i - 1].base == 'u' {
            i -= 1;
        }
        self.0[i].base = if self.0[i].base == 'u' { 'ư' } else { 'ơ' };
        true
    }

    /// Telex `w`: horn or breve, whichever the last such vowel takes.
    fn horn_or_breve(&mut self) -> bool {
        let last = self.0.iter().rposition(|letter| matches!(letter.base, 'a' | 'o' | 'u'));
        let Some(at) = last else { return false };
        // `uaw` is `ưa` (mùa → mưa); after q the u is not a vowel (`quawng`).
        let u_before = at >= 1 && self.0[at - 1].base == 'u' && (at < 2 || self.0[at - 2].base != 'q');
        match self.0[at].base {
            'a' if u_before => self.0[at - 1].base = 'ư',
            'a' => self.0[at].base = 'ă',
            _ => return self.horn(),
        }
        true
    }

    /// A `w` with nothing before it to change types `ư` (`tw` → `tư`).
    fn lone_w(&mut self, upper: bool) -> bool {
        if self.0.iter().any(|letter| is_vowel(letter.base)) {
            return false;
        }
        self.0.push(Letter { base: 'ư', tone: Tone::Level, upper });
        true
    }

    fn word(self) -> String {
        // `ưo`, and `uơ` before more letters, are always `ươ` in Vietnamese: input programs complete it, so do we.
        let mut letters = self.0;
        for i in 1..letters.len() {
            let after_q = i >= 2 && letters[i - 2].base == 'q';
            match (letters[i - 1].base, letters[i].base) {
                ('ư', 'o') => letters[i].base = 'ơ',
                ('u', 'ơ') if i + 1 < letters.len() && !after_q => letters[i - 1].base = 'ư',
                _ => {}
            }
        }
        super::syllable::place_tone(&mut letters);
        letters.into_iter().map(Letter::compose).collect()
    }
}
