//! The feed of an office and the running hash that every reader of it keeps.

use desk_core::ids::EntryHash;
use desk_log::{Head, Item, entry::entry_hash};
use sha2::{Digest, Sha256};

use crate::{
    statement::{FeedHead, HistoryId},
    wire::FeedPage,
};

/// How far a feed was followed: how many entries, and the running hash over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedCursor {
    /// How many entries; 0 is before the first.
    pub position: u64,
    /// SHA-256 chained over the office and the hashes of those entries.
    pub running: [u8; 32],
}

impl FeedCursor {
    /// Before the first entry of an office's feed.
    pub fn start(office: &str) -> Self {
        let running = Sha256::new().chain_update(b"motcua/feed/1").chain_update(office).finalize().into();
        FeedCursor { position: 0, running }
    }

    /// After one entry more.
    #[must_use]
    pub fn then(self, entry: EntryHash) -> Self {
        let running = Sha256::new().chain_update(self.running).chain_update(entry.0).finalize().into();
        FeedCursor { position: self.position + 1, running }
    }
}

/// One figure over what is known of an office's machines, which a desk and the province can hold against each other: each
/// chain's newest entry stands for all of it, and no order of arrival goes in. SHA-256 over "motcua/heads/1" and then, for
/// each machine that wrote something, ascending by id: the id, the seq (8 bytes, big endian) and the hash of its newest entry.
pub fn heads_figure(heads: impl IntoIterator<Item = Head>) -> [u8; 32] {
    let mut heads: Vec<Head> = heads.into_iter().collect();
    heads.sort_unstable_by_key(|head| head.device);
    let mut figure = Sha256::new().chain_update(b"motcua/heads/1");
    for head in heads {
        figure.update(head.device.0);
        figure.update(head.seq.to_be_bytes());
        figure.update(head.hash.0);
    }
    figure.finalize().into()
}

/// Why a page does not go on where the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    /// The page is of another office.
    #[error("the page is of another office")]
    Office,
    /// The page begins somewhere else than was asked for.
    #[error("the page does not begin where the reader stands")]
    Place,
    /// The server has another history than the one known: it was restored, or is another server.
    #[error("the server has another history")]
    History {
        /// The history it has now.
        found: HistoryId,
    },
    /// The server's feed is shorter than what was read from it before: it was restored.
    #[error("the feed ends before the place that was read")]
    Shorter,
    /// The running hash that the province signed is another than the one computed over the entries: entries were
    /// changed, left out or put in another order.
    #[error("the feed's running hash does not hold")]
    Running,
}

/// Holds a page against what the reader knows, and gives the entries with their hashes and the cursor after them.
///
/// The entries themselves are not opened here: each is verified under its device's key by whoever takes it in.
///
/// # Errors
/// When the page may not be applied; the reader stays where it was.
pub fn follow(
    cursor: FeedCursor,
    history: HistoryId,
    office: &str,
    page: &FeedPage,
) -> Result<(Vec<(EntryHash, Item)>, FeedCursor), PageFault> {
    let head: &FeedHead = page.feed.statement();
    if head.office != office {
        return Err(PageFault::Office);
    }
    if head.history != history {
        return Err(PageFault::History { found: head.history });
    }
    if page.after != cursor.position {
        return Err(PageFault::Place);
    }
    if head.position < cursor.position {
        return Err(PageFault::Shorter);
    }
    let mut after = cursor;
    let mut entries = Vec::with_capacity(page.items.len());
    for item in &page.items {
        let hash = entry_hash(&item.cose);
        after = after.then(hash);
        entries.push((hash, item.clone()));
    }
    if after == (FeedCursor { position: head.position, running: head.running }) {
        Ok((entries, after))
    } else {
        Err(PageFault::Running)
    }
}
