//! The record in PostgreSQL 15 or newer, for a real province.
//!
//! A write takes an advisory lock named after the office before it reads where the feed ends, and holds it until it has
//! committed: positions follow the order of commits, so a reader never skips one that commits late. Several servers on
//! one database need nothing more.
//!
//! A database that does not answer is given up on after a while, connection and all: desks are told to come later.

use std::{future::Future, pin::pin, str::FromStr as _, time::Duration};

use async_trait::async_trait;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::{
    Config, NoTls,
    binary_copy::BinaryCopyInWriter,
    types::{IsNull, ToSql, Type, to_sql_checked},
};

use super::{Cell, Db, DbError, How, Kind, Result, Row, Table, Tx};

/// Each step of the tables, and the oldest program, by the number of its last step, that may still work on them after it. A
/// step that only adds leaves that number; one that takes something away raises it, a release later.
const MIGRATIONS: [(&str, i64); 4] = [
    (include_str!("../../migrations/postgres_0001.sql"), 1),
    (include_str!("../../migrations/postgres_0002.sql"), 1),
    (include_str!("../../migrations/postgres_0003.sql"), 1),
    (include_str!("../../migrations/postgres_0004.sql"), 1),
];
/// How long a connection may take to come, or to be free.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// How long a statement may take, with its wait for a lock. The longest takes a batch of a MiB.
const STATEMENT_TIME: Duration = Duration::from_secs(20);
/// Connections of one server.
const CONNECTIONS: usize = 16;
/// The name of the lock under which migrations run.
const MIGRATION_LOCK: &str = "motcua/migrations";

/// Connections to a database.
pub struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects, and brings the tables forward.
    ///
    /// # Errors
    /// When the address is wrong, nobody answers, or the tables are of a newer program.
    pub async fn open(url: &str) -> Result<Self> {
        let mut config = Config::from_str(url)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIME);
        }
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        // Nothing may be countersigned that a crash of the database could forget. Stronger settings are left alone.
        let durable = Hook::async_fn(|client, _| {
            Box::pin(async move {
                // What was given up on here ends there too, and holds no lock.
                let sql = "SELECT set_config('synchronous_commit', 'on', false) \
                           WHERE current_setting('synchronous_commit') = 'off'; \
                           SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'";
                client.batch_execute(sql).await.map_err(HookError::Backend)
            })
        });
        let [wait, create, recycle] = [Some(CONNECT_TIME); 3];
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .timeouts(Timeouts { wait, create, recycle })
            .runtime(Runtime::Tokio1)
            .post_create(durable)
            .build();
        let postgres = Postgres { pool: pool.map_err(|error| DbError::Pool(error.to_string()))? };
        postgres.migrate().await?;
        Ok(postgres)
    }

    async fn client(&self) -> Result<Object> {
        self.pool.get().await.map_err(|error| DbError::Pool(error.to_string()))
    }

    async fn migrate(&self) -> Result<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        tx.batch_execute("SET LOCAL statement_timeout = 0").await?;
        // Two servers that start at once take turns.
        tx.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", &[&MIGRATION_LOCK]).await?;
        tx.batch_execute(
            "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now()); \
             ALTER TABLE migrations ADD COLUMN IF NOT EXISTS floor BIGINT",
        )
        .await?;
        let row = tx.query_one("SELECT coalesce(max(version), 0), max(floor) FROM migrations", &[]).await?;
        let (found, floor): (i64, Option<i64>) = (row.get(0), row.get(1));
        let known = MIGRATIONS.len() as i64;
        if found > known {
            // A newer server works here already; while servers are renewed one by one, this one may go on.
            return if floor.is_some_and(|floor| floor <= known) { Ok(()) } else { Err(DbError::Newer { found, known }) };
        }
        for (place, (step, floor)) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
            tx.batch_execute(step).await?;
            let sql = "INSERT INTO migrations (version, floor) VALUES ($1, $2)";
            tx.execute(sql, &[&(place as i64 + 1), floor]).await?;
        }
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl Db for Postgres {
    async fn begin(&self, how: How<'_>) -> Result<Box<dyn Tx>> {
        let client = self.client().await?;
        let mut tx = PostgresTx { client: Some(client) };
        match how {
            How::Read => {
                within(tx.client()?.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")).await?;
            }
            How::Write { lock } => {
                // READ COMMITTED on purpose: what is read after the lock was taken is what is committed then.
                within(tx.client()?.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")).await?;
                tx.lock(lock).await?;
            }
        }
        Ok(Box::new(tx))
    }

    async fn copy_to(&self, _path: &std::path::Path) -> Result<()> {
        Err(DbError::Refused("PostgreSQL is backed up by its own means: pg_basebackup or pg_dump"))
    }
}

/// Gives up on a database that does not answer. The transaction is dropped then, and its connection with it.
async fn within<T>(doing: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>) -> Result<T> {
    match tokio::time::timeout(STATEMENT_TIME, doing).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(DbError::Pool(format!("no answer within {} s", STATEMENT_TIME.as_secs()))),
    }
}

struct PostgresTx {
    /// None once committed.
    client: Option<Object>,
}

impl PostgresTx {
    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or(DbError::Refused("the transaction has ended"))
    }
}

