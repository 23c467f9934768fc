//! What a desk says next: decided from what it knows and from the last answer, with no network, clock or dice.
//!
//! The caller asks [`Planner::next`], does that one thing, and tells what came of it: a verified answer to
//! [`Planner::pushed`] or [`Planner::pulled`], anything else to [`Planner::failed`]. What those give back is to be
//! stored in one transaction with what the answer brought (pulled entries above all) before `next` is asked again.
//!
//! Nothing but a countersigned head of the known history, naming this device and an entry of its own chain, moves what
//! counts as sent. A restored server makes the desk offer again what the server lacks; nothing is ever deleted.

use desk_core::ids::EntryHash;
use desk_log::Head;

use crate::{
    feed::{FeedCursor, PageFault, follow},
    problem::ProblemCode,
    statement::{CountersignedHead, HistoryId, TrustedHead},
    wire::{BATCH_BYTES_MAX, BATCH_BYTES_MIN, FeedPage, PAGE_BYTES_MAX, PushAnswer},
};

/// Retries are never further apart, unless the server says so.
pub const WAIT_MAX_MS: u64 = 60_000;
/// The first wait is at most this long.
const WAIT_FIRST_MS: u64 = 1_000;

/// The desk's own chain, as far as the planner asks for it.
pub trait OwnChain {
    /// The hash of this device's entry at `seq`, where there is one.
    fn hash_at(&self, seq: u64) -> Option<EntryHash>;
}

impl<F: Fn(u64) -> Option<EntryHash>> OwnChain for F {
    fn hash_at(&self, seq: u64) -> Option<EntryHash> {
        self(seq)
    }
}

/// What a desk knows of itself and of the province; all of it is in its store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The newest entry written here.
    pub own: Head,
    /// The office, whose feed this is.
    pub office: String,
    /// The server's history.
    pub history: HistoryId,
    /// The newest entry of this device that the province has countersigned in this history.
    pub countersigned: Option<TrustedHead>,
    /// How far the office's feed was taken in.
    pub feed: FeedCursor,
    /// The number of the newest roster; 0 for none.
    pub roster: u64,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Send a batch of the entries after `after`, at most so many bytes before packing.
    Push {
        /// The last seq that the server has.
        after: u64,
        /// For [`BatchMaker`](crate::wire::BatchMaker).
        bytes_max: usize,
    },
    /// Ask for a page of the feed.
    Pull {
        /// The position that was read last.
        after: u64,
        /// The number of the roster that is known.
        roster: u64,
        /// At most so many bytes of entries.
        bytes_max: u64,
    },
    /// Ask again after this long, or at once when the line comes back.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Everything written here is countersigned and the feed was read to its end.
    UpToDate {
        /// The province's clock when it said so, UTC ms.
        at: i64,
    },
    /// Go on only after people have looked.
    Halted(Halt),
}

/// Why sync stands still. Work at the desk goes on; everything is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// The province has an entry of this device that is not on its chain: a restored or copied machine.
    Forked {
        /// The province's newest entry of this device.
        theirs: TrustedHead,
    },
    /// This device was revoked.
    Revoked,
    /// The server refuses in a way that trying again does not mend.
    Refused(ProblemCode),
    /// The feed does not hold: entries of the office were changed, left out or put in another order.
    Feed,
}

impl Halt {
    /// Whether the office's feed may not be read on either.
    fn stops_reading(self) -> bool {
        match self {
            Halt::Refused(ProblemCode::EntryInvalid | ProblemCode::Fork) => false,
            // A forked machine that reads on takes the other one's entries for its own, and its chain for whole again.
            Halt::Forked { .. } | Halt::Revoked | Halt::Refused(_) | Halt::Feed => true,
        }
    }
}

/// The server was restored, or has another history than before. The desk resets as said here and goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// The history known before.
    pub old_history: HistoryId,
    /// The history that the server has now.
    pub new_history: HistoryId,
    /// What was countersigned before.
    pub old_head: Option<TrustedHead>,
    /// What the server has now.
    pub new_head: Option<TrustedHead>,
}

