//! Every story on PostgreSQL. `cargo xtask test` starts a private cluster and names it in `MOTCUA_POSTGRES`.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};

use common::{
    Backing, OFFICE, Province,
    cluster::Cluster,
    desk::{Desk, batch, of},
};
use desk_sync::PushAnswer;

static DATABASES: AtomicU32 = AtomicU32::new(0);

fn cluster() -> String {
    std::env::var("MOTCUA_POSTGRES").expect("MOTCUA_POSTGRES names a cluster: run cargo xtask test --only unit")
}

/// A database of its own for each test.
fn fresh() -> Backing {
    let name = format!("t{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let url = cluster();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(&format!("{url}&dbname=postgres"), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    });
    Backing::Postgres(format!("{url}&dbname={name}"))
}

every_story!(fresh(), ignore = "needs PostgreSQL; cargo xtask test starts one");

#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn two_servers_on_one_database_are_one_province() {
    let on = fresh();
    let one = Province::start(on.clone());
    // The second has the same keys, as its own folder.
    let mut two = Province::start(Backing::Sqlite);
    two.kill();
    std::fs::copy(one.data().join("province.keys"), two.data().join("province.keys")).unwrap();
    two.backing = on;
    two.rise();
    assert_eq!((one.history(), one.public()), (two.history(), two.public()));
    let mut desk = Desk::enrolled(&one, 1, OFFICE, 1);
    desk.write(20);
    desk.push(&one, 0);
    desk.write(20);
    desk.push(&two, 20);
    assert_eq!(of(&desk.feed(&one)), desk.hashes());
    assert_eq!(of(&desk.feed(&two)), desk.hashes());
    assert_eq!(one.chore("digest", &[]).1, two.chore("digest", &[]).1);
    // Who waits at one is told what the other took.
    desk.write(1);
    let waits = Desk::enrolled(&one, 2, OFFICE, 2);
    std::thread::scope(|threads| {
        let waiting = threads.spawn(|| waits.get_feed(&one, "after=40&roster=2&wait=30"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        desk.push(&two, 40);
        let page = desk_sync::FeedPage::decode(&waiting.join().unwrap().body, &one.public()).unwrap();
        assert_eq!(page.items.len(), 1);
    });
}

#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn a_restored_database_gets_a_new_history_by_command() {
    let mut province = Province::start(fresh());
    let old = province.history();
    province.kill();
    let (done, said) = province.chore("restore", &[]);
    assert!(done, "{said}");
    province.rise();
    assert_ne!(province.history(), old);
    assert_eq!(said["history"], province.history().to_string());
}

#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn a_database_of_another_province_is_refused() {
    let on = fresh();
    let province = Province::start(on.clone());
    drop(province);
    let mut other = Province::start(Backing::Sqlite);
    other.kill();
    other.backing = on;
    let (done, said) = other.chore("digest", &[]);
    assert!(!done && said["error"]["code"] == "other_province", "{said}");
}

/// Positions are given in commit order, so a reader that has seen position n never finds an entry below it later. The
/// control is a table numbered by a sequence: there the same moments make a reader skip one for good.
#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn whoever_commits_late_gets_a_late_position() {
    use desk_server::db::{Db as _, How, postgres::Postgres};
    let Backing::Postgres(url) = fresh() else { unreachable!("fresh makes a database") };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let connect = async || {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client
        };
        let (early, late, watcher) = (connect().await, connect().await, connect().await);
        watcher.batch_execute("CREATE TABLE naive (id BIGSERIAL)").await.unwrap();
        early.batch_execute("BEGIN; INSERT INTO naive DEFAULT VALUES").await.unwrap();
        late.batch_execute("INSERT INTO naive DEFAULT VALUES").await.unwrap();
        let seen: i64 = watcher.query_one("SELECT max(id) FROM naive", &[]).await.unwrap().get(0);
        early.batch_execute("COMMIT").await.unwrap();
        let after = watcher.query("SELECT id FROM naive WHERE id > $1", &[&seen]).await.unwrap();
        assert!(after.is_empty(), "the control must skip, or this test shows nothing");

        let postgres = std::sync::Arc::new(Postgres::open(&url).await.unwrap());
        let mut first = postgres.begin(How::Write { lock: OFFICE }).await.unwrap();
        let second = tokio::spawn({
            let postgres = postgres.clone();
            async move {
                let mut tx = postgres.begin(How::Write { lock: OFFICE }).await.unwrap();
                let position = next_position(tx.as_mut()).await;
                tx.commit().await.unwrap();
                position
            }
        });
        let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        while watcher.query_one(waiting, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            assert!(!second.is_finished(), "the second writer did not wait for the first");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        // Another office is not held up.
        postgres.begin(How::Write { lock: "155@" }).await.unwrap().commit().await.unwrap();
        assert_eq!(next_position(first.as_mut()).await, 1);
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), 2);
    });
}

/// Gives the next position of an office's feed, as taking a batch does.
async fn next_position(tx: &mut dyn desk_server::db::Tx) -> u64 {
    let running = [0; 32].into();
    let found = "INSERT INTO offices (office, running) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.execute(found, &[OFFICE.into(), running]).await.unwrap();
    let mut rows = tx.query("SELECT newest FROM offices WHERE office = $1", &[OFFICE.into()]).await.unwrap();
    let position = rows[0].count("newest").unwrap() + 1;
    tx.execute("UPDATE offices SET newest = $1 WHERE office = $2", &[position.into(), OFFICE.into()]).await.unwrap();
    position
}

/// How often the database is killed; ten times as often in long runs.
fn rounds() -> u64 {
    if std::env::var_os("MOTCUA_LONG").is_some() { 50 } else { 5 }
}

