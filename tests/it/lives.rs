//! Lives of dossiers after the receipt, told by `act` and `status`.

use serde_json::{Value, json};

use crate::office::{Office, Reply, dossier, dossier_with, words_of};

/// A demo office with one dossier, received on the morning of Tuesday 5 March 2024 and due on Friday 8 at 11:30.
pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) code: String,
    day: &'static str,
}

impl Desk {
    pub(crate) fn open() -> Desk {
        Desk::with("2024", "2024-03", &dossier())
    }

    pub(crate) fn with(demo: &str, day: &'static str, input: &Value) -> Desk {
        let office = Office::demo(demo);
        let answer = office.receive(input, &format!("{day}-05T08:15:00+07:00")).good();
        Desk { code: answer["code"].as_str().expect("a code").to_owned(), office, day }
    }

    /// `at` is the day and hour of the month, like `06 09:00`.
    pub(crate) fn reply(&self, login: &str, at: &str, verb: &str, input: &Value) -> Reply {
        let file = self.office.write("act.json", &input.to_string());
        let at = format!("{}-{}:00+07:00", self.day, at.replace(' ', "T"));
        let words = ["--code", &self.code, "--do", verb, "--input", &file, "--at", &at, "--as", login];
        self.office.ask("act", &words)
    }

    /// Does an act as a clerk; gives status, due date and the kind of its last entry.
    #[track_caller]
    pub(crate) fn act(&self, at: &str, verb: &str, input: Value) -> (String, String, String) {
        let answer = self.reply("huong", at, verb, &input).good();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entries = answer["entries"].as_array().expect("entries");
        assert!(entries.iter().all(|entry| entry["hash"].as_str().is_some_and(|hash| hash.len() == 64)));
        assert_eq!(answer["code"], *self.code);
        let kind = text(&entries.last().expect("an entry")["kind"]);
        (text(&answer["status"]), text(&answer["due"])[8..16].replace('T', " "), kind)
    }

    pub(crate) fn status(&self) -> Value {
        self.office.ask("status", &["--code", &self.code]).good()
    }

    /// The words of a form.
    pub(crate) fn form(&self, form: &str) -> String {
        let out = self.office.path(&format!("{form}.pdf"));
        let path = out.to_str().expect("UTF-8");
        let answer = self.office.ask("form", &["--code", &self.code, "--form", form, "--out", path]).good();
        assert_eq!((&answer["form"], &answer["print"]), (&json!(form), &json!(null)));
        words_of(&out)
    }

    #[track_caller]
    pub(crate) fn shows(&self, form: &str, expected: &[&str]) {
        let text = self.form(form);
        for words in expected {
            assert!(text.contains(words), "{form}: “{words}” is not in: {text}");
        }
    }
}

fn told(status: &str, due: &str, kind: &str) -> (String, String, String) {
    (status.to_owned(), due.to_owned(), kind.to_owned())
}

#[test]
fn a_plain_life_is_handed_over_decided_and_returned() {
    let desk = Desk::open();
    let to = json!({"to": "Công chức Tư pháp - Hộ tịch", "step": "Thẩm định", "limit": "1wd"});
    assert_eq!(desk.act("05 14:00", "hand_over", to), told("received", "08 11:30", "dossier.handed_over"));
    assert_eq!(desk.status()["pending"], "Công chức Tư pháp - Hộ tịch");
    desk.shows("handover", &["Công chức Tư pháp - Hộ tịch", "Bùi Thị Duyên", "001-1"]);
    let confirmed = desk.act("05 15:00", "confirm_hand_over", json!({"receiver": "Lê Văn Hải"}));
    assert_eq!(confirmed, told("in_progress", "08 11:30", "hand_over.confirmed"));
    assert_eq!(desk.status()["national"], 4);
    let result = json!({"number": "12/GXN", "signer": "Chủ tịch", "at_desk": false});
    assert_eq!(desk.act("07 10:00", "enter_result", result), told("ready", "08 11:30", "result.entered"));
    desk.reply("huong", "07 10:30", "return_result", &json!({})).error("result_elsewhere");
    desk.act("07 14:00", "receive_result", json!({"from": "Lê Văn Hải"}));
    desk.shows("results", &["12/GXN", "Công chức Tư pháp - Hộ tịch"]); // names break in its narrow columns
    assert_eq!(desk.act("08 08:00", "return_result", json!({})), told("returned", "08 11:30", "result.returned"));
    desk.shows("collected", &["Bùi Thị Duyên", "12/GXN"]);
    desk.shows("control", &["PHIẾU KIỂM SOÁT", "Hải"]);
    desk.shows("appointment", &["Bùi Thị Duyên"]);
    let status = desk.status();
    assert_eq!((&status["status"], &status["national"]), (&json!("returned"), &json!(10)));
    let facts: Vec<&str> =
        status["history"].as_array().expect("history").iter().filter_map(|f| f["fact"].as_str()).collect();
    let expected = [
        "dossier.received",
        "form.printed",
        "dossier.handed_over",
        "hand_over.confirmed",
        "result.entered",
        "result.received",
        "result.returned",
    ];
    let acts: Vec<&str> = facts.into_iter().filter(|fact| *fact != "print.ended").collect();
    assert_eq!(acts, expected);
    assert_eq!(desk.office.ask("verify", &[]).good()["ok"], true);
}

