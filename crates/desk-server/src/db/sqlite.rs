//! The record in one encrypted SQLite file, for a trial and for small provinces.
//!
//! One connection of this program writes, some read. Other programs of the same machine may write too (`desk-server
//! code` beside a running `serve`): SQLite's own lock lets one writer in at a time across processes, `BEGIN IMMEDIATE`
//! takes it before anything is read, and who comes second waits up to the busy time-out of ten seconds.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use desk_store::encrypted::{Access, bring_forward, open};
use rusqlite::{
    Connection, ErrorCode, ToSql,
    backup::Backup,
    params_from_iter,
    types::{ToSqlOutput, ValueRef},
};
use tokio::{
    sync::{Mutex as AsyncMutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    task::block_in_place,
};
use zeroize::Zeroizing;

use super::{Cell, Db, DbError, How, Result, Row, Table, Tx};

/// Marks the file as the province's ("MoCp").
const APPLICATION_ID: i32 = 0x4d6f_4370;
const MIGRATIONS: [&str; 4] = [
    include_str!("../../migrations/sqlite_0001.sql"),
    include_str!("../../migrations/sqlite_0002.sql"),
    include_str!("../../migrations/sqlite_0003.sql"),
    include_str!("../../migrations/sqlite_0004.sql"),
];
/// Questions at the same time.
const READERS: usize = 4;
/// Page cache of each connection, in KiB below zero: five of these stay far below the server's memory.
const CACHE: i64 = -16_384;

/// The record's file in a data folder.
pub fn file(data: &Path) -> PathBuf {
    data.join("province.db")
}

/// An open file.
pub struct Sqlite {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
    writer: Arc<AsyncMutex<Connection>>,
    /// Set when writing failed in a way after which a connection is not to be trusted: the system may have dropped the
    /// page and say yes the next time. The next writer opens the file anew.
    broken: Arc<AtomicBool>,
    readers: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
}

impl Sqlite {
    /// Opens the file, or makes it when it is not there and `create` allows it.
    ///
    /// # Errors
    /// When it is missing and may not be made, or cannot be opened.
    pub fn open(path: &Path, key: &[u8; 32], create: bool) -> Result<Self> {
        let there = path.try_exists().map_err(desk_store::StoreError::from)?;
        if !there && !create {
            return Err(DbError::Refused("there is no record in this folder"));
        }
        let mut writer = writer(path, key, if there { Access::Write } else { Access::Create })?;
        bring_forward(&mut writer, &MIGRATIONS, APPLICATION_ID)?;
        Ok(Sqlite {
            path: path.to_owned(),
            key: Zeroizing::new(*key),
            writer: Arc::new(AsyncMutex::new(writer)),
            broken: Arc::default(),
            readers: Arc::default(),
            places: Arc::new(Semaphore::new(READERS)),
        })
    }

    /// Lets the file grow by so many pages and no more, as on a disk that fills; none takes the limit away. For
    /// simulations.
    ///
    /// # Errors
    /// When somebody writes at this moment, or the file does not answer.
    pub fn let_grow(&self, pages: Option<u32>) -> Result<()> {
        let writer = self.writer.try_lock().map_err(|_| DbError::Refused("somebody writes"))?;
        Ok(desk_store::encrypted::let_grow(&writer, pages)?)
    }

    fn reader(&self) -> Result<Connection> {
        if let Some(kept) = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(kept);
        }
        let reader = open(&self.path, &self.key, Access::Read)?;
        reader.pragma_update(None, "cache_size", CACHE)?;
        Ok(reader)
    }
}

fn writer(path: &Path, key: &[u8; 32], access: Access) -> Result<Connection> {
    let writer = open(path, key, access)?;
    // Nobody is idle here to checkpoint for: the log is taken into the file as it grows.
    writer.pragma_update(None, "wal_autocheckpoint", 1_000)?;
    writer.pragma_update(None, "cache_size", CACHE)?;
    Ok(writer)
}

