//! `act` and `status`: what is done with a dossier after its receipt, and where it stands.

use std::{io::Read, path::PathBuf};

use chrono::NaiveDate;
use desk_app::{Acted, Brought};
use desk_core::{
    dossier::{Act, Digitised, Dossier, Verb, allowed},
    due::Step,
    text::nfc_tidy,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
    verbs::receive::read_input,
    words,
};

#[derive(Serialize)]
struct ActedShape {
    code: String,
    status: &'static str,
    due: Option<String>,
    entries: Vec<EntryShape>,
    slip: Option<SlipShape>,
    /// What somebody should look at although it was done.
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct EntryShape {
    seq: u64,
    kind: &'static str,
    hash: String,
}

#[derive(Serialize)]
struct SlipShape {
    form: String,
    book: String,
    number: u32,
}

/// The act that a verb and its input name.
fn read(verb: &str, input: Option<&std::path::Path>) -> Result<Act, Failure> {
    let Some(verb) = Verb::from_word(verb) else {
        let known: Vec<&str> = Verb::ALL.into_iter().map(Verb::word).collect();
        return Err(Failure::new("unknown_verb", format!("no such act; there are: {}", known.join(", "))));
    };
    let mut fields: Map<String, Value> = match input {
        Some(path) => serde_json::from_str(&read_input(path)?).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Failure::bad_input(format!("the input is not a JSON object (line {line}, column {column})"))
        })?,
        None => Map::new(),
    };
    if fields.contains_key("do") {
        return Err(Failure::bad_input("the verb stands in --do, not in the input"));
    }
    fields.insert("do".to_owned(), Value::String(verb.word().to_owned()));
    let mut fields = Value::Object(fields);
    tidy(&mut fields);
    serde_json::from_value(fields).map_err(|error| Failure::bad_input(without_values(&error.to_string())))
}

