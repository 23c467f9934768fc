//! Two programs at one store, and programs that are killed.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::office::{Office, dossier};

/// Who is killed at work. A sign-in that is cut off counts as a wrong try (it was begun before the password was known
/// to be right), so those who are killed take turns, and another looks afterwards.
const KILLED: [&str; 2] = ["lan", "duyen"];

#[test]
fn a_second_program_at_the_same_store_is_told_that_it_is_busy() {
    let office = Office::demo("2024");
    let start = || office.start("demo", &["--dossiers", "30000", "--seed", "3"]);
    let mut first = start();
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut told = false;
    while !told && Instant::now() < deadline {
        let reply = office.ask("digest", &[]);
        if reply.code != Some(0) {
            reply.error("busy");
            told = true;
        } else if first.try_wait().expect("a child").is_some() {
            // This time the question was there first, and the writer was told; try again.
            first = start();
            sleep(Duration::from_millis(500));
        }
    }
    // Ended by its own handle; what it had committed stays.
    let _ = first.kill();
    let _ = first.wait();
    assert!(told, "the store was open to two programs");
    assert_eq!(office.ask("verify", &[]).good()["ok"], true);
}

#[test]
fn a_store_whose_writer_is_killed_opens_whole_and_goes_on() {
    let office = Office::demo("2024");
    let mut entries = office.ask("verify", &[]).good()["entries"].as_u64().expect("a number");
    for round in 0..4_u64 {
        let login = KILLED[usize::try_from(round).expect("a small number") % 2];
        let mut writer = office.start("demo", &["--dossiers", "20000", "--seed", &round.to_string(), "--as", login]);
        // A different moment each time; the writer may still be at its key, or in the middle of a transaction.
        sleep(Duration::from_millis(700 + 450 * round));
        let _ = writer.kill();
        let _ = writer.wait();
        let verdict = office.ask("verify", &[]).good();
        assert_eq!(verdict["ok"], true, "round {round}: {verdict}");
        let now = verdict["entries"].as_u64().expect("a number");
        assert!(now >= entries, "round {round}: {entries} entries before, {now} after");
        entries = now;
    }
    let answer = office.receive(&dossier(), "2024-03-05T16:30:00+07:00").good();
    let code = answer["code"].as_str().expect("a code");
    assert_eq!(office.ask("dossier", &["--code", code]).good()["owner"], "Bùi Thị Duyên");
}

#[test]
fn a_receive_that_is_killed_was_saved_whole_or_not_at_all() {
    let office = Office::demo("2024");
    let input = office.write("input.json", &dossier().to_string());
    for round in 0..4_u64 {
        let at = format!("2024-03-05T08:{:02}:00+07:00", 10 + round);
        let login = KILLED[usize::try_from(round).expect("a small number") % 2];
        let mut writer = office.start("receive", &["--input", &input, "--at", &at, "--as", login]);
        sleep(Duration::from_millis(200 + 250 * round));
        let _ = writer.kill();
        let _ = writer.wait();
    }
    let verdict = office.ask("verify", &[]).good();
    assert_eq!(verdict["ok"], true, "{verdict}");
    let hits = office.ask("search", &["Duyên"]).good()["hits"].clone();
    let mut codes: Vec<&str> = hits.as_array().expect("hits").iter().filter_map(|hit| hit["code"].as_str()).collect();
    codes.sort_unstable();
    let next = office.receive(&dossier(), "2024-03-05T09:00:00+07:00").good();
    let next = next["code"].as_str().expect("a code");
    let number: usize = next[next.len() - 4..].parse().expect("a number");
    assert_eq!(number, codes.len() + 1, "a number was lost or given twice: {codes:?}, then {next}");
}
