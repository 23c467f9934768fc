//! Two desks of one office and the province's server: the real programs, over loopback HTTP.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::channel,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::office::{Office, dossier, program};

/// How long a server may take to say that it listens.
const PATIENCE: Duration = Duration::from_secs(60);

/// The province: a data folder, and a server while one runs.
pub(crate) struct Province {
    pub(crate) folder: TempDir,
    server: Option<Child>,
    /// `127.0.0.1:port`, the same after every start: desks remember it.
    listen: String,
    pub(crate) address: String,
}

fn server_program() -> PathBuf {
    program().with_file_name(format!("desk-server{}", std::env::consts::EXE_SUFFIX))
}

impl Province {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let mut province = Province { folder, server: None, listen: "127.0.0.1:0".to_owned(), address: String::new() };
        province.start();
        province.address.trim_start_matches("http://").clone_into(&mut province.listen);
        province
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn start(&mut self) -> Value {
        let log = File::create(self.folder.path().join("log")).expect("a scratch file");
        let mut server = Command::new(server_program())
            .args(["serve", "--demo", "--listen", &self.listen, "--data"])
            .arg(self.data())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let out = server.stdout.take().expect("a pipe");
        self.server = Some(server);
        let (to, from) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(out).read_line(&mut line);
            let _ = to.send(line);
        });
        let line = from.recv_timeout(PATIENCE).expect("the server says that it listens");
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        said["listening"].as_str().expect("an address").clone_into(&mut self.address);
        said
    }

    /// Killed, not stopped: whatever it had said must be on its disk.
    pub(crate) fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    pub(crate) fn chore(&self, words: &[&str]) -> Value {
        let output = Command::new(server_program())
            .args(words)
            .arg("--json")
            .arg("--data")
            .arg(self.data())
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{words:?}: {output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    pub(crate) fn code(&self, counter: &str) -> String {
        let said = self.chore(&["code", "--unit", "05164", "--counter", counter, "--on", "2024-03-05"]);
        said["code"].as_str().expect("a code").to_owned()
    }
}

impl Drop for Province {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) fn desk(counter: &str) -> Office {
    Office::with(&["--demo", "2024", "--counter", counter])
}

pub(crate) fn enrol(office: &Office, province: &Province, counter: &str) -> Value {
    let code = province.code(counter);
    office.ask("enrol", &["--server", &province.address, "--code", &code]).good()
}

/// One exchange that comes through; logged here = received + waiting holds before and after it.
#[track_caller]
pub(crate) fn sync(office: &Office) -> Value {
    let before = own_seq(office);
    let said = office.ask("sync", &[]).good();
    assert_eq!(said["state"], "in_step", "{said}");
    assert_eq!(said["head"]["seq"], before, "everything logged here is countersigned: {said}");
    assert_eq!(said["waiting"], 0);
    said
}

/// The newest entry of the office's own machine.
pub(crate) fn own_seq(office: &Office) -> u64 {
    let verdict = office.ask("verify", &[]).good();
    assert_eq!(verdict["ok"], true, "{verdict}");
    let heads = verdict["heads"].as_array().expect("heads").clone();
    let own = heads.iter().find(|head| head["device"] == office.init["device"]).expect("its own chain");
    own["seq"].as_u64().expect("a number")
}

pub(crate) fn act(office: &Office, code: &str, verb: &str, input: &Value, at: &str) -> crate::office::Reply {
    let file = office.write("act.json", &input.to_string());
    office.ask("act", &["--code", code, "--do", verb, "--input", &file, "--at", at, "--as", "lan"])
}

pub(crate) fn digest(office: &Office) -> Value {
    office.ask("digest", &[]).good()["digest"].clone()
}

#[test]
fn two_desks_of_an_office_share_their_work_and_nothing_is_lost_on_the_way() {
    let mut province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    // The first worked alone for a while and enrols with its whole chain.
    let first = one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let code = first["code"].as_str().expect("a code").to_owned();
    let enrolled = enrol(&one, &province, "1");
    assert_eq!((&enrolled["counter"], &enrolled["device"]), (&json!(1), &one.init["device"]));
    let logged = own_seq(&one);
    assert_eq!(enrolled["waiting"], logged);
    assert_eq!(one.ask("dossier", &["--code", &code]).good()["sync"], "waiting");
    let said = sync(&one);
    assert_eq!(said["sent"], logged);
    assert_eq!(one.ask("dossier", &["--code", &code]).good()["sync"], "received");
    enrol(&two, &province, "2");
    assert!(sync(&two)["pulled"].as_u64().expect("a number") >= logged);
    sync(&one);
    assert_eq!(digest(&one), digest(&two));

    // And both are what the province has, by the figure that does not ask for an order.
    let there = province.chore(&["digest"])["offices"][0]["heads"].clone();
    assert_eq!(two.ask("digest", &[]).good()["heads"], there);

    // Found by its owner's name on the other desk, and acted on there.
    let hits = two.ask("search", &["duyen bui"]).good()["hits"].clone();
    assert_eq!(hits.as_array().expect("hits").len(), 1, "{hits}");
    act(&two, &code, "hand_over", &json!({"to": "Công chức Tư pháp - Hộ tịch"}), "2024-03-05T09:00:00+07:00").good();
    // A receipt printed now leads to the look-up page, and any desk of the office knows who signed which.
    let later = two.receive(&dossier_of("Đinh Văn Ổn"), "2024-03-05T09:10:00+07:00").good();
    let other = later["code"].as_str().expect("a code").to_owned();
    assert!(sync(&two)["sent"].as_u64().expect("a number") >= 3);
    sync(&one);
    let seen = one.ask("status", &["--code", &code]).good();
    assert_eq!(seen["pending"], "Công chức Tư pháp - Hộ tịch");
    let proof = two.ask("dossier", &["--code", &other]).good()["prints"][0]["proof"].clone();
    let text = format!("{}/h/{other}#{}", province.address, proof.as_str().expect("a proof"));
    assert_eq!(one.ask("check-receipt", &["--text", &text]).good()["verdict"], "genuine");

    // The server is gone: both go on, both decide about the same dossier.
    province.kill();
    act(&one, &code, "confirm_hand_over", &json!({}), "2024-03-05T10:00:00+07:00").good();
    act(&two, &code, "withdraw", &json!({"reason": "công dân rút hồ sơ"}), "2024-03-05T10:05:00+07:00").good();
    for (office, waits) in [(&one, 1), (&two, 1)] {
        let offline = office.ask("sync", &[]).good();
        assert_eq!((&offline["state"], &offline["waiting"]), (&json!("offline"), &json!(waits)), "{offline}");
        assert_eq!(own_seq(office), offline["head"]["seq"].as_u64().expect("a number") + waits);
    }
    province.start();
    sync(&one);
    sync(&two);
    sync(&one);
    // Both see both decisions; nothing more is decided, notes go on.
    let sides = |office: &Office| {
        let shown = office.ask("dossier", &["--code", &code]).good();
        let between = shown["collision"].as_array().expect("a collision").clone();
        let kind = |hash: &Value| {
            let history = shown["history"].as_array().expect("a history");
            history.iter().find(|entry| entry["hash"] == *hash).expect("its entry")["kind"].clone()
        };
        between.into_iter().map(|hash| (kind(&hash), hash)).collect::<Vec<_>>()
    };
    let collide = sides(&one);
    assert_eq!(collide, sides(&two));
    let mut kinds: Vec<&str> = collide.iter().filter_map(|(kind, _)| kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["dossier.withdrawn", "hand_over.confirmed"]);
    act(&one, &code, "enter_result", &json!({"number": "1/UBND"}), "2024-03-05T11:00:00+07:00").error("collided");
    act(&two, &code, "add_note", &json!({"text": "đã gọi công dân"}), "2024-03-05T11:01:00+07:00").good();
    let (_, withdrawn) = collide.iter().find(|(kind, _)| kind == "dossier.withdrawn").expect("a side");
    let settle = json!({"holds": withdrawn, "reason": "công dân đã ký đơn rút"});
    act(&one, &code, "settle_collision", &settle, "2024-03-05T11:05:00+07:00").good();
    sync(&one);
    sync(&two);
    sync(&one);
    for office in [&one, &two] {
        let shown = office.ask("dossier", &["--code", &code]).good();
        assert_eq!((&shown["status"], &shown["collision"]), (&json!("withdrawn"), &Value::Null), "{shown}");
        assert_eq!(shown["overruled"].as_array().map(Vec::len), Some(1));
        let history = shown["history"].as_array().expect("a history").len();
        assert!(history >= 6, "nothing is dropped from the history: {shown}");
        let digest = office.ask("digest", &[]).good();
        assert_eq!(office.ask("rebuild", &[]).good(), digest);
    }
    assert_eq!(digest(&one), digest(&two));
    // The province has every entry of both, and no other.
    let verdict = province.chore(&["verify"]);
    assert_eq!((&verdict["ok"], &verdict["entries"]), (&json!(true), &json!(own_seq(&one) + own_seq(&two))));
}

#[test]
fn a_server_that_came_back_from_a_copy_is_offered_what_it_lacks() {
    let mut province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let history = sync(&one)["history"].clone();
    sync(&two);
    let backup = province.folder.path().join("backup");
    province.chore(&["backup", "--to", backup.to_str().expect("UTF-8")]);
    let lost = one.receive(&dossier_of("Hà Thị Ửng"), "2024-03-05T08:40:00+07:00").good();
    sync(&one);
    sync(&two);
    // Yesterday's copy is put in the place of what was lost.
    province.kill();
    std::fs::rename(province.data(), province.folder.path().join("lost")).expect("moves");
    province.chore(&["restore", "--from", backup.to_str().expect("UTF-8")]);
    province.start();
    let said = sync(&one);
    assert_eq!(said["restored"], true, "{said}");
    assert_ne!(said["history"], history);
    assert_eq!(sync(&two)["restored"], true);
    assert_eq!(sync(&one)["restored"], false);
    assert_eq!(digest(&one), digest(&two));
    let code = lost["code"].as_str().expect("a code");
    assert_eq!(two.ask("dossier", &["--code", code]).good()["owner"], "Hà Thị Ửng");
    let verdict = province.chore(&["verify"]);
    assert_eq!((&verdict["ok"], &verdict["entries"]), (&json!(true), &json!(own_seq(&one) + own_seq(&two))));
}

#[test]
fn a_revoked_machine_keeps_its_data_and_writes_nothing_more() {
    let mut province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    let head = sync(&two)["head"]["seq"].as_u64().expect("a number");
    let device = two.init["device"].as_str().expect("an id");
    province.chore(&["revoke", "--device", device, "--seq", &head.to_string()]);
    two.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let logged = own_seq(&two);
    let said = two.ask("sync", &[]);
    assert_ne!(said.code, Some(0));
    let said: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!((&said["state"], &said["waiting"]), (&json!("revoked"), &json!(logged - head)));
    two.receive(&dossier(), "2024-03-05T08:20:00+07:00").error("machine_revoked");
    assert_eq!(own_seq(&two), logged);
    assert_eq!(two.ask("search", &["duyen"]).good()["hits"].as_array().map(Vec::len), Some(1));
    // The other desk is not bothered.
    sync(&one);
    // Taken off the line it does not work on: the province alone can say otherwise.
    province.kill();
    let said: Value = serde_json::from_str(&two.ask("sync", &[]).stdout).expect("JSON");
    assert_eq!(said["state"], "revoked");
    two.receive(&dossier(), "2024-03-05T08:25:00+07:00").error("machine_revoked");
    assert_eq!(own_seq(&two), logged);
}

/// The entries of a machine that a desk shows as of a revoked one, by seq.
fn marked_revoked(office: &Office) -> u64 {
    office.ask("sync", &[]).good()["set_aside"].as_u64().expect("a number")
}

#[test]
fn what_a_revoked_machine_wrote_is_marked_at_every_desk_and_when_a_stick_was_quicker_than_the_roster() {
    let province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let head = sync(&one)["head"]["seq"].as_u64().expect("a number");
    assert_eq!(marked_revoked(&two), 0);
    let device = one.init["device"].as_str().expect("an id");
    // It goes on without a line, and its stick is at the other desk before that has heard of it.
    one.receive(&dossier_of("Hà Thị Ửng"), "2024-03-05T08:40:00+07:00").good();
    let beyond = own_seq(&one) - head;
    let file = one.path("stolen");
    let file = file.to_str().expect("UTF-8");
    one.ask("carry-out", &["--out", file]).good();
    province.chore(&["revoke", "--device", device, "--seq", &(head - 1).to_string()]);
    assert_eq!(two.ask("carry-in", &["--file", file]).good()["pulled"], beyond);
    assert_eq!(marked_revoked(&two), beyond + 1, "the roster came: one in the feed, and those of the stick");
    // A desk that comes later hears of it before it reads.
    let late = desk("3");
    enrol(&late, &province, "3");
    assert_eq!(marked_revoked(&late), 1);
    let reasons = two.ask("verify", &[]).good();
    assert_eq!(reasons["ok"], true, "{reasons}");
}

#[test]
fn a_machine_at_a_counter_where_another_worked_gives_no_number_before_the_last_one_on_paper_is_said() {
    let province = Province::new();
    let old = desk("1");
    enrol(&old, &province, "1");
    let given = old.receive(&dossier(), "2024-03-05T08:15:00+07:00").good()["code"].clone();
    // It is lost before that number came to the province.
    province.chore(&["revoke", "--device", old.init["device"].as_str().expect("an id"), "--seq", "0"]);
    let new = desk("1");
    let code = province.code("1");
    let said = new.ask("enrol", &["--server", &province.address, "--code", &code]).good();
    assert_eq!(said["unsettled"], "counter_taken_over");
    new.receive(&dossier(), "2024-03-05T09:15:00+07:00").error("unsettled");
    let number = given.as_str().expect("a code").rsplit('-').next().expect("a number").to_owned();
    let again = ["--server", &province.address, "--code", &code, "--last-number", &number];
    assert_eq!(new.ask("enrol", &again).good()["unsettled"], Value::Null);
    let next = new.receive(&dossier(), "2024-03-05T09:15:00+07:00").good()["code"].clone();
    assert!(next.as_str() > given.as_str(), "{next} after {given}");
    // The day after, numbers begin anew.
    new.receive(&dossier_of("Hà Thị Ửng"), "2024-03-06T08:15:00+07:00").good();
}

#[test]
fn a_code_is_good_once_for_its_own_counter_and_its_own_province() {
    let (here, elsewhere) = (Province::new(), Province::new());
    let (one, two) = (desk("1"), desk("2"));
    let code = here.code("1");
    let ask = |office: &Office, server: &str, code: &str| office.ask("enrol", &["--server", server, "--code", code]);
    ask(&one, &elsewhere.address, &code).error("code_unknown");
    ask(&two, &here.address, &code).error("code_counter");
    ask(&one, &here.address, "ABCD-EFGH").error("bad_code");
    ask(&one, "http://tinh.example", &code).error("bad_address");
    ask(&one, "http://127.0.0.1:1", &code).error("province_silent");
    let by_clerk = one.ask("enrol", &["--server", &here.address, "--code", &code, "--as", "huong"]);
    by_clerk.error("not_allowed");
    ask(&one, &here.address, &code).good();
    one.ask("sync", &[]).good();
    let again = desk("1");
    ask(&again, &here.address, &code).error("code_used");
    two.ask("sync", &[]).error("not_enrolled");
    assert!(Path::new(&here.data()).exists());
}

pub(crate) fn dossier_of(name: &str) -> Value {
    crate::office::dossier_with("owner.name", json!(name))
}