impl Drop for PostgresTx {
    fn drop(&mut self) {
        // In the middle of a transaction: the connection is closed, which rolls back, and does not go back to the pool.
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Int(number) => number.to_sql(kind, out),
            Cell::Bytes(bytes) => bytes.to_sql(kind, out),
            Cell::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BYTEA, Type::TEXT].contains(kind)
    }

    to_sql_checked!();
}

fn parameters(cells: &[Cell]) -> Vec<&(dyn ToSql + Sync)> {
    cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect()
}

fn row(row: &tokio_postgres::Row) -> Result<Row> {
    let mut read = Vec::with_capacity(row.len());
    for (place, column) in row.columns().iter().enumerate() {
        let cell = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(place)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place)?.into(),
            Type::TEXT => row.try_get::<_, Option<&str>>(place)?.into(),
            _ => return Err(DbError::Column("of a type that no column of ours has")),
        };
        read.push((column.name().to_owned(), cell));
    }
    Ok(Row(read))
}

#[async_trait]
impl Tx for PostgresTx {
    async fn lock(&mut self, name: &str) -> Result<()> {
        self.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", &[name.into()]).await.map(|_| ())
    }

    async fn query(&mut self, sql: &'static str, cells: &[Cell]) -> Result<Vec<Row>> {
        let client = self.client()?;
        let doing = async {
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, &parameters(cells)).await
        };
        within(doing).await?.iter().map(row).collect()
    }

    async fn execute(&mut self, sql: &'static str, cells: &[Cell]) -> Result<u64> {
        let client = self.client()?;
        within(async {
            let statement = client.prepare_cached(sql).await?;
            client.execute(&statement, &parameters(cells)).await
        })
        .await
    }

    async fn append(&mut self, table: &'static Table, rows: Vec<Vec<Cell>>) -> Result<()> {
        let kind = |(_, kind): &(_, Kind)| match kind {
            Kind::Int => Type::INT8,
            Kind::Bytes => Type::BYTEA,
            Kind::Text => Type::TEXT,
        };
        let kinds: Vec<Type> = table.columns.iter().map(kind).collect();
        let client = self.client()?;
        let sql = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.names());
        within(async {
            let mut writer = pin!(BinaryCopyInWriter::new(client.copy_in(&sql).await?, &kinds));
            for row in &rows {
                writer.as_mut().write(&parameters(row)).await?;
            }
            writer.finish().await.map(|_| ())
        })
        .await
    }

    async fn commit(mut self: Box<Self>) -> Result<()> {
        within(self.client()?.batch_execute("COMMIT")).await?;
        // Back to the pool only now, with nothing open on it.
        drop(self.client.take());
        Ok(())
    }
}
