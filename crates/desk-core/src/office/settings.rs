//! Parameters that the law leaves open or that only the office knows: what waiting does to a date, what early and late
//! compare, the office's phone, who signs its letters. Each is a fact with a first day; what was decided or printed before
//! it was set stays as it was.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Figure, Office};
use crate::{
    dossier::{Done, PausePolicy},
    report::Compare,
    rule::Rule,
    time::Moment,
};

/// A parameter of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// What waiting for the citizen does to the due date, unless the act says otherwise (domain §4.4.6: the decree's text and
    /// the practice differ).
    SupplementPolicy(PausePolicy),
    /// What early, on time and late compare (domain §14.2).
    Compare(Compare),
    /// The phone that papers name for questions; blank takes it away.
    Phone(String),
    /// Who signs letters to citizens; blank takes it away.
    Signer(String),
}

/// A parameter set, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingSet {
    /// What.
    pub setting: Setting,
    /// First day on which it holds.
    pub from: NaiveDate,
    /// The decision that it rests on, where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The parameters as they held at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What waiting does to the due date.
    pub pause: PausePolicy,
    /// What early and late compare.
    pub compare: Compare,
    /// The phone on papers; empty where none was set.
    pub phone: String,
    /// Who signs letters; empty where nobody was named.
    pub signer: String,
}

impl Office {
    /// The parameters at a moment: those whose first day has come and that had been set by then. Of one kind the latest
    /// first day counts, and of one day what was set last.
    pub fn settings_at(&self, at: Moment) -> Settings {
        let mut held: Vec<&SettingSet> =
            self.settings.iter().filter(|set| set.from <= at.date_naive() && set.done.at <= at).collect();
        held.sort_by_key(|set| set.from); // stable
        held.into_iter().fold(Settings::default(), |mut settings, set| {
            match &set.setting {
                Setting::SupplementPolicy(policy) => settings.pause = *policy,
                Setting::Compare(compare) => settings.compare = *compare,
                Setting::Phone(phone) => settings.phone.clone_from(phone),
                Setting::Signer(signer) => settings.signer.clone_from(signer),
            }
            settings
        })
    }

    /// The limit of a procedure's second stage on a day; none where the office set none.
    pub fn second_stage_on(&self, procedure: &str, day: NaiveDate) -> Option<Rule> {
        let set = self.figures_on(procedure, day).find_map(|set| match &set.figure {
            Figure::SecondStage { rule } => Some(*rule),
            Figure::Limit { .. } | Figure::Fee { .. } | Figure::Need { .. } | Figure::Process { .. } => None,
        });
        set.filter(|rule| *rule != Rule::None)
    }
}
