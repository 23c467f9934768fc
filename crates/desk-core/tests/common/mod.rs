//! A made-up office for tests of a dossier's life: a calendar, hours, people, and how to play acts.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses its part")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use desk_core::{
    calendar::{Calendar, DuePolicy, OfficeHours, Span, SpecialDay, SpecialKind},
    dossier::{
        Accepted, Act, Allotment, Command, Desk, Dossier, Fact, FeePaid, Intake, IntakePaper, Offer, PaperState, Party,
        PausePolicy, ProcedureUsed, Refusal, ReturnBy, Slip, Verb, decide, evolve,
    },
    ids::PersonId,
    office::{Actor, Role},
    procedure::{Channel, Fee, Limit, Need, Paper, Source},
    rule::Rule,
    time::{Moment, at_wall},
};

pub fn span(open: &str, close: &str) -> Span {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    Span { open: time(open), close: time(close) }
}

/// 07:00 to 11:30 and 13:30 to 17:00, Monday to Friday.
pub fn usual() -> OfficeHours {
    OfficeHours::weekdays(vec![span("07:00", "11:30"), span("13:30", "17:00")], true)
}

/// A unit that works on Saturday mornings.
pub fn saturdays() -> OfficeHours {
    let mut hours = usual();
    hours.week[5] = vec![span("07:00", "11:30")];
    hours
}

