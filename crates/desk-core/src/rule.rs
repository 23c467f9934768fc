//! Time limits as the law words them, in a short notation: `3wd`, `0.5wd`, `4wh`, `20cd`, `1mo`, `same_day@15:00`, `none`.

use std::{fmt, str::FromStr};

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// How long an office may take. Numbers are 1 to 9,999 except where said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Rule {
    /// Working days counted in halves: `3wd` is 6 halves, `0.5wd` is 1.
    WorkingHalfDays(u16),
    /// Hours in which the unit is open (`4wh`).
    WorkingHours(u16),
    /// Calendar days (`20cd`), rolled forward off days off.
    CalendarDays(u16),
    /// Calendar months (`1mo`), rolled forward off days off.
    Months(u16),
    /// End of the day of reception, or of the next working day when received after the cut-off (`same_day@15:00`).
    SameDay {
        /// The last minute at which the result is still due the same day.
        cutoff: NaiveTime,
    },
    /// The law sets no date (`none`).
    None,
}

/// Why a text is not a [`Rule`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time limit: {0:?} (expected like 3wd, 0.5wd, 4wh, 20cd, 1mo, same_day@15:00 or none)")]
pub struct NotARule(pub String);

impl FromStr for Rule {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, NotARule> {
        let refuse = || NotARule(text.chars().take(40).collect());
        if text == "none" {
            return Ok(Rule::None);
        }
        if let Some(time) = text.strip_prefix("same_day@") {
            let cutoff = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| refuse())?;
            return (time.len() == 5).then_some(Rule::SameDay { cutoff }).ok_or_else(refuse);
        }
        let (number, unit) = text.split_at_checked(text.len().saturating_sub(2)).ok_or_else(refuse)?;
        let whole = |digits: &str| -> Result<u16, NotARule> {
            let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten().ok_or_else(refuse)
        };
        let positive = |n: u16| if n == 0 { Err(refuse()) } else { Ok(n) };
        match unit {
            "wd" => {
                let halves = match number.strip_suffix(".5") {
                    Some(days) => whole(days)? * 2 + 1,
                    None => whole(number)? * 2,
                };
                Ok(Rule::WorkingHalfDays(positive(halves)?))
            }
            "wh" => Ok(Rule::WorkingHours(positive(whole(number)?)?)),
            "cd" => Ok(Rule::CalendarDays(positive(whole(number)?)?)),
            "mo" => Ok(Rule::Months(positive(whole(number)?)?)),
            _ => Err(refuse()),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::WorkingHalfDays(halves) if halves % 2 == 1 => write!(f, "{}.5wd", halves / 2),
            Rule::WorkingHalfDays(halves) => write!(f, "{}wd", halves / 2),
            Rule::WorkingHours(hours) => write!(f, "{hours}wh"),
            Rule::CalendarDays(days) => write!(f, "{days}cd"),
            Rule::Months(months) => write!(f, "{months}mo"),
            Rule::SameDay { cutoff } => write!(f, "same_day@{}", cutoff.format("%H:%M")),
            Rule::None => f.write_str("none"),
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = NotARule;
    fn try_from(text: String) -> Result<Self, NotARule> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> String {
        rule.to_string()
    }
}
