//! A person's own abbreviations of procedures: theirs alone, on this machine, beside the first letters that always work.

use std::collections::BTreeMap;

use desk_core::text::{fold, keys_behind};

use crate::{desk::Desk, error::AppError};

/// Letters and digits of an abbreviation.
const LONG: std::ops::RangeInclusive<usize> = 1..=12;

impl Desk {
    fn abbreviations_key(&self) -> Result<String, AppError> {
        Ok(format!("abbreviations.{}", self.actor()?.person))
    }

    /// The abbreviations of the person signed in, by the code of the procedure.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn abbreviations(&self) -> Result<BTreeMap<String, String>, AppError> {
        self.read(&self.abbreviations_key()?)
    }

    /// Sets the person's own abbreviation of a procedure; an empty one takes it back.
    ///
    /// # Errors
    /// [`AppError::UnknownProcedure`]; [`AppError::BadField`] with `abbreviation`: anything but 1 to 12 letters and digits
    /// without marks, or one that they use for another procedure.
    pub fn set_abbreviation(&mut self, procedure: &str, text: &str) -> Result<(), AppError> {
        if self.reference().catalogue().entry(procedure).is_none() {
            return Err(AppError::UnknownProcedure);
        }
        let (key, text) = (self.abbreviations_key()?, text.trim().to_lowercase());
        let mut mine = self.abbreviations()?;
        mine.remove(procedure);
        if !text.is_empty() {
            let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            if !plain || !LONG.contains(&text.len()) || mine.values().any(|taken| *taken == text) {
                return Err(AppError::BadField { field: "abbreviation" });
            }
            mine.insert(procedure.to_owned(), text);
        }
        self.write(&key, &mine)
    }

    /// The procedure that the person means by their own abbreviation, also when Telex or VNI turned its letters.
    pub(crate) fn abbreviated(&self, typed: &str) -> Result<Option<String>, AppError> {
        let typed = typed.trim();
        if typed.is_empty() || typed.chars().count() > *LONG.end() {
            return Ok(None);
        }
        let mut ways = keys_behind(&typed.to_lowercase());
        ways.push(fold(typed));
        Ok(self.abbreviations()?.into_iter().find(|(_, mine)| ways.contains(mine)).map(|(code, _)| code))
    }
}
