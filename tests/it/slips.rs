//! From a real dossier through its acts to the words of its forms: who is named, with whose data, at which moment.

use desk_core::{
    dossier::Act,
    office::{Figure, FigureSet, Setting},
    time::{Moment, vietnam},
};
use desk_store::{Filter, Page, Sort, Task};
use serde_json::{Value, json};

use crate::{
    desk::Counter,
    lives::Desk,
    office::{PASSWORD, dossier, dossier_with, words_of},
};

/// A dossier that a relative of the owner handed in.
fn brought() -> Value {
    let relative = json!({"name": "Bùi Văn Thắng", "personal_number": "017085000111", "phone": "0912000111",
        "address": "Xóm Bin, xã Tử Nê", "standing": "con"});
    dossier_with("submitter", relative)
}

/// The words of a form up to those of another place.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("“{from}” is not in: {text}"));
    let rest = &text[start + from.len()..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

#[track_caller]
fn lacks(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "“{word}” is in: {text}");
    }
}

#[test]
fn the_control_slip_says_how_the_step_of_whoever_gives_the_dossier_on_went() {
    let desk = Desk::open();
    desk.act("05 09:00", "hand_over", json!({"to": "Phòng Tư pháp", "step": "Thẩm định", "limit": "1wd"}));
    desk.act("05 09:10", "refuse_hand_over", json!({"reason": "nhầm nơi"}));
    desk.act("05 09:20", "hand_over", json!({"to": "Phòng B", "step": "Thẩm định", "limit": "1wd"}));
    desk.act("05 09:30", "confirm_hand_over", json!({}));
    desk.act("08 09:00", "hand_over", json!({"to": "Chi cục Thuế", "step": "Thuế", "limit": "5wd"}));
    desk.act("08 09:10", "confirm_hand_over", json!({"receiver": "Hà Văn Tín"}));
    let text = desk.form("control");
    // Phòng B had a day and kept it for three; nothing else is late, and who refused it is in charge of nothing.
    assert_eq!(text.matches("Quá hạn").count(), 1, "{text}");
    lacks(&text, &["Trước hạn"]);
    assert!(between(&text, "Cơ quan (bộ phận) giải quyết hồ sơ:", "Cơ quan phối hợp").contains("Phòng B"), "{text}");
    assert!(between(&text, "Cơ quan phối hợp giải quyết hồ sơ:", "Quyển số").contains("Chi cục Thuế"), "{text}");
    let row = text.split("1. Giao: Phòng B").nth(1).expect("the row of Phòng B");
    assert!(row.contains("Quá hạn") && row.contains("Chi cục"), "{text}");
    // Its head is that of the newest act that it shows, and its date is that act's.
    assert!(text.contains("ngày 08 tháng 3 năm 2024") || text.contains("ngày 8 tháng 3 năm 2024"), "{text}");
    // The result comes back within the five days of the tax office.
    desk.act("08 15:00", "enter_result", json!({"number": "12/GXN"}));
    let text = desk.form("control");
    assert_eq!((text.matches("Quá hạn").count(), text.matches("Trước hạn").count()), (1, 1), "{text}");
    // The register says the same of who is in charge.
    let out = desk.office.path("so.csv");
    let path = out.to_str().expect("UTF-8");
    desk.office.ask("register", &["--format", "csv", "--out", path, "--year", "2024"]).good();
    let rows = std::fs::read_to_string(&out).expect("a register");
    assert!(rows.contains("Phòng B") && !rows.contains("Chi cục Thuế") && !rows.contains("Phòng Tư pháp"), "{rows}");
}

#[test]
fn who_lost_the_receipt_signs_with_their_own_data_and_says_only_what_is_so() {
    let open = |input: &Value| Desk::with("2024", "2024-03", input);
    let desk = open(&brought());
    // Before the return: whoever was given the receipt.
    let text = desk.form("commitment");
    assert!(between(&text, "Tôi là:", "Số định danh").contains("Bùi Văn Thắng"), "{text}");
    assert!(text.contains("017085000111") && text.contains("0912000111"), "{text}");
    desk.act("06 09:00", "enter_result", json!({}));
    desk.act("06 10:00", "return_result", json!({"to": {"is": "without_receipt", "name": "Hà Thị Khác"}}));
    let text = desk.form("commitment");
    let own = between(&text, "Tôi là:", "Tôi đến nhận");
    assert!(own.contains("Hà Thị Khác"), "{text}");
    lacks(own, &["Xóm Cú", "0987654321", "017190012345", "Xóm Bin", "0912000111"]);
    lacks(&text, &["Tôi đã nộp"]);
    // The owner in person: the owner's own data.
    let desk = open(&dossier());
    desk.act("06 09:00", "enter_result", json!({}));
    desk.act("06 10:00", "return_result", json!({"to": {"is": "without_receipt", "name": "Bùi Thị Duyên"}}));
    let own = desk.form("commitment");
    assert!(own.contains("017190012345") && own.contains("0987654321") && own.contains("Xóm Cú"), "{own}");
}