/// What an answer changed; to be stored in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learned {
    /// A server that was restored: to be remembered and told to people.
    pub restored: Option<Restored>,
    /// The newest countersigned entry, where it moved (or was set back by a restored server).
    pub countersigned: Option<Option<TrustedHead>>,
    /// Where the feed was read to, where that moved.
    pub feed: Option<FeedCursor>,
    /// The entries of the page, with their hashes; each still to be verified under its device's key.
    pub entries: Vec<(EntryHash, desk_log::Item)>,
}

/// An answer that is no answer of this province to this desk; nothing was changed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// The countersigned head names another device.
    #[error("the countersigned head is of another device")]
    OtherDevice,
    /// The feed is of another office, or the page begins elsewhere than asked.
    #[error("the page is not the one that was asked for")]
    OtherPage,
    /// The head and the feed of one answer are of different histories.
    #[error("the answer's statements are of different histories")]
    Histories,
    /// A batch was answered, and the head stands where it stood: an old answer, played again.
    #[error("the answer says nothing new")]
    NoProgress,
}

/// What went wrong with a request, as far as the planner tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No connection, no answer in time, or an answer that is no answer of ours.
    NoAnswer,
    /// The server said later (429, 503), perhaps how much later in seconds.
    Later {
        /// `Retry-After`.
        retry_after_s: Option<u64>,
    },
    /// 413: send less at a time.
    TooLarge,
    /// A problem with a code.
    Problem(ProblemCode),
}

/// The planner of the desk's side.
#[derive(Debug, Clone)]
pub struct Planner {
    known: Known,
    batch_bytes: usize,
    page_bytes: u64,
    failures: u32,
    wait_ms: Option<u64>,
    halted: Option<Halt>,
    /// When the feed was last read to its end with nothing sent since.
    read_to_end_at: Option<i64>,
    /// Resets within one run: a server that changes its history with every answer must not make the desk spin.
    resets: u32,
}

impl Planner {
    /// Starts from what the store knows.
    pub fn new(known: Known) -> Self {
        Planner {
            known,
            batch_bytes: BATCH_BYTES_MAX,
            page_bytes: PAGE_BYTES_MAX,
            failures: 0,
            wait_ms: None,
            halted: None,
            read_to_end_at: None,
            resets: 0,
        }
    }

    /// What is known now.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// How many entries written here are not countersigned yet.
    pub fn waiting(&self) -> u64 {
        self.known.own.seq.saturating_sub(self.sent())
    }

    fn sent(&self) -> u64 {
        self.known.countersigned.map_or(0, |head| head.seq)
    }

    /// What to do next. A halt that concerns only what is sent does not stop the office's feed from being read.
    pub fn next(&self) -> Step {
        match self.halted {
            Some(halt) if halt.stops_reading() => return Step::Halted(halt),
            Some(_) | None => {}
        }
        if let Some(ms) = self.wait_ms {
            return Step::Wait { ms };
        }
        if self.halted.is_none() && self.waiting() > 0 {
            return Step::Push { after: self.sent(), bytes_max: self.batch_bytes };
        }
        match (self.read_to_end_at, self.halted) {
            (None, _) => {
                Step::Pull { after: self.known.feed.position, roster: self.known.roster, bytes_max: self.page_bytes }
            }
            (Some(_), Some(halt)) => Step::Halted(halt),
            (Some(at), None) => Step::UpToDate { at },
        }
    }

    /// The wait is over, the line came back, or a person asked: try again. Ends no halt.
    pub fn again(&mut self) {
        self.wait_ms = None;
        self.read_to_end_at = None;
        self.resets = 0;
    }

    /// A person has looked at why it stands still, and the cause is gone.
    pub fn resume(&mut self) {
        self.halted = None;
        self.again();
    }

    /// Entries were written here; sending them does not wait for the next quiet moment.
    pub fn wrote(&mut self, own: Head) {
        self.known.own = own;
        if self.failures == 0 {
            self.wait_ms = None;
        }
    }

