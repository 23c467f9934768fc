//! By hand: what a desk carried out is taken into custody as if it had come over the line, and the answer that it would
//! have got goes back on the stick.

use std::{
    fs::File,
    io::{BufReader, Seek as _, SeekFrom},
    path::Path,
};

use desk_log::Opened;
use desk_sync::{
    FeedPage, Problem, ProblemCode, PushAnswer, SetAside, TrustedHead,
    carry::{self, CarryAnswer, CarryFault, CarryHead, CarryReader, Part},
    wire::BATCH_BYTES_MAX,
};

use crate::{
    clock::now_ms,
    custody::Ending,
    db::DbError,
    http::{App, signed::lock_order},
    store::{Asked, Brought, Device, FileFault, Piece, Taken},
};

/// Bytes of a piece of a file.
const PIECE_BYTES: usize = 1024 * 1024;
/// Bytes of entries in a page of the answer.
const PAGE_BYTES: u64 = 1024 * 1024;

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum CarryInFault {
    /// The file itself.
    #[error(transparent)]
    File(#[from] CarryFault),
    /// The machine is not enrolled here.
    #[error("the machine that made this file is not enrolled here")]
    UnknownDevice,
    /// The machine is enrolled for another office than the file says.
    #[error("the file is of another office than its machine's")]
    OtherOffice,
    /// A demo's file for a real province, or the other way.
    #[error("a demo's file is for a demo server, a real one's for a real server")]
    Demo,
    /// Entries before the file's are missing here.
    #[error("the file begins after entry {after}, and the province has {have}: carry out anew with --from {}", have + 1)]
    Gap {
        /// The seq after which the file begins.
        after: u64,
        /// The newest seq in custody.
        have: u64,
    },
    /// The record does not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What became of a file.
#[derive(Debug)]
pub struct CarriedIn {
    /// Its head.
    pub head: CarryHead,
    /// Entries that are new in custody.
    pub new: usize,
    /// Entries that were here already.
    pub known: u64,
    /// Files that are whole here now.
    pub files: u64,
    /// Entries that are marked or kept apart.
    pub set_aside: Vec<(u64, SetAside)>,
    /// The newest entry in custody.
    pub seq: u64,
    /// `fork` or `revoked`, where the machine has to be told so.
    pub refused: Option<ProblemCode>,
    /// What goes back to the machine.
    pub answer: CarryAnswer,
}

/// Takes a file in. All of it is read and verified before anything is taken.
///
/// # Errors
/// [`CarryInFault`]; nothing was taken then, except where the record stops answering in the middle: then what was taken
/// is in custody and the same file is taken in again.
pub async fn carry_in(app: &App, file: &Path) -> Result<CarriedIn, CarryInFault> {
    let mut from = BufReader::new(File::open(file).map_err(CarryFault::Io)?);
    let head = carry::check(&mut from)?;
    let device = app.store.device(head.device()).await?.ok_or(CarryInFault::UnknownDevice)?;
    if device.office != head.office {
        return Err(CarryInFault::OtherOffice);
    }
    if app.store.demo != head.demo {
        return Err(CarryInFault::Demo);
    }
    let have = device.head.map_or(0, |head| head.seq);
    if head.after > have && device.revoked.is_none() {
        return Err(CarryInFault::Gap { after: head.after, have });
    }
    from.seek(SeekFrom::Start(0)).map_err(CarryFault::Io)?;
    let mut taking = Taking { app, device: &device, last: None, set_aside: Vec::new(), new: 0, files: 0 };
    let refused = taking.all(CarryReader::open(&mut from)?).await?;
    let Taking { last, set_aside, new, files, .. } = taking;
    let held: Option<TrustedHead> = last.as_ref().map_or(device.head, |taken| taken.head);
    let countersigned = app.countersign(device.id(), held);
    let mut answer = CarryAnswer { device: device.id(), pushed: None, refused: None, pages: Vec::new() };
    match refused {
        Some(code) => {
            let statement = if code == ProblemCode::Revoked {
                let device = app.store.device(device.id()).await?.unwrap_or(device);
                lock_order(app, &device).bytes().to_vec()
            } else {
                countersigned.bytes().to_vec()
            };
            answer.refused = Some(Problem::new(code).with_statement(&statement).encode());
        }
        None => {
            let end = match &last {
                Some(taken) => taken.feed,
                None => app.store.feed_end(&device.office).await?,
            };
            let feed = app.sign_feed(&device.office, end);
            answer.pushed = Some(PushAnswer { head: countersigned, set_aside: set_aside.clone(), feed }.encode());
            answer.pages = pages(app, &device, &head).await?;
        }
    }
    let known = head.entries.saturating_sub(new as u64 + apart(&set_aside));
    let seq = held.map_or(0, |head| head.seq);
    Ok(CarriedIn { head, new, known, files, set_aside, seq, refused, answer })
}

fn apart(set_aside: &[(u64, SetAside)]) -> u64 {
    let kept = |reason: &SetAside| matches!(reason, SetAside::Fork | SetAside::Revoked);
    set_aside.iter().filter(|(_, reason)| kept(reason)).count() as u64
}

struct Taking<'a> {
    app: &'a App,
    device: &'a Device,
    last: Option<Taken>,
    set_aside: Vec<(u64, SetAside)>,
    new: usize,
    files: u64,
}

impl Taking<'_> {
    /// Entries in batches, then files. Gives what stands against going on.
    async fn all(
        &mut self,
        mut reader: CarryReader<&mut BufReader<File>>,
    ) -> Result<Option<ProblemCode>, CarryInFault> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while let Some(part) = reader.next_part()? {
            match part {
                Part::Entry(item) => {
                    bytes += item.cose.len() + item.content.as_ref().map_or(0, |(_, body)| body.len());
                    batch.push(carry::open(item, &self.device.public)?);
                    if bytes >= BATCH_BYTES_MAX {
                        if let Some(code) = self.take(&batch, bytes).await? {
                            return Ok(Some(code));
                        }
                        batch.clear();
                        bytes = 0;
                    }
                }
                Part::File { hash, bytes: file } => {
                    if let Some(code) = self.take(&batch, bytes).await? {
                        return Ok(Some(code));
                    }
                    batch.clear();
                    bytes = 0;
                    self.file(hash, &file).await?;
                }
            }
        }
        self.take(&batch, bytes).await
    }

    async fn take(&mut self, entries: &[Opened], bytes: usize) -> Result<Option<ProblemCode>, CarryInFault> {
        if entries.is_empty() {
            return Ok(None);
        }
        let brought = Brought { device: self.device, entries, bytes: bytes as u64, at: now_ms() };
        let taken = self.app.store.take(&brought).await?;
        self.new += taken.new;
        self.set_aside.extend(&taken.set_aside);
        let ending = taken.ending;
        self.last = Some(taken);
        Ok(match ending {
            Ending::Taken => None,
            Ending::Fork => Some(ProblemCode::Fork),
            Ending::Revoked => Some(ProblemCode::Revoked),
            Ending::Gap => Some(ProblemCode::Gap),
        })
    }

    /// A file as the line brings it: piece by piece, whole only by its hash. One that is larger than files may be is left.
    async fn file(&mut self, hash: [u8; 32], file: &[u8]) -> Result<(), CarryInFault> {
        let (office, device) = (self.device.office.as_str(), self.device.id());
        let mut start = 0;
        loop {
            let end = (start + PIECE_BYTES).min(file.len());
            let last = end == file.len();
            let piece =
                Piece { office, hash, start: start as u64, bytes: &file[start..end], last, device, at: now_ms() };
            match self.app.store.put_piece(&piece).await {
                Ok(state) if state.complete => {
                    self.files += 1;
                    return Ok(());
                }
                Ok(_) => start = end,
                // Part of it had come over the line.
                Err(FileFault::Offset(at)) => start = usize::try_from(at).unwrap_or(usize::MAX).min(file.len()),
                Err(FileFault::Mismatch) => start = 0,
                Err(FileFault::TooLarge) => return Ok(()),
                Err(FileFault::Db(error)) => return Err(error.into()),
            }
        }
    }
}

/// The office's feed from where the machine stands.
async fn pages(app: &App, device: &Device, head: &CarryHead) -> Result<Vec<Vec<u8>>, CarryInFault> {
    let (mut pages, mut after, mut roster) = (Vec::new(), head.feed, head.roster);
    loop {
        // Reference data go to desks without a line as a package of their own.
        let asked = Asked { after, roster, bytes_max: PAGE_BYTES, ..Asked::default() };
        let rows = app.store.page(device, asked).await?;
        let more = rows.at.position < rows.newest;
        let page = FeedPage {
            after,
            items: rows.items,
            feed: app.sign_feed(&device.office, rows.at),
            more,
            head: app.countersign(device.id(), rows.device.head),
            roster: rows.roster.map(|rows| {
                roster = rows.number;
                app.sign_roster(&device.office, rows)
            }),
            newest: rows.newest,
            reference: None,
            people: None,
        };
        pages.push(page.encode());
        if !more {
            return Ok(pages);
        }
        after = rows.at.position;
    }
}