#[test]
fn who_the_post_brought_it_to_signs_for_it() {
    let desk = Desk::with("2024", "2024-03", &dossier_with("return_by", json!("post")));
    assert!(desk.form("appointment").contains("bưu chính"), "the citizen chose the post");
    desk.act("06 09:00", "enter_result", json!({"number": "12/GXN"}));
    let to = json!({"name": "Đinh Văn Ấm", "address": "Xóm Bin", "authority": "Giấy ủy quyền số 15"});
    desk.act("06 10:00", "send_by_post", json!({"item": "RR123456789VN", "recipient": to}));
    desk.act("08 10:00", "post_delivered", json!({}));
    let text = desk.form("collected");
    let receiver = between(&text, "Người nhận kết quả:", "Thời gian trả kết quả");
    assert!(receiver.contains("Đinh Văn Ấm") && receiver.contains("Giấy ủy quyền số 15"), "{text}");
    lacks(receiver, &["Bùi Thị Duyên", "017190012345"]);
    // To the owner, with the owner's number.
    let desk = Desk::with("2024", "2024-03", &dossier_with("return_by", json!("post")));
    desk.act("06 09:00", "enter_result", json!({}));
    desk.act("06 10:00", "send_by_post", json!({"item": "RR123456789VN"}));
    desk.act("08 10:00", "post_delivered", json!({}));
    desk.shows("collected", &["Bùi Thị Duyên", "017190012345"]);
}

#[test]
fn the_hand_over_of_a_result_is_signed_by_who_took_it_when_they_took_it() {
    let desk = Desk::open();
    desk.act("05 14:00", "hand_over", json!({"to": "Tư pháp xã"}));
    desk.act("05 15:00", "confirm_hand_over", json!({}));
    desk.reply("hai", "07 10:00", "enter_result", &json!({"number": "12/GXN", "at_desk": false})).good();
    let text = desk.form("results");
    let sides = between(&text, "BÊN BÀN GIAO", "Ghi chú");
    assert!(!between(&text, "Thời gian bàn giao:", "TT").contains("10 giờ"), "nobody has handed it over yet: {text}");
    lacks(sides, &["Bùi Thị Hương"]);
    desk.act("07 10:10", "receive_result", json!({"from": "Lê Văn Hải"}));
    let text = desk.form("results");
    assert!(text.contains("10 giờ 10 phút"), "{text}");
    let sides = between(&text, "BÊN BÀN GIAO", "Trang");
    assert!(sides.contains("Lê Văn Hải") && sides.contains("Bùi Thị Hương"), "{text}");
    assert!(sides.find("Lê Văn Hải") < sides.find("Bùi Thị Hương"), "{text}");
}

#[test]
fn a_letter_names_the_desk_that_received_the_dossier_and_who_gets_it() {
    let desk = Desk::open();
    desk.act("05 14:00", "hand_over", json!({"to": "Chi cục Thuế"}));
    desk.act("05 15:00", "confirm_hand_over", json!({}));
    let due = json!({"due": "2024-03-12T17:00:00+07:00", "reason": "chờ ý kiến", "signer": "Chủ tịch"});
    desk.act("07 09:00", "extend", due);
    let text = desk.form("apology");
    let taken = between(&text, "SĐT:", "tiếp nhận hồ sơ lĩnh vực");
    lacks(taken, &["Chi cục Thuế"]);
    assert!(text.contains("Chi cục Thuế xin lỗi Ông/Bà"), "who decides apologises: {text}");
    let to = between(&text, "Nơi nhận:", "Trang");
    assert!(to.contains("Như trên") && to.contains("Lưu: VT"), "{text}");
    let steps = desk.status()["steps"].clone();
    let days: Vec<&str> = steps.as_array().expect("steps").iter().filter_map(|step| step["date"].as_str()).collect();
    assert_eq!(days, ["2024-03-09", "2024-03-10", "2024-03-11", "2024-03-12"], "what was put off is explained");
}