/// Commune police: received on Saturday mornings too.
pub fn police() -> OfficeHours {
    let mut hours = usual();
    hours.receiving[5] = vec![span("07:00", "11:30")];
    hours
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn wall(text: &str) -> Moment {
    at_wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// 2026 with one working Saturday and one holiday; 1 November is a Sunday.
pub fn calendar() -> Calendar {
    let day = |kind, name: &str| SpecialDay { kind, name: name.to_owned(), name_en: name.to_owned(), official: true };
    let days = BTreeMap::from([
        (date("2026-08-22"), day(SpecialKind::SwappedWorkday, "Làm bù")),
        (date("2026-11-24"), day(SpecialKind::Holiday, "Ngày Văn hóa Việt Nam")),
    ]);
    Calendar {
        days,
        official_until: Some(date("2026-12-31")),
        known_from: Some(date("2018-01-01")),
        known_until: Some(date("2027-12-31")),
    }
}

pub fn actor(roles: &[Role]) -> Actor {
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    Actor { person: PersonId::from_bytes([7; 16]), name: "Bùi Thị Hương".to_owned(), roles }
}

/// Everything that an act is decided under.
#[derive(Debug)]
pub struct Office {
    pub calendar: Calendar,
    pub hours: OfficeHours,
    pub policy: DuePolicy,
    pub pause: PausePolicy,
    pub extensions_max: Option<u16>,
    pub supplements_max: Option<u16>,
    pub rule: Rule,
    pub form_set: &'static str,
}

impl Default for Office {
    fn default() -> Self {
        Office {
            calendar: calendar(),
            hours: usual(),
            policy: DuePolicy::SameHalfDay,
            pause: PausePolicy::Shift,
            extensions_max: Some(1),
            supplements_max: Some(1),
            rule: "3wd".parse().unwrap(),
            form_set: "tt03-2025",
        }
    }
}

impl Office {
    pub fn with_rule(rule: &str) -> Self {
        Office { rule: rule.parse().unwrap(), ..Office::default() }
    }

    pub fn desk<'a>(&'a self, actor: &'a Actor, now: Moment) -> Desk<'a> {
        Desk {
            actor,
            now,
            calendar: &self.calendar,
            hours: &self.hours,
            policy: self.policy,
            pause: self.pause,
            extensions_max: self.extensions_max,
            supplements_max: self.supplements_max,
        }
    }

    /// A dossier received at a moment, with a paper given and one that is missing.
    pub fn received(&self, at: Moment) -> Dossier {
        let source = || Source::Reference { as_of: "2026-07".to_owned() };
        let paper = |index, name: &str, need| Paper {
            index,
            name: name.to_owned(),
            originals: Some(1),
            copies: None,
            group: None,
            need,
            need_source: None,
            channels: None,
        };
        let offer = Offer {
            procedure: ProcedureUsed {
                code: "1.004873".to_owned(),
                name: "Cấp giấy xác nhận".to_owned(),
                sector: "Hộ tịch".to_owned(),
                as_of: "2026-07".to_owned(),
            },
            papers: vec![
                paper(0, "Tờ khai", Need::Always),
                paper(1, "Giấy ủy quyền", Need::If("qua người khác".to_owned())),
            ],
            limit: Limit::Known { rule: self.rule, text: None, source: source() },
            fee: Fee::Free { text: String::new(), source: source() },
            form_set: self.form_set.to_owned(),
        };
        let allotment = Allotment { code: "H28.155-261102-0001".to_owned(), book: "1/2026".to_owned(), book_number: 1 };
        let command = Command::Receive { intake: Box::new(intake()), offer: Box::new(offer), allotment };
        let clerk = actor(&[Role::Clerk]);
        let facts = decide(&Dossier::Unborn, command, &self.desk(&clerk, at)).unwrap();
        facts.iter().fold(Dossier::Unborn, evolve)
    }

    /// Facts of an act by somebody with these roles, with the slip that it needs.
    pub fn decide(&self, dossier: &Dossier, at: Moment, roles: &[Role], act: Act) -> Result<Vec<Fact>, Refusal> {
        let slip = act.slip().map(slip);
        let person = actor(roles);
        decide(dossier, Command::Act { act: Box::new(act), slip }, &self.desk(&person, at))
    }

    /// The dossier after an act of a person who may do everything.
    #[track_caller]
    pub fn play(&self, dossier: Dossier, at: &str, act: Act) -> Dossier {
        let facts = self.decide(&dossier, wall(at), &Role::ALL, act).unwrap();
        facts.iter().fold(dossier, evolve)
    }

    #[track_caller]
    pub fn refused(&self, dossier: &Dossier, at: &str, act: Act) -> Refusal {
        self.decide(dossier, wall(at), &Role::ALL, act).unwrap_err()
    }
}

pub fn slip(form: &str) -> Slip {
    Slip { form: form.to_owned(), book: "1/2026".to_owned(), number: 1 }
}

pub fn party(name: &str) -> Party {
    Party { name: name.to_owned(), ..Party::default() }
}

pub fn given(index: u16) -> IntakePaper {
    IntakePaper { index: Some(index), name: None, state: PaperState::Given, originals: 1, copies: 0, reason: None }
}

fn intake() -> Intake {
    Intake {
        channel: Channel::InPerson,
        case: None,
        owner: party("Bùi Thị Duyên"),
        submitter: None,
        papers: vec![given(0), IntakePaper { state: PaperState::Missing, originals: 0, ..given(1) }],
        sets: 1,
        fee_vnd: None,
        exemption: None,
        fee_paid: FeePaid::Now,
        limit: None,
        return_by: ReturnBy::Desk,
        duplicate_of: None,
        back_entry: None,
    }
}

/// An act as the command line gives it: the verb and its input.
#[track_caller]
pub fn act(verb: Verb, input: serde_json::Value) -> Act {
    try_act(verb, input).unwrap()
}

pub fn try_act(verb: Verb, mut input: serde_json::Value) -> Result<Act, serde_json::Error> {
    input["do"] = verb.word().into();
    serde_json::from_value(input)
}

#[track_caller]
pub fn accepted(dossier: &Dossier) -> &Accepted {
    dossier.accepted().unwrap()
}

/// A plain act of each kind, good wherever the state allows it (late in November).
pub fn plain(verb: Verb) -> Act {
    use serde_json::json;
    let input = match verb {
        Verb::HandOver => json!({"to": "Phòng Tư pháp"}),
        Verb::ConfirmHandOver | Verb::BeginWork | Verb::AnswerSupplement | Verb::ReceiveResult => json!({}),
        Verb::PostDelivered | Verb::ApproveVoid | Verb::EnterResult => json!({}),
        Verb::RefuseHandOver | Verb::Withdraw | Verb::PostCameBack => json!({"reason": "lý do"}),
        Verb::RequestVoid | Verb::DeclineVoid => json!({"reason": "lý do"}),
        Verb::RequestSupplement => json!({"items": [{"index": 1, "what": "Giấy ủy quyền"}], "reason": "thiếu"}),
        Verb::CloseSupplement => json!({"ground": "Điều 17", "reason": "quá hạn"}),
        Verb::RequirePayment => json!({"what": "Thuế"}),
        Verb::SettlePayment => json!({"receipt": "0001"}),
        Verb::Extend => json!({"due": "2026-12-18T17:00:00+07:00", "reason": "chờ ý kiến", "signer": "Chủ tịch"}),
        Verb::Stop => json!({"requested_by": "Bùi Thị Duyên", "reason": "thôi", "decided_by": "Chủ tịch"}),
        Verb::ReturnResult => json!({"to": {"is": "online"}}),
        Verb::SendByPost => json!({"item": "RR123456789VN"}),
        Verb::Correct => json!({"reason": "gõ nhầm", "sets": 2}),
        Verb::CollectFee => json!({"vnd": 8_000}),
        Verb::AddNote => json!({"text": "đã gọi"}),
        Verb::Chase => json!({"to": "Phòng Tư pháp", "text": "sắp đến hạn"}),
        Verb::AttachFile => attach("b"),
        Verb::SetFileAside => json!({"hash": "a".repeat(64), "reason": "nhầm"}),
        Verb::SettleCollision => json!({"holds": "a".repeat(64), "reason": "quyết định"}),
    };
    act(verb, input)
}

/// The input of an attached file whose hash is one letter.
pub fn attach(letter: &str) -> serde_json::Value {
    serde_json::json!({"hash": letter.repeat(64), "name": "anh.png", "media": "image/png", "bytes": 10, "pages": 1,
        "digitised": "scanned"})
}
