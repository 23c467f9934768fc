//! A JSON object with the way that led to it, so that an error can name the place and never the value.

use chrono::NaiveDate;
use desk_core::text::nfc_tidy;
use serde_json::{Map, Value};

use crate::failure::Failure;

/// An object of the input.
pub(super) struct Place<'a> {
    map: &'a Map<String, Value>,
    path: String,
}

impl<'a> Place<'a> {
    /// The whole input.
    pub(super) fn top(value: &'a Value) -> Result<Self, Failure> {
        let map = value.as_object().ok_or_else(|| Failure::bad_input("the input is not an object"))?;
        Ok(Place { map, path: String::new() })
    }

    /// What is wrong with a key.
    pub(super) fn fault(&self, key: &str, what: &str) -> Failure {
        Failure::bad_input(format!("{}{key} {what}", self.path))
    }

    /// A key that is there and not null.
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// True when the key is there and not null.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn missing(&self, key: &str) -> Failure {
        self.fault(key, "is missing")
    }

    /// A text, tidied; none when absent or blank.
    pub(super) fn maybe_text(&self, key: &str) -> Result<Option<String>, Failure> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.fault(key, "is not a text"))?;
        if text.len() > 4_000 {
            return Err(self.fault(key, "is longer than 4,000 bytes"));
        }
        Ok(Some(nfc_tidy(text)).filter(|text| !text.is_empty()))
    }

    /// A text that must be there.
    pub(super) fn text(&self, key: &str) -> Result<String, Failure> {
        self.maybe_text(key)?.ok_or_else(|| self.missing(key))
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<T, Failure> {
        let text = self.text(key)?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(key, &format!("is none of {}", known.join(", ")))
        })
    }

    /// A whole number within a range; none when absent.
    pub(super) fn maybe_number(&self, key: &str, least: i64, most: i64) -> Result<Option<i64>, Failure> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = value.as_i64().filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| self.fault(key, &format!("is not a whole number from {least} to {most}")))
    }

    /// A whole number that must be there.
    pub(super) fn number(&self, key: &str, least: i64, most: i64) -> Result<i64, Failure> {
        self.maybe_number(key, least, most)?.ok_or_else(|| self.missing(key))
    }

    /// True or false; none when absent.
    pub(super) fn maybe_flag(&self, key: &str) -> Result<Option<bool>, Failure> {
        let Some(value) = self.get(key) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| self.fault(key, "is neither true nor false"))
    }

    /// An ISO date; none when absent.
    pub(super) fn maybe_date(&self, key: &str) -> Result<Option<NaiveDate>, Failure> {
        let Some(text) = self.maybe_text(key)? else { return Ok(None) };
        let date = (text.len() == 10).then(|| text.parse::<NaiveDate>().ok()).flatten();
        date.map(Some).ok_or_else(|| self.fault(key, "is not a date like 1990-03-05"))
    }

    /// An object; none when absent.
    pub(super) fn maybe_object(&self, key: &str) -> Result<Option<Place<'a>>, Failure> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let map = value.as_object().ok_or_else(|| self.fault(key, "is not an object"))?;
        Ok(Some(Place { map, path: format!("{}{key}.", self.path) }))
    }

    /// An object that must be there.
    pub(super) fn object(&self, key: &str) -> Result<Place<'a>, Failure> {
        self.maybe_object(key)?.ok_or_else(|| self.missing(key))
    }

    /// A list of objects; empty when absent.
    pub(super) fn objects(&self, key: &str) -> Result<Vec<Place<'a>>, Failure> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| self.fault(key, "is not a list"))?;
        list.iter()
            .enumerate()
            .map(|(at, value)| {
                let map = value.as_object().ok_or_else(|| self.fault(&format!("{key}[{at}]"), "is not an object"))?;
                Ok(Place { map, path: format!("{}{key}[{at}].", self.path) })
            })
            .collect()
    }
}