#[async_trait]
impl Db for Sqlite {
    async fn begin(&self, how: How<'_>) -> Result<Box<dyn Tx>> {
        let (connection, begin) = match how {
            How::Write { .. } => {
                let mut guard = self.writer.clone().lock_owned().await;
                if self.broken.load(Ordering::Acquire) {
                    *guard = block_in_place(|| writer(&self.path, &self.key, Access::Write))?;
                    self.broken.store(false, Ordering::Release);
                }
                (Held::Writer(guard), "BEGIN IMMEDIATE")
            }
            How::Read => {
                let place = self.places.clone().acquire_owned().await.expect("the semaphore is never closed");
                let reader = Some(block_in_place(|| self.reader())?);
                (Held::Reader { reader, back: self.readers.clone(), _place: place }, "BEGIN")
            }
        };
        block_in_place(|| connection.get().execute_batch(begin))?;
        Ok(Box::new(SqliteTx { connection, broken: self.broken.clone(), open: true }))
    }

    async fn copy_to(&self, path: &Path) -> Result<()> {
        block_in_place(|| {
            let from = self.reader()?;
            let mut to = open(path, &self.key, Access::Create)?;
            // All in one step: a reader's snapshot, so that writers go on and the copy is of one moment.
            Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
            to.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
            Ok(())
        })
    }
}

enum Held {
    Writer(OwnedMutexGuard<Connection>),
    Reader { reader: Option<Connection>, back: Arc<Mutex<Vec<Connection>>>, _place: OwnedSemaphorePermit },
}

impl Held {
    fn get(&self) -> &Connection {
        match self {
            Held::Writer(guard) => guard,
            Held::Reader { reader, .. } => reader.as_ref().expect("given back only when dropped"),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Held::Reader { reader, back, .. } = self
            && let Some(reader) = reader.take()
        {
            back.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}

struct SqliteTx {
    connection: Held,
    broken: Arc<AtomicBool>,
    open: bool,
}

impl SqliteTx {
    /// Works on the connection, and notes when it is not to be trusted any more.
    fn on<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        block_in_place(|| work(self.connection.get())).map_err(|error| {
            let lost = matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::DatabaseCorrupt
                        | ErrorCode::NotADatabase
                )
            );
            if lost && matches!(self.connection, Held::Writer(_)) {
                self.broken.store(true, Ordering::Release);
            }
            error.into()
        })
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        if self.open {
            // A connection that cannot even roll back answers every later statement with an error, which is seen then.
            let _ = self.connection.get().execute_batch("ROLLBACK");
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(*number),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Real(_) => Cell::Null, // no column of ours holds a real
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
    }
}

#[async_trait]
impl Tx for SqliteTx {
    async fn lock(&mut self, _name: &str) -> Result<()> {
        Ok(()) // the one writer is alone already
    }

    async fn query(&mut self, sql: &'static str, cells: &[Cell]) -> Result<Vec<Row>> {
        self.on(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut rows = statement.query(params_from_iter(cells))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut read = Vec::with_capacity(names.len());
                for (place, name) in names.iter().enumerate() {
                    read.push((name.clone(), cell(row.get_ref(place)?)));
                }
                found.push(Row(read));
            }
            Ok(found)
        })
    }

    async fn execute(&mut self, sql: &'static str, cells: &[Cell]) -> Result<u64> {
        let changed = self.on(|connection| connection.prepare_cached(sql)?.execute(params_from_iter(cells)))?;
        Ok(changed as u64)
    }

    async fn append(&mut self, table: &'static Table, rows: Vec<Vec<Cell>>) -> Result<()> {
        let places = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({places})", table.name, table.names());
        self.on(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            for row in &rows {
                statement.execute(params_from_iter(row))?;
            }
            Ok(())
        })
    }

    async fn commit(mut self: Box<Self>) -> Result<()> {
        self.on(|connection| connection.execute_batch("COMMIT"))?;
        self.open = false;
        Ok(())
    }
}