    /// A batch was answered; the statements were verified while reading it.
    ///
    /// # Errors
    /// When it is no answer to this desk; nothing was changed then, and the caller tells [`Planner::failed`].
    pub fn pushed(&mut self, answer: &PushAnswer, chain: &impl OwnChain) -> Result<Learned, Distrust> {
        if answer.feed.office != self.known.office {
            return Err(Distrust::OtherPage);
        }
        if answer.feed.history != answer.head.history {
            return Err(Distrust::Histories);
        }
        let before = self.known.clone();
        let learned = self.met(answer.head.statement(), chain)?;
        // Sent again at once it would be sent for ever.
        if self.halted.is_none() && self.known == before {
            return Err(Distrust::NoProgress);
        }
        if learned.restored.is_none() {
            self.grew();
        }
        // What was sent stands in the office's feed now, and perhaps what others sent.
        self.read_to_end_at = None;
        Ok(learned)
    }

    /// The server refused with a problem, perhaps with a countersigned head (`gap`, `fork`), already verified.
    ///
    /// # Errors
    /// When the head is of another device: then it counts as no answer, and the wait is set already.
    pub fn refused(
        &mut self,
        code: ProblemCode,
        head: Option<&CountersignedHead>,
        chain: &impl OwnChain,
        random: u64,
    ) -> Result<Learned, Distrust> {
        let before = self.known.clone();
        let learned = match head.map(|head| self.met(head, chain)) {
            None => Learned::default(),
            Some(Ok(learned)) => learned,
            Some(Err(distrust)) => {
                self.failed(Failure::NoAnswer, random);
                return Err(distrust);
            }
        };
        // A head that says where to go on is as good as an answer; the same refusal twice is not.
        if self.halted.is_none() && self.known == before {
            self.failed(Failure::Problem(code), random);
        }
        Ok(learned)
    }

    /// A countersigned head came, with an answer or with a refusal (`gap`, `fork`).
    ///
    /// # Errors
    /// As [`Planner::pushed`].
    pub fn met(&mut self, head: &CountersignedHead, chain: &impl OwnChain) -> Result<Learned, Distrust> {
        if head.device != self.known.own.device {
            return Err(Distrust::OtherDevice);
        }
        let mut learned = Learned::default();
        // Whatever history it is of: an entry that is not on our chain is another machine's with our key.
        if let Some(theirs) = head.head
            && chain.hash_at(theirs.seq) != Some(theirs.hash)
        {
            self.halted = Some(Halt::Forked { theirs });
            return Ok(learned);
        }
        if head.history != self.known.history || head.seq() < self.sent() {
            learned.restored = Some(Restored {
                old_history: self.known.history,
                new_history: head.history,
                old_head: self.known.countersigned,
                new_head: head.head,
            });
            self.reset(head.history);
            learned.feed = Some(self.known.feed);
        }
        if head.head != self.known.countersigned || learned.restored.is_some() {
            self.known.countersigned = head.head;
            learned.countersigned = Some(head.head);
        }
        Ok(learned)
    }

    /// A page of the feed came; its statements were verified while reading it.
    ///
    /// # Errors
    /// As [`Planner::pushed`].
    pub fn pulled(&mut self, page: &FeedPage, chain: &impl OwnChain) -> Result<Learned, Distrust> {
        let (head, feed) = (page.head.statement(), page.feed.statement());
        if head.history != feed.history || page.roster.as_ref().is_some_and(|roster| roster.history != head.history) {
            return Err(Distrust::Histories);
        }
        if feed.office != self.known.office
            || page.roster.as_ref().is_some_and(|roster| roster.office != self.known.office)
        {
            return Err(Distrust::OtherPage);
        }
        let mut learned = self.met(head, chain)?;
        if learned.restored.is_some() || matches!(self.halted, Some(Halt::Forked { .. })) {
            return Ok(learned);
        }
        match follow(self.known.feed, self.known.history, &self.known.office, page) {
            Ok((entries, cursor)) => {
                if cursor != self.known.feed {
                    learned.feed = Some(cursor);
                }
                self.known.feed = cursor;
                learned.entries = entries;
                if let Some(roster) = &page.roster {
                    self.known.roster = roster.number;
                }
                self.grew();
                self.read_to_end_at = (!page.more).then_some(feed.at);
            }
            // The same history with a shorter feed: the server was set back without being told.
            Err(PageFault::Shorter) => {
                learned.restored = Some(Restored {
                    old_history: self.known.history,
                    new_history: self.known.history,
                    old_head: self.known.countersigned,
                    new_head: head.head,
                });
                self.reset(self.known.history);
                learned.feed = Some(self.known.feed);
            }
            Err(PageFault::Running) => self.halted = Some(Halt::Feed),
            Err(PageFault::Office | PageFault::Place | PageFault::History { .. }) => return Err(Distrust::OtherPage),
        }
        Ok(learned)
    }

