//! What the province published, brought over the line: the people at once, a set of reference data file by file, in force
//! only whole and checked.

use desk_core::time::Moment;
use desk_reference::{Files, Reference};
use desk_store::{files::PIECE, province::NamedPerson};
use desk_sync::{People, Planner, ProblemCode, ReferenceSet, SetFile, Signed, wire::FeedPage};
use sha2::{Digest as _, Sha256};

use super::{
    files::Carried,
    line::{Fault, Line},
    run::{Desk, Moved, Run},
};
use crate::{
    error::AppError,
    reference::{Checked, keep_refused, refused},
};

/// Pieces fetched before entries are looked after again.
const PIECES_AT_A_TIME: u32 = 16;

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Run {
    /// What a page says beside its entries: people are kept, a newer set is remembered for when entries are in step.
    pub(super) fn note_published(&self, page: &FeedPage, moved: &mut Moved) -> Result<(), AppError> {
        let store = self.store()?;
        if let Some(people) = page.people.as_ref().filter(|people| people.office == store.office_id()) {
            store.keep_people(people.number, people.bytes(), &named(people))?;
        }
        if let Some(set) = &page.reference {
            let known = store.reader().reference_number()?;
            // One that this program could not use is not fetched again and again.
            let unusable = refused(&store)?.is_some_and(|refused| refused.number == set.number);
            if set.number > known && !unusable {
                moved.offered = Some(set.clone());
            }
        }
        Ok(())
    }

    /// Brings the files of a newer set, and puts it in force once all of them are here.
    pub(super) fn reference(
        &mut self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        moved: &mut Moved,
        at: Moment,
    ) -> Result<Carried, AppError> {
        let Some(set) = moved.offered.clone() else { return Ok(Carried::Done) };
        let mut turn = PIECES_AT_A_TIME;
        let mut files = Vec::with_capacity(set.files.len());
        for file in &set.files {
            // One that this program does not know it does not need.
            let Some(name) = Files::known(&file.name) else { continue };
            let own = Reference::shipped().files().bytes(name);
            let here = self.store()?.reader().reference_file(&file.hash)?;
            if let Some(bytes) = here.or_else(|| (hash(own) == file.hash).then(|| own.to_vec())) {
                files.push((file.clone(), bytes));
                continue;
            }
            if self.coming.as_ref().is_none_or(|(coming, _)| *coming != file.hash) {
                self.coming = Some((file.hash, Vec::new()));
            }
            while let Some((_, bytes)) = self.coming.as_mut().filter(|(_, bytes)| (bytes.len() as u64) < file.bytes) {
                if turn == 0 {
                    return Ok(Carried::More);
                }
                turn -= 1;
                let from = bytes.len() as u64;
                let due = (file.bytes - from).min(PIECE as u64);
                match line.file_piece(&desk.key, &hex::encode(file.hash), from, due) {
                    Ok(piece) if piece.len() as u64 == due => {
                        moved.bytes_in += due;
                        bytes.extend(piece);
                    }
                    Ok(_) => return self.fails(planner, moved).map(|()| Carried::Stumbled),
                    // Published anew while this one was coming, or not there: the next page says.
                    Err(Fault::Problem(ProblemCode::NotFound | ProblemCode::Range, _)) => {
                        moved.offered = None;
                        return Ok(Carried::Done);
                    }
                    Err(fault) => return self.stumbled(desk, planner, &fault, moved).map(|()| Carried::Stumbled),
                }
            }
            let (_, bytes) = self.coming.take().unwrap_or_default();
            if hash(&bytes) != file.hash {
                return self.fails(planner, moved).map(|()| Carried::Stumbled);
            }
            self.store()?.keep_reference_file(&file.hash, &bytes)?;
            files.push((file.clone(), bytes));
        }
        moved.offered = None;
        self.put_reference(set, files, at).map(|()| Carried::Done)
    }

    fn put_reference(
        &self,
        set: Signed<ReferenceSet>,
        files: Vec<(SetFile, Vec<u8>)>,
        at: Moment,
    ) -> Result<(), AppError> {
        let office = self.store()?.office_id();
        let said = set.statement().clone();
        // Takes a second: the store is not held meanwhile.
        let checked = Checked::of(set, files, (self.in_force.get(), &office, at));
        let store = self.store()?;
        match checked {
            Ok(checked) => match checked.put(&store, &self.in_force, at, false) {
                // Somebody brought it as a file meanwhile.
                Err(AppError::Reference(_)) => Ok(()),
                done => done,
            },
            Err(fault) => keep_refused(&store, &said, &fault),
        }
    }
}

/// The people as the store keeps them.
fn named(people: &People) -> Vec<NamedPerson> {
    let named = people.people.iter().map(|person| NamedPerson {
        id: person.id,
        login: person.login.clone(),
        name: person.name.clone(),
        roles: person.roles.clone(),
        withdrawn: person.withdrawn,
    });
    named.collect()
}