#[test]
fn a_supplement_stops_the_clock_and_its_answer_moves_the_date() {
    let desk = Desk::open();
    let items = json!([{"what": "Giấy ủy quyền"}]);
    let ask = json!({"items": items, "reason": "thiếu giấy tờ", "deadline": "2024-03-20"});
    assert_eq!(
        desk.act("06 09:00", "request_supplement", ask),
        told("awaiting_papers", "08 11:30", "supplement.requested")
    );
    assert_eq!(desk.status()["national"], 5);
    desk.shows("supplement", &["Giấy ủy quyền", "thiếu giấy tờ", "Bùi Thị Duyên"]);
    desk.reply("huong", "20 17:00", "close_supplement", &json!({"ground": "x", "reason": "y"}))
        .error("deadline_not_passed");
    // Wednesday 6 to Monday 11: Thursday, Friday, Monday. Friday 8 becomes Wednesday 13.
    let answer = json!({"papers": [{"name": "Giấy ủy quyền", "originals": 1}]});
    assert_eq!(desk.act("20 17:30", "add_note", json!({"text": "đã gọi"})).0, "awaiting_papers");
    desk.reply("huong", "11 08:00", "answer_supplement", &answer).error("clock_behind");
    let other = Desk::open();
    other.act("06 09:00", "request_supplement", json!({"items": items, "reason": "thiếu"}));
    assert_eq!(other.act("11 08:00", "answer_supplement", answer), told("received", "13 11:30", "supplement.answered"));
    assert!(other.status()["steps"].as_array().is_some_and(|steps| steps.len() > 4));
    let close = json!({"ground": "Điều 17", "reason": "không bổ sung"});
    assert_eq!(desk.act("21 08:00", "close_supplement", close).0, "refused");
    desk.shows("refusal", &["không bổ sung", "Điều 17"]);
}

#[test]
fn a_payment_elsewhere_leads_into_a_second_stage_that_is_known_or_dated_with_a_reason() {
    let desk = Desk::open();
    let asked = desk.act("05 14:00", "require_payment", json!({"what": "Thuế", "vnd": 120_000, "notice": "TB-7"}));
    assert_eq!(asked, told("awaiting_payment", "08 11:30", "payment.required"));
    assert_eq!(desk.status()["national"], 6);
    let staged = json!({"receipt": "0001", "second_stage": "2wd"});
    desk.reply("huong", "12 15:00", "settle_payment", &staged).error("no_second_stage");
    let due = json!({"at": "2024-03-14T17:00:00+07:00", "reason": "giai đoạn 2 theo quyết định của huyện"});
    let settled = desk.act("12 15:00", "settle_payment", json!({"receipt": "0001", "due": due}));
    assert_eq!(settled, told("received", "14 17:00", "payment.settled"));
}

#[test]
fn a_date_put_off_once_is_not_put_off_twice_under_the_forms_of_2018() {
    let desk = Desk::open();
    let to =
        |due: &str| json!({"due": format!("2024-03-{due}:00+07:00"), "reason": "chờ ý kiến", "signer": "Chủ tịch"});
    desk.reply("huong", "06 09:00", "extend", &to("08T11:30")).error("not_later");
    assert_eq!(desk.act("07 09:00", "extend", to("12T17:00")), told("received", "12 17:00", "due.extended"));
    desk.shows("apology", &["chờ ý kiến", "Chủ tịch"]);
    desk.reply("huong", "11 09:00", "extend", &to("15T17:00")).error("extensions_used_up");
    assert_eq!(desk.act("14 09:00", "enter_result", json!({})).0, "ready");
}

