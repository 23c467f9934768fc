//! `search` and `dossier`: finding and showing.

use desk_app::{Look, receipt::rule_text};
use desk_core::dossier::{FeeLine, PaperState, PrintOutcome, ReturnBy};
use desk_store::{Filter, Page, Sort};
use serde::Serialize;

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

#[derive(Serialize)]
struct Hits {
    hits: Vec<HitShape>,
}

#[derive(Serialize)]
struct HitShape {
    dossier: String,
    code: String,
    owner: String,
    procedure: String,
    procedure_name: String,
    received: String,
    due: Option<String>,
    status: &'static str,
}

pub(crate) fn search(asked: &args::Search) -> Result<Answer, Failure> {
    let desk = door::open(&asked.door)?;
    let page = Page { offset: 0, limit: asked.limit };
    let (found, _) = desk.register(&asked.text, &Filter::default(), Sort::default(), page)?;
    desk.note_look(Look::Search, None, found.len() as u64)?;
    let hits: Vec<HitShape> = found
        .into_iter()
        .map(|hit| HitShape {
            dossier: hit.dossier.to_string(),
            code: hit.code,
            owner: hit.owner,
            procedure: hit.procedure,
            procedure_name: hit.procedure_name,
            received: stamp(hit.received),
            due: hit.due.map(stamp),
            status: hit.status.word(),
        })
        .collect();
    let lines: Vec<String> = hits
        .iter()
        .map(|hit| format!("{}  {}  {}  {}", hit.code, hit.owner, hit.due.as_deref().unwrap_or("-"), hit.status))
        .collect();
    Answer::new(&Hits { hits }, if lines.is_empty() { "nothing found".to_owned() } else { lines.join("\n") })
}

#[derive(Serialize)]
struct DossierShape {
    dossier: String,
    code: String,
    status: &'static str,
    /// National status code, 1 to 10.
    national_status: Option<u8>,
    owner: String,
    procedure: String,
    procedure_name: String,
    received: String,
    counted_from: String,
    due: Option<String>,
    limit: String,
    limit_text: String,
    fee: FeeShape,
    return_by: ReturnBy,
    sets: u16,
    book: String,
    book_number: u32,
    form_set: String,
    clerk: String,
    papers: Vec<PaperShape>,
    prints: Vec<PrintShape>,
    history: Vec<EntryShape>,
    /// Decisions that desks took apart, by their hashes; absent while there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    collision: Option<Vec<String>>,
    /// Entries that were settled not to hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overruled: Vec<String>,
    /// `waiting` while some of it lies only here, `received` once the province has it.
    sync: &'static str,
}

#[derive(Serialize)]
struct FeeShape {
    /// `free`, `amount` or `unpublished`.
    is: &'static str,
    vnd: Option<i64>,
}

#[derive(Serialize)]
struct PaperShape {
    index: Option<u16>,
    name: String,
    state: PaperState,
    originals: u16,
    copies: u16,
}

#[derive(Serialize)]
struct PrintShape {
    form: String,
    number: u16,
    copies: u8,
    to: String,
    /// What stands behind the code in the QR.
    proof: String,
    at: String,
    /// `completed`, `failed`, `saved`, or null while nothing is known.
    outcome: Option<&'static str>,
}

#[derive(Serialize)]
struct EntryShape {
    seq: u64,
    kind: String,
    at: String,
    hash: String,
    device: String,
}

pub(crate) fn dossier(asked: &args::OneDossier) -> Result<Answer, Failure> {
    let desk = door::open(&asked.door)?;
    let opened = desk.dossier(asked.code.trim())?;
    let accepted = opened.dossier.accepted().ok_or(desk_app::AppError::NoSuchDossier)?;
    let received = &accepted.received;
    let shape = DossierShape {
        dossier: opened.id.to_string(),
        code: received.code.clone(),
        status: accepted.status().word(),
        national_status: accepted.status().national(),
        owner: received.owner.name.clone(),
        procedure: received.procedure.code.clone(),
        procedure_name: received.procedure.name.clone(),
        received: stamp(received.received_at),
        counted_from: stamp(received.counted_from),
        due: accepted.due().map(stamp),
        limit: received.limit.rule.to_string(),
        limit_text: rule_text(received.limit.rule),
        fee: match &received.fee {
            FeeLine::Free { .. } => FeeShape { is: "free", vnd: None },
            FeeLine::Amount { vnd, .. } => FeeShape { is: "amount", vnd: Some(*vnd) },
            FeeLine::Unpublished => FeeShape { is: "unpublished", vnd: None },
        },
        return_by: received.return_by,
        sets: received.sets,
        book: received.book.clone(),
        book_number: received.book_number,
        form_set: received.form_set.clone(),
        clerk: received.clerk.clone(),
        papers: received
            .papers
            .iter()
            .map(|paper| PaperShape {
                index: paper.index,
                name: paper.name.clone(),
                state: paper.state,
                originals: paper.originals,
                copies: paper.copies,
            })
            .collect(),
        prints: accepted
            .prints
            .iter()
            .map(|print| PrintShape {
                form: print.printed.form.clone(),
                number: print.printed.number,
                copies: print.printed.copies,
                to: print.printed.to.clone(),
                proof: print.printed.proof.clone(),
                at: stamp(print.printed.at),
                outcome: print.outcome.as_ref().map(outcome_word),
            })
            .collect(),
        collision: opened.collision().map(|between| between.iter().map(ToString::to_string).collect()),
        overruled: accepted.overruled.iter().map(ToString::to_string).collect(),
        sync: opened.sync.word(),
        history: opened
            .history
            .iter()
            .map(|entry| EntryShape {
                seq: entry.head.seq,
                kind: entry.kind.clone(),
                at: stamp(entry.at),
                hash: entry.hash.to_string(),
                device: entry.head.device.to_string(),
            })
            .collect(),
    };
    let plain = format!(
        "{}  {}\n{}\n{} {}\nreceived {}, due {}",
        shape.code,
        shape.status,
        shape.owner,
        shape.procedure,
        shape.procedure_name,
        shape.received,
        shape.due.as_deref().unwrap_or("none"),
    );
    Answer::new(&shape, plain)
}

fn outcome_word(outcome: &PrintOutcome) -> &'static str {
    match outcome {
        PrintOutcome::Completed => "completed",
        PrintOutcome::Failed { .. } => "failed",
        PrintOutcome::Saved => "saved",
    }
}
