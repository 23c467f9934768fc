//! Files after their entries: scans and papers that are here go to the province, those of the office's other desks come
//! from there, piece by piece, each going on where the last one ended.
//!
//! What always holds: a file is asked for only where the log names it, at the size that the log names, and nothing of it
//! is seen before its bytes have the hash that the log names. A file that cannot be moved now holds up no other file and
//! no entry.

use desk_core::{ids::DossierId, time::Moment};
use desk_store::{
    FileHash, FileRef, FilesError, Reader, Room, Store,
    files::{Incoming, PIECE},
};
use desk_sync::{Planner, ProblemCode};

use super::{
    line::{Fault, Line, Stands},
    run::{Desk, Moved, Run},
};
use crate::error::AppError;

/// Pieces moved before entries are looked after again.
const PIECES_AT_A_TIME: u32 = 16;
/// The most bytes of a file, as the province takes them.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How moving files went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// Nothing more can be moved now.
    Done,
    /// There is more; entries first.
    More,
    /// The line or the province stood against it; the planner knows.
    Stumbled,
}

/// What moving one file came to.
enum Moving {
    /// It is here and there.
    Settled,
    /// It is not here and not there: its desk has not brought it yet, or something stands against this one.
    NotNow,
    /// The pieces of this turn are used up.
    Later,
    Stumbled,
}

/// Files that wait, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesWaiting {
    /// Here, and not yet known to be in the province.
    pub to_send: u64,
    /// Named by the log, and not here.
    pub to_fetch: u64,
}

/// Counts the files that wait.
///
/// # Errors
/// What the store says.
pub(super) fn waiting(reader: &Reader, files: &desk_store::Files) -> Result<FilesWaiting, AppError> {
    let mut waiting = FilesWaiting::default();
    for (hash, _) in reader.files_unsettled()? {
        match files.has(&hash)? {
            true => waiting.to_send += 1,
            false => waiting.to_fetch += 1,
        }
    }
    Ok(waiting)
}

impl Run {
    /// Asks or changes the store, which is let go before the line is waited for.
    fn at_hand<T>(&self, does: impl FnOnce(&Store) -> Result<T, AppError>) -> Result<T, AppError> {
        does(self.store()?.as_ref())
    }

    /// Moves some pieces.
    pub(super) fn files(
        &mut self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        moved: &mut Moved,
        at: Moment,
    ) -> Result<Carried, AppError> {
        let mut turn = PIECES_AT_A_TIME;
        let unsettled = self.at_hand(|store| {
            let (files, mut unsettled) = (store.files(), Vec::new());
            let room = matches!(files.room()?, Room::Plenty | Room::Low);
            for (hash, dossier) in store.reader().files_unsettled()? {
                let fetch = !files.has(&hash)?;
                if (room || !fetch) && !moved.left.contains(&hash) {
                    unsettled.push((fetch, hash, dossier));
                }
            }
            // What is here goes first: it may be the only copy.
            unsettled.sort_by_key(|(fetch, ..)| *fetch);
            Ok(unsettled)
        })?;
        for (fetch, hash, dossier) in unsettled {
            let done = match fetch {
                false => self.send(desk, line, planner, moved, &hash, &mut turn)?,
                true => self.fetch(desk, line, planner, moved, (&hash, dossier, at), &mut turn)?,
            };
            match done {
                Moving::Settled => {
                    self.at_hand(|store| Ok(store.settle_file(&hash)?))?;
                    *(if fetch { &mut moved.files_fetched } else { &mut moved.files_sent }) += 1;
                }
                Moving::NotNow => drop(moved.left.insert(hash)),
                Moving::Later => return Ok(Carried::More),
                Moving::Stumbled => return Ok(Carried::Stumbled),
            }
        }
        Ok(Carried::Done)
    }

