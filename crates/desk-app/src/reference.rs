//! The reference data in force at this desk: the program's own, or the set that the province published last.
//!
//! What always holds: a set counts only whole, signed by the province that this desk knows, read from end to end by this
//! program, and in one transaction; whatever does not changes nothing. What was made under another set keeps its name in its
//! entry, and its figures in itself.

use std::sync::{Arc, PoisonError, RwLock};

use desk_core::{office::Role, time::Moment};
use desk_reference::{Change, Files, Reference, ReferenceError, SetName, changes};
use desk_store::{Store, province::KeptSet};
use desk_sync::{Package, PackageFault, ReferenceSet, SetFile, Signed};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{desk::Desk, error::AppError};

/// Who may bring a set as a file.
const BRINGERS: &[Role] = &[Role::Supervisor, Role::Administrator];
/// The most changes that are written down; beyond, their number is.
const CHANGES_KEPT: usize = 2_000;
/// The most bytes of a package that are looked at.
pub const PACKAGE_BYTES_MAX: usize = 24 * 1024 * 1024;
/// Where it is kept that a set was refused.
const REFUSED: &str = "reference.refused";

/// Why a set does not come into force. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceFault {
    /// The file.
    #[error(transparent)]
    Package(#[from] PackageFault),
    /// Not newer than what is in force.
    #[error("the set {0} is not newer than the one in force")]
    Old(String),
    /// This program cannot use it: it needs a newer one, or does not hold.
    #[error("the set does not hold: {0}")]
    Set(#[from] ReferenceError),
    /// This office would be no unit any more.
    #[error("this office is no unit of the set")]
    Office,
}

impl ReferenceFault {
    /// The code of the message.
    pub fn code(&self) -> &'static str {
        match self {
            ReferenceFault::Package(PackageFault::Form) => "reference_not_one",
            ReferenceFault::Package(PackageFault::Newer) => "reference_newer",
            ReferenceFault::Package(PackageFault::Signature) => "reference_other_province",
            ReferenceFault::Old(_) => "reference_old",
            ReferenceFault::Set(_) => "reference_broken",
            ReferenceFault::Office => "reference_office",
        }
    }
}

/// The set in force, shared by the desk and its courier.
#[derive(Debug, Clone)]
pub(crate) struct InForce(Arc<RwLock<&'static Reference>>);

impl InForce {
    /// What a store says; the program's own where it has none that this program reads.
    pub(crate) fn of(store: &Store) -> Self {
        InForce(Arc::new(RwLock::new(kept(store).ok().flatten().unwrap_or_else(Reference::shipped))))
    }

    pub(crate) fn get(&self) -> &'static Reference {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, set: &'static Reference) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = set;
    }
}

/// The set that a store holds.
fn kept(store: &Store) -> Result<Option<&'static Reference>, AppError> {
    let reader = store.reader();
    let (Some(last), Some(province)) = (reader.reference_sets(1)?.pop(), reader.province()?) else { return Ok(None) };
    let set = Signed::<ReferenceSet>::verify(last.statement, &province.public_key).map_err(|_| PackageFault::Signature);
    let set = set.map_err(ReferenceFault::from)?;
    let mut files = Vec::new();
    for file in &set.files {
        files.extend(reader.reference_file(&file.hash)?.map(|bytes| (file.clone(), bytes)));
    }
    Ok(Some(of_files(&set, &files)?))
}

/// The reference that a set and its files are.
fn of_files(set: &ReferenceSet, files: &[(SetFile, Vec<u8>)]) -> Result<&'static Reference, ReferenceFault> {
    let name = SetName::read(&set.name).ok_or(PackageFault::Form)?;
    let mut held = Files::default();
    for (file, bytes) in files {
        if <[u8; 32]>::from(Sha256::digest(bytes)) != file.hash {
            return Err(PackageFault::Form.into());
        }
        held.put(&file.name, bytes.clone());
    }
    Ok(Reference::of(name, held)?)
}

/// What changed, as it is kept and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// How many there are.
    pub total: u32,
    /// The first of them.
    pub list: Vec<Change>,
}

/// A set that could come into force, checked from end to end.
#[derive(Debug)]
pub(crate) struct Checked {
    set: Signed<ReferenceSet>,
    files: Vec<(SetFile, Vec<u8>)>,
    reference: &'static Reference,
    changes: Changes,
}

