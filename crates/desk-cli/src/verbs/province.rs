//! `enrol`, `sync`, `carry-out` and `carry-in`: the desk and its province.

use desk_app::{AppError, COUNTER_TAKEN_OVER, Desk, courier::Synced, demo};
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
    /// `counter_taken_over` while the last number of the machine before is not said.
    unsettled: Option<&'static str>,
}

/// Enrols the desk with the code that the province gave. The chain goes with the first sync.
pub(crate) fn enrol(asked: &args::Enrol) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    desk.enrol(&asked.server, &asked.code)?;
    if let (Some(last), true) = (asked.last_number, taken_over(&desk)?) {
        desk.settle("Nhập số cuối cùng trên giấy khi đăng ký máy", Some(last))?;
    }
    let figures = desk.sync_figures()?;
    let province = figures.province.ok_or(AppError::NotEnrolled)?;
    let shape = Enrolled {
        device: province.device.to_string(),
        counter: province.counter,
        server: province.address,
        history: hex(&province.history),
        waiting: figures.logged - figures.received,
        unsettled: taken_over(&desk)?.then_some(COUNTER_TAKEN_OVER),
    };
    let mut plain =
        format!("enrolled at {} for counter {}; {} entries wait", shape.server, shape.counter, shape.waiting);
    if shape.unsettled.is_some() {
        plain += "\nanother machine worked at this counter: before a dossier is received today, a supervisor gives its last \
                  number on paper (enrol again with the same code and --last-number, or in the window)";
    }
    Answer::new(&shape, plain)
}

fn taken_over(desk: &Desk) -> Result<bool, Failure> {
    Ok(desk.warnings()?.contains(&COUNTER_TAKEN_OVER))
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

#[derive(Serialize)]
struct CarriedOut {
    file: String,
    from: u64,
    entries: u64,
    files: u64,
}

/// What the province lacks, into one file. A file is whole under its name or not there; none is written over.
pub(crate) fn carry_out(asked: &args::CarryOut) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let (_, carried) = desk.carry_out_to(Some(&asked.out), asked.from).map_err(|error| {
        let is_there = matches!(&error, AppError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists);
        if is_there {
            Failure::new("file_there", format!("{} is there already", asked.out.display()))
        } else {
            error.into()
        }
    })?;
    let shape = CarriedOut {
        file: asked.out.display().to_string(),
        from: carried.from,
        entries: carried.entries,
        files: carried.files,
    };
    let plain = format!("{} entries and {} files in {}", shape.entries, shape.files, shape.file);
    Answer::new(&shape, plain)
}

#[derive(Serialize)]
struct CarriedIn {
    /// `answer` of the province, or `desk`.
    of: &'static str,
    sent: u64,
    pulled: u64,
    files: u64,
    waiting: u64,
    state: &'static str,
    restored: bool,
}

/// Takes a file of a stick in; one that does not hold changes nothing.
pub(crate) fn carry_in(asked: &args::CarryIn) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let file = std::fs::File::open(&asked.file)
        .map_err(|error| Failure::new("disk", format!("{}: {error}", asked.file.display())))?;
    let carried = desk.carry_in(file)?;
    let shape = CarriedIn {
        of: if carried.answer { "answer" } else { "desk" },
        sent: carried.sent,
        pulled: carried.pulled,
        files: carried.files,
        waiting: carried.waiting,
        state: carried.state.map_or("never", desk_app::courier::State::word),
        restored: carried.restored,
    };
    let plain = format!("{}: sent {}, pulled {}, waiting {}", shape.state, shape.sent, shape.pulled, shape.waiting);
    Ok(Answer::new(&shape, plain)?.told_as(!carried.state.is_some_and(|state| state.needs_people())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
