//! Entries that build on one another: the order in which every machine folds them, and which of them are newest.
//!
//! What always holds: the answer follows from the set of entries alone, never from the order in which they came. An
//! entry that another builds on and that is not here (yet) is left out of account.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, HashSet},
};

use crate::ids::EntryHash;

/// An entry and the entries that it builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The entry.
    pub hash: EntryHash,
    /// What its machine knew as newest, in any order.
    pub builds_on: &'a [EntryHash],
}

/// The order of the fold, as places in `links`: what an entry builds on comes before it, and of those that may come
/// next the smallest hash goes first. Takes n log n steps.
pub fn order(links: &[Link<'_>]) -> Vec<usize> {
    let in_line = links.windows(2).all(|pair| pair[1].builds_on == [pair[0].hash]);
    if in_line {
        return (0..links.len()).collect(); // one machine after the other: the rule, and already in order
    }
    let place: HashMap<EntryHash, usize> = links.iter().enumerate().map(|(at, link)| (link.hash, at)).collect();
    let mut waits_for = vec![0_usize; links.len()];
    let mut followed_by: Vec<Vec<usize>> = vec![Vec::new(); links.len()];
    for (at, link) in links.iter().enumerate() {
        let known: HashSet<usize> = link.builds_on.iter().filter_map(|hash| place.get(hash).copied()).collect();
        waits_for[at] = known.len();
        for before in known {
            followed_by[before].push(at);
        }
    }
    let mut ready: BinaryHeap<Reverse<(EntryHash, usize)>> =
        (0..links.len()).filter(|at| waits_for[*at] == 0).map(|at| Reverse((links[at].hash, at))).collect();
    let mut by_hash: Vec<usize> = (0..links.len()).collect();
    by_hash.sort_unstable_by_key(|at| Reverse(links[*at].hash));
    let mut sorted = Vec::with_capacity(links.len());
    let mut done = vec![false; links.len()];
    while sorted.len() < links.len() {
        let next = match ready.pop() {
            Some(Reverse((_, at))) => at,
            // Hashes cannot run in a circle; should bytes claim so, the first by hash goes on.
            None => match by_hash.pop() {
                Some(at) => at,
                None => break,
            },
        };
        if std::mem::replace(&mut done[next], true) {
            continue;
        }
        sorted.push(next);
        for after in &followed_by[next] {
            waits_for[*after] = waits_for[*after].saturating_sub(1);
            if waits_for[*after] == 0 && !done[*after] {
                ready.push(Reverse((links[*after].hash, *after)));
            }
        }
    }
    sorted
}

/// The newest entries: those that no other builds on, ascending.
pub fn heads(links: &[Link<'_>]) -> Vec<EntryHash> {
    let built_on: HashSet<EntryHash> = links.iter().flat_map(|link| link.builds_on).copied().collect();
    let mut heads: Vec<EntryHash> =
        links.iter().map(|link| link.hash).filter(|hash| !built_on.contains(hash)).collect();
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// Who knew of whom among entries that are in the order of [`order`].
#[derive(Debug)]
pub struct Ancestry {
    /// For each entry a bit for every entry before it that it knew of.
    known: Vec<Vec<u64>>,
    place: HashMap<EntryHash, usize>,
}

impl Ancestry {
    /// Of entries in order.
    pub fn of(sorted: &[Link<'_>]) -> Ancestry {
        let place: HashMap<EntryHash, usize> = sorted.iter().enumerate().map(|(at, link)| (link.hash, at)).collect();
        let mut known: Vec<Vec<u64>> = Vec::with_capacity(sorted.len());
        for (at, link) in sorted.iter().enumerate() {
            let mut bits = vec![0_u64; at.div_ceil(64)];
            for before in link.builds_on.iter().filter_map(|hash| place.get(hash)).filter(|before| **before < at) {
                bits[before / 64] |= 1 << (before % 64);
                for (word, more) in bits.iter_mut().zip(&known[*before]) {
                    *word |= more;
                }
            }
            known.push(bits);
        }
        Ancestry { known, place }
    }

    /// True when the entry at `later` knew of the one at `earlier`, directly or through others.
    pub fn knew(&self, later: usize, earlier: usize) -> bool {
        self.known[later].get(earlier / 64).is_some_and(|word| word & (1 << (earlier % 64)) != 0)
    }

    /// True when neither knew of the other.
    pub fn apart(&self, one: usize, other: usize) -> bool {
        one != other && !self.knew(one, other) && !self.knew(other, one)
    }

    /// The place of an entry.
    pub fn place(&self, hash: EntryHash) -> Option<usize> {
        self.place.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(n: u8) -> EntryHash {
        EntryHash([n; 32])
    }

    fn check(entries: &[(u8, &[u8])], expected: &[u8], newest: &[u8]) {
        let owned: Vec<(EntryHash, Vec<EntryHash>)> =
            entries.iter().map(|(n, on)| (hash(*n), on.iter().map(|n| hash(*n)).collect())).collect();
        // Whatever the order in which they came: every rotation of the list, and of the list turned round.
        for turn in 0..owned.len() * 2 {
            let mut list = owned.clone();
            if turn >= owned.len() {
                list.reverse();
            }
            list.rotate_left(turn % owned.len());
            let links: Vec<Link<'_>> = list.iter().map(|(hash, on)| Link { hash: *hash, builds_on: on }).collect();
            let sorted: Vec<u8> = order(&links).into_iter().map(|at| links[at].hash.0[0]).collect();
            assert_eq!(sorted, expected, "turned by {turn}");
            assert_eq!(heads(&links), newest.iter().map(|n| hash(*n)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_an_entry_builds_on_comes_first_and_then_the_smaller_hash() {
        check(&[(9, &[]), (3, &[9]), (5, &[3]), (4, &[3]), (1, &[5, 4])], &[9, 3, 4, 5, 1], &[1]);
        check(&[(2, &[]), (1, &[])], &[1, 2], &[1, 2]);
        check(&[(7, &[200]), (6, &[7])], &[7, 6], &[6]);
    }

    #[test]
    fn bytes_that_run_in_a_circle_end_all_the_same() {
        check(&[(2, &[3]), (3, &[2]), (9, &[])], &[9, 2, 3], &[9]);
    }

    #[test]
    fn who_knew_of_whom_goes_through_others() {
        let on = [vec![], vec![hash(1)], vec![hash(1)], vec![hash(2)]];
        let links: Vec<Link<'_>> =
            on.iter().enumerate().map(|(n, on)| Link { hash: hash(n as u8 + 1), builds_on: on }).collect();
        let ancestry = Ancestry::of(&links);
        assert!(ancestry.knew(3, 0) && ancestry.knew(3, 1));
        assert!(ancestry.apart(1, 2) && ancestry.apart(3, 2));
        assert!(!ancestry.apart(0, 3) && !ancestry.apart(2, 2));
    }

    #[test]
    fn a_hundred_thousand_entries_apart_are_ordered_in_one_go() {
        let hashes: Vec<EntryHash> = (0..100_000_u32)
            .map(|n| {
                let mut bytes = [0; 32];
                bytes[..4].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
                EntryHash(bytes)
            })
            .collect();
        let links: Vec<Link<'_>> = hashes.iter().map(|hash| Link { hash: *hash, builds_on: &[] }).collect();
        let sorted = order(&links);
        assert!(sorted.windows(2).all(|pair| hashes[pair[0]] < hashes[pair[1]]));
    }
}
