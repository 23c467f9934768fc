//! Labels of forms as this office words them: set by a supervisor, from a day on. A paper carries the wording of its own
//! day, so what was issued stays as it is; nothing that is proven by the QR is a label.

use chrono::NaiveDate;
use desk_core::{
    dossier::Done,
    office::{LabelSet, OfficeFact, Role},
    text::nfc_tidy,
};
use desk_forms::{FormData, FormRef, LabelOverride, RenderOptions};

use crate::{desk::Desk, error::AppError};

/// Marks that say what a paper is not: nobody words them otherwise.
const FIXED: [&str; 3] = ["demo", "preview", "reprint"];
/// Most characters of a label.
const LONGEST: usize = 400;

/// A label of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLabel {
    /// Its name in the form.
    pub label: String,
    /// The form's own wording.
    pub own: String,
    /// The wording that holds today.
    pub now: String,
    /// The wording that is set for a later day.
    pub next: Option<LabelSet>,
}

impl Desk {
    /// The office's wordings, for drawing. Later ones of a day count.
    pub(crate) fn label_overrides(&self) -> Result<Vec<LabelOverride>, AppError> {
        let over = |set: &LabelSet| LabelOverride {
            form: FormRef::new(set.set.as_str(), set.form.as_str()),
            label: set.label.clone(),
            text: set.text.clone(),
            from: set.from,
            to: None,
        };
        Ok(self.office()?.labels.iter().map(over).collect())
    }

    /// The labels of a form that an office may word, in the order of the form.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::NoSuchForm`].
    pub fn form_labels(&self, set: &str, form: &str) -> Result<Vec<FormLabel>, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let today = self.now().date_naive();
        let office = self.office()?;
        let own = desk_forms::labels(&FormRef::new(set, form)).map_err(|_| AppError::NoSuchForm)?;
        let of = |label: &str| {
            let label = label.to_owned();
            office.labels.iter().filter(move |one| one.set == set && one.form == form && one.label == label)
        };
        let labels = own.into_iter().filter(|(label, _)| !FIXED.contains(&label.as_str())).map(|(label, own)| {
            // As the form itself chooses: the latest first day, and of one day what was set last.
            let now = of(&label).filter(|one| one.from <= today).max_by_key(|one| one.from);
            let next = of(&label).filter(|one| one.from > today).max_by_key(|one| one.from).cloned();
            FormLabel { now: now.map_or_else(|| own.clone(), |one| one.text.clone()), label, own, next }
        });
        Ok(labels.collect())
    }

    /// Words a label otherwise from a day on.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::BadField`] with `text` when it is blank, too long or leaves out a field of the
    /// form's own wording, with `from` when the day is not ahead: papers of today may be in people's hands.
    pub fn set_label(&mut self, wanted: LabelSet) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        self.record_stands()?;
        let wanted = self.judged(wanted)?;
        if wanted.from <= self.now().date_naive() {
            return Err(AppError::BadField { field: "from" });
        }
        let done = Done { at: self.now(), by: actor.name.clone() };
        self.append_office(actor.person, OfficeFact::LabelSet(Box::new(LabelSet { done, ..wanted })))
    }

    /// An empty paper of a form as it would look on the day with this wording. Records nothing.
    ///
    /// # Errors
    /// As [`Desk::set_label`] for the text; the form cannot be drawn.
    pub fn label_preview(&self, wanted: LabelSet) -> Result<Vec<u8>, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let wanted = self.judged(wanted)?;
        let form = FormRef::new(wanted.set.as_str(), wanted.form.as_str());
        let at = wanted.from.max(self.now().date_naive()).and_time(chrono::NaiveTime::MIN);
        let mut options = RenderOptions::for_form(&form, [0; 32], at)?;
        options.copies.truncate(1);
        options.preview = true;
        options.demo = self.demo().is_some();
        options.overrides = self.label_overrides()?;
        options.overrides.push(LabelOverride {
            form: form.clone(),
            label: wanted.label,
            text: wanted.text,
            from: at.date(),
            to: None,
        });
        Ok(desk_forms::render(&form, &FormData::default(), &options)?)
    }

    /// The wish with its text tidied, if the form may be worded so.
    fn judged(&self, wanted: LabelSet) -> Result<LabelSet, AppError> {
        let own = desk_forms::labels(&FormRef::new(wanted.set.as_str(), wanted.form.as_str()))
            .map_err(|_| AppError::NoSuchForm)?;
        let own = own.into_iter().find(|(label, _)| *label == wanted.label && !FIXED.contains(&label.as_str()));
        let (_, own) = own.ok_or(AppError::NoSuchForm)?;
        let text = nfc_tidy(&wanted.text);
        let whole = fields(&own).all(|field| text.contains(field)) && fields(&text).all(|field| own.contains(field));
        if text.is_empty() || text.chars().count() > LONGEST || !whole {
            return Err(AppError::BadField { field: "text" });
        }
        Ok(LabelSet { text, ..wanted })
    }

    /// The first day from which a label may be set: tomorrow.
    pub fn label_first_day(&self) -> NaiveDate {
        self.now().date_naive().succ_opt().unwrap_or(NaiveDate::MAX)
    }
}

/// The fields of a sentence, with their braces.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| text[at..].find('}').map(|end| &text[at..=at + end]))
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn the_fields_of_a_sentence_are_found_with_their_braces() {
        assert_eq!(fields("liên hệ với {contact} số {phone}.").collect::<Vec<_>>(), ["{contact}", "{phone}"]);
        assert_eq!(fields("không { có gì").count(), 0);
    }
}
