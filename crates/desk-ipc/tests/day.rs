//! A clerk's first hour at the counter, on a real store, with a spooler that breaks as spoolers do.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use desk_app::{
    Paths,
    print::{Job, JobState, PrintError, Printer, Sheet, Spooler},
};
use desk_ipc::Counter;
use serde_json::{Value, json};

/// A spooler whose next answers the test sets. It keeps the pages it was given.
#[derive(Default)]
struct Scripted {
    refuses: Mutex<Option<PrintError>>,
    state: Mutex<Option<JobState>>,
    pages: Mutex<Vec<Vec<u8>>>,
}

impl Spooler for Scripted {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        Ok(Vec::new())
    }
    fn print(&self, printer: &str, _: &str, pdf: &[u8], _: Sheet) -> Result<Job, PrintError> {
        if let Some(error) = self.refuses.lock().expect("whole").clone() {
            return Err(error);
        }
        self.pages.lock().expect("whole").push(pdf.to_vec());
        Ok(Job { id: "1".to_owned(), printer: printer.to_owned() })
    }
    fn job(&self, _: &Job) -> Result<JobState, PrintError> {
        Ok(self.state.lock().expect("whole").clone().unwrap_or(JobState::Done))
    }
}

fn call(counter: &Counter, name: &str, input: Value) -> Value {
    counter.call(name, input).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refused(counter: &Counter, name: &str, input: Value) -> Value {
    counter.call(name, input).expect_err("this is refused")
}

fn demo(folder: &Path, spooler: Arc<Scripted>) -> Counter {
    let paths = Paths::under(folder, &folder.join("state"), &folder.join("documents"));
    let counter = Counter::with_spooler(paths, spooler).expect("a fresh folder opens");
    let person = json!({"name": "Đinh Thị Lan", "login": "lan", "password": "demo"});
    call(&counter, "set_up", json!({"lang": "vi", "unit": null, "demo": "2024", "counter": 1, "person": person}));
    let printer = json!({"printer": {"name": "HP 1020", "copies": 2, "paper": "a5"}});
    call(&counter, "settings_save", printer);
    counter
}

/// A form for certifying a copy with every paper of the list as F8 leaves it.
fn form(counter: &Counter, name: &str) -> Value {
    let mut form = json!({
        "channel": "in_person", "procedure": "2.000815", "sets": 1, "return_by": "desk", "fee_paid": "now",
        "owner": {"name": name, "personal_number": "", "birth_date": "", "sex": "", "phone": "0987 654 321"},
    });
    let check = call(counter, "intake_check", form.clone());
    let papers: Vec<Value> = check["papers"].as_array().expect("rows").iter().map(|row| {
        json!({"index": row["index"], "name": row["name"], "state": row["checked_state"], "originals": 1, "copies": 0, "reason": null})
    }).collect();
    form["papers"] = json!(papers);
    form
}

fn wait_for(counter: &Counter, job: &str, state: &str) -> Value {
    let started = Instant::now();
    loop {
        let status = call(counter, "print_status", json!({"job": job}));
        if status["state"] == state || started.elapsed() > Duration::from_secs(20) {
            assert_eq!(status["state"], state, "{status}");
            return status;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_dossier_is_saved_printed_found_and_printed_again() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let spooler = Arc::new(Scripted::default());
    let counter = demo(folder.path(), Arc::clone(&spooler));
    let form = form(&counter, "Bùi Thị Hòa");
    let check = call(&counter, "intake_check", form.clone());
    assert_eq!(check["problems"], json!([]), "{check}");
    assert_eq!(check["ready"], true);

    let saved = call(&counter, "receive_dossier", json!({"draft": null, "form": form, "print": true}));
    let code = saved["code"].as_str().expect("a code").to_owned();
    assert!(code.starts_with("000.05.17.H28-240305-"), "{code}");
    wait_for(&counter, saved["job"]["job"].as_str().expect("a job"), "done");
    assert!(spooler.pages.lock().expect("whole")[0].starts_with(b"%PDF-1.7"));

    // Written without marks, in the other order, and by the end of the code.
    for text in ["hoa bui", "Hoà", &code[code.len() - 4..], "0987654321"] {
        let found = call(&counter, "register_search", json!({"text": text, "limit": 50}));
        let codes: Vec<&str> =
            found["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["code"].as_str()).collect();
        assert!(codes.contains(&code.as_str()), "{text} does not find {code} but {codes:?}");
    }
    let again = call(&counter, "dossier_print", json!({"dossier": saved["dossier"]}));
    wait_for(&counter, again["job"].as_str().expect("a job"), "done");
    let view = call(&counter, "dossier_open", json!({"dossier": code}));
    let states: Vec<&str> =
        view["prints"].as_array().expect("prints").iter().filter_map(|print| print["state"].as_str()).collect();
    assert_eq!(states, ["completed", "completed"]);
    let kinds: Vec<&str> =
        view["history"].as_array().expect("history").iter().filter_map(|fact| fact["kind"].as_str()).collect();
    assert_eq!(kinds, ["dossier.received", "form.printed", "print.ended", "form.printed", "print.ended"]);
    assert_eq!(call(&counter, "verify_log", Value::Null)["ok"], true);
}

#[test]
fn a_printer_that_fails_in_any_way_never_undoes_a_save() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let spooler = Arc::new(Scripted::default());
    let counter = demo(folder.path(), Arc::clone(&spooler));
    let cases: [(Option<PrintError>, Option<JobState>, &str); 4] = [
        (Some(PrintError::NoSpooler), None, "no_spooler"),
        (Some(PrintError::PrinterMissing), None, "printer_missing"),
        (None, Some(JobState::Failed { reason: "printer_stopped".to_owned() }), "printer_stopped"),
        (None, Some(JobState::Failed { reason: "job_lost".to_owned() }), "job_lost"),
    ];
    for (number, (refuses, state, reason)) in cases.into_iter().enumerate() {
        *spooler.refuses.lock().expect("whole") = refuses;
        *spooler.state.lock().expect("whole") = state;
        let form = form(&counter, &format!("Quách Văn {number}"));
        let saved = call(&counter, "receive_dossier", json!({"draft": null, "form": form, "print": true}));
        let status = wait_for(&counter, saved["job"]["job"].as_str().expect("a job"), "failed");
        assert_eq!(status["reason"]["code"], reason);
        let view = call(&counter, "dossier_open", json!({"dossier": saved["code"]}));
        assert_eq!(view["status"], "received");
        // There is always a way on: the PDF.
        let file = call(&counter, "receipt_save", json!({"dossier": saved["dossier"]}));
        let bytes = std::fs::read(file["path"].as_str().expect("a path")).expect("the file is there");
        assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn what_stands_against_a_form_is_named_at_its_field_in_the_order_of_the_form() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = demo(folder.path(), Arc::default());
    let empty = call(&counter, "intake_check", json!({}));
    assert_eq!(empty["problems"][0]["field"], "procedure");
    let bad = json!({
        "procedure": "1.001193", "sets": 1,
        "owner": {"name": "", "birth_date": "31/02/1990", "personal_number": "12", "sex": "Nữ"},
    });
    let check = call(&counter, "intake_check", bad.clone());
    let fields: Vec<&str> =
        check["problems"].as_array().expect("problems").iter().filter_map(|one| one["field"].as_str()).collect();
    assert!(fields.starts_with(&["owner.birth_date", "owner.personal_number", "owner.name"]), "{fields:?}");
    assert!(fields.iter().any(|field| field.starts_with("papers.")), "{fields:?}");
    let error = refused(&counter, "receive_dossier", json!({"draft": null, "form": bad, "print": false}));
    assert_eq!(error["at"].as_array().map(Vec::len), check["problems"].as_array().map(Vec::len));
}

#[test]
fn five_wrong_passwords_lock_a_person_and_the_recovery_code_opens() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let paths = Paths::under(folder.path(), &folder.path().join("state"), &folder.path().join("documents"));
    let counter = Counter::with_spooler(paths, Arc::<Scripted>::default()).expect("a fresh folder opens");
    let person = json!({"name": "Đinh Thị Lan", "login": "lan", "password": "nương ngô chín vàng"});
    let done =
        call(&counter, "set_up", json!({"lang": "vi", "unit": "05128", "demo": null, "counter": 2, "person": person}));
    call(&counter, "sign_out", Value::Null);
    let wrong = || refused(&counter, "sign_in", json!({"person": "lan", "password": "nương ngô chín xanh"}));
    assert_eq!(wrong()["code"], "wrong_password");
    assert_eq!(wrong()["code"], "wrong_password");
    // The second wrong try is followed by a wait of a second: a try within it is not even looked at.
    assert_eq!(wrong()["code"], "wait");
    let recovered = call(
        &counter,
        "recovery_unlock",
        json!({
            "person": "lan", "code": done["recovery_code"], "password": "ruộng bậc thang mùa nước đổ",
        }),
    );
    assert_eq!(recovered["session"]["kind"], "signed_in");
    let slip = done["recovery_code"].as_str().expect("a code").replace(char::is_alphabetic, "A");
    let error = refused(
        &counter,
        "recovery_unlock",
        json!({"person": "lan", "code": slip, "password": "ruộng bậc thang mùa nước đổ"}),
    );
    assert_eq!(error["code"], "wrong_recovery_code");
}

#[test]
fn a_pin_reopens_a_locked_desk_five_times_wrong_and_it_is_spent() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = demo(folder.path(), Arc::default());
    assert_eq!(refused(&counter, "pin_set", json!({"pin": "123456"}))["code"], "bad_pin");
    call(&counter, "pin_set", json!({"pin": "190583"}));
    call(&counter, "lock", Value::Null);
    assert_eq!(refused(&counter, "today", Value::Null)["code"], "locked");
    assert_eq!(call(&counter, "unlock", json!({"pin": "190583"}))["session"]["kind"], "signed_in");
    call(&counter, "lock", Value::Null);
    for left in (1..5).rev() {
        let error = refused(&counter, "unlock", json!({"pin": "000001"}));
        assert_eq!(
            (error["code"].as_str(), error["fields"]["tries_left"].as_str()),
            (Some("wrong_pin"), Some(left.to_string().as_str()))
        );
    }
    assert_eq!(refused(&counter, "unlock", json!({"pin": "000001"}))["code"], "pin_spent");
    assert_eq!(refused(&counter, "unlock", json!({"pin": "190583"}))["code"], "pin_spent");
    assert_eq!(call(&counter, "unlock", json!({"password": "demo"}))["session"]["kind"], "signed_in");
}

#[test]
fn a_panel_offers_the_next_step_of_the_process_and_points_at_its_own_dates() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = demo(folder.path(), Arc::default());
    let set = |value: &str, from: &str| json!({"procedure": "2.000815", "kind": "process", "value": value, "decision": "12/QĐ-UBND", "valid_from": from});
    for wrong in ["Thẩm định|Tư pháp", "Thẩm định|Tư pháp|x", "Thẩm định||1wd\nThẩm định||1wd", "|Tư pháp|1wd"]
    {
        let error = refused(&counter, "figure_set", set(wrong, "2024-01-01"));
        assert_eq!(error["at"][0]["field"], "value", "{wrong}: {error}");
    }
    let steps = "Thẩm định|Tư pháp – Hộ tịch|0.5wd\nTrình ký|Văn phòng|4wh";
    let view = call(&counter, "figure_set", set(steps, "2024-01-01"));
    assert_eq!((&view["figures"][0]["kind"], &view["figures"][0]["value"]), (&json!("process"), &json!(steps)));
    call(&counter, "figure_set", set("Bước sau này||9wd", "2030-01-01"));
    let form = form(&counter, "Bùi Thị Hòa");
    let saved = call(&counter, "receive_dossier", json!({"draft": null, "form": form, "print": false}));
    let id = saved["dossier"].clone();
    let field = |verb: &str, name: &str| {
        let panel = call(&counter, "act_open", json!({"dossiers": [id], "verb": verb}));
        let fields = panel["fields"].as_array().expect("fields").clone();
        fields.into_iter().find(|field| field["name"] == name).unwrap_or_else(|| panic!("{verb} has no {name}"))
    };
    let value = |name: &str| field("hand_over", name)["value"].clone();
    assert_eq!(
        [value("to"), value("step"), value("limit")],
        [json!("Tư pháp – Hộ tịch"), json!("Thẩm định"), json!("0,5")]
    );
    // A pile is handed over with nothing but the department: the step comes from the process.
    let act = |verb: &str, fields: Value| {
        let form = json!({"verb": verb, "fields": fields, "items": [], "papers": []});
        counter.call("dossier_act", json!({"dossiers": [id], "form": form, "on_slip": null}))
    };
    act("hand_over", json!({"to": "Tư pháp – Hộ tịch"})).expect("handed over");
    let view = call(&counter, "dossier_open", json!({"dossier": id}));
    assert_eq!(view["life"]["custody"][0]["handed"]["step"], "Thẩm định", "{}", view["life"]["custody"]);
    act("confirm_hand_over", json!({})).expect("confirmed");
    assert_eq!([value("step"), value("limit")], [json!("Trình ký"), json!("4 giờ")]);

    let past = json!({"due": "2024-01-02T10:00", "reason": "chờ", "signer": "Chủ tịch"});
    let error = act("extend", past).expect_err("a day that has gone");
    assert_eq!((&error["code"], &error["at"][0]["field"]), (&json!("date_in_the_past"), &json!("due")));
    let past = json!({"reason": "thiếu", "deadline": "2024-01-02"});
    let form = json!({"verb": "request_supplement", "fields": past, "items": [{"index": null, "what": "x", "asked": true}], "papers": []});
    let error = refused(&counter, "dossier_act", json!({"dossiers": [id], "form": form, "on_slip": null}));
    assert_eq!(error["at"][0]["field"], "deadline");

    act("enter_result", json!({"outcome": "granted"})).expect("entered");
    for name in ["fee_means", "fee_receipt"] {
        assert_eq!(field("return_result", name)["only_with"], "fee_vnd", "asked only where money is taken");
    }
    assert_eq!(field("send_by_post", "address")["only_with"], "recipient=authorised");
    let error = act("send_by_post", json!({"item": "EM1", "recipient": "authorised", "name": "Đinh Công Thành"}));
    let error = error.expect_err("half an address");
    let at: Vec<&str> =
        error["at"].as_array().expect("fields").iter().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(at, ["address", "authority"]);
}
