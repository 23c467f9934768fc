//! Reference data: what is new, and a package that comes as a file.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk_app::reference::{Changes, PACKAGE_BYTES_MAX};
use desk_core::office::Role;

use crate::{
    convert::moment_text,
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// Changes shown of one set: more are looked up in the data themselves.
const SHOWN: usize = 500;

fn rows(changes: Changes) -> (u32, Vec<ReferenceChange>) {
    let word = |about| serde_json::to_value(about).ok().and_then(|word| word.as_str().map(str::to_owned));
    let row = |change: desk_reference::Change| ReferenceChange {
        about: word(change.about).unwrap_or_default(),
        which: change.which,
        before: change.before,
        after: change.after,
    };
    (changes.total, changes.list.into_iter().take(SHOWN).map(row).collect())
}

pub(crate) fn reference_news(call: &mut Call<'_>, _: Nothing) -> Answer<ReferenceView> {
    let news = call.desk.reference_news()?;
    let may = call.desk.actor()?.holds_any(&[Role::Supervisor, Role::Administrator]);
    let sets = news.sets.into_iter().map(|set| {
        let (total, changes) = rows(set.changes);
        let came = set.came.map(moment_text).unwrap_or_default();
        ReferenceSetRow { name: set.name, came, by_hand: set.by_hand, total, changes }
    });
    Ok(ReferenceView {
        own: news.name == news.shipped,
        name: news.name,
        sets: sets.collect(),
        refused: news.refused.map(|refused| RefusedSetView {
            name: refused.name,
            error: user_error(&refused.code, &[]),
            what: refused.what,
        }),
        actions: if may { vec!["take".to_owned()] } else { Vec::new() },
    })
}

fn bytes(call: &mut Call<'_>, input: &ReferencePackage) -> Answer<Vec<u8>> {
    if input.data.len() > PACKAGE_BYTES_MAX / 3 * 4 + 4 {
        return Err(user_error("reference_not_one", &[]));
    }
    call.apart(|| STANDARD.decode(input.data.as_bytes())).map_err(|_| user_error("bad_input", &[]))
}

pub(crate) fn reference_look(call: &mut Call<'_>, input: ReferencePackage) -> Answer<PackageView> {
    let bytes = bytes(call, &input)?;
    let seen = call.desk.reference_look(&bytes)?;
    let (total, changes) = rows(seen.changes);
    let published = desk_core::time::from_millis(seen.published).map(moment_text).unwrap_or_default();
    Ok(PackageView { name: seen.name, in_force: seen.in_force, published, total, changes })
}

pub(crate) fn reference_take(call: &mut Call<'_>, input: ReferencePackage) -> Answer<ReferenceView> {
    let bytes = bytes(call, &input)?;
    call.desk.reference_take(&bytes)?;
    reference_news(call, Nothing {})
}
