//! The slip of 80 mm at a real print server: after the receipt, through a raw queue, every byte of it.
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desk_app::Paths;
use desk_app::print::{Job, JobState, PrintError, Printer, Sheet, Spooler, SystemSpooler};
use desk_ipc::Counter;
use serde_json::{Value, json};
use true_window::cups::Cups;

/// The real spooler; what goes to rolls is kept as well, to be compared with what came out.
struct Kept {
    cups: SystemSpooler,
    rolls: Mutex<Vec<Vec<u8>>>,
}

impl Spooler for Kept {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        self.cups.printers()
    }
    fn print(&self, printer: &str, title: &str, bytes: &[u8], sheet: Sheet) -> Result<Job, PrintError> {
        if sheet == Sheet::Roll {
            self.rolls.lock().expect("whole").push(bytes.to_vec());
        }
        self.cups.print(printer, title, bytes, sheet)
    }
    fn job(&self, job: &Job) -> Result<JobState, PrintError> {
        self.cups.job(job)
    }
}

fn call(counter: &Counter, name: &str, input: Value) -> Value {
    counter.call(name, input).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The last print of the slip, once the record says how it ended.
fn slip_print(counter: &Counter, dossier: &Value, number: u64) -> Value {
    let began = Instant::now();
    loop {
        let view = call(counter, "dossier_open", json!({"dossier": dossier}));
        let prints = view["prints"].as_array().cloned().unwrap_or_default();
        let slip = prints.into_iter().find(|print| print["form"] == "thermal" && print["number"] == number);
        match slip {
            Some(slip) if slip["state"] != "waiting" => return slip,
            _ => assert!(began.elapsed() < Duration::from_secs(60), "no outcome: {view}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_slip_follows_the_receipt_through_a_raw_queue_and_arrives_whole() {
    let cups = Cups::start().expect("CUPS");
    let laser = cups.queue("giay-hen").expect("a queue");
    let roll = cups.raw_queue("phieu-cuon").expect("a raw queue");
    let spooler = Arc::new(Kept { cups: SystemSpooler::at(&cups.server()), rolls: Mutex::default() });
    let folder = tempfile::tempdir().expect("a scratch folder");
    let paths = Paths::under(folder.path(), &folder.path().join("state"), &folder.path().join("documents"));
    let counter = Counter::with_spooler(paths, Arc::clone(&spooler) as Arc<dyn Spooler>).expect("a fresh folder opens");
    let person = json!({"name": "Đinh Thị Lan", "login": "lan", "password": "câu dài dễ nhớ"});
    call(&counter, "set_up", json!({"lang": "vi", "unit": null, "demo": "2024", "counter": 1, "person": person}));
    let printer = json!({"name": laser.name(), "copies": 2, "paper": "a5", "roll": roll.name()});
    let settings = call(&counter, "settings_save", json!({"printer": printer}));
    assert_eq!(settings["printer"]["roll"], roll.name());

    let mut form = json!({
        "channel": "in_person", "procedure": "2.000815", "sets": 1, "return_by": "desk", "fee_paid": "now",
        "owner": {"name": "Quách Thị Mỹ Duyên", "phone": "0987654321"},
    });
    let check = call(&counter, "intake_check", form.clone());
    let papers = check["papers"].as_array().expect("rows").iter().map(|row| {
        json!({"index": row["index"], "name": row["name"], "state": row["checked_state"], "originals": 1, "copies": 0, "reason": null})
    });
    form["papers"] = Value::Array(papers.collect());
    let received = call(&counter, "receive_dossier", json!({"draft": null, "form": form, "print": true}));
    let slip = slip_print(&counter, &received["dossier"], 1);
    assert_eq!((&slip["state"], &slip["to"]), (&json!("completed"), &json!(roll.name())));
    laser.wait_printed(1).expect("the receipt");

    // Again from the dossier, marked as a reprint.
    call(&counter, "form_print", json!({"dossier": received["dossier"], "form": "thermal", "slip": null}));
    assert_eq!(slip_print(&counter, &received["dossier"], 2)["state"], "completed");
    let came = roll.wait_printed(2).expect("two slips");
    let sent = spooler.rolls.lock().expect("whole").clone();
    assert_eq!(sent.len(), 2);
    assert_ne!(sent[0], sent[1], "the second says that it is a reprint");
    for (came, sent) in came.iter().zip(&sent) {
        let bytes = std::fs::read(came).expect("what came out");
        assert!(bytes.starts_with(b"\x1b@\x1dv0") && bytes.ends_with(b"\x1dVB\0"));
        assert!(bytes == *sent, "{} bytes came of {}", bytes.len(), sent.len());
    }
}
