//! A form's definition: blocks and labels as data under `assets/forms/<set>/<form>`, built into the program. An issued
//! version is never changed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::clean::clean;
use crate::data::{CopyMark, FormData, FormRef, LabelOverride, Paper};
use crate::definition::{Block, whole};
use crate::error::FormError;
use crate::sources::{SOURCES, Source};

/// A form as its definition describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    #[serde(skip)]
    id: Option<FormRef>,
    #[serde(skip)]
    labels: BTreeMap<String, String>,
    /// Number of the form in its set; none for an office's own paper.
    #[serde(rename = "number", default)]
    _number: Option<String>,
    /// Label of the file's title.
    pub(crate) title: String,
    /// Sheets that it is made for, the usual one first.
    pub(crate) papers: Vec<Paper>,
    /// Labels of the copies; none for a paper of which there is one.
    #[serde(default)]
    copies: Option<Copies>,
    /// With more rows than this, the text is not set closer to save a page: that takes several layouts.
    #[serde(default)]
    fit_rows_max: Option<usize>,
    /// Factor of the space before paragraphs: more where there are few of them.
    #[serde(default = "whole")]
    pub(crate) gap: f32,
    pub(crate) blocks: Vec<Block>,
}

/// Labels of the copies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Copies {
    office: String,
    applicant: String,
}

impl Form {
    /// The form of this name.
    ///
    /// # Errors
    /// [`FormError::UnknownForm`], or [`FormError::Definition`] when the built-in definition is not well formed.
    pub(crate) fn find(wanted: &FormRef) -> Result<&'static Form, FormError> {
        static FORMS: OnceLock<Result<Vec<Form>, String>> = OnceLock::new();
        let forms = FORMS.get_or_init(load).as_ref().map_err(|error| FormError::Definition(error.clone()))?;
        let unknown = || FormError::UnknownForm { set: wanted.set.clone(), form: wanted.form.clone() };
        forms.iter().find(|form| form.id.as_ref() == Some(wanted)).ok_or_else(unknown)
    }

    /// All forms built in that are made for a sheet.
    pub(crate) fn all() -> Vec<FormRef> {
        let all = SOURCES.iter().map(|source| FormRef::new(source.set, source.form));
        all.filter(|form| Form::find(form).is_ok_and(|form| !form.papers.is_empty())).collect()
    }

    /// The form's own labels with their names, in the order in which its file has them.
    pub(crate) fn own_labels(&self) -> Vec<(String, String)> {
        let source = SOURCES.iter().find(|source| self.id.as_ref() == Some(&FormRef::new(source.set, source.form)));
        let place = |label: &str| source.and_then(|source| source.labels.find(&format!("\"{label}\":")));
        let mut labels: Vec<(String, String)> =
            self.labels.iter().map(|(label, text)| (label.clone(), text.clone())).collect();
        labels.sort_by_key(|(label, _)| place(label));
        labels
    }

    /// The copies that are printed of it.
    pub(crate) fn copies(&self) -> Vec<CopyMark> {
        match self.copies {
            Some(_) => vec![CopyMark::Office, CopyMark::Applicant],
            None => vec![CopyMark::Office],
        }
    }

    /// Whether the text may be set closer to save a page.
    pub(crate) fn fits_closer(&self, data: &FormData) -> bool {
        let rows: usize = data.tables.values().map(Vec::len).sum();
        self.fit_rows_max.is_none_or(|most| rows <= most)
    }

    /// The labels of a day: the form's own, with the office's in their place. The later of two overrides counts.
    pub(crate) fn labels_on(&self, day: NaiveDate, overrides: &[LabelOverride]) -> Labels {
        let mut labels = self.labels.clone();
        let mut valid: Vec<&LabelOverride> = overrides
            .iter()
            .filter(|over| {
                Some(&over.form) == self.id.as_ref() && over.from <= day && over.to.is_none_or(|to| day <= to)
            })
            .collect();
        valid.sort_by_key(|over| over.from);
        for over in valid {
            if labels.contains_key(&over.label) && self.keeps_fields(over) {
                labels.insert(over.label.clone(), clean(&over.text));
            }
        }
        Labels(labels)
    }

    /// Whether an office's wording has every field of the sentence that it takes the place of: what is proven must be
    /// on the paper.
    fn keeps_fields(&self, over: &LabelOverride) -> bool {
        let sentences = self.blocks.iter().flat_map(Block::sentences);
        let mut fields = sentences.filter(|(label, _)| *label == over.label).flat_map(|(_, fields)| fields);
        fields.all(|field| over.text.contains(&format!("{{{field}}}")))
    }

    /// Name of the label of a copy.
    pub(crate) fn copy_label(&self, copy: CopyMark) -> Option<&str> {
        self.copies.as_ref().map(|copies| match copy {
            CopyMark::Office => copies.office.as_str(),
            CopyMark::Applicant => copies.applicant.as_str(),
        })
    }

    /// Every field in the order of the page with what is printed for it; see [`crate::printed_fields`].
    pub(crate) fn printed_fields(&self, data: &FormData) -> Vec<(String, String)> {
        let data = data.cleaned();
        let mut printed = Vec::new();
        for block in &self.blocks {
            block.printed_fields(&data, &mut printed);
        }
        printed
    }
}

impl FormData {
    /// The same data as it is printed, every string cleaned.
    pub(crate) fn cleaned(&self) -> FormData {
        let clean_all =
            |row: &BTreeMap<String, String>| row.iter().map(|(name, text)| (name.clone(), clean(text))).collect();
        FormData {
            fields: clean_all(&self.fields),
            tables: self
                .tables
                .iter()
                .map(|(name, rows)| (name.clone(), rows.iter().map(clean_all).collect()))
                .collect(),
            qr: self.qr.clone(),
        }
    }

    /// A field; empty when absent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Rows of a table; none when absent.
    pub(crate) fn rows(&self, name: &str) -> &[BTreeMap<String, String>] {
        self.tables.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Labels of a form on a day.
pub(crate) struct Labels(BTreeMap<String, String>);

impl Labels {
    /// The label's text.
    ///
    /// # Errors
    /// [`FormError::Definition`] when the form has no such label.
    pub(crate) fn get(&self, name: &str) -> Result<&str, FormError> {
        self.0.get(name).map(String::as_str).ok_or_else(|| FormError::Definition(format!("no label {name}")))
    }

    /// The label's text with `{name}` replaced.
    pub(crate) fn fill(&self, name: &str, values: &[(&str, &str)]) -> Result<String, FormError> {
        let mut text = self.get(name)?.to_owned();
        for (key, value) in values {
            text = text.replace(&format!("{{{key}}}"), value);
        }
        Ok(text)
    }
}

fn load() -> Result<Vec<Form>, String> {
    let parse = |source: &Source| {
        let named = |error: serde_json::Error| format!("{}/{}: {error}", source.set, source.form);
        let mut form: Form = serde_json::from_str(source.definition).map_err(named)?;
        let labels: BTreeMap<String, String> = serde_json::from_str(source.labels).map_err(named)?;
        form.labels = labels.into_iter().map(|(label, text)| (label, clean(&text))).collect();
        form.id = Some(FormRef::new(source.set, source.form));
        Ok(form)
    };
    SOURCES.iter().map(parse).collect()
}