#[test]
fn a_notice_of_a_stop_says_how_far_the_dossier_had_come() {
    let stop = json!({"requested_by": "Bùi Thị Duyên", "reason": "thôi", "decided_by": "Chủ tịch UBND xã"});
    let stage = |acts: &[(&str, &str, Value)]| {
        let desk = Desk::with("now", "2026-11", &dossier());
        for (at, verb, input) in acts {
            desk.act(at, verb, input.clone());
        }
        desk.reply("duyen", "06 09:00", "stop", &stop).good();
        let text = desk.form("stop");
        between(&text, "Giai đoạn giải quyết hồ sơ khi có đề nghị:", "Sau khi xem xét").to_owned()
    };
    assert!(stage(&[]).contains("đã tiếp nhận, chưa giải quyết, tại"));
    let asked = json!({"items": [{"what": "Ảnh"}], "reason": "thiếu"});
    assert!(stage(&[("05 14:00", "request_supplement", asked)]).contains("đang chờ bổ sung"));
    let to = ("05 14:00", "hand_over", json!({"to": "Chi cục Thuế"}));
    assert!(stage(std::slice::from_ref(&to)).contains("đang chuyển đến Chi cục Thuế"));
    assert!(stage(&[to, ("05 15:00", "confirm_hand_over", json!({}))]).contains("đang giải quyết, tại Chi cục Thuế"));
}

#[test]
fn a_fee_slip_has_name_and_address_of_one_person_and_a_refusal_its_code() {
    let desk = Desk::with("2024", "2024-03", &brought());
    desk.act("05 14:00", "collect_fee", json!({"vnd": 8_000}));
    let text = desk.form("fee");
    assert!(text.contains("Bùi Văn Thắng") && text.contains("Xóm Bin"), "{text}");
    lacks(&text, &["Xóm Cú"]);
    let ask = json!({"items": [{"what": "Ảnh"}], "reason": "thiếu", "deadline": "2024-03-06"});
    desk.act("05 15:00", "request_supplement", ask);
    desk.act("07 08:00", "close_supplement", json!({"ground": "Điều 17", "reason": "không bổ sung"}));
    assert!(between(&desk.form("refusal"), "Mã hồ sơ:", "Bộ phận").contains(&desk.code), "its code");
}

#[test]
fn a_return_without_the_fee_owed_is_warned_of_and_kept_and_a_wrong_one_is_taken_back() {
    let later = json!({"is": "amount", "vnd": 15_000, "paid": "later"});
    let desk = Desk::open();
    desk.act("05 09:00", "correct", json!({"reason": "thu sau", "fee": later}));
    desk.act("06 09:00", "enter_result", json!({"number": "12/GXN", "signer": "Chủ tịch"}));
    let returned = desk.reply("huong", "06 10:00", "return_result", &json!({})).good();
    assert_eq!((&returned["status"], &returned["warnings"]), (&json!("returned"), &json!(["fee_unpaid"])));
    desk.reply("huong", "06 10:30", "take_back_return", &json!({"reason": "nhầm"})).error("not_allowed");
    let taken = desk.reply("duyen", "06 10:30", "take_back_return", &json!({"reason": "ghi nhầm hồ sơ"})).good();
    assert_eq!((&taken["status"], &taken["warnings"]), (&json!("ready"), &json!([])));
    let out = desk.office.path("none.pdf");
    let path = out.to_str().expect("UTF-8");
    desk.office.ask("form", &["--code", &desk.code, "--form", "collected", "--out", path]).error("unknown_form");
    // What the result says was typed wrong: put right, and the hand-over says so.
    let right = json!({"reason": "gõ nhầm", "result": {"number": "13/GXN", "signer": "Phó Chủ tịch"}});
    desk.act("06 11:00", "correct", right);
    desk.shows("results", &["13/GXN"]);
    let paid = desk.reply("huong", "06 11:30", "return_result", &json!({"fee": {"vnd": 15_000}})).good();
    assert_eq!((&paid["status"], &paid["warnings"]), (&json!("returned"), &json!([])));
    let facts: Vec<String> =
        desk.status()["history"].as_array().expect("history").iter().map(|one| one["fact"].to_string()).collect();
    assert!(facts.iter().any(|fact| fact.contains("return.taken_back")), "{facts:?}");
    assert_eq!(facts.iter().filter(|fact| fact.contains("result.returned")).count(), 2, "the wrong one stays");
    assert_eq!(desk.office.ask("verify", &[]).good()["ok"], true);
    let digest = desk.office.ask("digest", &[]).good();
    desk.office.ask("rebuild", &[]).good();
    assert_eq!(desk.office.ask("digest", &[]).good(), digest, "rebuilt the same");
}

