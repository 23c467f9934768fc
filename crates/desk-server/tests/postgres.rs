//! Every story on PostgreSQL. `cargo xtask test` starts a private cluster and names it in `MOTCUA_POSTGRES`.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};

use common::{
    Backing, OFFICE, Province,
    desk::{Desk, of},
};

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
