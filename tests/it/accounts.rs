//! A month told on the command line, and its account counted by hand.

use serde_json::{Value, json};

use crate::office::{Office, dossier, dossier_with};

/// Receives on a day of March 2024 at 08:15: 3wd (due two or three days on, at 11:30), or 1.001193 without a date before
/// closing; gives the code.
fn received(office: &Office, day: u8, input: &Value) -> String {
    let answer = office.receive(input, &format!("2024-03-{day:02}T08:15:00+07:00")).good();
    answer["code"].as_str().expect("a code").to_owned()
}

fn act(office: &Office, day: u8, code: &str, verb: &str, input: &Value) {
    let file = office.write("act.json", &input.to_string());
    let at = format!("2024-03-{day:02}T09:00:00+07:00");
    let words = ["--code", code, "--do", verb, "--input", &file, "--at", &at, "--as", "duyen"];
    office.ask("act", &words).good();
}

fn report(office: &Office, name: &str, from: &str, to: &str) -> Value {
    office.ask("report", &[name, "--from", from, "--to", to]).good()
}

#[test]
fn a_month_counted_by_hand_is_what_the_reports_say() {
    let office = Office::demo("2024");
    let online = dossier_with("channel", json!("online"));
    // In the order of the clock. Three working days from the 5th end on Friday 8, from the 6th on Monday 11.
    let early = received(&office, 5, &dossier());
    let on_time = received(&office, 5, &dossier());
    let late = received(&office, 5, &online);
    let withdrawn = received(&office, 5, &dossier());
    let refused = received(&office, 5, &dossier());
    let waiting = received(&office, 5, &dossier());
    let void = received(&office, 5, &dossier());
    let open_late = received(&office, 6, &dossier_with("channel", json!("post")));
    act(&office, 6, &withdrawn, "withdraw", &json!({"reason": "xin rút"}));
    act(&office, 6, &void, "request_void", &json!({"reason": "nhập nhầm"}));
    act(&office, 6, &void, "approve_void", &json!({"reason": "đồng ý"}));
    let ask = json!({"items": [{"what": "Giấy ủy quyền"}], "reason": "thiếu giấy tờ"});
    act(&office, 7, &waiting, "request_supplement", &ask);
    act(
        &office,
        7,
        &refused,
        "request_supplement",
        &json!({"items": [{"what": "Giấy ủy quyền"}], "reason": "thiếu", "deadline": "2024-03-08"}),
    );
    act(&office, 7, &early, "enter_result", &json!({}));
    act(&office, 8, &on_time, "enter_result", &json!({}));
    act(&office, 12, &refused, "close_supplement", &json!({"ground": "Điều 17", "reason": "không bổ sung"}));
    act(&office, 12, &late, "enter_result", &json!({}));
    let open = received(&office, 14, &dossier());

    let month = report(&office, "ii06a", "2024-03-01", "2024-03-14");
    let columns: Vec<&str> = month["columns"].as_array().expect("columns").iter().filter_map(Value::as_str).collect();
    assert_eq!(columns, ["field", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13"]);
    // Eight: the void number is nowhere. Withdrawn in time is on time; the refusal after its date is late; who waits
    // for papers is in term.
    assert_eq!(month["rows"], json!([["Hộ tịch", 8, 1, 7, 0, 5, 1, 2, 2, 3, 2, 1]]));
    assert_eq!(month["total"][1], 8);
    assert_eq!(month["unit"], "05164");
    assert_eq!(month["heads"][0]["device"], office.init["device"]);

    // The same month to the 8th: nothing is late yet but nothing of later days is known.
    let first_days = report(&office, "ii06a", "2024-03-01", "2024-03-08");
    assert_eq!(first_days["rows"], json!([["Hộ tịch", 7, 1, 6, 0, 3, 1, 2, 0, 4, 4, 0]]));
    // And what was open then is carried over.
    let next_days = report(&office, "ii06a", "2024-03-09", "2024-03-14");
    assert_eq!(next_days["rows"], json!([["Hộ tịch", 5, 0, 1, 4, 2, 0, 0, 2, 3, 2, 1]]));

    let overdue = report(&office, "overdue", "2024-03-01", "2024-03-14");
    assert_eq!(overdue["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!((&overdue["rows"][0][0], &overdue["rows"][0][6]), (&json!(open_late), &json!(3)));
    let refusals = report(&office, "refusals", "2024-03-01", "2024-03-14");
    assert_eq!((&refusals["rows"][0][1], &refusals["rows"][0][4]), (&json!(refused), &json!("không bổ sung")));
    let rates = report(&office, "rates", "2024-03-01", "2024-03-14");
    assert_eq!(rates["rows"][0], json!(["on_time", 3, 5, 60.0]));
    assert_eq!(rates["rows"][1], json!(["online", 1, 8, 12.5]));
    let (digitised, reused) = (&rates["rows"][3], &rates["rows"][4]);
    assert_eq!((&reused[0], &reused[1], &reused[2]), (&json!("reused"), &json!(0), &digitised[2]), "{rates}");
    let daily = report(&office, "intake_daily", "2024-03-04", "2024-03-06");
    let expected = json!([["2024-03-04", 0, 0, 0, 0, 0], ["2024-03-05", 5, 0, 1, 6, 0], ["2024-03-06", 0, 1, 0, 1, 0]]);
    assert_eq!(daily["rows"], expected);
    let asked = report(&office, "supplements", "2024-03-01", "2024-03-31");
    assert_eq!(asked["rows"].as_array().map(Vec::len), Some(2));
    assert!(asked["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| row[1] == waiting && row[7].is_null())));

    assert_ne!(open, open_late);
    let words = ["ii06a", "--from", "2024-03-01", "--to", "2024-03-14", "--unit", "05089"];
    office.ask("report", &words).error("other_unit");
    office.ask("report", &["profit", "--from", "2024-03-01", "--to", "2024-03-14"]).error("unknown_report");
    office.ask("report", &["day", "--from", "2024-03-14", "--to", "2024-03-01"]).error("bad_input");
    office.ask("report", &["intake_daily", "--from", "0001-01-01", "--to", "9999-12-31"]).error("bad_input");
}

#[test]
fn the_supervisors_day_is_told_to_scripts_with_its_figures_and_exceptions() {
    let office = Office::demo("2024");
    received(&office, 4, &dossier());
    let wanted = received(&office, 5, &dossier());
    received(&office, 5, &dossier_with("channel", json!("online")));
    act(&office, 5, &wanted, "request_void", &json!({"reason": "nhập hai lần"}));
    let review = |day: &str| office.ask("day-review", &["--date", day, "--at", "2024-03-05T16:00:00+07:00"]);
    let today = review("2024-03-05").good();
    assert_eq!((&today["stage"], &today["equation"]["logged"]), (&json!("open"), &json!(2)));
    let figures = today["figures"].as_array().expect("figures");
    let figure = |name: &str| figures.iter().find(|one| one["name"] == name).expect("is told")["value"].clone();
    assert_eq!((figure("received"), figure("online"), figure("overdue")), (json!(2), json!(5_000), json!(0)));
    assert_eq!(figure("on_time"), Value::Null, "nothing was resolved");
    let exceptions = today["exceptions"].as_array().expect("exceptions");
    let exception = |kind: &str| exceptions.iter().find(|one| one["kind"] == kind).cloned().unwrap_or_default();
    assert_eq!(exception("void_wanted")["subjects"], json!([{"name": wanted, "judged": null}]));
    assert_eq!((&exception("not_handed_over")["count"], &exception("not_handed_over")["open"]), (&json!(3), &json!(3)));
    assert_eq!(today["hours"], json!([{"hour": 8, "direct": 1, "online": 1, "usual": null}]));
    assert_eq!(today["ahead"].as_array().map(Vec::len), Some(10));
    assert_eq!(today["fields"], json!([{"field": "Hộ tịch", "received": 2, "overdue": 0}]));
    assert_eq!((&today["morning"]["late"], &today["morning"]["carried"]), (&json!(0), &Value::Null));
    assert_eq!(today["heads"][0]["device"], office.init["device"]);
    let past = review("2024-03-04").good();
    assert_eq!(
        (&past["ahead"], &past["morning"], &past["fields"][0]["overdue"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    review("2024-03-06").error("bad_input");
    review("yesterday").error("bad_input");
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: poppler")]
#[test]
fn a_day_is_closed_from_a_shell_amended_and_signed_and_its_sheet_is_one_page() {
    let office = Office::demo("2024");
    received(&office, 5, &dossier());
    let void = received(&office, 5, &dossier());
    let at = |time: &str| format!("2024-03-05T{time}:00+07:00");
    let close = |time: &str, more: &[&str]| {
        let at = at(time);
        office.ask("close-day", &[&["--date", "2024-03-05", "--at", &at], more].concat())
    };
    let closed = close("16:30", &["--counted", "0"]).good();
    assert_eq!((&closed["stage"], &closed["signed"]), (&json!("closed"), &Value::Null));
    assert_eq!(closed["sheet"]["figures"]["received"], 2);
    assert_eq!(closed["equation"], json!({"printed": 2, "logged": 2, "received": null}));
    assert_eq!(closed["sheet"]["numbers"][0]["used"], 2);
    assert_eq!(closed["counters"][0]["head"]["seq"].as_u64().map(|seq| seq > 2), Some(true));

    let out = office.path("ket-ngay.pdf");
    let signed = close("16:35", &["--sign", "--out", &out.display().to_string()]).good();
    assert_eq!((&signed["stage"], &signed["made"]["sheet"]), (&json!("signed"), &Value::Null));
    let words = crate::office::words_of(&out);
    assert!(words.contains("BẢNG KẾT NGÀY") && !words.contains("Trang"), "{words}");

    let file = office.write("act.json", r#"{"reason":"nhập nhầm"}"#);
    for verb in ["request_void", "approve_void"] {
        let at = at("16:40");
        office.ask("act", &["--code", &void, "--do", verb, "--input", &file, "--at", &at, "--as", "duyen"]).good();
    }
    let again = close("16:45", &[]).good();
    assert_eq!((&again["stage"], &again["sheet"]["figures"]["received"]), (&json!("amended"), &json!(1)));
    assert_eq!(again["sheet"]["numbers"][0]["void"][0]["reason"], "nhập nhầm");
    assert_eq!(again["sheet"]["amends"], json!([signed["sheet"]["entry"]]));
    assert_eq!(office.ask("verify", &[]).good()["ok"], true);
    let ahead = at("16:50");
    office.ask("close-day", &["--date", "2024-03-06", "--at", &ahead]).error("bad_input");
    office.ask("close-day", &["--date", "1990-01-01", "--at", &ahead]).error("bad_input");
}