    /// Sends a file from where the province stands.
    fn send(
        &self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        moved: &mut Moved,
        hash: &FileHash,
        turn: &mut u32,
    ) -> Result<Moving, AppError> {
        let Some(about) = self.at_hand(|store| Ok(store.files().about(hash)?))? else { return Ok(Moving::NotNow) };
        if about.bytes > FILE_BYTES_MAX {
            return Ok(Moving::NotNow);
        }
        let name = hash.to_string();
        let mut stands = match line.file_state(&desk.key, &name) {
            Ok(stands) => stands,
            Err(fault) => return self.stumbled(desk, planner, &fault, moved).map(|()| Moving::Stumbled),
        };
        let mut told_before = None;
        while !stands.complete {
            if *turn == 0 {
                return Ok(Moving::Later);
            }
            *turn -= 1;
            // Pieces there may be of other sizes than here: another program may have begun.
            let within = usize::try_from(stands.bytes % PIECE as u64).unwrap_or(0);
            let n = stands.bytes / PIECE as u64;
            let piece = match self.at_hand(|store| Ok(store.files().piece(hash, n)?)) {
                Ok(piece) => piece,
                Err(AppError::Files(FilesError::Unknown)) if about.bytes == stands.bytes => Vec::new(),
                // Longer there than it is here: whatever that is, it is not this file.
                Err(AppError::Files(FilesError::Unknown | FilesError::Damaged)) => return Ok(Moving::NotNow),
                Err(other) => return Err(other),
            };
            let piece = piece.get(within..).unwrap_or_default().to_vec();
            let (from, bytes) = (stands.bytes, piece.len() as u64);
            stands = match line.put_piece(&desk.key, &name, from, from + bytes == about.bytes, piece) {
                Ok(next) => next,
                // Told once where to go on, as after a restored upload; twice the same is no way on.
                Err(Fault::Offset(at)) if told_before != Some(at) => {
                    told_before = Some(at);
                    Stands { bytes: at, complete: false }
                }
                Err(Fault::Offset(_) | Fault::Problem(ProblemCode::FileMismatch | ProblemCode::TooLarge, _)) => {
                    return Ok(Moving::NotNow);
                }
                Err(fault) => return self.stumbled(desk, planner, &fault, moved).map(|()| Moving::Stumbled),
            };
            moved.bytes_out += bytes;
        }
        Ok(Moving::Settled)
    }

    /// Fetches a file from where this desk stands.
    fn fetch(
        &self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        moved: &mut Moved,
        (hash, dossier, at): (&FileHash, DossierId, Moment),
        turn: &mut u32,
    ) -> Result<Moving, AppError> {
        let name = hash.to_string();
        let (dossier, mut here) =
            self.at_hand(|store| Ok((store.reader().dossier(dossier)?, store.files().incoming(hash)?)))?;
        let named = dossier.accepted().and_then(|accepted| {
            accepted.files.iter().map(|file| &file.attached).find(|attached| attached.hash == name)
        });
        let Some(named) = named.filter(|named| named.bytes <= FILE_BYTES_MAX) else { return Ok(Moving::NotNow) };
        let file = FileRef { hash: *hash, bytes: named.bytes };
        loop {
            if *turn == 0 {
                return Ok(Moving::Later);
            }
            *turn -= 1;
            let due = file.bytes.saturating_sub(here).min(PIECE as u64);
            let piece = match line.file_piece(&desk.key, &name, here, due) {
                Ok(piece) => piece,
                Err(Fault::Problem(ProblemCode::NotFound | ProblemCode::Range, _)) => return Ok(Moving::NotNow),
                Err(fault) => return self.stumbled(desk, planner, &fault, moved).map(|()| Moving::Stumbled),
            };
            moved.bytes_in += piece.len() as u64;
            if piece.len() as u64 != due {
                return self.fails(planner, moved).map(|()| Moving::Stumbled);
            }
            match self.at_hand(|store| Ok(store.files().take_piece(file, &piece, &named.media, at)?))? {
                Incoming::Whole => return Ok(Moving::Settled),
                Incoming::Partly(bytes) => here = bytes,
                // The province has other bytes under this name than it says: nothing of them was kept.
                Incoming::Other => {
                    moved.left.insert(*hash);
                    return self.fails(planner, moved).map(|()| Moving::Stumbled);
                }
            }
        }
    }
}
