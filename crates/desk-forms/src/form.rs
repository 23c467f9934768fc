//! A form's definition: blocks and labels as data under `assets/forms/<set>/<form>`, built into the program. An issued
//! version is never changed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::data::{CopyMark, FormData, FormRef, LabelOverride};
use crate::error::FormError;
use crate::text::clean;

/// Definition and labels of every form built in: set, form, definition, labels.
const SOURCES: [(&str, &str, &str, &str); 2] = [
    (
        "tt01-2018",
        "receipt",
        include_str!("../../../assets/forms/tt01-2018/receipt/form.json"),
        include_str!("../../../assets/forms/tt01-2018/receipt/labels.json"),
    ),
    (
        "tt03-2025",
        "receipt",
        include_str!("../../../assets/forms/tt03-2025/receipt/form.json"),
        include_str!("../../../assets/forms/tt03-2025/receipt/labels.json"),
    ),
];

/// A form as its definition describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    #[serde(skip)]
    id: Option<FormRef>,
    #[serde(skip)]
    labels: BTreeMap<String, String>,
    /// Number of the form in its set.
    #[serde(rename = "number")]
    _number: String,
    /// Label of the file's title.
    pub(crate) title: String,
    copies: Copies,
    pub(crate) blocks: Vec<Block>,
}

/// Labels of the copies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Copies {
    office: String,
    applicant: String,
}

/// A block; each kind is drawn by one function of `blocks.rs`. Names are of labels unless they say `field`.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Block {
    /// Office on the left (fields), nation on the right (labels), number, place and date.
    Head(Head),
    /// The form's name.
    Title { label: String },
    /// Labels with their fields, in one paragraph.
    Line {
        parts: Vec<Part>,
        #[serde(default)]
        align: LineAlign,
    },
    /// Whose copy it is.
    CopyMark { label: String },
    /// That it was printed before.
    Reprint { label: String },
    /// Blocks beside a block.
    Columns { main: Vec<Block>, aside: Box<Block>, aside_mm: f32 },
    /// The QR code, or its empty frame.
    Qr { side_mm: f32 },
    /// Rows of a table, counted in the first column.
    Table { rows: String, count: String, columns: Vec<Column> },
    /// People who sign, side by side.
    Signatures { people: Vec<Signer> },
    /// Small print.
    Note { heading: String, parts: Vec<Part> },
    /// The foot of each page, and the head of each page after the first.
    Foot { field: String, page: String, continued: String, continued_field: String },
}

/// Office on the left (fields), nation on the right (labels), number, place and date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) form_number: String,
    pub(crate) left: [String; 2],
    pub(crate) number: Part,
    pub(crate) right: [String; 2],
    /// Field.
    pub(crate) place_date: String,
    /// Words that the second line of an office's name should begin with.
    pub(crate) break_before: Vec<String>,
}

/// A label with its field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) label: String,
    pub(crate) field: Option<String>,
    pub(crate) suffix: Option<String>,
    #[serde(default)]
    pub(crate) strong: bool,
    /// Left out when the field is empty.
    #[serde(default)]
    pub(crate) optional: bool,
}

/// How a line meets the edges.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineAlign {
    #[default]
    Left,
    Centre,
}

/// A column of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    pub(crate) label: String,
    pub(crate) field: String,
    /// Field printed in italics after the first.
    pub(crate) note: Option<String>,
    /// Width on A5, wider on larger sheets. The column without a width takes what is left.
    pub(crate) width_mm: Option<f32>,
    #[serde(default)]
    pub(crate) centre: bool,
}

/// Someone who signs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signer {
    pub(crate) label: String,
    pub(crate) hint: String,
    /// Field with the name below the signature.
    pub(crate) field: Option<String>,
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

    /// All forms built in.
    pub(crate) fn all() -> Vec<FormRef> {
        SOURCES.iter().map(|(set, form, ..)| FormRef::new(*set, *form)).collect()
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
            if labels.contains_key(&over.label) {
                labels.insert(over.label.clone(), clean(&over.text));
            }
        }
        Labels(labels)
    }

    /// Name of the label of a copy.
    pub(crate) fn copy_label(&self, copy: CopyMark) -> &str {
        match copy {
            CopyMark::Office => &self.copies.office,
            CopyMark::Applicant => &self.copies.applicant,
        }
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

impl Block {
    fn printed_fields(&self, data: &FormData, printed: &mut Vec<(String, String)>) {
        let mut push = |field: &str| printed.push((field.to_owned(), data.field(field).to_owned()));
        match self {
            Block::Head(head) => {
                head.left.iter().for_each(|field| push(field));
                head.number.field.iter().for_each(|field| push(field));
                push(&head.place_date);
            }
            Block::Line { parts, .. } | Block::Note { parts, .. } => {
                parts.iter().filter_map(|part| part.field.as_ref()).for_each(|field| push(field));
            }
            Block::Columns { main, aside, .. } => {
                for block in main {
                    block.printed_fields(data, printed);
                }
                aside.printed_fields(data, printed);
            }
            Block::Table { rows, columns, .. } => {
                for (index, row) in data.rows(rows).iter().enumerate() {
                    for field in columns.iter().flat_map(|column| [Some(&column.field), column.note.as_ref()]).flatten()
                    {
                        printed.push((format!("{rows}.{index}.{field}"), cell(row, field).to_owned()));
                    }
                }
            }
            Block::Signatures { people } => {
                people.iter().filter_map(|person| person.field.as_ref()).for_each(|field| push(field));
            }
            Block::Foot { field, .. } => push(field),
            Block::Title { .. } | Block::CopyMark { .. } | Block::Reprint { .. } | Block::Qr { .. } => {}
        }
    }
}

/// A cell of cleaned data; empty when absent.
pub(crate) fn cell<'a>(row: &'a BTreeMap<String, String>, field: &str) -> &'a str {
    row.get(field).map(String::as_str).unwrap_or_default()
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
    let parse = |(set, name, definition, labels): &(&str, &str, &str, &str)| {
        let named = |error: serde_json::Error| format!("{set}/{name}: {error}");
        let mut form: Form = serde_json::from_str(definition).map_err(named)?;
        let labels: BTreeMap<String, String> = serde_json::from_str(labels).map_err(named)?;
        form.labels = labels.into_iter().map(|(label, text)| (label, clean(&text))).collect();
        form.id = Some(FormRef::new(*set, *name));
        Ok(form)
    };
    SOURCES.iter().map(parse).collect()
}
