//! What a form's definition may say: the blocks and their parts, as `form.json` writes them. Names are of labels unless
//! they say `field` or `rows`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::FormData;

/// A block; each kind is drawn by one function of `blocks.rs`.
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
    /// A sentence with fields in it.
    Text(Sentence),
    /// Rows as numbered paragraphs; lines of dots when there are none.
    List { rows: String, blank: usize },
    /// Whose copy it is.
    CopyMark { label: String },
    /// That it was printed before.
    Reprint { label: String },
    /// Blocks beside a block.
    Columns { main: Vec<Block>, aside: Box<Block>, aside_mm: f32 },
    /// The QR code, or its empty frame.
    Qr {
        side_mm: f32,
        /// In the middle, with what follows below it.
        #[serde(default)]
        centre: bool,
    },
    /// Ruled rows.
    Table(Table),
    /// People who sign, side by side.
    Signatures {
        people: Vec<Signer>,
        /// Field, above the last who signs.
        #[serde(default)]
        place_date: Option<String>,
        /// Who gets the paper, on the left.
        #[serde(default)]
        recipients: Option<Recipients>,
    },
    /// Small print.
    Note {
        #[serde(default)]
        heading: Option<String>,
        parts: Vec<Part>,
    },
    /// The foot of each page, and the head of each page after the first.
    Foot { field: String, page: String, continued: String, continued_field: String },
}

/// The head of the first page. Without an office on the left, nation and motto stand in the middle.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    #[serde(default)]
    pub(crate) form_number: Option<String>,
    /// Fields.
    #[serde(default)]
    pub(crate) left: Option<[String; 2]>,
    #[serde(default)]
    pub(crate) number: Option<Part>,
    pub(crate) right: [String; 2],
    /// Field.
    #[serde(default)]
    pub(crate) place_date: Option<String>,
    /// Words that the second line of an office's name should begin with.
    #[serde(default)]
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

/// A label in which `{field}` is replaced by the field, or by dots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sentence {
    pub(crate) label: String,
    /// The fields in the order of our own wording; an office's wording that leaves one out is not used.
    #[serde(default)]
    pub(crate) fields: Vec<String>,
    #[serde(default)]
    pub(crate) strong: bool,
    #[serde(default)]
    pub(crate) align: LineAlign,
    /// Left out when all its fields are empty.
    #[serde(default)]
    pub(crate) optional: bool,
    /// Not to be parted from what follows.
    #[serde(default)]
    pub(crate) keep: bool,
}

/// How a line meets the edges.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineAlign {
    #[default]
    Left,
    Centre,
}

/// Ruled rows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) rows: String,
    /// Label of a first column that counts the rows from 1.
    #[serde(default)]
    pub(crate) count: Option<String>,
    pub(crate) columns: Vec<Column>,
    /// At least so many rows, the last of them to be filled in by hand.
    #[serde(default = "one")]
    pub(crate) rows_min: usize,
    /// Factor of the size of its text.
    #[serde(default = "whole")]
    pub(crate) size: f32,
}

fn one() -> usize {
    1
}

/// The factor that changes nothing.
pub(crate) fn whole() -> f32 {
    1.0
}

/// A column of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    pub(crate) label: String,
    /// Heading over this column and its neighbours of the same group.
    #[serde(default)]
    pub(crate) group: Option<String>,
    /// The cell's field; without one, the cell is its `lines`.
    #[serde(default)]
    pub(crate) field: Option<String>,
    #[serde(default)]
    pub(crate) lines: Vec<CellLine>,
    /// Field printed in italics after the first.
    pub(crate) note: Option<String>,
    /// Its field is a code, which may break after hyphens.
    #[serde(default)]
    pub(crate) code: bool,
    /// Width on A5, wider on larger sheets. The column without a width takes what is left.
    pub(crate) width_mm: Option<f32>,
    #[serde(default)]
    pub(crate) centre: bool,
}

/// A line of a cell that is more than a field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CellLine {
    /// A label in which `{field}` is replaced.
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) fields: Vec<String>,
    /// Label that stands beside the first, each in the middle of its half.
    #[serde(default)]
    pub(crate) beside: Option<String>,
    /// Left out when all its fields are empty.
    #[serde(default)]
    pub(crate) optional: bool,
    /// Empty lines below, to sign in.
    #[serde(default)]
    pub(crate) room: usize,
}