impl Checked {
    /// Checks a set with those of its files that this program knows against what is in force at an office.
    pub(crate) fn of(
        set: Signed<ReferenceSet>,
        files: Vec<(SetFile, Vec<u8>)>,
        (in_force, office, at): (&'static Reference, &str, Moment),
    ) -> Result<Self, ReferenceFault> {
        let reference = of_files(&set, &files)?;
        reference.check()?;
        if reference.unit_at(office).is_none() {
            return Err(ReferenceFault::Office);
        }
        let mut list = changes(in_force, reference, at.date_naive())?;
        let total = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.truncate(CHANGES_KEPT);
        Ok(Checked { set, files, reference, changes: Changes { total, list } })
    }

    /// Puts it in force.
    pub(crate) fn put(self, store: &Store, in_force: &InForce, at: Moment, by_hand: bool) -> Result<(), AppError> {
        let kept = KeptSet {
            number: self.set.number,
            name: self.set.name.clone(),
            statement: self.set.bytes().to_vec(),
            came: at,
            by_hand,
            changes: serde_json::to_string(&self.changes).unwrap_or_default(),
        };
        let files: Vec<([u8; 32], &[u8])> =
            self.files.iter().map(|(file, bytes)| (file.hash, bytes.as_slice())).collect();
        if !store.put_reference(&kept, &files)? {
            return Err(ReferenceFault::Old(kept.name).into());
        }
        in_force.put(self.reference);
        Ok(store.setting_save(REFUSED, "null")?)
    }
}

/// That a set came and cannot be used here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its number.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// The code of the reason.
    pub code: String,
    /// What does not hold, for who runs the province.
    pub what: String,
}

/// Keeps that a set was refused, until another comes.
pub(crate) fn keep_refused(store: &Store, set: &ReferenceSet, fault: &ReferenceFault) -> Result<(), AppError> {
    let (name, code, what) = (set.name.clone(), fault.code().to_owned(), fault.to_string());
    let refused = Refused { number: set.number, name, code, what };
    Ok(store.setting_save(REFUSED, &serde_json::to_string(&refused).unwrap_or_default())?)
}

/// The set that was refused last, unless another has come into force since.
pub(crate) fn refused(store: &Store) -> Result<Option<Refused>, AppError> {
    let json = store.reader().setting(REFUSED)?;
    Ok(json.and_then(|json| serde_json::from_str::<Option<Refused>>(&json).ok().flatten()))
}

/// A set that came into force here.
#[derive(Debug, Clone)]
pub struct SetInForce {
    /// Its name.
    pub name: String,
    /// When it came into force here; none for the program's own.
    pub came: Option<Moment>,
    /// True when it came as a file.
    pub by_hand: bool,
    /// What it changed.
    pub changes: Changes,
}

/// What there is to see of the reference data.
#[derive(Debug, Clone)]
pub struct ReferenceNews {
    /// The name of the set in force.
    pub name: String,
    /// The name of the program's own.
    pub shipped: String,
    /// The sets that came, the newest first.
    pub sets: Vec<SetInForce>,
    /// One that came and cannot be used.
    pub refused: Option<Refused>,
}

/// A package that was looked at and not taken.
#[derive(Debug, Clone)]
pub struct PackageSeen {
    /// The name of its set.
    pub name: String,
    /// The name of the one in force.
    pub in_force: String,
    /// When the province published it, milliseconds since 1970.
    pub published: i64,
    /// What it changes.
    pub changes: Changes,
}

/// Sets that are told of.
const SETS_TOLD: u32 = 20;

impl Desk {
    /// What there is to see of the reference data, the last changes first.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn reference_news(&self) -> Result<ReferenceNews, AppError> {
        self.actor()?;
        let store = self.store()?;
        let kept = store.reader().reference_sets(SETS_TOLD)?.into_iter();
        let nothing = || Changes { total: 0, list: Vec::new() };
        let sets = kept.map(|set| SetInForce {
            changes: serde_json::from_str(&set.changes).unwrap_or_else(|_| nothing()),
            name: set.name,
            came: Some(set.came),
            by_hand: set.by_hand,
        });
        Ok(ReferenceNews {
            name: self.reference().version().to_owned(),
            shipped: Reference::shipped().version().to_owned(),
            sets: sets.collect(),
            refused: refused(store)?,
        })
    }

    fn packed(&self, bytes: &[u8]) -> Result<Checked, AppError> {
        self.actor_holding(BRINGERS)?;
        let store = self.store()?;
        // Without a province there is no key to hold the signature against.
        let province = store.reader().province()?.ok_or(AppError::NotEnrolled)?;
        let Package { set, files } =
            Package::decode(bytes, &province.public_key).map_err(ReferenceFault::from)?;
        if set.number <= store.reader().reference_number()? {
            return Err(ReferenceFault::Old(set.name.clone()).into());
        }
        let known = |(file, _): &(SetFile, Vec<u8>)| Files::known(&file.name).is_some();
        let files = set.files.iter().cloned().zip(files).filter(known).collect();
        Ok(Checked::of(set, files, (self.reference(), &store.office_id(), self.now()))?)
    }

    /// Looks at a package that came as a file: what it would change. Nothing is changed by it.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators, [`AppError::NotEnrolled`],
    /// [`AppError::Reference`].
    pub fn reference_look(&self, bytes: &[u8]) -> Result<PackageSeen, AppError> {
        let checked = self.packed(bytes)?;
        let (name, in_force) = (checked.set.name.clone(), self.reference().version().to_owned());
        Ok(PackageSeen { name, in_force, published: checked.set.at, changes: checked.changes })
    }

    /// Puts the set of a package in force.
    ///
    /// # Errors
    /// As [`Desk::reference_look`].
    pub fn reference_take(&self, bytes: &[u8]) -> Result<(), AppError> {
        let checked = self.packed(bytes)?;
        checked.put(self.store()?, &self.opened()?.reference, self.now(), true)
    }
}
