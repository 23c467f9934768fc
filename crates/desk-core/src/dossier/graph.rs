//! Desks that met: the fold of a dossier's entries when not every desk knew what the others did.
//!
//! Facts that add (notes, papers, prints, files, money) merge. Two **decisions** that did not know of each other
//! **collide**: both stay in the record, the dossier is flagged, and a supervisor says which one holds. What always
//! holds: the answer follows from the set of entries, never from the order in which they came; where the newest entry
//! knew of every other and settles nothing, the fold is [`evolve`] of the fold before.

use std::collections::BTreeSet;

use super::{
    Dossier,
    evolve::evolve,
    facts::Fact,
    life::CollisionSettled,
    state::{Clock, Collision},
};
use crate::{
    graph::{Ancestry, Link, order},
    ids::EntryHash,
};

/// An entry of a dossier in its graph.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The entry, and what it builds on.
    pub link: Link<'a>,
    /// What it says; none when that is not understood, was erased or is set aside.
    pub fact: Option<&'a Fact>,
}

impl Fact {
    /// True when the fact decides something, so that two of them apart collide; false when it only adds.
    pub fn decides(&self) -> bool {
        match self {
            Fact::FormPrinted(_)
            | Fact::PrintEnded(_)
            | Fact::FeeCollected(_)
            | Fact::NoteAdded(_)
            | Fact::Chased(_)
            | Fact::FileAttached(_)
            | Fact::FileSetAside(_)
            // A wish that the supervisor answers; two of them are one wish.
            | Fact::VoidRequested(_)
            // The beginning: without it there is no dossier to decide about.
            | Fact::Received(_) => false,
            Fact::HandedOver(_)
            | Fact::HandOverConfirmed(_)
            | Fact::HandOverRefused(_)
            | Fact::WorkBegan(_)
            | Fact::SupplementRequested(_)
            | Fact::SupplementAnswered(_)
            | Fact::PaymentRequired(_)
            | Fact::PaymentSettled(_)
            | Fact::DueExtended(_)
            | Fact::Refused(_)
            | Fact::Stopped(_)
            | Fact::Withdrawn(_)
            | Fact::ResultEntered(_)
            | Fact::ResultReceived(_)
            | Fact::Returned(_)
            | Fact::ReturnTakenBack(_)
            | Fact::PostSent(_)
            | Fact::PostCameBack(_)
            | Fact::Corrected(_)
            | Fact::Voided(_)
            | Fact::VoidDeclined(_)
            | Fact::CollisionSettled(_) => true,
        }
    }
}

/// The fold of a dossier's entries, given in any order.
pub fn fold(entries: &[Placed<'_>]) -> Dossier {
    let links: Vec<Link<'_>> = entries.iter().map(|entry| entry.link).collect();
    let sorted: Vec<Placed<'_>> = order(&links).into_iter().map(|at| entries[at]).collect();
    let in_line = sorted.windows(2).all(|pair| pair[1].link.builds_on == [pair[0].link.hash]);
    if in_line {
        return run(&sorted, &BTreeSet::new()); // nobody was apart
    }
    let meeting = Meeting::of(&sorted);
    let overruled = meeting.overruled();
    let mut dossier = run(&sorted, &overruled);
    if let Dossier::Accepted(accepted) = &mut dossier {
        accepted.overruled = overruled.iter().map(|at| sorted[*at].link.hash).collect();
        let sides = meeting.sides(&overruled);
        if !sides.is_empty() {
            accepted.collision = Some(Collision { between: sides.iter().map(|at| sorted[*at].link.hash).collect() });
            accepted.clock = meeting.earliest(&sides, &overruled).unwrap_or_else(|| accepted.clock.clone());
        }
    }
    dossier
}

/// The reception, then one entry after the other, without those that count no more. What a machine wrote that did not
/// know of the reception happened to the dossier all the same.
fn run(sorted: &[Placed<'_>], without: &BTreeSet<usize>) -> Dossier {
    let received = sorted.iter().position(|entry| matches!(entry.fact, Some(Fact::Received(_))));
    let Some(received) = received else { return Dossier::default() };
    let rest = (0..sorted.len()).filter(|at| *at != received && !without.contains(at));
    std::iter::once(received).chain(rest).filter_map(|at| sorted[at].fact).fold(Dossier::default(), evolve)
}

/// The decisions of a dossier and who knew of whom.
struct Meeting<'a> {
    sorted: &'a [Placed<'a>],
    ancestry: Ancestry,
    decisions: Vec<usize>,
}