/// Someone who signs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signer {
    pub(crate) label: String,
    /// Field that takes the label's place when it is not empty, as `KT. GIÁM ĐỐC`.
    #[serde(default)]
    pub(crate) role_field: Option<String>,
    pub(crate) hint: String,
    /// Field with the name below the signature.
    pub(crate) field: Option<String>,
}

/// Who gets the paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipients {
    pub(crate) label: String,
    pub(crate) rows: String,
}

impl Block {
    /// Adds name and value of every field that the block prints.
    pub(crate) fn printed_fields(&self, data: &FormData, printed: &mut Vec<(String, String)>) {
        let mut push = |field: &str| printed.push((field.to_owned(), data.field(field).to_owned()));
        match self {
            Block::Head(head) => {
                head.left.iter().flatten().for_each(|field| push(field));
                head.number.iter().filter_map(|part| part.field.as_ref()).for_each(|field| push(field));
                head.place_date.iter().for_each(|field| push(field));
            }
            Block::Line { parts, .. } | Block::Note { parts, .. } => {
                parts.iter().filter_map(|part| part.field.as_ref()).for_each(|field| push(field));
            }
            Block::Text(sentence) => sentence.fields.iter().for_each(|field| push(field)),
            Block::List { rows, .. } => list_fields(rows, data, printed),
            Block::Columns { main, aside, .. } => {
                for block in main {
                    block.printed_fields(data, printed);
                }
                aside.printed_fields(data, printed);
            }
            Block::Table(table) => {
                for (index, row) in data.rows(&table.rows).iter().enumerate() {
                    for field in table.columns.iter().flat_map(Column::fields) {
                        printed.push((format!("{}.{index}.{field}", table.rows), cell(row, field).to_owned()));
                    }
                }
            }
            Block::Signatures { people, place_date, recipients } => {
                place_date.iter().for_each(|field| push(field));
                for person in people {
                    person.role_field.iter().chain(&person.field).for_each(|field| push(field));
                }
                recipients.iter().for_each(|recipients| list_fields(&recipients.rows, data, printed));
            }
            Block::Foot { field, .. } => push(field),
            Block::Title { .. } | Block::CopyMark { .. } | Block::Reprint { .. } | Block::Qr { .. } => {}
        }
    }

    /// Labels whose wording holds fields, with those fields.
    pub(crate) fn sentences(&self) -> Vec<(&str, &[String])> {
        match self {
            Block::Text(sentence) => vec![(&sentence.label, &sentence.fields)],
            Block::Columns { main, aside, .. } => {
                main.iter().chain(std::iter::once(aside.as_ref())).flat_map(Block::sentences).collect()
            }
            Block::Table(table) => {
                let lines = table.columns.iter().flat_map(|column| &column.lines);
                lines.map(|line| (line.label.as_str(), line.fields.as_slice())).collect()
            }
            Block::Head(_)
            | Block::Title { .. }
            | Block::Line { .. }
            | Block::List { .. }
            | Block::CopyMark { .. }
            | Block::Reprint { .. }
            | Block::Qr { .. }
            | Block::Signatures { .. }
            | Block::Note { .. }
            | Block::Foot { .. } => Vec::new(),
        }
    }
}

impl Column {
    fn fields(&self) -> impl Iterator<Item = &String> {
        self.field.iter().chain(&self.note).chain(self.lines.iter().flat_map(|line| &line.fields))
    }
}

/// The one cell of a row of a list.
pub(crate) const LIST_TEXT: &str = "text";

fn list_fields(rows: &str, data: &FormData, printed: &mut Vec<(String, String)>) {
    for (index, row) in data.rows(rows).iter().enumerate() {
        printed.push((format!("{rows}.{index}.{LIST_TEXT}"), cell(row, LIST_TEXT).to_owned()));
    }
}

/// A cell of cleaned data; empty when absent.
pub(crate) fn cell<'a>(row: &'a BTreeMap<String, String>, field: &str) -> &'a str {
    row.get(field).map(String::as_str).unwrap_or_default()
}