#[test]
fn a_dossier_sent_back_goes_elsewhere_and_the_department_is_reminded() {
    let desk = Desk::open();
    desk.reply("huong", "05 09:30", "chase", &json!({"to": "Ai đó", "text": "nhanh lên"})).error("not_now");
    desk.act("05 10:00", "hand_over", json!({"to": "Công an xã"}));
    assert_eq!(desk.act("05 14:00", "refuse_hand_over", json!({"reason": "không thuộc thẩm quyền"})).0, "received");
    assert_eq!(desk.status()["holder"], Value::Null);
    desk.act("05 15:00", "hand_over", json!({"to": "Tư pháp xã"}));
    desk.act("05 16:00", "confirm_hand_over", json!({}));
    assert_eq!(desk.status()["holder"], "Tư pháp xã");
    desk.act("07 08:00", "chase", json!({"to": "Tư pháp xã", "text": "sắp đến hạn trả"}));
    desk.shows("chasing", &["Tư pháp xã", "sắp đến hạn trả"]);
    let text = desk.form("handover");
    assert!(text.contains("002-1") && text.contains("Tư pháp xã"), "the newest slip: {text}");
}

#[test]
fn the_post_brings_a_result_back_and_another_person_collects_it() {
    let desk = Desk::with("2024", "2024-03", &dossier_with("return_by", json!("post")));
    desk.act("06 09:00", "enter_result", json!({"number": "12/GXN"}));
    desk.act("06 10:00", "send_by_post", json!({"item": "RR123456789VN"}));
    desk.shows("postal", &["RR123456789VN", "Bùi Thị Duyên"]);
    desk.reply("huong", "06 11:00", "return_result", &json!({})).error("not_now");
    assert_eq!(desk.act("11 09:00", "post_came_back", json!({"reason": "vắng nhà"})).0, "ready");
    let to = json!({"is": "authorised", "name": "Đinh Văn Ấm", "authority": "Giấy ủy quyền"});
    let fee = json!({"vnd": 8_000});
    assert_eq!(desk.act("12 09:00", "return_result", json!({"to": to, "fee": fee})).0, "returned");
    desk.shows("collected", &["Đinh Văn Ấm"]);
    desk.shows("fee", &["8.000", "Tám nghìn"]);
    let lost = Desk::open();
    lost.act("06 09:00", "enter_result", json!({}));
    lost.act("06 10:00", "return_result", json!({"to": {"is": "without_receipt", "name": "Bùi Thị Duyên"}}));
    lost.shows("commitment", &["Bùi Thị Duyên"]);
}

#[test]
fn a_dossier_may_be_taken_back_and_stopped_only_under_the_forms_of_2025() {
    let stop =
        json!({"requested_by": "Bùi Thị Duyên", "reason": "thôi không làm nữa", "decided_by": "Chủ tịch UBND xã"});
    let old = Desk::open();
    old.reply("duyen", "06 09:00", "stop", &stop).error("not_now");
    assert_eq!(old.act("06 09:00", "withdraw", json!({"reason": "xin rút"})).0, "withdrawn");
    assert_eq!(old.status()["national"], 7);
    let new = Desk::with("now", "2026-11", &dossier());
    new.reply("huong", "06 09:00", "stop", &stop).error("not_allowed");
    assert_eq!(new.reply("duyen", "06 09:00", "stop", &stop).good()["status"], "stopped");
    assert_eq!(new.status()["national"], 8);
    new.shows("stop", &["thôi không làm nữa", "Chủ tịch UBND xã"]);
}