impl<'a> Meeting<'a> {
    fn of(sorted: &'a [Placed<'a>]) -> Self {
        let links: Vec<Link<'_>> = sorted.iter().map(|entry| entry.link).collect();
        let decides = |entry: &Placed<'_>| entry.fact.is_some_and(Fact::decides);
        let decisions = (0..sorted.len()).filter(|at| decides(&sorted[*at])).collect();
        Meeting { sorted, ancestry: Ancestry::of(&links), decisions }
    }

    fn settlement(&self, at: usize) -> Option<&'a CollisionSettled> {
        match self.sorted[at].fact {
            Some(Fact::CollisionSettled(settled)) => Some(settled),
            Some(_) | None => None,
        }
    }

    /// True for a decision and for everything decided in the knowledge of it.
    fn follows(&self, at: usize, of: usize) -> bool {
        at == of || self.ancestry.knew(at, of)
    }

    /// What a settlement puts aside: the other sides as far as the supervisor knew them.
    fn put_aside(&self, settling: usize) -> Vec<usize> {
        let Some(settled) = self.settlement(settling) else { return Vec::new() };
        let Some(holds) = self.ancestry.place(settled.holds) else { return Vec::new() };
        let others: Vec<usize> = settled
            .between
            .iter()
            .filter_map(|hash: &EntryHash| self.ancestry.place(*hash))
            .filter(|other| self.ancestry.apart(*other, holds))
            .collect();
        let known = |at: &&usize| self.ancestry.knew(settling, **at) && !self.follows(**at, holds);
        let aside = |at: &&usize| others.iter().any(|other| self.follows(**at, *other));
        self.decisions.iter().filter(known).filter(aside).copied().collect()
    }

    /// Decisions that count no more.
    fn overruled(&self) -> BTreeSet<usize> {
        let settlements: Vec<usize> =
            self.decisions.iter().copied().filter(|at| self.settlement(*at).is_some()).collect();
        // A later settlement may put an earlier one aside; then that one has never been.
        let mut undone = BTreeSet::new();
        for at in settlements.iter().rev() {
            if !undone.contains(at) {
                undone.extend(self.put_aside(*at).into_iter().filter(|other| self.settlement(*other).is_some()));
            }
        }
        let mut overruled: BTreeSet<usize> = undone.clone();
        for at in settlements.iter().filter(|at| !undone.contains(at)) {
            let holds = self.settlement(*at).and_then(|settled| self.ancestry.place(settled.holds));
            // Of two supervisors apart the first in order counts until somebody settles between them.
            if holds.is_some_and(|holds| !overruled.contains(&holds)) {
                overruled.extend(self.put_aside(*at));
            }
        }
        overruled
    }

    /// The decisions that collide and that none of the colliding ones came before: one for each side. Empty when
    /// nothing collides.
    fn sides(&self, overruled: &BTreeSet<usize>) -> Vec<usize> {
        let counting: Vec<usize> = self.decisions.iter().copied().filter(|at| !overruled.contains(at)).collect();
        let alike = |one: usize, other: usize| match (self.settlement(one), self.settlement(other)) {
            (Some(one), Some(other)) => one.holds == other.holds && one.between == other.between,
            (Some(_) | None, None) | (None, Some(_)) => false,
        };
        let collides =
            |one: usize| counting.iter().any(|other| self.ancestry.apart(one, *other) && !alike(one, *other));
        let colliding: Vec<usize> = counting.iter().copied().filter(|at| collides(*at)).collect();
        let first = |at: &usize| !colliding.iter().any(|other| self.ancestry.knew(*at, *other));
        colliding.iter().copied().filter(first).collect()
    }

    /// The clock of the side with the earliest date: until the collision is settled, that one counts.
    fn earliest(&self, sides: &[usize], overruled: &BTreeSet<usize>) -> Option<Clock> {
        let clocks = sides.iter().filter_map(|side| {
            let of_others = |at: &&usize| {
                !self.follows(**at, *side) && sides.iter().any(|other| other != side && self.follows(**at, *other))
            };
            let mut without = overruled.clone();
            without.extend(self.decisions.iter().filter(of_others));
            run(self.sorted, &without).accepted().map(|accepted| accepted.clock.clone())
        });
        clocks.min_by_key(|clock| (clock.due.is_none(), clock.due))
    }
}
