//! Parameters of the office that the law leaves open or that only the office knows, set by a supervisor, from a day on.

use chrono::NaiveDate;
use desk_core::{
    dossier::Done,
    office::{OfficeFact, Role, Setting, SettingSet, Settings},
    text::nfc_tidy,
};

use crate::{desk::Desk, error::AppError};

/// Most characters of a phone, of a signer's name and role, of a decision.
const LONGEST: usize = 120;

impl Desk {
    /// The parameters in force now.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn parameters(&self) -> Result<Settings, AppError> {
        Ok(self.office()?.settings_at(self.now()))
    }

    /// Every parameter ever set, the newest first.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn parameter_history(&self) -> Result<Vec<SettingSet>, AppError> {
        self.actor()?;
        Ok(self.office()?.settings.iter().rev().cloned().collect())
    }

    /// Sets a parameter from a day on. What was decided or printed before keeps the one of its own moment.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::BadField`] with `from` for a day that is over, with `value` or `decision` for words
    /// that are too long.
    pub fn set_parameter(&mut self, setting: Setting, from: NaiveDate, decision: &str) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        self.record_stands()?;
        if from < self.now().date_naive() {
            return Err(AppError::BadField { field: "from" });
        }
        let short = |text: &str, field: &'static str| {
            let text = nfc_tidy(text);
            if text.chars().count() <= LONGEST { Ok(text) } else { Err(AppError::BadField { field }) }
        };
        let setting = match setting {
            Setting::Phone(phone) => Setting::Phone(short(&phone, "value")?),
            Setting::Signer(signer) => Setting::Signer(short(&signer, "value")?),
            Setting::SupplementPolicy(_) | Setting::Compare(_) => setting,
        };
        let decision = short(decision, "decision")?;
        let done = Done { at: self.now(), by: actor.name.clone() };
        self.append_office(actor.person, OfficeFact::SettingSet(Box::new(SettingSet { setting, from, decision, done })))
    }
}
