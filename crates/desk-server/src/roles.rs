//! Which roles an act asks for, and whether its actor held one as far as its machine could know.
//!
//! A grant counts wherever in the office it was written; a withdrawal counts for the machine on whose chain it stands,
//! so that the honest work of a person who was withdrawn elsewhere, done before that was known, is not marked. What is
//! marked is kept and in the feed all the same: people judge it. What the province itself says of people stands beside what
//! the chains say, under a machine of zeros: its roles count everywhere, and whom it withdrew is marked from then on.

use std::collections::{BTreeMap, BTreeSet};

use desk_core::{
    dossier::Verb,
    ids::{DeviceId, PersonId},
    office::{OfficeFact, Role},
};
use desk_log::Header;
use desk_store::Body;
use desk_sync::SetAside;

use crate::store::PROVINCE;

const DESK: &[Role] = &[Role::Clerk, Role::Supervisor];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const PEOPLE: &[Role] = &[Role::Supervisor, Role::Administrator];
const ADMINISTRATOR: &[Role] = &[Role::Administrator];
/// The places of a chain where a machine is founded: it begins, and grants its first person.
const FOUNDING: u64 = 2;

/// What each chain says last of each person: the roles, none for who was withdrawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grants(BTreeMap<(PersonId, DeviceId), BTreeSet<Role>>);

impl Grants {
    /// What is known from before.
    pub(crate) fn know(&mut self, person: PersonId, device: DeviceId, roles: BTreeSet<Role>) {
        self.0.insert((person, device), roles);
    }

    /// Notes what an entry says of people; gives the row that changed.
    pub(crate) fn note(&mut self, header: &Header, body: &Body) -> Option<(PersonId, BTreeSet<Role>)> {
        let (person, roles) = match body {
            Body::Office(OfficeFact::PersonGranted(granted)) => (granted.person.id, granted.person.roles.clone()),
            Body::Office(OfficeFact::PersonRetired(retired)) => (retired.person, BTreeSet::new()),
            Body::Office(_) | Body::Dossier(_) | Body::Aside(_) | Body::Erased => return None,
        };
        self.know(person, header.device, roles.clone());
        Some((person, roles))
    }

    /// Why the actor of an entry may not have done what it says; none where they may.
    pub(crate) fn mark(&self, header: &Header, body: &Body) -> Option<SetAside> {
        let gone = |actor, device| self.0.get(&(actor, device)).is_some_and(BTreeSet::is_empty);
        if header.actor.is_some_and(|actor| gone(actor, PROVINCE)) {
            return Some(SetAside::Withdrawn);
        }
        let asked = match body {
            // Whom the province itself named, with no more than it gave, a supervisor lets in.
            Body::Office(OfficeFact::PersonGranted(granted))
                if self
                    .0
                    .get(&(granted.person.id, PROVINCE))
                    .is_some_and(|named| !named.is_empty() && named.is_superset(&granted.person.roles)) =>
            {
                PEOPLE
            }
            Body::Office(_) | Body::Dossier(_) | Body::Aside(_) | Body::Erased => asked(&header.kind)?,
        };
        if header.seq <= FOUNDING && header.kind == "person.granted" {
            return None;
        }
        let Some(actor) = header.actor else { return Some(SetAside::Role) };
        let holds =
            self.0.iter().any(|((person, _), roles)| *person == actor && asked.iter().any(|role| roles.contains(role)));
        // Withdrawn on its own machine's chain: known there.
        (gone(actor, header.device) || !holds).then_some(SetAside::Role)
    }
}

/// The roles of which the act of a kind asks for one; none where anybody, or the machine itself, may do it.
fn asked(kind: &str) -> Option<&'static [Role]> {
    let verb = match kind {
        "dossier.received" | "guidance.given" | "intake.refused" | "slip.printed" | "persons.judged"
        | "counter.closed" | "day.closed" => {
            return Some(DESK);
        }
        "procedure.switched" | "figure.set" | "warning.settled" | "register.imported" | "import.undone"
        | "day.signed" | "exception.judged" | "label.set" | "setting.set" | "paper.continued" => {
            return Some(SUPERVISOR);
        }
        "person.granted" | "person.retired" | "calendar.set" => return Some(ADMINISTRATOR),
        "counter.assigned" => return Some(PEOPLE),
        "dossier.handed_over" => Verb::HandOver,
        "hand_over.confirmed" => Verb::ConfirmHandOver,
        "hand_over.refused" => Verb::RefuseHandOver,
        "work.began" => Verb::BeginWork,
        "supplement.requested" => Verb::RequestSupplement,
        "supplement.answered" => Verb::AnswerSupplement,
        "payment.required" => Verb::RequirePayment,
        "payment.settled" => Verb::SettlePayment,
        "due.extended" => Verb::Extend,
        "dossier.refused" => Verb::CloseSupplement,
        "dossier.stopped" => Verb::Stop,
        "dossier.withdrawn" => Verb::Withdraw,
        "result.entered" => Verb::EnterResult,
        "result.received" => Verb::ReceiveResult,
        "result.returned" => Verb::ReturnResult,
        "post.sent" => Verb::SendByPost,
        "post.came_back" => Verb::PostCameBack,
        "dossier.corrected" => Verb::Correct,
        "void.requested" => Verb::RequestVoid,
        "dossier.voided" => Verb::ApproveVoid,
        "void.declined" => Verb::DeclineVoid,
        "return.taken_back" => Verb::TakeBackReturn,
        "fee.collected" => Verb::CollectFee,
        "note.added" => Verb::AddNote,
        "department.chased" => Verb::Chase,
        "file.attached" => Verb::AttachFile,
        "file.set_aside" => Verb::SetFileAside,
        "collision.settled" => Verb::SettleCollision,
        // Prints and their outcomes, beginnings, passwords; and kinds of newer programs, marked already.
        _ => return None,
    };
    Some(verb.roles())
}

/// Roles by their words in the record.
pub fn words(roles: &BTreeSet<Role>) -> Vec<String> {
    roles.iter().map(|role| role.word().to_owned()).collect()
}

/// Roles as the record keeps them.
pub(crate) fn to_text(roles: &BTreeSet<Role>) -> String {
    words(roles).join(" ")
}

/// Reads them; a name of a newer program is left out.
pub fn from_text(text: &str) -> BTreeSet<Role> {
    text.split(' ').filter_map(Role::from_word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back_as_they_were_kept() {
        for roles in [BTreeSet::new(), BTreeSet::from(Role::ALL), BTreeSet::from([Role::Officer, Role::Clerk])] {
            assert_eq!(from_text(&to_text(&roles)), roles);
        }
        assert_eq!(from_text("clerk inspector"), BTreeSet::from([Role::Clerk]));
    }
}