#[test]
fn a_number_is_void_only_with_the_supervisors_assent() {
    let desk = Desk::open();
    desk.reply("duyen", "05 09:00", "approve_void", &json!({})).error("not_now");
    desk.act("05 09:00", "request_void", json!({"reason": "nhập hai lần"}));
    desk.reply("huong", "05 10:00", "approve_void", &json!({})).error("not_allowed");
    assert_eq!(desk.reply("duyen", "05 10:00", "approve_void", &json!({})).good()["status"], "void");
    let status = desk.status();
    assert_eq!((&status["national"], &status["allowed"]), (&json!(null), &json!(["add_note"])));
    // The number is not given again.
    let next = desk.office.receive(&dossier(), "2024-03-05T11:00:00+07:00").good();
    assert!(next["code"].as_str().is_some_and(|code| code.ends_with("-0002")));
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: poppler")]
#[test]
fn a_corrected_receipt_takes_the_place_of_the_old_one() {
    let desk = Desk::open();
    let qr = |n: usize| {
        let shown = desk.office.ask("dossier", &["--code", &desk.code]).good();
        format!("{}#{}", desk.code, shown["prints"][n]["proof"].as_str().expect("a proof"))
    };
    let verdict = |text: &str| desk.office.ask("check-receipt", &["--text", text]).good()["verdict"].clone();
    let old = qr(0);
    desk.act("05 09:10", "correct", json!({"reason": "gõ nhầm", "owner": {"name": "Bu\u{300}i Thị  Duyến"}}));
    assert_eq!(desk.office.ask("dossier", &["--code", &desk.code]).good()["owner"], "Bùi Thị Duyến", "tidied");
    let out = desk.office.path("new.pdf");
    let path = out.to_str().expect("UTF-8");
    let words = ["--code", &desk.code, "--out", path, "--reprint", "--at", "2024-03-05T09:20:00+07:00"];
    assert_eq!(desk.office.ask("form", &words).good()["print"], 2);
    assert!(words_of(&out).contains("Bùi Thị Duyến"));
    assert_eq!((verdict(&old), verdict(&qr(1))), (json!("replaced"), json!("genuine")));
    desk.reply("huong", "05 10:00", "correct", &json!({"reason": "x"})).error("nothing_changes");
}

#[test]
fn a_dossier_from_a_paper_book_keeps_its_own_time() {
    let office = Office::demo("2024");
    let back = json!({"received": "2024-03-04T09:00:00+07:00", "source": "Sổ giấy 2, dòng 14"});
    let input = dossier_with("back_entry", back);
    let answer = office.receive(&input, "2024-03-06T08:00:00+07:00").good();
    assert_eq!(answer["due"], "2024-03-07T11:30:00+07:00", "three working days from the fourth");
    let late = json!({"received": "2024-03-06T09:00:00+07:00", "source": "Sổ giấy"});
    office.receive(&dossier_with("back_entry", late), "2024-03-06T08:30:00+07:00").error("not_in_the_past");
    let unsaid = json!({"received": "2024-03-04T09:00:00+07:00", "source": " "});
    office.receive(&dossier_with("back_entry", unsaid), "2024-03-06T08:30:00+07:00").error("bad_input");
}

#[test]
fn what_is_wrong_is_said_in_the_published_shape_and_saves_nothing() {
    let desk = Desk::open();
    let before = desk.office.ask("digest", &[]).good();
    let fails = |verb: &str, input: Value, code: &str| {
        let message = desk.reply("huong", "06 09:00", verb, &input).error(code);
        assert!(!message.contains("Duyên"), "{message}");
    };
    fails("dance", json!({}), "unknown_verb");
    fails("hand_over", json!({}), "bad_input");
    fails("hand_over", json!({"to": ["Bùi Thị Duyên"]}), "bad_input");
    fails("hand_over", json!({"to": "Tư pháp", "limit": "Bùi Thị Duyên"}), "bad_input");
    fails("hand_over", json!({"to": "Tư pháp", "colour": "red"}), "bad_input");
    fails("hand_over", json!({"to": "Tư pháp", "do": "withdraw"}), "bad_input");
    fails("begin_work", json!({"colour": "red"}), "bad_input");
    fails("hand_over", json!({"to": "  "}), "reason_missing");
    fails("return_result", json!({"to": {"is": "Duyên"}}), "bad_input");
    fails("return_result", json!({}), "not_now");
    fails("extend", json!({"due": "2024-03-12", "reason": "x", "signer": "y"}), "bad_input");
    fails("collect_fee", json!({"vnd": -1}), "bad_input");
    fails("hand_over", json!([]), "bad_input");
    // A file is brought by its path; what a hash and a size claim is not taken for one.
    let claimed = json!({"hash": "a".repeat(64), "name": "a", "media": "image/png", "bytes": 1, "pages": 1});
    fails("attach_file", claimed, "bad_input");
    let broken = desk.office.write("broken.json", "{\"to\": \"Bùi Thị Duyên\"");
    desk.office.ask("act", &["--code", &desk.code, "--do", "hand_over", "--input", &broken]).error("bad_input");
    desk.office.ask("act", &["--code", "000.05.17.H28-240305-0777", "--do", "begin_work"]).error("no_such_dossier");
    desk.office.ask("status", &["--code", "000.05.17.H28-240305-0777"]).error("no_such_dossier");
    let out = desk.office.path("none.pdf");
    let path = out.to_str().expect("UTF-8");
    for form in ["apology", "collected", "stop", "poem"] {
        desk.office.ask("form", &["--code", &desk.code, "--form", form, "--out", path]).error("unknown_form");
    }
    assert_eq!(desk.office.ask("digest", &[]).good(), before);
}
