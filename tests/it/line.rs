//! The hostile line: a real desk and a real server with a bad line between them. Whatever it does, nothing is lost, nothing
//! is doubled, and the next clean exchange completes.

use chrono::Datelike as _;
use desk_app::courier::{State, Synced};
use desk_server::{
    db::{Db as _, How, sqlite},
    keys::Keys,
};
use serde_json::json;

use crate::{
    desk::Counter,
    province::Province,
    proxy::{Proxy, Rule, Way},
    stranger::Stranger,
};

/// Every how many bytes a cut is tried; every single one in long runs.
fn stride() -> usize {
    if std::env::var_os("MOTCUA_LONG").is_some() { 1 } else { 7 }
}

/// Entries of a backlog: those of the old province's busiest year in long runs.
fn backlog() -> u64 {
    if std::env::var_os("MOTCUA_LONG").is_some() { 10_441 } else { 1_000 }
}

/// The page that a café or a hospital puts in the way.
fn portal() -> Vec<u8> {
    let page = "<!doctype html><title>Wi-Fi</title><form action=\"/login\"><input name=\"phone\"></form>";
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}", page.len()).into_bytes()
}

/// Both desks and the server have the same entries, each once.
#[track_caller]
fn whole(province: &Province, desks: [&Counter; 2]) {
    // Twice around: what the second sends is only then at the first.
    for desk in [desks[0], desks[1], desks[0]] {
        desk.in_step();
    }
    let own: Vec<u64> = desks.iter().map(|one| one.desk.sync_figures().expect("figures").logged).collect();
    let verdict = province.chore(&["verify"]);
    assert_eq!((&verdict["ok"], &verdict["entries"]), (&json!(true), &json!(own.iter().sum::<u64>())), "{verdict}");
    for (desk, other) in desks.iter().zip([own[1], own[0]]) {
        assert_eq!(desk.desk.sync_figures().expect("figures").from_others, other);
        let verdict = desk.desk.verify_record().expect("verifies");
        assert!(verdict.faults.is_empty(), "{verdict:?}");
    }
    let digests = desks.map(|one| one.desk.digest_record().expect("a digest"));
    assert_eq!(digests[0], digests[1]);
}

/// Cuts an exchange after every byte of one way until it comes through; gives how many cuts there were.
fn cut_everywhere(desk: &Counter, line: &Proxy, way: Way, through: impl Fn(&Synced) -> bool) -> usize {
    for (tries, after) in (0..).step_by(stride()).enumerate() {
        line.set(Rule::Cut(way, after));
        let synced = desk.sync();
        if through(&synced) {
            return tries;
        }
        assert!(matches!(synced.state, State::Offline | State::BadAnswer), "{way:?} {after}: {synced:?}");
        assert!(after < 100_000, "it never comes through");
    }
    unreachable!("numbers do not end")
}

#[test]
fn an_exchange_cut_after_every_byte_loses_nothing_and_doubles_nothing() {
    let province = Province::new();
    let (line, clean) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::enrolled(1, &province, &line);
    let mut two = Counter::enrolled(2, &province, &clean);
    let id = one.receive("Bùi Thị Duyên");
    whole(&province, [&one, &two]);
    let mut cuts = 0;
    // What is sent, on its way up and in its answer.
    for way in [Way::Up, Way::Down] {
        one.note(id, &format!("{way:?}"));
        let most = one.sync_waits();
        let tries = cut_everywhere(&one, &line, way, |synced| synced.sent > 0);
        assert!(tries * stride() > 300, "{way:?}: a request and an answer have more bytes than {tries}");
        cuts += tries;
        assert_eq!(most, 1);
        line.set(Rule::Clean);
        whole(&province, [&one, &two]);
    }
    // What is fetched, likewise.
    for way in [Way::Up, Way::Down] {
        two.note(id, &format!("từ quầy hai, {way:?}"));
        two.in_step();
        cuts += cut_everywhere(&one, &line, way, |synced| synced.pulled > 0);
        line.set(Rule::Clean);
        whole(&province, [&one, &two]);
    }
    let notes = one.notes(id);
    assert_eq!(notes.len(), 4, "each once: {notes:?}");
    assert_eq!(notes, two.notes(id));
    println!("{cuts} cuts");
}

