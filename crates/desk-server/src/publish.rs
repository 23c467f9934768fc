//! Publishing: reference data checked before it is signed, and people let in or withdrawn. What is wrong is said and changes
//! nothing.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::NaiveDate;
use desk_core::{ids::PersonId, office::Role};
use desk_reference::{
    Files, Reference, ReferenceError, SetName,
    files::{FILE_BYTES_MAX, NAMES, VERSION},
};
use desk_sync::{Package, People, ProvinceKey, PublishedPerson, ReferenceSet, SetFile, Signed, StatementFault};
use sha2::{Digest as _, Sha256};

use crate::{db::DbError, roles, store::Store};

/// Why something is not published. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PublishFault {
    /// The database says no.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The files cannot be read.
    #[error("{0} cannot be read: {1}")]
    Read(String, std::io::Error),
    /// What is kept as published is not this province's.
    #[error("what was published before does not hold: {0}")]
    Kept(#[from] StatementFault),
    /// None of the files of a set.
    #[error("no reference data: a set's files are {}", NAMES.join(", "))]
    Nothing,
    /// The files do not hold.
    #[error("{0}")]
    Reference(#[from] ReferenceError),
    /// An office that is enrolled here is no unit of the set.
    #[error("units.csv: the office {0} is enrolled here and would be no unit any more")]
    Office(String),
    /// The set's name is no day, or not after the one published before.
    #[error("VERSION: {0}")]
    Name(String),
    /// The same files are published already.
    #[error("nothing differs from what is published already ({0})")]
    Same(String),
    /// Somebody else published at the same time.
    #[error("something else was published in the same moment: try again")]
    Busy,
    /// No such office, or nothing was ever enrolled or issued there.
    #[error("there is no such office here: issue its first code before")]
    NoOffice,
    /// A login is 2 to 32 lower-case letters, digits, dots and hyphens.
    #[error("a login is 2 to 32 lower-case letters, digits, dots and hyphens, and begins with a letter")]
    Login,
    /// Somebody else of this office has it.
    #[error("the login {0} is that of another person of this office")]
    LoginTaken(String),
    /// The name is missing.
    #[error("the name is missing")]
    PersonName,
    /// Nobody like that was named here.
    #[error("the province has named no such person for this office, and its record knows none")]
    NoPerson,
    /// The office named several people with this login, one at each machine that was set up by itself.
    #[error("several people of this office have the login {login}: name one by id, {}", ids.join(", "))]
    Several {
        /// The login.
        login: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// Nobody would be left who may manage people.
    #[error("nobody else of this office may manage people: name another administrator first")]
    LastAdministrator,
}

/// What was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The set.
    pub set: Signed<ReferenceSet>,
    /// The same with its files, for a stick.
    pub package: Vec<u8>,
    /// Names of files that are otherwise than in the set before.
    pub changed: Vec<String>,
    /// Files of the folder that are none of a set, and stayed where they are.
    pub ignored: Vec<String>,
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Publishes a folder of the shape of `assets/reference`, or a single file of it in place of the one before.
///
/// # Errors
/// [`PublishFault`].
pub async fn publish(
    store: &Store,
    key: &ProvinceKey,
    from: &Path,
    (today, at): (NaiveDate, i64),
) -> Result<Published, PublishFault> {
    let before = match store.newest_set().await? {
        Some((_, statement)) => Some(Signed::<ReferenceSet>::verify(statement, &key.public())?),
        None => None,
    };
    let (mut files, mut ignored, mut named) = (Files::default(), Vec::new(), None);
    let read = |path: &Path| -> Result<Vec<u8>, PublishFault> {
        let fault = |error| PublishFault::Read(path.display().to_string(), error);
        if fs::metadata(path).map_err(fault)?.len() > FILE_BYTES_MAX {
            return Err(PublishFault::Read(path.display().to_string(), std::io::Error::other("larger than 16 MiB")));
        }
        fs::read(path).map_err(fault)
    };
    let name_of = |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    if from.is_dir() {
        let fault = |error| PublishFault::Read(from.display().to_string(), error);
        let mut paths = fs::read_dir(from).map_err(fault)?.map(|entry| Ok(entry.map_err(fault)?.path()));
        let mut paths = paths.by_ref().collect::<Result<Vec<_>, PublishFault>>()?;
        paths.sort();
        for path in paths {
            let name = name_of(&path);
            if name == VERSION {
                named = Some(String::from_utf8_lossy(&read(&path)?).trim().to_owned());
            } else if Files::known(&name).is_some() {
                files.put(&name, read(&path)?);
            } else {
                ignored.push(name);
            }
        }
    } else {
        if Files::known(&name_of(from)).is_none() {
            return Err(PublishFault::Nothing);
        }
        for file in before.iter().flat_map(|set| &set.files) {
            files.put(&file.name, store.set_file(file.hash).await?.unwrap_or_default());
        }
        files.put(&name_of(from), read(from)?);
    }
    if files.held().next().is_none() {
        return Err(PublishFault::Nothing);
    }
    files.index_anew()?;
    let list: Vec<SetFile> = files
        .held()
        .map(|(name, bytes)| SetFile { name: name.to_owned(), bytes: bytes.len() as u64, hash: hash(bytes) })
        .collect();
    if let Some(set) = before.as_ref().filter(|set| set.files == list) {
        return Err(PublishFault::Same(set.name.clone()));
    }
    let name = name(named.as_deref(), before.as_ref().map(|set| set.name.as_str()), &files, today)?;
    let reference = Reference::of(name.clone(), files.clone())?;
    reference.check()?;
    for office in store.offices().await? {
        if reference.unit_at(&office).is_none() {
            return Err(PublishFault::Office(office));
        }
    }
    let was = |file: &SetFile| before.as_ref().is_some_and(|set| set.files.contains(file));
    let changed = list.iter().filter(|file| !was(file)).map(|file| file.name.clone()).collect();
    let set = ReferenceSet {
        number: next_number(before.as_ref().map(|set| set.number), at),
        name: name.to_string(),
        files: list,
        at,
    };
    let set = Signed::make(set, key);
    let bytes: Vec<([u8; 32], &[u8])> = files.held().map(|(_, bytes)| (hash(bytes), bytes)).collect();
    if !store.publish((set.number, &set.name, set.bytes()), &bytes).await? {
        return Err(PublishFault::Busy);
    }
    let held = files.held().map(|(_, bytes)| bytes.to_vec()).collect();
    let package = Package { set: set.clone(), files: held }.encode();
    Ok(Published { set, package, changed, ignored })
}

/// The name that a set gets: what its folder says, after the one before and no other set's; else the day's.
fn name(named: Option<&str>, before: Option<&str>, files: &Files, today: NaiveDate) -> Result<SetName, PublishFault> {
    let (shipped, before) = (Reference::shipped(), before.and_then(SetName::read));
    let Some(text) = named else {
        let latest = before.iter().chain([shipped.name()]).max().cloned();
        return Ok(SetName::after(today, latest.as_ref()));
    };
    let name = SetName::read(text)
        .ok_or_else(|| PublishFault::Name(format!("{text} is neither YYYY-MM-DD nor YYYY-MM-DD.N with N from 2 on")))?;
    if let Some(before) = before.filter(|before| *before >= name) {
        return Err(PublishFault::Name(format!("{name} is not after {before}, which is published already")));
    }
    if name == *shipped.name() && files.held().any(|(file, bytes)| shipped.files().bytes(file) != bytes) {
        return Err(PublishFault::Name(format!(
            "{name} names the set that ships with the program, and this is another"
        )));
    }
    Ok(name)
}

/// Greater than the one before, also where the record was restored and the one before is forgotten.
fn next_number(before: Option<u64>, at: i64) -> u64 {
    u64::try_from(at).unwrap_or(1).max(before.map_or(1, |before| before + 1))
}

/// The newest set as a package for a stick; none where nothing was published.
///
/// # Errors
/// [`PublishFault`].
pub async fn package(store: &Store, key: &ProvinceKey) -> Result<Option<Vec<u8>>, PublishFault> {
    let Some((_, statement)) = store.newest_set().await? else { return Ok(None) };
    let set = Signed::<ReferenceSet>::verify(statement, &key.public())?;
    let mut files = Vec::new();
    for file in &set.files {
        files.push(store.set_file(file.hash).await?.unwrap_or_default());
    }
    Ok(Some(Package { set, files }.encode()))
}

/// A person to be let work in an office.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The person, where the office knows them already or the province named them before; else a new one.
    pub id: Option<PersonId>,
    /// What is typed to sign in.
    pub login: String,
    /// The full name.
    pub name: String,
    /// The roles.
    pub roles: BTreeSet<Role>,
}

fn is_login(login: &str) -> bool {
    let shape = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    (2..=32).contains(&login.len())
        && login.chars().all(shape)
        && login.starts_with(|first: char| first.is_ascii_lowercase())
}

/// What the province says of an office's people: the number of its word, none before the first, and the people.
///
/// # Errors
/// [`PublishFault`].
pub async fn people(
    store: &Store,
    key: &ProvinceKey,
    office: &str,
) -> Result<(Option<u64>, Vec<PublishedPerson>), PublishFault> {
    if !store.knows_office(office).await? {
        return Err(PublishFault::NoOffice);
    }
    Ok(match store.people(office).await? {
        Some((number, statement)) => {
            (Some(number), Signed::<People>::verify(statement, &key.public())?.statement().people.clone())
        }
        None => (None, Vec::new()),
    })
}

/// Lets a person work in an office, or changes name and roles of one. Gives the person.
///
/// # Errors
/// [`PublishFault`].
pub async fn grant(
    store: &Store,
    key: &ProvinceKey,
    office: &str,
    grant: Grant,
    (fresh, at): (PersonId, i64),
) -> Result<PersonId, PublishFault> {
    if !is_login(&grant.login) {
        return Err(PublishFault::Login);
    }
    if grant.name.trim().is_empty() {
        return Err(PublishFault::PersonName);
    }
    let (before, mut list) = people(store, key, office).await?;
    let same_login = list.iter().find(|person| person.login == grant.login).map(|person| person.id);
    let id = grant.id.or(same_login).unwrap_or(fresh);
    if same_login.is_some_and(|other| other != id) {
        return Err(PublishFault::LoginTaken(grant.login));
    }
    list.retain(|person| person.id != id);
    list.push(PublishedPerson {
        id,
        login: grant.login,
        name: grant.name.trim().to_owned(),
        roles: roles::words(&grant.roles),
        withdrawn: None,
    });
    say(store, key, office, (before, list), (id, &grant.roles), at).await?;
    Ok(id)
}

/// Withdraws a person, by id or by the login that the province or the office gave. Their entries that come from now on are kept and marked.
///
/// # Errors
/// [`PublishFault`].
pub async fn withdraw(
    store: &Store,
    key: &ProvinceKey,
    office: &str,
    who: &str,
    at: i64,
) -> Result<PersonId, PublishFault> {
    let (before, mut list) = people(store, key, office).await?;
    let named = list.iter().position(|person| person.login == who || person.id.to_string() == who);
    let granted = store.granted(office).await?;
    let id = match named {
        Some(place) => list[place].id,
        None => match who.parse().ok().filter(|id| granted.contains_key(id)) {
            Some(id) => id,
            None => of_login(store, office, who).await?,
        },
    };
    let manages = |roles: &Vec<BTreeSet<Role>>| {
        roles.iter().any(|roles| roles.contains(&Role::Administrator)) && !roles.iter().any(BTreeSet::is_empty)
    };
    let managers = granted.iter().filter(|(_, roles)| manages(roles)).map(|(person, _)| *person);
    if managers.collect::<Vec<_>>() == [id] {
        return Err(PublishFault::LastAdministrator);
    }
    match named {
        Some(place) => {
            list[place].roles.clear();
            list[place].withdrawn = Some(at);
        }
        None => list.push(PublishedPerson {
            id,
            login: String::new(),
            name: String::new(),
            roles: vec![],
            withdrawn: Some(at),
        }),
    }
    say(store, key, office, (before, list), (id, &BTreeSet::new()), at).await?;
    Ok(id)
}

/// The one whom the office's own entries name so.
async fn of_login(store: &Store, office: &str, login: &str) -> Result<PersonId, PublishFault> {
    let named = store.named(office).await?;
    let ids: Vec<PersonId> = named.iter().filter(|(_, (known, _))| known == login).map(|(id, _)| *id).collect();
    match ids.as_slice() {
        [] => Err(PublishFault::NoPerson),
        [id] => Ok(*id),
        [..] => Err(PublishFault::Several {
            login: login.to_owned(),
            ids: ids.iter().map(ToString::to_string).collect(),
        }),
    }
}

async fn say(
    store: &Store,
    key: &ProvinceKey,
    office: &str,
    (before, people): (Option<u64>, Vec<PublishedPerson>),
    change: (PersonId, &BTreeSet<Role>),
    at: i64,
) -> Result<(), PublishFault> {
    let people = People { number: next_number(before, at), office: office.to_owned(), people, at };
    let people = Signed::make(people, key);
    match store.name_people(office, before, (people.number, people.bytes()), change).await? {
        true => Ok(()),
        false => Err(PublishFault::Busy),
    }
}
