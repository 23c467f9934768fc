//! `scan`: what a scanner sent, read by its shape. Needs no store and remembers nothing.

use desk_core::card::{CardField, CardFields, Scan};
use serde::Serialize;

use crate::{answer::Answer, args::Text, door, failure::Failure};

#[derive(Serialize)]
struct Shape {
    kind: &'static str,
    fields: Fields,
    doubtful: Vec<CardField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<String>,
}

#[derive(Default, Serialize)]
struct Fields {
    personal_number: Option<String>,
    old_number: Option<String>,
    name: Option<String>,
    birth_date: Option<String>,
    sex: Option<&'static str>,
    address: Option<String>,
    issued: Option<String>,
}

impl From<CardFields> for Fields {
    fn from(fields: CardFields) -> Self {
        Fields {
            personal_number: fields.personal_number,
            old_number: fields.old_number,
            name: fields.name,
            birth_date: fields.birth_date.map(|date| date.to_string()),
            sex: fields.sex.map(|sex| sex.as_str()),
            address: fields.address,
            issued: fields.issued.map(|date| date.to_string()),
        }
    }
}

pub(crate) fn run(asked: &Text) -> Result<Answer, Failure> {
    let text = door::text(asked)?;
    let shape = match desk_app::read_scan(&text) {
        Scan::CitizenCard { fields, doubtful } => {
            Shape { kind: "citizen_card", fields: fields.into(), doubtful, code: None, proof: None }
        }
        Scan::Receipt { code, proof } => Shape {
            kind: "receipt",
            fields: Fields::default(),
            doubtful: Vec::new(),
            code: Some(code.to_string()),
            proof,
        },
        Scan::Unknown => {
            Shape { kind: "unknown", fields: Fields::default(), doubtful: Vec::new(), code: None, proof: None }
        }
    };
    let plain = plain(&shape)?;
    Answer::new(&shape, plain)
}

fn plain(shape: &Shape) -> Result<String, Failure> {
    let name = |field: &CardField| serde_json::to_value(field).ok().and_then(|name| name.as_str().map(str::to_owned));
    let doubtful: Vec<String> = shape.doubtful.iter().filter_map(name).collect();
    let fields = &shape.fields;
    let rows: [(&str, Option<&str>); 8] = [
        ("personal_number", fields.personal_number.as_deref()),
        ("old_number", fields.old_number.as_deref()),
        ("name", fields.name.as_deref()),
        ("birth_date", fields.birth_date.as_deref()),
        ("sex", fields.sex),
        ("address", fields.address.as_deref()),
        ("issued", fields.issued.as_deref()),
        ("code", shape.code.as_deref()),
    ];
    let mut plain = shape.kind.to_owned();
    for (name, value) in rows {
        if let Some(value) = value {
            let mark = if doubtful.iter().any(|doubt| doubt == name) { " (?)" } else { "" };
            plain.push_str(&format!("\n{name}: {value}{mark}"));
        }
    }
    Ok(plain)
}
