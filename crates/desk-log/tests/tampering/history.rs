//! History written anew with the machine's own key: every signature, hash and seq fits. Only a head kept elsewhere
//! tells.

use desk_core::ids::{DossierId, EntryHash, PersonId};
use desk_log::{DeviceKey, Draft, Sealed, seal, to_canonical};

use super::{
    Edit,
    common::{chain, draft, key, salt},
    file::RawLog,
    honest,
};

/// What an entry is sealed from.
type Step = (Draft, [u8; 16]);

fn seal_all(key: &DeviceKey, steps: Vec<Step>) -> Vec<Sealed> {
    let mut entries: Vec<Sealed> = Vec::new();
    for (seq, (draft, salt)) in (1..).zip(steps) {
        let prev = entries.last().map(|last| last.hash);
        entries.push(seal(key, seq, prev, draft, salt));
    }
    entries
}

/// What the first machine's honest chain was sealed from.
fn steps() -> Vec<Step> {
    let step = |entry: Sealed| {
        let mut step = (draft(entry.header.seq), entry.salt);
        step.0.builds_on = entry.header.builds_on;
        step
    };
    honest()[0].iter().cloned().map(step).collect()
}

pub(crate) fn edits() -> Vec<Edit> {
    let [one, other] = honest();
    assert_eq!(seal_all(&key(1), steps()), one, "what is not edited comes out the same");

    let mut edits = Vec::new();
    let mut edit = |what, change: &dyn Fn(&mut Vec<Step>)| {
        let mut steps = steps();
        change(&mut steps);
        edits.push(Edit { what, file: RawLog::of([seal_all(&key(1), steps), other.clone()]).write(), perfect: true });
    };
    edit("rewritten: a body says something else", &|steps| steps[3].0.body = to_canonical("khác").unwrap());
    edit("rewritten: the first body says something else", &|steps| steps[0].0.body = to_canonical("khác").unwrap());
    edit("rewritten: the newest body says something else", &|steps| steps[7].0.body = to_canonical("khác").unwrap());
    edit("rewritten: two bodies change places", &|steps| {
        let body = std::mem::take(&mut steps[3].0.body);
        steps[3].0.body = std::mem::replace(&mut steps[4].0.body, body);
    });
    edit("rewritten: an entry is dated back", &|steps| steps[3].0.at -= 86_400_000);
    edit("rewritten: all is dated back", &|steps| steps.iter_mut().for_each(|step| step.0.at -= 86_400_000));
    edit("rewritten: the clock's offset is another", &|steps| steps[3].0.offset_ms = Some(5));
    edit("rewritten: the clock's offset is left out", &|steps| steps[2].0.offset_ms = None);
    edit("rewritten: another person acted", &|steps| steps[3].0.actor = Some(PersonId::new(5, [5; 10])));
    edit("rewritten: nobody acted", &|steps| steps[3].0.actor = None);
    edit("rewritten: another office", &|steps| steps[3].0.office = "04900@2020-01-01".into());
    edit("rewritten: another dossier", &|steps| steps[3].0.dossier = Some(DossierId::new(5, [5; 10])));
    edit("rewritten: no dossier", &|steps| steps[3].0.dossier = None);
    edit("rewritten: built on nothing", &|steps| steps[5].0.builds_on.clear());
    edit("rewritten: built on something else", &|steps| steps[5].0.builds_on.push(EntryHash([9; 32])));
    edit("rewritten: another kind", &|steps| steps[3].0.kind = "dossier.refused".into());
    edit("rewritten: another version of the kind", &|steps| steps[3].0.kind_version = 2);
    edit("rewritten: other reference data", &|steps| steps[3].0.reference = "2023-01-01".into());
    edit("rewritten: nothing but a salt", &|steps| steps[3].1 = [0xee; 16]);
    edit("rewritten: an entry slipped in", &|steps| steps.insert(3, (draft(9), salt(9))));
    edit("rewritten: an entry slipped in first", &|steps| steps.insert(0, (draft(9), salt(9))));
    edit("rewritten: an entry added at the end", &|steps| steps.push((draft(9), salt(9))));
    edit("rewritten: an entry left out", &|steps| drop(steps.remove(3)));
    edit("rewritten: the first entry left out", &|steps| drop(steps.remove(0)));
    edit("rewritten: two entries change places", &|steps| steps.swap(3, 4));
    edit("rewritten: an entry doubled", &|steps| steps.insert(3, steps[3].clone()));
    edit("rewritten: an entry replaced, another added to keep the count", &|steps| {
        steps.remove(3);
        steps.push((draft(9), salt(9)));
    });
    edit("cut: the newest three entries", &|steps| steps.truncate(5));
    edit("cut: all but the first entry", &|steps| steps.truncate(1));
    edit("restored: another branch from the fifth entry on, as long as the true one", &|steps| {
        steps[5..].iter_mut().for_each(|step| step.0.at += 1);
    });

    let mut chains = |what, chains| edits.push(Edit { what, file: RawLog::of(chains).write(), perfect: true });
    chains(
        "the other machine's history under this one's key",
        [seal_all(&key(1), (1..=8).map(|seq| (draft(seq + 20), salt(seq))).collect()), other.clone()],
    );
    chains("cut: both machines by one entry", [one[..7].to_vec(), other[..3].to_vec()]);

    // The same history under a key made for the purpose, and a machine that never was.
    let forged = chain(&key(3), 8);
    for (what, entries) in [
        ("the whole history under a new key", vec![forged.clone(), other.clone()]),
        ("a machine that never was", vec![one.clone(), other.clone(), forged]),
    ] {
        let mut log = RawLog::honest();
        let mut items = Vec::new();
        for chain in entries {
            items.extend(RawLog::of([chain, vec![]]).items);
        }
        log.items = items;
        log.keys.push(key(3).public().to_vec());
        log.keys.sort();
        edits.push(Edit { what, file: log.write(), perfect: true });
    }
    edits
}
