//! What the province publishes: sets of reference data for all offices, and the people of each office. Both are statements,
//! so they hold wherever they come from: over the line, or as a file on a stick.

use ciborium::Value;
use desk_core::ids::PersonId;
use sha2::{Digest as _, Sha256};

use crate::{
    fields::{self, BadField, Fields, bytes, fixed, list, number, text},
    statement::{Signed, Statement, StatementFault, sealed},
    wire::{pack, unpack},
};

/// A file of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetFile {
    /// Its name, `holidays.csv`.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256.
    pub hash: [u8; 32],
}

/// "The reference data in force are these files." What a set does not name is the program's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceSet {
    /// Grows with every publication, also over a restore of the server: the province's clock in milliseconds at the
    /// publication, or one more than the number before where that is greater.
    pub number: u64,
    /// The name that entries carry, `YYYY-MM-DD` or `YYYY-MM-DD.N`.
    pub name: String,
    /// The files, ascending by name.
    pub files: Vec<SetFile>,
    /// When it was published, UTC ms by the province's clock.
    pub at: i64,
}

impl Statement for ReferenceSet {
    const CONTEXT: &'static [u8] = b"motcua/reference/1";
}

impl sealed::Shape for ReferenceSet {
    fn in_order(mut self) -> Self {
        self.files.sort_by(|one, other| one.name.cmp(&other.name));
        self
    }

    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        let file = |file: &SetFile| {
            fields::value([
                (1, Some(file.name.as_str().into())),
                (2, Some(file.bytes.into())),
                (3, Some(Value::Bytes(file.hash.to_vec()))),
            ])
        };
        vec![
            (2, Some(self.number.into())),
            (3, Some(self.name.as_str().into())),
            (4, Some(Value::Array(self.files.iter().map(file).collect()))),
            (5, Some(self.at.into())),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        let file = |value: Value| -> Option<SetFile> {
            let mut fields = Fields::of(value).ok()?;
            let file = SetFile {
                name: fields.need(1, text).ok()?,
                bytes: fields.need(2, number).ok()?,
                hash: fields.need(3, fixed).ok()?,
            };
            fields.end().ok()?;
            Some(file)
        };
        let set = ReferenceSet {
            number: fields.need(2, number)?,
            name: fields.need(3, text)?,
            files: fields.need(4, |value| list(value, file))?,
            at: fields.need(5, number)?,
        };
        let ascending = set.files.windows(2).all(|pair| pair[0].name < pair[1].name);
        if ascending { Ok(set) } else { Err(BadField(4)) }
    }
}

/// A person whom the province lets work in an office, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPerson {
    /// The id that entries carry as their actor.
    pub id: PersonId,
    /// What is typed to sign in.
    pub login: String,
    /// The full name.
    pub name: String,
    /// The roles, by their words in the record; those of newer programs among them. Empty for who is withdrawn.
    pub roles: Vec<String>,
    /// When the person was withdrawn, UTC ms; none while they hold.
    pub withdrawn: Option<i64>,
}

/// "These people may work in this office." It adds to what the office's own entries say; who is withdrawn may no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Grows with every change, as that of a set does.
    pub number: u64,
    /// The office.
    pub office: String,
    /// The people, ascending by id.
    pub people: Vec<PublishedPerson>,
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
}

impl Statement for People {
    const CONTEXT: &'static [u8] = b"motcua/people/1";
}

impl sealed::Shape for People {
    fn in_order(mut self) -> Self {
        self.people.sort_by_key(|person| person.id.bytes());
        self
    }

    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        let person = |person: &PublishedPerson| {
            fields::value([
                (1, Some(Value::Bytes(person.id.bytes().to_vec()))),
                (2, Some(person.login.as_str().into())),
                (3, Some(person.name.as_str().into())),
                (4, Some(Value::Array(person.roles.iter().map(|role| role.as_str().into()).collect()))),
                (5, person.withdrawn.map(Value::from)),
            ])
        };
        vec![
            (2, Some(self.number.into())),
            (3, Some(self.office.as_str().into())),
            (4, Some(Value::Array(self.people.iter().map(person).collect()))),
            (5, Some(self.at.into())),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        let person = |value: Value| -> Option<PublishedPerson> {
            let mut fields = Fields::of(value).ok()?;
            let person = PublishedPerson {
                id: PersonId::from_bytes(fields.need(1, fixed).ok()?),
                login: fields.need(2, text).ok()?,
                name: fields.need(3, text).ok()?,
                roles: fields.need(4, |roles| list(roles, text)).ok()?,
                withdrawn: fields.may(5, number).ok()?,
            };
            fields.end().ok()?;
            Some(person)
        };
        let people = People {
            number: fields.need(2, number)?,
            office: fields.need(3, text)?,
            people: fields.need(4, |value| list(value, person))?,
            at: fields.need(5, number)?,
        };
        let ascending = people.people.windows(2).all(|pair| pair[0].id.bytes() < pair[1].id.bytes());
        if ascending { Ok(people) } else { Err(BadField(4)) }
    }
}

/// The first field of a package.
const PACKAGE_NAME: &str = "motcua/reference";

/// A set with the bytes of its files, in one file for a stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The set.
    pub set: Signed<ReferenceSet>,
    /// The bytes of its files, in the set's order.
    pub files: Vec<Vec<u8>>,
}

/// Why a file is not a package that counts. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageFault {
    /// Something else than a package, or one that was cut or changed on its way.
    #[error("not a whole package of reference data")]
    Form,
    /// Of a newer program.
    #[error("the package needs a newer program")]
    Newer,
    /// Not signed by this province.
    #[error("the package is not signed by this province")]
    Signature,
}

impl Package {
    /// Its bytes, packed.
    pub fn encode(&self) -> Vec<u8> {
        pack(&fields::write([
            (1, Some(PACKAGE_NAME.into())),
            (2, Some(1.into())),
            (3, Some(Value::Bytes(self.set.bytes().to_vec()))),
            (4, Some(Value::Array(self.files.iter().map(|bytes| Value::Bytes(bytes.clone())).collect()))),
        ]))
    }

    /// Unpacks and reads one: the set verified under the province's key, and every file by its hash.
    ///
    /// # Errors
    /// When it is not one of this province, whole and unchanged.
    pub fn decode(packed: &[u8], province: &[u8; 32]) -> Result<Self, PackageFault> {
        const FORM: PackageFault = PackageFault::Form;
        let mut fields = Fields::read(&unpack(packed).map_err(|_| FORM)?).map_err(|_| FORM)?;
        if fields.need(1, text).map_err(|_| FORM)? != PACKAGE_NAME {
            return Err(FORM);
        }
        fields.version(2, 1).map_err(|_| PackageFault::Newer)?;
        let set = fields.need(3, bytes).map_err(|_| FORM)?;
        let set = Signed::<ReferenceSet>::verify(set, province).map_err(|fault| match fault {
            StatementFault::Signature => PackageFault::Signature,
            StatementFault::Field(1) => PackageFault::Newer,
            StatementFault::Form | StatementFault::Field(_) => FORM,
        })?;
        let files = fields.need(4, |value| list(value, bytes)).map_err(|_| FORM)?;
        fields.end().map_err(|_| FORM)?;
        let fits = |(file, bytes): (&SetFile, &Vec<u8>)| {
            bytes.len() as u64 == file.bytes && <[u8; 32]>::from(Sha256::digest(bytes)) == file.hash
        };
        if files.len() == set.files.len() && set.files.iter().zip(&files).all(fits) {
            Ok(Package { set, files })
        } else {
            Err(FORM)
        }
    }
}