/// Every text into NFC and tidied: it will be signed.
fn tidy(value: &mut Value) {
    match value {
        Value::String(text) => *text = nfc_tidy(text),
        Value::Array(list) => list.iter_mut().for_each(tidy),
        Value::Object(map) => map.values_mut().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What is wrong, without the words that were typed: the reader of JSON puts a text between double quotes, and a word
/// that it does not know between backticks.
fn without_values(message: &str) -> String {
    let between = |message: &str, open: &str, close: &str| -> Option<String> {
        let start = message.find(open)? + open.len();
        let end = message.rfind(close).filter(|end| *end >= start)?;
        Some(format!("{}…{}", &message[..start], &message[end..]))
    };
    let message = between(message, "unknown variant `", "`, expected").unwrap_or_else(|| message.to_owned());
    between(&message, "\"", "\"").unwrap_or(message)
}

/// What `attach_file` takes: the bytes come from a file, so their hash and length are never typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attach {
    file: PathBuf,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    paper: Option<u16>,
    #[serde(default)]
    result: bool,
    #[serde(default = "scanned")]
    digitised: Digitised,
}

fn scanned() -> Digitised {
    Digitised::Scanned
}

/// The bytes of a file to attach, never more than are taken: a device or a pipe has no end.
fn whole_file(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    let fault = |error: std::io::Error| door::disk("the file to attach", &error);
    if !std::fs::metadata(path).map_err(fault)?.is_file() {
        return Err(Failure::bad_input("what is attached is not a file; nothing was saved; name a PDF, JPEG or PNG"));
    }
    let most = desk_app::FILE_BYTES_MAX;
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(fault)?.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > most {
        let mib = most / (1024 * 1024);
        return Err(Failure::new("file_too_large", format!("the file is larger than {mib} MiB; nothing was saved")));
    }
    Ok(bytes)
}

fn attach(asked: &args::Act) -> Result<Acted, Failure> {
    let input = asked.input.as_deref().ok_or_else(|| Failure::bad_input("attach_file needs --input with a file"))?;
    let wanted: Attach =
        serde_json::from_str(&read_input(input)?).map_err(|error| Failure::bad_input(error.to_string()))?;
    let name = wanted
        .name
        .clone()
        .unwrap_or_else(|| wanted.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
    let mut desk = door::open(&asked.door)?;
    let id = desk.dossier_id(asked.code.trim())?;
    desk.may_attach()?;
    let bytes = whole_file(&wanted.file)?;
    let brought =
        Brought { name: &name, bytes: &bytes, paper: wanted.paper, result: wanted.result, digitised: wanted.digitised };
    Ok(desk.attach(id, &brought)?)
}

pub(crate) fn act(asked: &args::Act) -> Result<Answer, Failure> {
    let acted = if asked.verb.trim() == Verb::AttachFile.word() {
        attach(asked)?
    } else {
        let act = read(asked.verb.trim(), asked.input.as_deref())?;
        let mut desk = door::open(&asked.door)?;
        let id = desk.dossier_id(asked.code.trim())?;
        desk.act(id, act)?
    };
    let shape = ActedShape {
        code: acted.code,
        status: acted.status.word(),
        due: acted.due.map(stamp),
        entries: acted
            .entries
            .iter()
            .map(|(head, kind)| EntryShape { seq: head.seq, kind, hash: head.hash.to_string() })
            .collect(),
        slip: acted.slip.map(|slip| SlipShape { form: slip.form, book: slip.book, number: slip.number }),
        warnings: acted.warnings,
    };
    let mut plain = format!("{}  {}\ndue: {}", shape.code, shape.status, shape.due.as_deref().unwrap_or("none"));
    if let Some(slip) = &shape.slip {
        plain.push_str(&format!("\nslip: {} {} of {}", slip.form, slip.number, slip.book));
    }
    for warning in &shape.warnings {
        plain.push_str(&format!("\nwarning: {warning}"));
    }
    Answer::new(&shape, plain)
}

#[derive(Serialize)]
struct StatusShape {
    code: String,
    status: &'static str,
    national: Option<u8>,
    due: Option<String>,
    /// The days of waiting that moved the date, then the days that lead to it.
    steps: Vec<StepShape>,
    /// The department that has it, and the one that has not confirmed it yet.
    holder: Option<String>,
    pending: Option<String>,
    /// True when a result lies at the desk.
    result_at_desk: bool,
    /// What the person signed in may do now.
    allowed: Vec<&'static str>,
    history: Vec<FactShape>,
}

#[derive(Serialize)]
struct StepShape {
    date: NaiveDate,
    counts: bool,
    why: String,
}

#[derive(Serialize)]
struct FactShape {
    at: String,
    actor: Option<String>,
    fact: String,
}

pub(crate) fn status(asked: &args::Status) -> Result<Answer, Failure> {
    let desk = door::open(&asked.door)?;
    let moment = asked.at_moment.as_deref().map(|text| {
        chrono::DateTime::parse_from_rfc3339(text.trim())
            .map_err(|_| Failure::bad_input("--at-moment is not a moment like 2024-03-12T10:00:00+07:00"))
    });
    let moment = moment.transpose()?;
    let opened = match moment {
        None => desk.dossier(asked.code.trim())?,
        Some(at) => desk.dossier_at(asked.code.trim(), at)?,
    };
    let (office, actor) = (desk.office()?, desk.actor()?);
    let Dossier::Accepted(accepted) = &opened.dossier else { return Err(desk_app::AppError::NoSuchDossier.into()) };
    let step = |step: &Step| StepShape { date: step.date, counts: step.counts, why: words::why(step.date, &step.why) };
    let shape = StatusShape {
        code: accepted.received.code.clone(),
        status: accepted.status().word(),
        national: accepted.status().national(),
        due: accepted.due().map(stamp),
        steps: accepted.clock.waited.iter().chain(&accepted.clock.steps).map(step).collect(),
        holder: accepted.held_by().map(str::to_owned),
        pending: accepted.pending_hand_over().map(|handed| handed.to.clone()),
        result_at_desk: accepted.result_at_desk.is_some(),
        // Nothing can be done in the past.
        allowed: match moment {
            None => allowed(accepted, &actor).into_iter().map(Verb::word).collect(),
            Some(_) => Vec::new(),
        },
        history: opened
            .history
            .iter()
            .map(|entry| FactShape {
                at: stamp(entry.at),
                actor: entry.actor.and_then(|id| office.people.get(&id)).map(|person| person.login.clone()),
                fact: entry.kind.clone(),
            })
            .collect(),
    };
    let mut plain = format!("{}  {}\ndue: {}", shape.code, shape.status, shape.due.as_deref().unwrap_or("none"));
    for fact in &shape.history {
        plain.push_str(&format!("\n{}  {}  {}", fact.at, fact.actor.as_deref().unwrap_or("-"), fact.fact));
    }
    Answer::new(&shape, plain)
}