    /// A request failed, or its answer was none of ours. `random` is any random number: waits are spread by it, so that
    /// desks do not come back all at once.
    pub fn failed(&mut self, failure: Failure, random: u64) {
        match failure {
            Failure::Problem(ProblemCode::Revoked) => self.halted = Some(Halt::Revoked),
            Failure::Problem(code) if !is_passing(code) => self.halted = Some(Halt::Refused(code)),
            Failure::NoAnswer | Failure::Later { .. } | Failure::TooLarge | Failure::Problem(_) => {}
        }
        let shrink = !matches!(failure, Failure::Later { .. });
        if shrink {
            self.batch_bytes = (self.batch_bytes / 2).max(BATCH_BYTES_MIN);
            self.page_bytes = (self.page_bytes / 2).max(BATCH_BYTES_MIN as u64);
        }
        let most = WAIT_FIRST_MS.saturating_mul(1 << self.failures.min(16)).min(WAIT_MAX_MS);
        self.failures = self.failures.saturating_add(1);
        let jitter = random % (most + 1);
        self.wait_ms = Some(match failure {
            Failure::Later { retry_after_s: Some(seconds) } => {
                // Not before the server said; a little after, not all at the same moment.
                seconds.saturating_mul(1_000).saturating_add(random % (WAIT_FIRST_MS + 1))
            }
            Failure::NoAnswer | Failure::Later { .. } | Failure::TooLarge | Failure::Problem(_) => jitter,
        });
    }

    fn grew(&mut self) {
        self.failures = 0;
        self.wait_ms = None;
        self.batch_bytes = (self.batch_bytes + self.batch_bytes / 4).min(BATCH_BYTES_MAX);
        self.page_bytes = (self.page_bytes + self.page_bytes / 4).min(PAGE_BYTES_MAX);
    }

    fn reset(&mut self, history: HistoryId) {
        self.known.history = history;
        self.known.feed = FeedCursor::start(&self.known.office);
        self.known.roster = 0;
        self.read_to_end_at = None;
        self.resets += 1;
        if self.resets > 1 {
            self.failures = self.failures.saturating_add(1);
            self.wait_ms = Some(WAIT_MAX_MS);
        }
    }
}

/// Whether trying again may help without anybody doing something.
fn is_passing(code: ProblemCode) -> bool {
    match code {
        ProblemCode::TooMany | ProblemCode::Busy | ProblemCode::Internal | ProblemCode::TooLarge => true,
        // The line may have broken the request, or a proxy rewritten it; the head that comes with a gap mends it.
        ProblemCode::Malformed
        | ProblemCode::Unsigned
        | ProblemCode::BadSignature
        | ProblemCode::MediaType
        | ProblemCode::Gap
        | ProblemCode::Offset
        | ProblemCode::FileMismatch
        | ProblemCode::NotFound
        | ProblemCode::Method
        | ProblemCode::Range => true,
        ProblemCode::UnknownDevice
        | ProblemCode::Revoked
        | ProblemCode::CodeUnknown
        | ProblemCode::CodeUsed
        | ProblemCode::CodeExpired
        | ProblemCode::CodeCounter
        | ProblemCode::CounterTaken
        | ProblemCode::EnrolledElsewhere
        | ProblemCode::DemoDesk
        | ProblemCode::DemoServer
        | ProblemCode::OtherDevice
        | ProblemCode::Fork
        | ProblemCode::EntryInvalid => false,
    }
}
