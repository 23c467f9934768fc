//! Why the server itself does not read an entry that it has taken. The entry is in the feed all the same.

use desk_log::Opened;
use desk_store::{Body, decode, is_unreadable};
use desk_sync::SetAside;

/// The mark of an entry of a device of this office, or none.
pub(crate) fn mark(entry: &Opened, office: &str) -> Option<SetAside> {
    let header = &entry.header;
    if header.office != office {
        return Some(SetAside::Office);
    }
    let content = entry.content.as_ref()?; // erased as the law asks: nothing to read, nothing wrong
    if is_unreadable(&header.kind, header.kind_version, &content.body) {
        return Some(SetAside::Unreadable);
    }
    match decode(&header.kind, header.kind_version, &content.body) {
        Body::NotUnderstood => Some(SetAside::NeedsNewer),
        Body::Dossier(_) | Body::Office(_) | Body::Erased => None,
    }
}
