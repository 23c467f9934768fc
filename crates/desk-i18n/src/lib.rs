//! The voice: every word a person reads, in Vietnamese and English.
//!
//! The words live in `assets/locales/<language>/<area>.ftl`, a small part of Project Fluent's syntax ([`fluent`] says which).
//! [`generate`] turns them into the table this crate answers from and into the typed functions of the screens, both checked
//! in; a test fails when they are older than the words. What always holds: both languages have the same keys with the same
//! variables, every text is in Unicode form C, and no isolating mark (U+2068, U+2069) is ever put around a variable, because
//! it would reach paper, search and export.
//!
//! Start at [`message`].

pub mod fluent;
pub mod generate;
mod generated;

/// A language of the program. Vietnamese is the first; forms on paper are Vietnamese only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// The BCP 47 tag, which is also the folder's name under `assets/locales`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The language of a tag (`vi`, `en`), if it is one of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vietnamese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A piece of a message, as the generated table holds it.
pub(crate) enum Part {
    /// Words as they stand.
    Text(&'static str),
    /// The value of a variable.
    Variable(&'static str),
    /// One of several endings by the value of a variable; the last one is the default.
    Select(&'static str, &'static [(&'static str, &'static [Part])]),
}

/// The words for `key` (such as `frame-lock`), with `arguments` filled in; `None` when no message has that key.
///
/// A variable that is not given is left out, which reads better than a placeholder.
#[must_use]
pub fn find(language: Language, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let at = generated::MESSAGES.binary_search_by(|(k, _, _)| k.cmp(&key)).ok()?;
    let (_, vietnamese, english) = &generated::MESSAGES[at];
    let mut words = String::new();
    let parts = match language {
        Language::Vietnamese => vietnamese,
        Language::English => english,
    };
    write(parts, arguments, &mut words);
    Some(words)
}

/// The words for `key`; an unknown key comes back as itself, so that a missing word is seen and nothing stops.
#[must_use]
pub fn message(language: Language, key: &str, arguments: &[(&str, &str)]) -> String {
    find(language, key, arguments).unwrap_or_else(|| key.to_owned())
}

/// The words for an error by its code (`wrong_password` finds `error-wrong-password`), in three parts: what happened, what is
/// kept, what to do. An unknown code gets the words of `error-unexpected`.
#[must_use]
pub fn error(language: Language, code: &str, arguments: &[(&str, &str)]) -> String {
    let key = format!("error-{}", code.replace('_', "-"));
    find(language, &key, arguments).unwrap_or_else(|| {
        let mut with_code = arguments.to_vec();
        with_code.push(("code", code));
        message(language, "error-unexpected", &with_code)
    })
}

fn write(parts: &[Part], arguments: &[(&str, &str)], words: &mut String) {
    let value = |name: &str| arguments.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| *v);
    for part in parts {
        match part {
            Part::Text(text) => words.push_str(text),
            Part::Variable(name) => words.push_str(value(name)),
            Part::Select(name, endings) => {
                let value = value(name);
                let chosen = endings
                    .iter()
                    .find(|(k, _)| *k == value)
                    .or_else(|| endings.iter().find(|(k, _)| *k == "one" && value == "1"))
                    .or_else(|| endings.last());
                if let Some((_, parts)) = chosen {
                    write(parts, arguments, words);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_both_languages_and_an_unknown_key_is_seen() {
        assert_eq!(message(Language::Vietnamese, "frame-lock", &[]), "Khóa");
        assert_eq!(message(Language::English, "frame-lock", &[]), "Lock");
        assert_eq!(message(Language::English, "no-such-words", &[]), "no-such-words");
    }

    #[test]
    fn an_unknown_error_still_says_three_things_and_its_code() {
        let words = error(Language::English, "comet_struck", &[]);
        assert!(words.contains("comet_struck"), "{words}");
    }

    #[test]
    fn english_counts_one_and_many() {
        let one = message(Language::English, "today-tasks-count", &[("count", "1")]);
        let many = message(Language::English, "today-tasks-count", &[("count", "12")]);
        assert_eq!((one.as_str(), many.as_str()), ("1 task", "12 tasks"));
    }
}
