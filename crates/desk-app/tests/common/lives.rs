//! Weeks of random work at a demo desk, through the same doors as people's: receptions of every channel, every act that
//! the rules allow, two clerks of one name, citizens who leave without a dossier.

#![allow(clippy::wildcard_enum_match_arm, reason = "most states wait for nobody")]

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveTime};
use desk_app::{AppError, Brought, Desk, Leaves};
use desk_core::{
    dossier::{
        Act, Collector, Digitised, FeeLine, FeePaid, FeeTaken, FromPaper, Intake, IntakePaper, Means, PaperState,
        Party, State, SupplementItem,
    },
    ids::DossierId,
    office::Role,
    procedure::Channel,
    time::{Moment, at_wall},
};
use desk_forms::attach::{Judged, Media};

use super::PASSWORD;

/// Numbers by chance, the same for the same seed (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// The paper of the first line of a procedure's list.
pub(crate) fn paper(index: Option<u16>, state: PaperState) -> IntakePaper {
    let outside = index.is_none();
    IntakePaper {
        index,
        name: outside.then(|| "Giấy xác nhận của xóm".to_owned()),
        state,
        originals: u16::from(state == PaperState::Given),
        copies: 0,
        reason: outside.then(|| "tra cứu bị gián đoạn".to_owned()),
    }
}

/// An intake that the rules take.
pub(crate) fn intake(desk: &Desk, procedure: &str, name: &str) -> Intake {
    let list = &desk.reference().procedure(procedure).expect("is known").papers;
    let papers = list.iter().map(|line| paper(Some(line.index), PaperState::Given)).collect();
    let owner = Party { name: name.to_owned(), phone: Some("0987654321".to_owned()), ..Party::default() };
    Intake { papers, ..super::intake_of(owner) }
}

const PROCEDURES: [&str; 4] = ["1.004873", "2.000815", "1.001193", "1.000894"];
const DEPARTMENTS: [&str; 2] = ["Tư pháp – Hộ tịch", "Địa chính – Xây dựng"];

/// Two clerks of one name besides the demo's people; the administrator is signed in.
pub(crate) fn two_of_one_name(desk: &mut Desk) {
    for login in ["mai.mot", "mai.hai"] {
        let roles = BTreeSet::from([Role::Clerk, Role::Officer]);
        desk.add_person("Bùi Thị Mai", login, roles, PASSWORD).expect("is added");
    }
}

