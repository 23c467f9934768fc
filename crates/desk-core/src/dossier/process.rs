//! Where a dossier stands in its procedure's own process: which step comes next.

use super::state::{Accepted, CustodyAnswer};
use crate::{office::ProcessStep, text::fold};

/// The step that a hand-over begins: the first that is not done yet, or of those the first that is `to`'s own. A step
/// without a department is anybody's. A step is done once a department took the dossier for it, or has still to answer.
pub fn next_step<'a>(process: &'a [ProcessStep], dossier: &Accepted, to: Option<&str>) -> Option<&'a ProcessStep> {
    let taken = |step: &ProcessStep| {
        dossier.custody.iter().any(|custody| {
            let refused = matches!(custody.answer, Some(CustodyAnswer::Refused { .. }));
            !refused && custody.handed.leg.as_ref().is_some_and(|leg| leg.name == step.name)
        })
    };
    let mut open = process.iter().filter(|step| !taken(step));
    let Some(to) = to.map(fold) else { return open.next() };
    let own = |step: &&ProcessStep| step.department.as_deref().is_some_and(|department| fold(department) == to);
    open.clone().find(own).or_else(|| open.find(|step| step.department.is_none()))
}
