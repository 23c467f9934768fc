//! Which entries of a batch are taken into custody, and how. Pure: what the store knows comes in, a plan goes out.

use std::collections::BTreeMap;

use desk_core::ids::EntryHash;
use desk_log::Opened;
use desk_sync::{SetAside, TrustedHead};

/// What the store knows of a device when its batch is planned.
#[derive(Debug, Clone, Default)]
pub struct DeviceState {
    /// The newest entry in custody.
    pub head: Option<TrustedHead>,
    /// Whether it is revoked.
    pub revoked: bool,
    /// The hashes in custody at the seqs of the batch.
    pub kept: BTreeMap<u64, EntryHash>,
    /// Whether the entry that the batch's first one names as its `prev` is kept apart: the batch goes on with a branch.
    pub follows_apart: bool,
}

/// How a batch ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of it is in custody.
    Taken,
    /// Entries are missing before it.
    Gap,
    /// It is, or becomes, a second branch.
    Fork,
    /// The device is revoked.
    Revoked,
}

/// What to do with each entry of a batch, by its place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// To the end of the feed, in this order.
    pub append: Vec<usize>,
    /// Kept out of the feed, and why.
    pub apart: Vec<(usize, SetAside)>,
    /// What to answer.
    pub ending: Ending,
}

/// Plans a batch of entries that were opened and verified under the device's key, ascending without gap.
pub fn plan(state: &DeviceState, batch: &[Opened]) -> Plan {
    let mut plan = Plan { append: vec![], apart: vec![], ending: Ending::Taken };
    let mut head = state.head;
    let mut branch = state.follows_apart;
    for (place, entry) in batch.iter().enumerate() {
        let (seq, newest) = (entry.header.seq, head.map_or(0, |head| head.seq));
        if state.kept.get(&seq) == Some(&entry.hash) {
            continue; // sent again: harmless
        }
        if state.revoked {
            plan.apart.push((place, SetAside::Revoked));
            plan.ending = Ending::Revoked;
            continue;
        }
        let follows = seq == newest + 1 && entry.header.prev == head.map(|head| head.hash);
        if follows && !branch {
            plan.append.push(place);
            head = Some(TrustedHead { seq, hash: entry.hash });
        } else if seq > newest + 1 && !branch {
            // Only the first can be beyond the next place: a batch has no gaps of its own.
            plan.ending = Ending::Gap;
            return plan;
        } else {
            branch = true;
            plan.apart.push((place, SetAside::Fork));
            plan.ending = Ending::Fork;
        }
    }
    if state.revoked {
        plan.ending = Ending::Revoked;
    }
    plan
}

#[cfg(test)]
mod tests {
    use desk_log::{DeviceKey, Draft, Link, Opened, seal};

    use super::*;

    fn chain(salt: u8, length: u64, common: &[Opened]) -> Vec<Opened> {
        let key = DeviceKey::from_secret([9; 32]);
        let mut entries = common.to_vec();
        for seq in entries.len() as u64 + 1..=length {
            let draft = Draft {
                at: 0,
                offset_ms: None,
                actor: None,
                office: "155@".into(),
                dossier: None,
                builds_on: vec![],
                kind: "note.added".into(),
                kind_version: 1,
                reference: String::new(),
                body: vec![0],
            };
            let prev = entries.last().map(Link::hash);
            entries.push(seal(&key, seq, prev, draft, [salt; 16]).into());
        }
        entries
    }

    fn state(kept: &[Opened]) -> DeviceState {
        DeviceState {
            head: kept.last().map(|entry| TrustedHead { seq: entry.header.seq, hash: entry.hash }),
            kept: kept.iter().map(|entry| (entry.header.seq, entry.hash)).collect(),
            ..DeviceState::default()
        }
    }

    fn check(state: &DeviceState, batch: &[Opened], append: &[u64], apart: &[(u64, SetAside)], ending: Ending) {
        let plan = plan(state, batch);
        let seq = |place: &usize| batch[*place].header.seq;
        assert_eq!(plan.append.iter().map(seq).collect::<Vec<_>>(), append);
        let found: Vec<_> = plan.apart.iter().map(|(place, reason)| (seq(place), *reason)).collect();
        assert_eq!((found.as_slice(), plan.ending), (apart, ending));
    }

    #[test]
    fn what_follows_the_head_is_taken_and_what_is_there_is_skipped() {
        let all = chain(1, 5, &[]);
        check(&state(&[]), &all, &[1, 2, 3, 4, 5], &[], Ending::Taken);
        check(&state(&all[..3]), &all, &[4, 5], &[], Ending::Taken);
        check(&state(&all), &all[1..3], &[], &[], Ending::Taken);
    }

    #[test]
    fn a_gap_takes_nothing() {
        let all = chain(1, 5, &[]);
        check(&state(&all[..2]), &all[3..], &[], &[], Ending::Gap);
        check(&state(&[]), &all[1..], &[], &[], Ending::Gap);
    }

    #[test]
    fn a_second_branch_is_kept_apart_from_where_it_parts() {
        let one = chain(1, 5, &[]);
        let other = chain(2, 6, &one[..3]);
        let fork = |seqs: &[u64]| seqs.iter().map(|seq| (*seq, SetAside::Fork)).collect::<Vec<_>>();
        check(&state(&one), &other, &[], &fork(&[4, 5, 6]), Ending::Fork);
        // Its first entry stands right after the head and follows another one.
        check(&state(&one[..4]), &other[4..], &[], &fork(&[5, 6]), Ending::Fork);
        // A later batch of the branch, whose start is known to be apart.
        let later = DeviceState { follows_apart: true, ..state(&one[..3]) };
        check(&later, &other[5..], &[], &fork(&[6]), Ending::Fork);
    }

    #[test]
    fn a_revoked_device_moves_nothing_and_loses_nothing() {
        let all = chain(1, 5, &[]);
        let revoked = DeviceState { revoked: true, ..state(&all[..3]) };
        let apart = [(4, SetAside::Revoked), (5, SetAside::Revoked)];
        check(&revoked, &all, &[], &apart, Ending::Revoked);
        check(&revoked, &all[..2], &[], &[], Ending::Revoked);
    }
}