/// Lives a few weeks from a day on; gives how many things were done. The supervisor is signed in afterwards.
pub(crate) fn live(desk: &mut Desk, seed: u64, from: &str, days: u64) -> usize {
    let mut dice = Dice(seed);
    let first: chrono::NaiveDate = from.parse().expect("a day");
    let mut dossiers: Vec<DossierId> = Vec::new();
    let (mut done, mut week, who) = (0, 0, ["mai.mot", "lan", "mai.hai", "lan"]);
    for day in (0..days).map(|ahead| first + Days::new(ahead)) {
        let mut at = at_wall(day.and_time(NaiveTime::from_hms_opt(7, 5, 0).expect("a time")));
        desk.set_clock(at).expect("a demo");
        // A password takes its time on purpose: each works for a week.
        if (day - first).num_days() % 7 == 0 {
            desk.sign_out();
            desk.sign_in(who[week % who.len()], PASSWORD).expect("signs in");
            week += 1;
        }
        for _ in 0..4 + dice.below(14) {
            at += Duration::minutes(3 + i64::try_from(dice.below(45)).expect("few"));
            desk.set_clock(at).expect("a demo");
            let ok = if dossiers.is_empty() || dice.one_in(3) {
                receive(desk, &mut dice, at).map(|id| dossiers.push(id))
            } else if dice.one_in(25) {
                let leaves = if dice.one_in(2) { Leaves::Guided } else { Leaves::Refused };
                let who = intake(desk, "1.001193", "Quách Thị Mỹ Duyên");
                desk.walk_in(leaves, "1.001193", &who, Vec::new(), "thiếu tờ khai", Some("Điều 5")).map(drop)
            } else {
                let back = dice.below(12.min(dossiers.len() as u64)) as usize;
                let id = dossiers[dossiers.len() - 1 - back];
                step(desk, &mut dice, id, at)
            };
            match ok {
                Ok(()) => done += 1,
                Err(AppError::Refused(_) | AppError::NotAllowed) => {} // as at a real desk
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    desk.sign_out();
    desk.sign_in("lan", PASSWORD).expect("signs in");
    done
}

fn receive(desk: &mut Desk, dice: &mut Dice, at: Moment) -> Result<DossierId, AppError> {
    let procedure = PROCEDURES[dice.below(4) as usize];
    let name = format!("Hà Văn {}", dice.roll());
    let mut intake = intake(desk, procedure, &name);
    intake.channel = [Channel::InPerson, Channel::InPerson, Channel::Post, Channel::Online][dice.below(4) as usize];
    intake.fee_paid = [FeePaid::Now, FeePaid::Later, FeePaid::Online][dice.below(3) as usize];
    for line in &mut intake.papers {
        if dice.one_in(4) {
            *line = paper(line.index, PaperState::Shown);
        }
    }
    if dice.one_in(9) {
        intake.papers.push(paper(None, PaperState::Given));
    }
    if dice.one_in(7) {
        let received_at = at - Duration::minutes(60 * 24 * i64::try_from(1 + dice.below(4)).expect("few"));
        intake.back_entry = Some(FromPaper { received_at, source: "sổ giấy 2024, dòng 3".to_owned() });
    }
    let to = (!dice.one_in(6)).then_some("pdf");
    desk.receive(procedure, intake, to).map(|accepting| accepting.dossier)
}

fn step(desk: &mut Desk, dice: &mut Dice, id: DossierId, at: Moment) -> Result<(), AppError> {
    if dice.one_in(2)
        && let Some(act) = fitting(desk, dice, id)
    {
        return do_act(desk, id, act);
    }
    let text = |text: &str| text.to_owned();
    let to = DEPARTMENTS[dice.below(2) as usize].to_owned();
    let means = [Means::Cash, Means::Transfer, Means::Online][dice.below(3) as usize];
    let receipt = dice.one_in(2).then(|| format!("BL-{}", dice.below(4)));
    let act = match dice.below(32) {
        0..=3 => Act::HandOver { to, step: None, limit: None },
        6..=9 => Act::ConfirmHandOver { receiver: None },
        10 => Act::RefuseHandOver { reason: text("thiếu chữ ký"), receiver: None },
        11 => Act::BeginWork {},
        12 | 13 => {
            let outside = dice.one_in(3);
            let what = if outside {
                "Giấy xác nhận của xóm"
            } else {
                ["Tờ khai", "TỜ KHAI"][dice.below(2) as usize]
            };
            let items = vec![SupplementItem { index: (!outside).then_some(1), what: text(what) }];
            let deadline = Some(at.date_naive() + Days::new(10));
            Act::RequestSupplement { items, reason: text("thiếu"), deadline, policy: None, beyond: None }
        }
        14 | 15 => Act::AnswerSupplement { papers: Vec::new(), due: None },
        16 => Act::RequirePayment { what: text("thuế"), vnd: None, notice: None, policy: None },
        17 => Act::SettlePayment { receipt: text("BL"), vnd: None, second_stage: None, due: None },
        18 => Act::Extend { due: at + Duration::days(5), reason: text("xác minh"), signer: text("Chủ tịch") },
        19 => Act::Withdraw { reason: text("thôi") },
        20..=22 => Act::EnterResult {
            positive: !dice.one_in(4),
            number: Some(text("12/QĐ")),
            date: None,
            signer: None,
            summary: Some(text("không đủ điều kiện")),
            at_desk: dice.one_in(2),
        },
        23 => Act::ReceiveResult { from: None },
        24 | 25 => {
            let fee = dice.one_in(3).then(|| FeeTaken { vnd: 15_000, what: text("lệ phí"), means, receipt });
            Act::ReturnResult { to: Collector::Owner, because: None, fee, unpaid: None }
        }
        5 | 26 => Act::CollectFee { vnd: 8_000, what: text("bản sao"), means, receipt },
        27 => {
            let vnd = 1_000 * i64::try_from(1 + dice.below(30)).expect("few");
            let fee = [FeeLine::Free { exemption: None }, FeeLine::Amount { vnd, paid: FeePaid::Now }];
            Act::Correct {
                reason: text("sai phí"),
                owner: None,
                submitter: None,
                no_submitter: false,
                papers: Vec::new(),
                left_off: Vec::new(),
                channel: None,
                result: None,
                sets: None,
                fee: Some(fee[dice.below(2) as usize].clone()),
                return_by: None,
                due: None,
            }
        }
        4 | 28 => Act::RequestVoid { reason: text("nhập hai lần") },
        29 if dice.one_in(2) => Act::ApproveVoid { reason: String::new() },
        29 => Act::DeclineVoid { reason: text("giữ") },
        30 => file(dice),
        _ => {
            let dossier = desk.dossier(&id.to_string()).ok();
            let file = dossier.and_then(|one| Some(one.dossier.accepted()?.files.first()?.attached.hash.clone()));
            Act::SetFileAside { hash: file.unwrap_or_else(|| "0".repeat(64)), reason: text("nhầm") }
        }
    };
    do_act(desk, id, act)
}

/// Does an act; of a file the bytes are kept first, made from the name that it was given.
pub(crate) fn do_act(desk: &mut Desk, id: DossierId, act: Act) -> Result<(), AppError> {
    if let Act::AttachFile { hash, paper, result, digitised, .. } = act {
        let brought = Brought { name: "quét.png", bytes: hash.as_bytes(), paper, result, digitised };
        let judged = Judged { media: Media::Png, pages: 1, width: 1, height: 1, active: false };
        return desk.attach_judged(id, &brought, &judged).map(drop);
    }
    desk.act(id, act).map(drop)
}

/// A scan of the first paper, or of a result.
fn file(dice: &mut Dice) -> Act {
    Act::AttachFile {
        hash: format!("{:064x}", dice.roll()),
        name: "quét.png".to_owned(),
        media: "image/png".to_owned(),
        bytes: 10,
        pages: 1,
        paper: (!dice.one_in(3)).then_some(1),
        result: dice.one_in(2),
        digitised: [Digitised::Scanned, Digitised::Reused, Digitised::ReusedResult][dice.below(3) as usize],
    }
}

/// What people would do next with a dossier that waits for it.
fn fitting(desk: &Desk, dice: &mut Dice, id: DossierId) -> Option<Act> {
    let dossier = desk.dossier(&id.to_string()).ok()?.dossier;
    let accepted = dossier.accepted()?;
    match &accepted.state {
        _ if accepted.void_request.is_some() => Some(Act::ApproveVoid { reason: String::new() }),
        State::Ready { at_desk: true, .. } => {
            Some(Act::ReturnResult { to: Collector::Owner, because: None, fee: None, unpaid: None })
        }
        State::Ready { .. } => Some(Act::ReceiveResult { from: None }),
        _ if accepted.files.is_empty() => Some(file(dice)),
        _ => None,
    }
}

/// Acts after a period that must change nothing in it: hand-overs, payments, files.
pub(crate) fn afterwards() -> Vec<Act> {
    let file = |digit: u64, paper: Option<u16>, result: bool| Act::AttachFile {
        hash: format!("{digit:064x}"),
        name: "quét.png".to_owned(),
        media: "image/png".to_owned(),
        bytes: 10,
        pages: 1,
        paper,
        result,
        digitised: Digitised::Reused,
    };
    vec![
        Act::HandOver { to: "Văn phòng – Thống kê".to_owned(), step: None, limit: None },
        Act::ConfirmHandOver { receiver: None },
        Act::CollectFee { vnd: 5_000, what: "bản sao".to_owned(), means: Means::Online, receipt: None },
        file(1, Some(1), false),
        file(2, None, true),
    ]
}
