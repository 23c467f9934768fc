//! What can wait until the desk is quiet: the note of the newest head, merging the search index, checkpoints.
//!
//! A thread of its own does them between acts, in steps of a few milliseconds, so that no act waits longer than one.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{Builder, JoinHandle},
    time::Duration,
};

use desk_log::Head;

use crate::{
    error::Result,
    standing::Note,
    writer::{Writer, lock},
};

/// How long nobody must have acted before anything is done.
const QUIET: Duration = Duration::from_millis(300);
/// Pages of the search index that one step merges.
const MERGE_PAGES: i64 = 200;

enum Message {
    Note(Head, i64),
    Flush(Sender<()>),
    End,
}

/// The thread.
pub(crate) struct Upkeep {
    to: Sender<Message>,
    thread: JoinHandle<()>,
}

impl Upkeep {
    pub(crate) fn start(writer: Arc<Mutex<Writer>>, observed_ms: i64) -> Result<Self> {
        let (to, from) = channel();
        let thread = Builder::new().name("store upkeep".to_owned()).spawn(move || {
            Work { writer, noted: None, wanted: None, observed_ms, index_is_merged: false }.run(&from);
        })?;
        Ok(Upkeep { to, thread })
    }

    pub(crate) fn note(&self, head: Head, observed_ms: i64) {
        // The thread ends only with the store; were it gone, the next start would catch up.
        let _ = self.to.send(Message::Note(head, observed_ms));
    }

    /// Waits until the newest note is written.
    pub(crate) fn flush(&self) {
        let (done, wait) = channel();
        if self.to.send(Message::Flush(done)).is_ok() {
            let _ = wait.recv();
        }
    }

    pub(crate) fn end(self) {
        let _ = self.to.send(Message::End);
        let _ = self.thread.join();
    }
}

struct Work {
    writer: Arc<Mutex<Writer>>,
    noted: Option<Head>,
    wanted: Option<Head>,
    observed_ms: i64,
    index_is_merged: bool,
}

impl Work {
    fn run(mut self, from: &Receiver<Message>) {
        let mut busy_since_note = 0_u32;
        loop {
            // With nothing left to do, nothing wakes the machine.
            let next = if self.is_idle() {
                from.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                from.recv_timeout(QUIET)
            };
            match next {
                Ok(Message::Note(head, observed_ms)) => {
                    self.wanted = Some(head);
                    self.observed_ms = self.observed_ms.max(observed_ms);
                    self.index_is_merged = false;
                    busy_since_note += 1;
                    // A desk that never rests is noted all the same, every few hundred acts.
                    if busy_since_note >= 500 {
                        busy_since_note = 0;
                        self.write_note();
                    }
                }
                Ok(Message::Flush(done)) => {
                    self.write_note();
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {
                    busy_since_note = 0;
                    self.write_note();
                    self.rest();
                }
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => {
                    self.write_note();
                    let mut writer = lock(&self.writer);
                    // Failing is harmless: the WAL is read again at the next start.
                    let _ = writer.checkpoint();
                    return;
                }
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.index_is_merged && self.wanted == self.noted && lock(&self.writer).acts_since_checkpoint == 0
    }

    /// Writes the note if it is behind. A failure (state folder full or gone) is tried again after the next act; the next
    /// start finds the log ahead of the note, which is the harmless direction.
    fn write_note(&mut self) {
        let Some(head) = self.wanted.filter(|head| self.noted != Some(*head)) else { return };
        let (folder, state_dir) = {
            let writer = lock(&self.writer);
            (writer.folder.clone(), writer.state_dir.clone())
        };
        let written = Note::of(head, &folder, self.observed_ms).and_then(|note| note.write(&state_dir));
        if written.is_ok() {
            self.noted = Some(head);
        }
    }

    /// One step of merging, or a checkpoint when nothing is left to merge.
    fn rest(&mut self) {
        let mut writer = lock(&self.writer);
        if !self.index_is_merged {
            let before = writer.db.total_changes();
            // `merge` with a positive number joins pieces of one size, a bounded number of pages at a time.
            let merged = writer.db.execute("INSERT INTO search (search, rank) VALUES ('merge', ?1)", [MERGE_PAGES]);
            // The index says it did nothing by changing less than two rows (its documentation).
            self.index_is_merged = merged.is_err() || writer.db.total_changes() - before < 2;
            writer.acts_since_checkpoint += 1;
        } else if writer.acts_since_checkpoint > 0 {
            let _ = writer.checkpoint(); // tried again after the next act
        }
    }
}
