//! The one store interface: transactions that ask and change rows. SQLite and PostgreSQL stand behind it, and every
//! query of [`store`](crate::store) is written once for both (`$1`, `$2` … in ascending order of first use, which both read).

pub mod postgres;
pub mod sqlite;

use async_trait::async_trait;

/// Why the database did not do it. Never holds any of the data.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The file could not be opened, read or written.
    #[error("{0}")]
    File(#[from] desk_store::StoreError),
    /// SQLite refused.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL.
    #[error("no connection to PostgreSQL: {0}")]
    Pool(String),
    /// A column is missing or of another type: another program changed the tables.
    #[error("column {0} is not as it should be")]
    Column(&'static str),
    /// The database was made by a newer program.
    #[error("the database is of a newer program (version {found}, this one knows {known})")]
    Newer {
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The store does not allow it.
    #[error("{0}")]
    Refused(&'static str),
}

/// Shorthand inside the crate.
pub type Result<T, E = DbError> = std::result::Result<T, E>;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A 64-bit integer.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Int(number)
    }
}

impl From<u64> for Cell {
    /// Seqs and positions stay far below 2^63; one that does not would be refused by the tables' checks.
    fn from(number: u64) -> Self {
        Cell::Int(i64::try_from(number).unwrap_or(-1))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<&[u8]> for Cell {
    fn from(bytes: &[u8]) -> Self {
        Cell::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Cell {
    fn from(bytes: [u8; N]) -> Self {
        Cell::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Cell {
    fn from(bytes: Vec<u8>) -> Self {
        Cell::Bytes(bytes)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// A row of an answer; columns are read by name.
#[derive(Debug)]
pub struct Row(pub(crate) Vec<(String, Cell)>);

impl Row {
    fn cell(&mut self, name: &'static str) -> Result<Cell> {
        let place = self.0.iter().position(|(column, _)| column == name).ok_or(DbError::Column(name))?;
        Ok(std::mem::replace(&mut self.0[place].1, Cell::Null))
    }

    /// An integer that may be NULL. Each column is taken out once.
    ///
    /// # Errors
    /// When the column is missing or of another type, here and below.
    pub fn may_int(&mut self, name: &'static str) -> Result<Option<i64>> {
        match self.cell(name)? {
            Cell::Null => Ok(None),
            Cell::Int(number) => Ok(Some(number)),
            Cell::Bytes(_) | Cell::Text(_) => Err(DbError::Column(name)),
        }
    }

    /// An integer.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn int(&mut self, name: &'static str) -> Result<i64> {
        self.may_int(name)?.ok_or(DbError::Column(name))
    }

    /// An integer that is never below zero.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn count(&mut self, name: &'static str) -> Result<u64> {
        u64::try_from(self.int(name)?).map_err(|_| DbError::Column(name))
    }

    /// Bytes that may be NULL.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn may_bytes(&mut self, name: &'static str) -> Result<Option<Vec<u8>>> {
        match self.cell(name)? {
            Cell::Null => Ok(None),
            Cell::Bytes(bytes) => Ok(Some(bytes)),
            Cell::Int(_) | Cell::Text(_) => Err(DbError::Column(name)),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn bytes(&mut self, name: &'static str) -> Result<Vec<u8>> {
        self.may_bytes(name)?.ok_or(DbError::Column(name))
    }

    /// Bytes of a fixed length that may be NULL.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn may_fixed<const N: usize>(&mut self, name: &'static str) -> Result<Option<[u8; N]>> {
        self.may_bytes(name)?.map(|bytes| bytes.try_into().map_err(|_| DbError::Column(name))).transpose()
    }

    /// Bytes of a fixed length.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn fixed<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N]> {
        self.may_fixed(name)?.ok_or(DbError::Column(name))
    }

    /// Text.
    ///
    /// # Errors
    /// See [`Row::may_int`].
    pub fn text(&mut self, name: &'static str) -> Result<String> {
        match self.cell(name)? {
            Cell::Text(text) => Ok(text),
            Cell::Null | Cell::Int(_) | Cell::Bytes(_) => Err(DbError::Column(name)),
        }
    }
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy)]
pub enum How<'a> {
    /// Questions that see one state of the record.
    Read,
    /// Changes, one at a time for whatever the lock names: an office, whose positions are given in commit order because
    /// nobody else gives any before this transaction ends.
    Write {
        /// The name of the lock.
        lock: &'a str,
    },
}

/// A transaction. Dropped without [`Tx::commit`], it changed nothing.
#[async_trait]
pub trait Tx: Send {
    /// Takes a further lock until the transaction ends.
    async fn lock(&mut self, name: &str) -> Result<()>;
    /// Asks.
    async fn query(&mut self, sql: &'static str, cells: &[Cell]) -> Result<Vec<Row>>;
    /// Changes; gives how many rows.
    async fn execute(&mut self, sql: &'static str, cells: &[Cell]) -> Result<u64>;
    /// Adds rows to a table, in the quickest way the database has.
    async fn append(&mut self, table: &'static Table, rows: Vec<Vec<Cell>>) -> Result<()>;
    /// Makes it durable. Only after this may anything be told.
    async fn commit(self: Box<Self>) -> Result<()>;
}

/// A table that is filled many rows at a time.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns in the order of the cells, with what each holds.
    pub columns: &'static [(&'static str, Kind)],
}

impl Table {
    /// The names of its columns, for SQL.
    pub(crate) fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A 64-bit integer.
    Int,
    /// Bytes.
    Bytes,
    /// Text.
    Text,
}

/// The feeds.
pub static ENTRIES: Table = Table {
    name: "entries",
    columns: &[
        ("office", Kind::Text),
        ("position", Kind::Int),
        ("device", Kind::Bytes),
        ("seq", Kind::Int),
        ("hash", Kind::Bytes),
        ("running", Kind::Bytes),
        ("taken_at", Kind::Int),
        ("bytes", Kind::Int),
        ("mark", Kind::Text),
        ("cose", Kind::Bytes),
        ("salt", Kind::Bytes),
        ("body", Kind::Bytes),
    ],
};

/// Where in the feed the entries of each dossier stand.
pub static STEPS: Table = Table {
    name: "steps",
    columns: &[("office", Kind::Text), ("dossier", Kind::Bytes), ("position", Kind::Int), ("code", Kind::Text)],
};

/// A database.
#[async_trait]
pub trait Db: Send + Sync {
    /// Begins a transaction.
    async fn begin(&self, how: How<'_>) -> Result<Box<dyn Tx>>;
    /// Writes a whole copy of the record to a file, while others go on.
    async fn copy_to(&self, path: &std::path::Path) -> Result<()>;
}

/// The first row of an answer.
pub(crate) fn first(rows: Vec<Row>) -> Option<Row> {
    rows.into_iter().next()
}