#[test]
fn answers_lost_doubled_or_made_up_by_a_portal_change_nothing() {
    let province = Province::new();
    let (line, clean) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::enrolled(1, &province, &line);
    let mut two = Counter::enrolled(2, &province, &clean);
    let id = one.receive("Bùi Thị Duyên");
    whole(&province, [&one, &two]);
    let mut said = Vec::new();
    for (name, rule) in [
        ("lost", Rule::Swallow),
        ("doubled", Rule::Doubled),
        ("portal", Rule::Instead(portal())),
        ("empty", Rule::Instead(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec())),
        ("no HTTP", Rule::Instead(vec![0xff; 900])),
        (
            "moved",
            Rule::Instead(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ),
    ] {
        one.note(id, name);
        two.note(id, &format!("{name}, quầy hai"));
        two.in_step();
        line.set(rule);
        for _ in 0..3 {
            let synced = one.sync();
            let through = name == "doubled" && synced.waiting == 0;
            assert!(through || synced.waiting == 1, "{name}: {synced:?}");
            said.push((name, synced.state));
        }
        line.set(Rule::Clean);
        whole(&province, [&one, &two]);
    }
    assert_eq!(one.notes(id).len(), 12, "each once: {:?}", one.notes(id));
    for (name, state) in said {
        let fits = match name {
            "lost" => matches!(state, State::Offline | State::BadAnswer),
            "doubled" => matches!(state, State::InStep | State::Offline | State::BadAnswer),
            "no HTTP" => matches!(state, State::Offline | State::BadAnswer),
            _ => state == State::BadAnswer,
        };
        assert!(fits, "{name}: {state:?}");
    }
}

#[test]
fn a_server_of_another_province_is_told_nothing_and_believed_nothing() {
    let (home, elsewhere) = (Province::new(), Province::new());
    let (line, clean) = (Proxy::to(&home.address), Proxy::to(&home.address));
    let mut one = Counter::enrolled(1, &home, &line);
    let two = Counter::enrolled(2, &home, &clean);
    let id = one.receive("Bùi Thị Duyên");
    whole(&home, [&one, &two]);
    one.note(id, "đi lạc");
    line.lead_to(&elsewhere.address);
    let lost = one.sync();
    assert_eq!(lost.waiting, 1);
    assert!(lost.state.needs_people(), "{lost:?}");
    assert_eq!(elsewhere.chore(&["verify"])["entries"], 0);
    line.lead_to(&home.address);
    whole(&home, [&one, &two]);
    assert_eq!(two.notes(id), ["đi lạc"]);
}

/// The server's own record is changed behind its back, so that what it signs is not what was.
async fn tamper(province: &Province, running: Option<[u8; 32]>) -> [u8; 32] {
    let keys = Keys::read(&province.data()).expect("its keys");
    let db = sqlite::Sqlite::open(&sqlite::file(&province.data()), &keys.record, false).expect("its record");
    let mut tx = db.begin(How::Write { lock: "" }).await.expect("a transaction");
    let newest = "SELECT running FROM entries WHERE position = (SELECT max(position) FROM entries)";
    let was = tx.query(newest, &[]).await.expect("rows").remove(0).fixed("running").expect("a hash");
    let sql = "UPDATE entries SET running = $1 WHERE position = (SELECT max(position) FROM entries)";
    tx.execute("DROP TRIGGER IF EXISTS entries_are_not_changed", &[]).await.expect("is dropped");
    tx.execute(sql, &[running.unwrap_or([7; 32]).into()]).await.expect("is changed");
    tx.commit().await.expect("commits");
    was
}

#[test]
fn a_feed_whose_running_hash_is_wrong_is_not_followed_and_nothing_of_it_is_taken() {
    let mut province = Province::new();
    let line = Proxy::to(&province.address);
    let mut one = Counter::enrolled(1, &province, &line);
    let mut two = Counter::enrolled(2, &province, &line);
    let id = one.receive("Bùi Thị Duyên");
    whole(&province, [&one, &two]);
    one.note(id, "một");
    one.in_step();
    province.kill();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    let was = runtime.block_on(tamper(&province, None));
    province.start();
    let before = two.desk.digest_record().expect("a digest");
    let broken = two.sync();
    assert_eq!((broken.state, broken.pulled), (State::FeedBroken, 0));
    assert_eq!(two.desk.digest_record().expect("a digest"), before);
    // Its own work goes on, on the desk and to the province.
    two.note(id, "hai");
    assert_eq!(two.sync().waiting, 0);
    province.kill();
    runtime.block_on(tamper_back(&province, was));
    province.start();
    whole(&province, [&one, &two]);
    assert_eq!(two.notes(id).len(), 2);
}

/// Puts right what [`tamper`] changed, one entry before the newest by now.
async fn tamper_back(province: &Province, was: [u8; 32]) {
    let keys = Keys::read(&province.data()).expect("its keys");
    let db = sqlite::Sqlite::open(&sqlite::file(&province.data()), &keys.record, false).expect("its record");
    let mut tx = db.begin(How::Write { lock: "" }).await.expect("a transaction");
    let wrong: [u8; 32] = [7; 32];
    let changed = tx.execute("UPDATE entries SET running = $1 WHERE running = $2", &[was.into(), wrong.into()]).await;
    assert_eq!(changed.expect("is changed"), 1);
    tx.commit().await.expect("commits");
}

#[test]
fn a_machine_put_back_to_a_snapshot_is_found_out_by_the_province_and_both_branches_are_kept() {
    let province = Province::new();
    let line = Proxy::to(&province.address);
    let mut one = Counter::enrolled(1, &province, &line);
    let id = one.receive("Bùi Thị Duyên");
    one.in_step();
    let snapshot = one.snapshot();
    one.note(id, "trước khi quay lại");
    one.in_step();
    // A virtual machine goes back: nothing on it can tell, only the province knows more.
    let mut one = one.roll_back(&snapshot);
    one.note(id, "sau khi quay lại");
    let waits = one.sync_waits();
    let forked = one.sync();
    assert_eq!((forked.state, forked.waiting > 0), (State::Forked, waits > 0), "{forked:?}");
    assert_eq!(one.sync().state, State::Forked, "it stays so until people have looked");
    // A dead line does not make it forget what people were told.
    line.set(Rule::Cut(Way::Up, 0));
    assert_eq!(one.sync().state, State::Forked, "also while nothing answers");
    line.set(Rule::Clean);
    // Neither branch is lost: each stands where it was written down, and neither runs into the other.
    assert_eq!(one.notes(id), ["sau khi quay lại"]);
    let two = Counter::enrolled(2, &province, &line);
    two.in_step();
    assert_eq!(two.notes(id), ["trước khi quay lại"]);
    let verdict = province.chore(&["verify"]);
    assert_eq!(verdict["ok"], true, "the first branch stands: {verdict}");
}

#[test]
fn a_backlog_goes_through_a_line_that_breaks() {
    let province = Province::new();
    let (line, clean) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::new(1);
    while one.sync_logged() < backlog() {
        one.desk.fill_demo(200, 9).expect("fills");
    }
    let two = Counter::enrolled(2, &province, &clean);
    one.desk.enrol(&line.address, &province.code("1")).expect("enrols");
    let logged = one.sync_logged();
    // Each exchange is cut a little later than the one before, as in a valley with one bar.
    let mut last = 0;
    for tries in 0.. {
        line.set(Rule::Cut(Way::Up, 60_000 + tries * 60_000));
        let synced = one.sync();
        let received = logged - synced.waiting;
        assert!(received >= last, "what was received stays so");
        last = received;
        if synced.state == State::InStep {
            break;
        }
        assert!(tries < 200, "it never comes through: {synced:?}");
    }
    assert_eq!(last, logged);
    line.set(Rule::Clean);
    whole(&province, [&one, &two]);
}

/// Bytes a second of a thin line: a telephone's in long runs.
fn rate() -> u64 {
    if std::env::var_os("MOTCUA_LONG").is_some() { 4_096 } else { 49_152 }
}

#[test]
fn a_thin_line_with_cuts_brings_all_of_it_in_the_end() {
    let province = Province::new();
    let (line, clean) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::enrolled(1, &province, &line);
    one.in_step();
    one.desk.fill_demo(60, 11).expect("fills");
    let id = one.receive("Bùi Thị Duyên");
    one.attach(id, &(0..60_000_u32).map(|n| (n / 3) as u8).collect::<Vec<_>>());
    let logged = one.sync_logged();
    let mut last = 0;
    for tries in 0.. {
        assert!(tries < 60, "it never comes through");
        // Two seconds of the line, then longer and longer.
        line.set(Rule::Thin(rate(), rate() * (2 + tries)));
        let synced = one.sync();
        let received = logged - synced.waiting;
        assert!(received >= last, "what was received stays so");
        last = received;
        if synced.state == State::InStep && synced.files_waiting.to_send == 0 {
            assert!(tries > 0, "the line was cut before it was through");
            break;
        }
    }
    assert_eq!(last, logged);
    line.set(Rule::Clean);
    let two = Counter::enrolled(2, &province, &clean);
    whole(&province, [&one, &two]);
    assert_eq!(two.sync().files_waiting.to_fetch, 0);
}

/// A month without a line: 30 days of work, each with its receptions and acts of the days before, go in one exchange.
#[test]
fn a_backlog_of_30_days_goes_at_once_when_the_line_is_back() {
    let province = Province::new();
    let line = Proxy::to(&province.address);
    let mut one = Counter::enrolled(1, &province, &line);
    one.in_step();
    line.set(Rule::Cut(Way::Up, 0));
    let first = one.desk.now();
    let mut before = None;
    let (mut days, mut received) = (0, 0);
    for day in 1..=30 {
        let now = first + chrono::TimeDelta::days(day);
        if matches!(now.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun) {
            continue;
        }
        one.desk.set_clock(now).expect("a demo's clock");
        days += 1;
        for number in 0..4 {
            let id = one.receive(&format!("Bùi Thị Ngày {day} Số {number}"));
            received += 1;
            if let Some(before) = before.replace(id) {
                one.note(before, &format!("ngày {day}"));
            }
        }
        assert_eq!(one.sync().state, State::Offline);
    }
    assert!(days >= 19, "{days} working days");
    let waits = one.sync_waits();
    assert_eq!(waits, received * 2 - 1, "each reception, and a note for each but the last");
    line.set(Rule::Clean);
    let synced = one.in_step();
    assert_eq!((synced.sent, synced.waiting), (waits, 0));
    let two = Counter::enrolled(2, &province, &line);
    whole(&province, [&one, &two]);
}

#[test]
fn a_desk_hears_of_what_another_wrote_by_a_question_that_it_keeps_open() {
    let province = Province::new();
    let (line, clean) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let two = Counter::carried(2, &province, &line);
    let mut one = Counter::enrolled(1, &province, &clean);
    one.in_step();
    let until = |done: &dyn Fn() -> bool| {
        let since = std::time::Instant::now();
        while !done() {
            assert!(since.elapsed() < std::time::Duration::from_secs(60), "it never comes");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    let asks = || line.asked().iter().any(|line| line.starts_with("GET /v1/feed?") && line.contains("&wait="));
    until(&asks);
    for name in ["Bùi Thị Duyên", "Hà Thị Ửng", "Đinh Văn Ổn"] {
        let id = one.receive(name);
        one.in_step();
        until(&|| two.desk.dossier(&id.to_string()).is_ok());
    }
    let asked = line.asked();
    let open = asked.iter().filter(|line| line.contains("&wait=")).count();
    assert!(open >= 3, "each was heard of by such a question: {asked:?}");
}

impl Counter {
    /// Entries written here.
    fn sync_logged(&self) -> u64 {
        self.desk.sync_figures().expect("figures").logged
    }

    /// Entries that wait.
    fn sync_waits(&self) -> u64 {
        let standing = self.desk.sync_standing().expect("a standing");
        standing.logged - standing.received
    }
}

#[test]
fn one_poison_entry_among_500_is_set_aside_and_499_go_through() {
    let province = Province::new();
    let line = Proxy::to(&province.address);
    let mut one = Counter::enrolled(1, &province, &line);
    let id = one.receive("Bùi Thị Duyên");
    one.in_step();
    let mut stranger = Stranger::enrolled(3, &province);
    for n in 0..500 {
        if n == 250 {
            stranger.write("dossier.received", vec![0x07]); // a known kind whose body is a mere number
        } else {
            stranger.write_well();
        }
    }
    stranger.push(&province);
    let before = one.desk.sync_figures().expect("figures").from_others;
    let met = one.in_step();
    assert_eq!((met.pulled, met.set_aside), (500, 1), "{met:?}");
    let figures = one.desk.sync_figures().expect("figures");
    assert_eq!(figures.from_others - before, 500);
    let reasons: Vec<String> = figures.set_aside.iter().map(|aside| format!("{:?}", aside.reason)).collect();
    assert_eq!(reasons, ["Unreadable"]);
    // It stands in nobody's way: work goes on, and a desk that comes later takes the same.
    one.note(id, "vẫn làm việc");
    one.in_step();
    let two = Counter::enrolled(2, &province, &line);
    two.in_step();
    one.in_step();
    assert_eq!(one.desk.digest_record().expect("a digest"), two.desk.digest_record().expect("a digest"));
}

#[test]
fn a_published_set_comes_through_a_line_that_breaks_and_counts_only_whole() {
    let province = Province::new();
    let line = Proxy::to(&province.address);
    let one = Counter::enrolled(1, &province, &line);
    one.in_step();
    let own = one.desk.reference().version().to_owned();
    let (from, to) = (
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/reference"),
        province.folder.path().join("set"),
    );
    std::fs::create_dir_all(&to).expect("makes");
    for name in ["procedures.json", "holidays.csv"] {
        let text = std::fs::read_to_string(from.join(name)).expect("reads");
        std::fs::write(to.join(name), text.replace("Đăng ký khai sinh", "Đăng ký khai sinh mới")).expect("writes");
    }
    let set = province.chore(&["publish", "--from", to.to_str().expect("UTF-8")])["set"].clone();
    let set = set.as_str().expect("a name");
    // A bit turned over on its way: nothing of that file is kept, and nothing counts.
    line.set(Rule::Flip(40_000));
    one.sync();
    assert_eq!(one.desk.reference().version(), own);
    for tries in 0.. {
        assert!(tries < 60, "it never comes through");
        line.set(Rule::Cut(Way::Down, 30_000 + tries * 30_000));
        one.sync();
        let now = one.desk.reference();
        let name = now.catalogue().entry("1.001193").map(|entry| entry.name);
        let whole = now.version() == set;
        assert!(whole || now.version() == own, "{}", now.version());
        assert_eq!(name == Some("Đăng ký khai sinh mới"), whole, "{name:?}");
        if whole {
            assert!(tries > 0, "the line was cut before it was through");
            break;
        }
    }
    line.set(Rule::Clean);
    one.in_step();
    assert_eq!(one.desk.reference_news().expect("reads").sets.len(), 1);
}
