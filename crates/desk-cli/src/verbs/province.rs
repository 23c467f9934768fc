//! `enrol` and `sync`: the desk and its province.

use desk_app::{courier::Synced, demo};
use serde::Serialize;

use crate::{
    answer::Answer,
    args::{self, Door},
    door,
    failure::Failure,
};

#[derive(Serialize)]
struct Enrolled {
    device: String,
    counter: u8,
    server: String,
    history: String,
    waiting: u64,
}

/// Enrols the desk with the code that the province gave. The chain goes with the first sync.
pub(crate) fn enrol(asked: &args::Enrol) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    desk.enrol(&asked.server, &asked.code)?;
    let figures = desk.sync_figures()?;
    let province = figures.province.ok_or(desk_app::AppError::NotEnrolled)?;
    let shape = Enrolled {
        device: province.device.to_string(),
        counter: province.counter,
        server: province.address,
        history: hex(&province.history),
        waiting: figures.logged - figures.received,
    };
    let plain = format!("enrolled at {} for counter {}; {} entries wait", shape.server, shape.counter, shape.waiting);
    Answer::new(&shape, plain)
}

#[derive(Serialize)]
struct HeadShape {
    device: String,
    seq: u64,
    hash: String,
}

#[derive(Serialize)]
struct FilesShape {
    sent: u64,
    pulled: u64,
    /// Here, and not yet in the province.
    waiting: u64,
    /// Named by the log, and not here yet.
    missing: u64,
}

#[derive(Serialize)]
struct Shape {
    sent: u64,
    pulled: u64,
    waiting: u64,
    set_aside: u64,
    /// Scans and papers that follow their entries.
    files: FilesShape,
    /// The newest entry of this machine that the province countersigned.
    head: Option<HeadShape>,
    history: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<&'static str>,
    /// True when the server turned out to be restored.
    restored: bool,
}

/// One exchange. Being offline is an answer, not an error: it says how much waits.
pub(crate) fn sync(asked: &Door) -> Result<Answer, Failure> {
    let desk = door::open_as(asked, demo::SUPERVISOR.0)?;
    let done: Synced = desk.sync_once()?;
    let device = desk.office_file().map(|file| file.device.to_string()).unwrap_or_default();
    let shape = Shape {
        sent: done.sent,
        pulled: done.pulled,
        waiting: done.waiting,
        set_aside: done.set_aside,
        files: FilesShape {
            sent: done.files_sent,
            pulled: done.files_fetched,
            waiting: done.files_waiting.to_send,
            missing: done.files_waiting.to_fetch,
        },
        head: done.head.map(|(seq, hash)| HeadShape { device, seq, hash: hash.to_string() }),
        history: done.history.to_string(),
        state: done.state.word(),
        refusal: done.state.refusal().map(|code| code.code()),
        restored: done.restored,
    };
    let plain = format!(
        "{}: sent {}, pulled {}, waiting {}, set aside {}",
        shape.state, shape.sent, shape.pulled, shape.waiting, shape.set_aside
    );
    Ok(Answer::new(&shape, plain)?.told_as(!done.state.needs_people()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