/// Pushes small batches until the database is gone under it, or all is told to be there; gives the last seq that was
/// countersigned.
fn push_until_it_breaks(desk: &Desk, province: &Province, mut told: u64) -> u64 {
    let public = province.public();
    while told < desk.chain.len() as u64 {
        let end = (told as usize + 8).min(desk.chain.len());
        let Some(answer) = desk.try_push(province, batch(&desk.chain[told as usize..end])) else { break };
        if answer.status == 429 {
            // Small batches on a fast machine: it asks more often than a machine may.
            std::thread::sleep(std::time::Duration::from_millis(60));
            continue;
        }
        if answer.status != 200 {
            break;
        }
        let answer = PushAnswer::decode(&answer.body, &public).expect("what it answers is whole");
        assert!(answer.head.seq() >= told);
        told = answer.head.seq();
    }
    told
}

/// Everything that was countersigned is there, and the rest goes on by itself.
fn nothing_is_missing(desk: &Desk, province: &Province, told: u64) {
    desk.until_it_answers(province);
    let head = desk.page(province, 0, 0).head;
    assert!(head.seq() >= told, "{told} was countersigned, {} is there", head.seq());
    let own = head.seq().checked_sub(1).map(|place| (place + 1, desk.chain[place as usize].hash));
    assert_eq!(head.head.map(|head| (head.seq, head.hash)), own);
    assert_eq!(push_until_it_breaks(desk, province, head.seq()), desk.chain.len() as u64);
    assert_eq!(of(&desk.feed(province)), desk.hashes());
    let (good, verdict) = province.chore("verify", &[]);
    assert!(good, "{verdict}");
}

/// The database is there and says nothing: whoever asks is told so, nothing is held for ever, and it goes on by itself.
#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn a_database_that_hangs_is_told_and_taken_up_again_when_it_speaks() {
    let cluster = Cluster::primary(&[]);
    let province = Province::start(Backing::Postgres(cluster.database("province")));
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(3);
    cluster.hold();
    let status = |path: &str| desk.client.get(format!("{}{path}", province.url)).send().unwrap().status().as_u16();
    assert_eq!((status("/readyz"), status("/healthz")), (503, 204));
    let answer = desk.push_bytes(&province, desk.batch(0));
    assert_eq!(answer.refusal(), (503, "busy".into()));
    assert!(answer.headers.contains_key("retry-after"));
    cluster.go_on();
    desk.until_it_answers(&province);
    assert_eq!(desk.push(&province, 0).head.seq(), 3);
}

/// Runs SQL on a database of a test.
fn run_sql(on: &Backing, sql: &str) {
    let Backing::Postgres(url) = on else { unreachable!("a database") };
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn tables_of_before_are_brought_forward_and_a_server_one_step_behind_may_start() {
    let on = fresh();
    // As the first release left them.
    run_sql(&on, include_str!("../migrations/postgres_0001.sql"));
    run_sql(
        &on,
        "CREATE TABLE migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now()); \
         INSERT INTO migrations (version) VALUES (1)",
    );
    let mut province = Province::start(on.clone());
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(4);
    desk.push(&province, 0);
    // A newer server that only added something works here too: this one starts beside it.
    province.kill();
    run_sql(&on, "INSERT INTO migrations (version, floor) SELECT max(version) + 1, max(version) FROM migrations");
    province.rise();
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
    // One that took something away is not for this one.
    province.kill();
    run_sql(&on, "INSERT INTO migrations (version, floor) SELECT max(version) + 1, max(version) + 1 FROM migrations");
    let (done, said) = province.chore("digest", &[]);
    assert!(!done && said["error"]["code"] == "record", "{said}");
}

/// The database dies under load, again and again, with all its processes; the server goes on when it is back.
#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn a_database_killed_under_load_has_what_was_countersigned() {
    let mut cluster = Cluster::primary(&[]);
    let province = Province::start(Backing::Postgres(cluster.database("province")));
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let mut random = u64::from(std::process::id());
    eprintln!("seed {random}");
    let mut told = 0;
    for _ in 0..rounds() {
        desk.write(400);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let lives_ms = 20 + (random >> 33) % 300;
        told = std::thread::scope(|threads| {
            let pushing = threads.spawn(|| push_until_it_breaks(&desk, &province, told));
            std::thread::sleep(std::time::Duration::from_millis(lives_ms));
            cluster.kill();
            pushing.join().unwrap()
        });
        cluster.start();
        nothing_is_missing(&desk, &province, told);
        told = desk.chain.len() as u64;
    }
}

/// The primary dies under load and its standby takes over. The same server, told both addresses, goes on there.
#[test]
#[ignore = "needs PostgreSQL; cargo xtask test starts one"]
fn a_standby_that_takes_over_has_what_was_countersigned() {
    let mut primary = Cluster::primary(&["synchronous_standby_names=*", "synchronous_commit=on", "wal_level=replica"]);
    let mut standby = Cluster::standby_of(&primary);
    primary.database("province");
    let both = format!(
        "postgresql:///province?user=postgres&host={}&host={}&target_session_attrs=read-write",
        primary.folder().display(),
        standby.folder().display()
    );
    let province = Province::start(Backing::Postgres(both));
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(1_500);
    let told = std::thread::scope(|threads| {
        let pushing = threads.spawn(|| push_until_it_breaks(&desk, &province, 0));
        std::thread::sleep(std::time::Duration::from_millis(400));
        primary.kill();
        pushing.join().unwrap()
    });
    assert!(told > 0, "nothing was countersigned before the primary died");
    standby.promote();
    nothing_is_missing(&desk, &province, told);
}