#[test]
fn what_cannot_be_promised_or_dated_is_refused() {
    let desk = Desk::open();
    let to = |due: &str| json!({"due": format!("{due}:00+07:00"), "reason": "x", "signer": "y"});
    desk.reply("huong", "06 09:00", "extend", &to("2024-03-10T23:59")).error("not_office_hours");
    desk.reply("huong", "06 09:00", "extend", &to("2300-01-02T09:00")).error("beyond_calendar");
    desk.reply("huong", "06 09:00", "enter_result", &json!({"date": "2030-01-01"})).error("date_in_the_future");
    desk.act("06 09:00", "require_payment", json!({"what": "Thuế"}));
    let stage = json!({"receipt": "1", "second_stage": "300cd"});
    desk.reply("huong", "06 10:00", "settle_payment", &stage).error("no_second_stage");
    assert_eq!(desk.status()["status"], "awaiting_payment", "nothing was saved");
}

#[test]
fn a_file_is_read_with_limits_and_only_by_who_is_signed_in() {
    let desk = Desk::open();
    let refused =
        |file: &str, code: &str| desk.reply("huong", "06 09:00", "attach_file", &json!({"file": file})).error(code);
    #[cfg(unix)]
    refused("/dev/zero", "bad_input");
    refused(desk.office.store().to_str().expect("UTF-8"), "bad_input");
    let big = desk.office.path("big.pdf");
    std::fs::File::create(&big).and_then(|file| file.set_len(4 << 30)).expect("a file of holes");
    refused(big.to_str().expect("UTF-8"), "file_too_large");
    let input = desk.office.write("act.json", r#"{"file": "/nothing/here.pdf"}"#);
    let words = ["--code", &desk.code, "--do", "attach_file", "--input", &input, "--at", "2024-03-06T09:00:00+07:00"];
    let mut stranger = desk.office.command("act", &words);
    let answer = stranger.arg("--json").env("MOTCUA_PASSWORD", "không phải mật khẩu này").output().expect("runs");
    let said = String::from_utf8(answer.stdout).expect("UTF-8");
    assert!(said.contains("wrong_password"), "who is not signed in learns nothing of files: {said}");
    // The example of docs/acts.md is the input as it stands there.
    let page = include_str!("../../docs/acts.md");
    let section = page.split("### `attach_file`").nth(1).expect("the page tells of it");
    let example = section.split("```json\n").nth(1).and_then(|text| text.split("```").next()).expect("an example");
    let mut input: Value = serde_json::from_str(example).expect("JSON");
    let png = desk.office.path(input["file"].as_str().expect("a file"));
    std::fs::write(&png, PIXEL).expect("writes");
    input["file"] = json!(png.to_str().expect("UTF-8"));
    input["paper"] = json!(1);
    assert_eq!(desk.act("06 10:00", "attach_file", input).2, "file.attached");
}

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82,
    0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A moment of the demo's days.
fn at(text: &str) -> Moment {
    let text = format!("2024-03-{}:00+07:00", text.replace(' ', "T"));
    chrono::DateTime::parse_from_rfc3339(&text).expect("a moment").with_timezone(&vietnam())
}

#[test]
fn the_offices_parameters_hold_from_their_day_and_leave_what_was_printed_as_it_was() {
    let mut counter = Counter::new(1);
    let desk = &mut counter.desk;
    desk.set_clock(at("05 08:00")).expect("a demo's clock");
    desk.sign_out();
    desk.sign_in("duyen", PASSWORD).expect("the supervisor signs in");
    let id = counter.receive("Bùi Thị Duyên");
    let desk = &mut counter.desk;
    let asks = || Act::RequestSupplement {
        items: vec![desk_core::dossier::SupplementItem { index: None, what: "Ảnh".to_owned() }],
        reason: "thiếu".to_owned(),
        deadline: None,
        policy: None,
        beyond: Some("bản đồ sai".to_owned()),
    };
    let policy = |desk: &desk_app::Desk| {
        let opened = desk.dossier(&id.to_string()).expect("it is here");
        opened.dossier.accepted().expect("accepted").supplements.last().expect("asked").request.policy
    };
    let words = |desk: &desk_app::Desk, slip: Option<&desk_core::dossier::Slip>| {
        let file = tempfile::NamedTempFile::new().expect("a scratch file");
        std::fs::write(file.path(), desk.form_pdf(id, "supplement", slip).expect("draws")).expect("writes");
        words_of(file.path())
    };
    desk.set_clock(at("05 09:00")).expect("a demo's clock");
    let first = desk.act(id, asks()).expect("asks").slip.expect("a slip");
    assert_eq!(policy(desk), desk_core::dossier::PausePolicy::Shift, "where the office said nothing");
    desk.act(id, Act::AnswerSupplement { papers: Vec::new(), due: None }).expect("answers");
    let (day, tomorrow) = (at("05 09:00").date_naive(), at("06 09:00").date_naive());
    let restart = || Setting::SupplementPolicy(desk_core::dossier::PausePolicy::Restart);
    desk.set_parameter(restart(), day.pred_opt().expect("a day"), "").expect_err("a day that is over");
    desk.set_clock(at("05 10:00")).expect("a demo's clock");
    desk.set_parameter(restart(), tomorrow, "15/TB-UBND").expect("is set");
    desk.set_parameter(Setting::Phone("0218 3 888 999".to_owned()), day, "").expect("is set");
    let second = desk.act(id, asks()).expect("asks again").slip.expect("a slip");
    assert_eq!(policy(desk), desk_core::dossier::PausePolicy::Shift, "not before its day");
    assert!(words(desk, Some(&second)).contains("0218 3 888 999"));
    assert!(!words(desk, Some(&first)).contains("0218 3 888 999"), "what was made before says what it said");
    desk.set_clock(at("06 09:00")).expect("a demo's clock");
    desk.act(id, Act::AnswerSupplement { papers: Vec::new(), due: None }).expect("answers");
    desk.act(id, asks()).expect("asks a third time");
    assert_eq!(policy(desk), desk_core::dossier::PausePolicy::Restart);
}

#[test]
fn a_second_stage_that_the_office_set_runs_from_the_receipt_of_the_payment() {
    let mut counter = Counter::new(1);
    let desk = &mut counter.desk;
    desk.set_clock(at("05 08:00")).expect("a demo's clock");
    desk.sign_out();
    desk.sign_in("duyen", PASSWORD).expect("the supervisor signs in");
    let set = |rule: &str| FigureSet {
        procedure: "1.004873".to_owned(),
        figure: Figure::SecondStage { rule: rule.parse().expect("a rule") },
        decision: "12/QĐ-UBND".to_owned(),
        from: at("01 00:00").date_naive(),
        until: None,
    };
    desk.set_figure(set("2wd")).expect("is set");
    let id = counter.receive("Bùi Thị Duyên");
    let desk = &mut counter.desk;
    let required = Act::RequirePayment { what: "Thuế".to_owned(), vnd: None, notice: None, policy: None };
    desk.act(id, required).expect("is asked for");
    desk.set_clock(at("12 15:00")).expect("a demo's clock");
    let settled = |rule: &str| Act::SettlePayment {
        receipt: "0001".to_owned(),
        vnd: None,
        second_stage: Some(rule.parse().expect("a rule")),
        due: None,
    };
    desk.act(id, settled("300cd")).expect_err("another limit");
    assert_eq!(desk.act(id, settled("2wd")).expect("is settled").due, Some(at("14 17:00")));
    // Whoever has a date put off and lets it pass again is warned of again.
    let due = at("15 17:00");
    let letter = Act::Extend { due, reason: "chờ".to_owned(), signer: "Chủ tịch".to_owned() };
    desk.act(id, letter).expect("is put off");
    let warned = |desk: &desk_app::Desk| {
        let filter = Filter { task: Some(Task::Warn(at("19 17:00"))), ..Filter::default() };
        let page = Page { offset: 0, limit: 10 };
        desk.register("", &filter, Sort::Due, page).expect("a list").0.iter().any(|hit| hit.dossier == id)
    };
    desk.set_clock(at("18 09:00")).expect("a demo's clock");
    assert!(warned(desk), "late anew");
}
