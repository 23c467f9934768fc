//! Why the server itself does not read an entry that it has taken. The entry is in the feed all the same.

use desk_log::Opened;
use desk_store::{Body, decode, is_unreadable};
use desk_sync::SetAside;

/// What an entry of a device of this office says, and its mark; roles are held against it elsewhere.
pub(crate) fn read(entry: &Opened, office: &str) -> (Body, Option<SetAside>) {
    let header = &entry.header;
    // Erased as the law asks: nothing to read, nothing wrong.
    let body =
        entry.content.as_ref().map_or(Body::Erased, |content| decode(&header.kind, header.kind_version, &content.body));
    let unreadable = |content: &desk_log::Content| is_unreadable(&header.kind, header.kind_version, &content.body);
    let mark = if header.office != office {
        Some(SetAside::Office)
    } else if entry.content.as_ref().is_some_and(unreadable) {
        Some(SetAside::Unreadable)
    } else if matches!(body, Body::Aside(_)) {
        Some(SetAside::NeedsNewer)
    } else {
        None
    };
    (body, mark)
}
