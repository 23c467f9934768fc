//! The citizen's look-up, told on every store.

use desk_core::{
    dossier::{
        Change, Corrected, Done, Fact, FeeLine, FormPrinted, LimitUsed, Particular, Party, ProcedureUsed, Received,
        ReturnBy, Withdrawn,
    },
    ids::{DossierId, EntryHash},
    procedure::Channel,
    rule::Rule,
    time::{Moment, from_millis},
};
use desk_log::{Head, proof::ReceiptProof};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Backing, OFFICE, OTHER_OFFICE, Province,
    desk::{Answer, Desk, Raw},
};

const CODE: &str = "000.05.17.H28-240305-0001";
/// What no answer may hold.
const NAME: &str = "Quách Thị Mỹ Duyên";

fn at() -> Moment {
    from_millis(1_709_603_160_000).expect("5 March 2024, 08:46")
}

fn received(code: &str) -> Received {
    Received {
        code: code.into(),
        book: "1/2024".into(),
        book_number: 1,
        procedure: ProcedureUsed {
            code: "1.001193".into(),
            name: "Đăng ký khai sinh".into(),
            sector: "Hộ tịch".into(),
            as_of: "2024-03".into(),
        },
        channel: Channel::InPerson,
        case: None,
        owner: Party { name: NAME.into(), personal_number: Some("017190001234".into()), ..Party::default() },
        submitter: None,
        papers: vec![],
        sets: 1,
        limit: LimitUsed { rule: Rule::WorkingHalfDays(6), text: None, typed_because: None, decision: None },
        received_at: at(),
        counted_from: at(),
        due: from_millis(1_709_892_000_000),
        due_typed_because: None,
        steps: vec![],
        provisional: false,
        fee: FeeLine::Unpublished,
        return_by: ReturnBy::Desk,
        form_set: "tt01-2018".into(),
        clerk: "Bùi Thị Hương".into(),
        duplicate_of: None,
        back_entry: None,
    }
}

fn done() -> Done {
    Done { at: at(), by: "Bùi Thị Hương".into() }
}

/// A dossier on a desk's chain.
struct Held {
    id: DossierId,
    newest: EntryHash,
    act: Head,
}

impl Held {
    fn receive(desk: &mut Desk, code: &str) -> Self {
        let id = DossierId::new(1, [desk.chain.len() as u8; 10]);
        let newest = desk.write_fact(id, vec![], &Fact::Received(Box::new(received(code))));
        Held { id, newest, act: head(desk) }
    }

    fn write(&mut self, desk: &mut Desk, fact: &Fact) {
        self.newest = desk.write_fact(self.id, vec![self.newest], fact);
    }

    /// Prints the receipt of the act that was written last.
    fn print(&mut self, desk: &mut Desk, number: u16) -> String {
        let proof = ReceiptProof::make(&desk.key, CODE, 1, Some(2), [number as u8; 16]).to_string();
        let printed = FormPrinted {
            form: "receipt".into(),
            number,
            copies: 2,
            to: "pdf".into(),
            proof: proof.clone(),
            head: self.act.on_paper(),
            slip: None,
            replaces: None,
            at: at(),
        };
        self.write(desk, &Fact::FormPrinted(printed));
        proof
    }

    fn correct(&mut self, desk: &mut Desk) {
        let change = Change { was: Particular::Sets(1), now: Particular::Sets(2) };
        let corrected =
            Corrected { changes: vec![change], reason: "gõ nhầm".into(), outdated: vec![], done: done() };
        self.write(desk, &Fact::Corrected(corrected));
        self.act = head(desk);
    }
}

fn head(desk: &Desk) -> Head {
    let entry = desk.chain.last().unwrap();
    Head { device: desk.id(), seq: entry.header.seq, hash: entry.hash }
}

