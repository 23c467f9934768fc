//! Why the server itself does not read an entry that it has taken. The entry is in the feed all the same.

use desk_log::Opened;
use desk_store::{Aside, Body, decode};
use desk_sync::SetAside;

/// What an entry of a device of this office says, and its mark; roles are held against it elsewhere.
pub(crate) fn read(entry: &Opened, office: &str) -> (Body, Option<SetAside>) {
    let header = &entry.header;
    // Erased as the law asks: nothing to read, nothing wrong.
    let body =
        entry.content.as_ref().map_or(Body::Erased, |content| decode(&header.kind, header.kind_version, &content.body));
    let mark = match &body {
        _ if header.office != office => Some(SetAside::Office),
        Body::Aside(Aside::Unreadable) => Some(SetAside::Unreadable),
        Body::Aside(Aside::NeedsNewer | Aside::Office | Aside::NumberTaken | Aside::Fork | Aside::Revoked) => Some(SetAside::NeedsNewer),
        Body::Dossier(_) | Body::Office(_) | Body::Erased => None,
    };
    (body, mark)
}