fn post(desk: &Desk, province: &Province, body: &str, headers: &[(&'static str, &str)]) -> Answer {
    let mut all = vec![("content-type", "application/json".to_owned())];
    all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let body = body.as_bytes().to_vec();
    desk.send(province, Raw { method: Method::POST, path: "/h/check", query: "", headers: all, body }, None)
}

fn ask(desk: &Desk, province: &Province, code: &str, proof: &str) -> Value {
    let answer = post(desk, province, &json!({ "code": code, "proof": proof }).to_string(), &[]);
    assert_eq!((answer.status, &answer.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    let text = String::from_utf8(answer.body).unwrap();
    for personal in [NAME, "Duyên", "017190001234", "Hương", "khai sinh"] {
        assert!(!text.contains(personal), "{text}");
    }
    serde_json::from_str(&text).unwrap()
}

pub fn who_holds_a_receipt_is_told_how_its_dossier_stands_and_nobody_else_is(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let mut two = Desk::enrolled(&province, 2, OFFICE, 2);
    let foreign = Desk::enrolled(&province, 3, OTHER_OFFICE, 1);
    desk.write(3);
    let mut held = Held::receive(&mut desk, CODE);
    let first = held.print(&mut desk, 1);
    let nothing = ask(&desk, &province, CODE, &first);
    assert_eq!(nothing["verdict"], "nothing", "not arrived yet");
    desk.push(&province, 0);

    let told = ask(&desk, &province, CODE, &first);
    assert_eq!(told["verdict"], "in_force");
    assert_eq!(told["said"]["en"], "Received, waiting to be worked on");
    assert_eq!(told["due"]["vi"], "17:00 thứ Sáu, 08/03/2024");
    assert!(told["collect"]["vi"].as_str().unwrap().contains("Tử Nê"), "{told}");

    // Whoever lacks the proof, has changed it, or signs one himself: one neutral sentence, byte for byte the same.
    let mut letters: Vec<char> = first.chars().collect();
    for at in [0, 20, 60, 127] {
        let was = std::mem::replace(&mut letters[at], if first.as_bytes()[at] == b'A' { 'Q' } else { 'A' });
        assert_eq!(ask(&desk, &province, CODE, &letters.iter().collect::<String>()), nothing, "letter {at}");
        letters[at] = was;
    }
    let other_code = "000.05.17.H28-240305-0002";
    let by = |desk: &Desk| ReceiptProof::make(&desk.key, CODE, 1, Some(2), [1; 16]).to_string();
    let stranger = Desk::new(99, OFFICE, 1);
    for (code, proof, why) in [
        (other_code, first.clone(), "another code"),
        (CODE, String::new(), "no proof"),
        ("Duyên", first.clone(), "no code"),
        (CODE, by(&stranger), "signed by a machine that nobody enrolled"),
        (CODE, by(&foreign), "signed by a machine of another office"),
        (CODE, by(&two), "signed by a machine of this office that printed no such receipt"),
    ] {
        assert_eq!(ask(&desk, &province, code, &proof), nothing, "{why}");
    }

    // Corrected: the old paper is out of date at once, the new one in force once it is printed.
    held.correct(&mut desk);
    desk.push(&province, 5);
    let replaced = ask(&desk, &province, CODE, &first);
    assert_eq!((&replaced["verdict"], replaced.get("due"), replaced.get("collect")), (&json!("replaced"), None, None));
    let second = held.print(&mut desk, 2);
    desk.push(&province, 6);
    assert_eq!(ask(&desk, &province, CODE, &second)["verdict"], "in_force");
    assert_eq!(ask(&desk, &province, CODE, &first)["verdict"], "replaced");

    // Another desk of the office goes on with it; the state is the fold of both desks' entries.
    let withdrawn = Fact::Withdrawn(Withdrawn { reason: "công dân rút".into(), done: done() });
    held.write(&mut two, &withdrawn);
    two.push(&province, 0);
    let closed = ask(&desk, &province, CODE, &second);
    assert_eq!((&closed["said"]["en"], closed.get("due"), closed.get("collect")), (&json!("Withdrawn"), None, None));

    // What a revoked machine printed beyond its last entry that counts is worth nothing; what it printed before is.
    assert!(province.chore("revoke", &["--device", &desk.id().to_string(), "--seq", "5"]).0);
    assert_eq!(ask(&desk, &province, CODE, &second), nothing);
    assert_eq!(ask(&desk, &province, CODE, &first)["verdict"], "replaced");
    let figures = desk.send(
        &province,
        Raw { method: Method::GET, path: "/metrics", query: "", headers: vec![], body: vec![] },
        None,
    );
    let figures = String::from_utf8(figures.body).unwrap();
    assert!(figures.contains("motcua_look_ups_total{verdict=\"in_force\"} 3"), "{figures}");
}

pub fn the_look_up_page_is_the_same_for_every_code(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    Held::receive(&mut desk, CODE).print(&mut desk, 1);
    desk.push(&province, 0);
    let page = |path: &str| {
        desk.send(&province, Raw { method: Method::GET, path, query: "", headers: vec![], body: vec![] }, None)
    };
    let known = page(&format!("/h/{CODE}"));
    assert_eq!(known.status, 200);
    for other in ["/h/000.05.17.H28-240305-0777", "/h/nothing", "/h/%3Cscript%3E", "/h/check"] {
        let unknown = page(other);
        assert_eq!(
            (unknown.status, &unknown.body),
            if other == "/h/check" { (405, &unknown.body) } else { (200, &known.body) }
        );
    }
    let policy = known.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    for (name, value) in [("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff")] {
        assert_eq!(known.headers[name], value);
    }
    for (body, headers, status) in [
        ("{}", &[][..], 400),
        ("{\"code\":\"a\",\"proof\":\"b\",\"more\":1}", &[], 400),
        (&"x".repeat(4_000), &[], 413),
        ("{}", &[("content-encoding", "gzip")], 415),
    ] {
        assert_eq!(post(&desk, &province, body, headers).status, status, "{body:.40}");
    }
}

pub fn who_asks_too_often_is_told_when_to_come_back_and_desks_are_not_held_up(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let question = json!({ "code": CODE, "proof": "" }).to_string();
    let from = |address: &str| post(&desk, &province, &question, &[("x-forwarded-for", address)]);
    let refused = (0..60).map(|_| from("203.0.113.7")).find(|answer| answer.status != 200).expect("an end of patience");
    assert_eq!(refused.refusal(), (429, "too_many".into()));
    assert!(refused.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(from("203.0.113.8").status, 200, "others are not held up");
    desk.write(2);
    assert_eq!(desk.push(&province, 0).head.seq(), 2);
}

/// A dossier received and its receipt printed; gives the proof.
pub fn receive_and_print(desk: &mut Desk) -> String {
    Held::receive(desk, CODE).print(desk, 1)
}

/// What is said to who has this proof.
pub fn verdict(desk: &Desk, province: &Province, proof: &str) -> String {
    ask(desk, province, CODE, proof)["verdict"].as_str().unwrap().to_owned()
}
