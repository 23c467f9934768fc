//! What happens to a demo's dossiers after their receipt: every state, in numbers like those of a real office. The
//! wishes are rolled here; whether they come true is decided by the rules like any other.

use chrono::{Duration, NaiveTime, TimeDelta};
use desk_core::{
    calendar::{Calendar, DuePolicy, OfficeHours},
    dossier::{Act, Collector, FeeLine, FeePaid, FeeTaken, Means, NoteKind, Received, ReturnBy, SupplementItem},
    due::{Unit, is_open_at, settle},
    time::{Moment, at_wall},
};

use super::Dice;

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The clerk who received the dossier.
    Clerk,
    /// An officer.
    Officer,
    /// A supervisor.
    Supervisor,
}

/// Something that shall be done to a dossier.
pub(super) struct Wish {
    pub(super) at: Moment,
    pub(super) who: Who,
    pub(super) act: Act,
}

/// The department that works on a field; posts of a commune.
fn department(sector: &str) -> &'static str {
    let any = |words: &[&str]| words.iter().any(|word| sector.contains(word));
    match () {
        () if any(&["Hộ tịch", "Chứng thực", "Nuôi con nuôi"]) => "Tư pháp – Hộ tịch",
        () if any(&["Đất đai", "xây dựng", "Xây dựng", "Môi trường", "Nông nghiệp"]) => {
            "Địa chính – Xây dựng"
        }
        () if any(&["ảo trợ", "Người có công", "Lao động", "rẻ em", "Việc làm", "Giảm nghèo"]) => {
            "Văn hóa – Xã hội"
        }
        () => "Văn phòng – Thống kê",
    }
}

/// The life of a dossier, in the order of time.
pub(super) struct Life<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) hours: &'a OfficeHours,
    pub(super) dice: &'a mut Dice,
}

impl Life<'_> {
    /// A moment some minutes later, within opening hours.
    fn later(&mut self, from: Moment, least: i64, most: i64) -> Moment {
        let minutes =
            least + i64::try_from(self.dice.below(usize::try_from(most - least).unwrap_or(0) + 1)).unwrap_or(0);
        let at = from + Duration::minutes(minutes);
        settle(at, self.calendar, self.hours).unwrap_or(at).max(from + TimeDelta::minutes(1))
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.dice.below(n) == 0
    }

    /// What shall happen to a dossier that was just received.
    pub(super) fn wishes(&mut self, received: &Received) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let mut at = received.received_at;
        let to = department(&received.procedure.sector).to_owned();
        let mut wish = |at: Moment, who: Who, act: Act| wishes.push(Wish { at, who, act });
        if self.one_in(60) {
            at = self.later(at, 5, 40);
            wish(at, Who::Clerk, Act::RequestVoid { reason: "Nhập trùng hồ sơ, công dân xin hủy".to_owned() });
            if self.one_in(2) {
                at = self.later(at, 30, 200);
                wish(at, Who::Supervisor, Act::ApproveVoid { reason: String::new() });
                return wishes;
            }
        }
        if self.one_in(45) {
            let mut owner = received.owner.clone();
            owner.phone = Some("0900000999".to_owned());
            at = self.later(at, 10, 90);
            wish(at, Who::Clerk, correction(owner));
        }
        if self.one_in(30) {
            wish(self.later(at, 1, 20), Who::Clerk, compared());
        }
        // Some wait at the desk for the next round of the hand-over.
        at = self.later(at, 15, 240);
        wish(at, Who::Clerk, Act::HandOver { to: to.clone(), step: Some("Thẩm định".to_owned()), limit: None });
        at = self.later(at, 5, 60);
        if self.one_in(40) {
            let reason = "Thiếu chữ ký của người nộp trên tờ khai".to_owned();
            wish(at, Who::Officer, Act::RefuseHandOver { reason, receiver: Some("Lê Văn Hải".to_owned()) });
            at = self.later(at, 30, 120);
            wish(at, Who::Clerk, Act::HandOver { to: to.clone(), step: None, limit: None });
            at = self.later(at, 5, 30);
        }
        wish(at, Who::Clerk, Act::ConfirmHandOver { receiver: Some("Lê Văn Hải".to_owned()) });
        if self.one_in(14) {
            at = self.later(at, 30, 300);
            let what = received.papers.first().map_or_else(|| "Tờ khai".to_owned(), |paper| paper.name.clone());
            let items = vec![SupplementItem { index: received.papers.first().and_then(|paper| paper.index), what }];
            let deadline = at.date_naive().checked_add_days(chrono::Days::new(12));
            let reason = "Thông tin trên tờ khai chưa khớp với giấy tờ xuất trình".to_owned();
            wish(at, Who::Officer, Act::RequestSupplement { items, reason, deadline, policy: None, beyond: None });
            if self.one_in(3) {
                // The citizen does not come back; after the last day somebody may close it.
                let after = at + Duration::days(14);
                let ground = "Quá thời hạn bổ sung ghi trên phiếu yêu cầu".to_owned();
                let reason = "Công dân không bổ sung hồ sơ".to_owned();
                wish(self.later(after, 0, 300), Who::Clerk, Act::CloseSupplement { ground, reason });
                return wishes;
            }
            at = self.later(at, 600, 6_000);
            wish(at, Who::Clerk, Act::AnswerSupplement { papers: Vec::new(), due: None });
        } else if received.procedure.sector.contains("Đất đai") && self.one_in(3) {
            at = self.later(at, 60, 600);
            let what = "Lệ phí trước bạ và thuế thu nhập cá nhân".to_owned();
            let notice = Some(format!("{}/TB", 100 + self.dice.below(800)));
            wish(at, Who::Officer, Act::RequirePayment { what, vnd: None, notice, policy: None });
            at = self.later(at, 600, 9_000);
            let receipt = format!("BL-{:05}", self.dice.below(100_000));
            wish(at, Who::Clerk, Act::SettlePayment { receipt, vnd: None, second_stage: None, due: None });
        }
        if self.one_in(70) {
            at = self.later(at, 60, 900);
            wish(at, Who::Clerk, Act::Withdraw { reason: "Công dân không còn nhu cầu".to_owned() });
            return wishes;
        }
        if self.one_in(60) {
            at = self.later(at, 60, 900);
            let act = Act::Stop {
                requested_by: received.owner.name.clone(),
                requested_on: Some(at.date_naive()),
                reason: "Công dân đề nghị dừng giải quyết".to_owned(),
                decided_by: "Chủ tịch UBND".to_owned(),
                fee_note: None,
            };
            wish(at, Who::Officer, act);
        }
        if self.one_in(50) {
            return wishes; // lies there
        }
        let due = received.due.unwrap_or(at + Duration::days(2));
        at = self.finish(at, due, &mut wishes);
        self.give(received, at, &mut wishes);
        wishes
    }

    /// The result, mostly in time. Gives when it lies at the desk.
    fn finish(&mut self, at: Moment, due: Moment, wishes: &mut Vec<Wish>) -> Moment {
        let room = (due - at).num_minutes().max(30);
        let mut at = match self.dice.below(20) {
            0 => {
                let settled = settle(due + Duration::days(3), self.calendar, self.hours).unwrap_or(due);
                let five =
                    at_wall(settled.date_naive().and_time(NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default()));
                // People come when the office is open.
                let unit = Unit { calendar: self.calendar, hours: self.hours, policy: DuePolicy::default() };
                let new_due = if is_open_at(five, unit).unwrap_or(false) { five } else { settled };
                let reason = "Cần xác minh thêm tại thôn, xóm".to_owned();
                let asked = self.later(due - Duration::minutes(room / 4), 0, 30);
                wishes.push(Wish {
                    at: asked,
                    who: Who::Officer,
                    act: Act::Extend { due: new_due, reason, signer: "Chủ tịch UBND".to_owned() },
                });
                self.later(due, 60, 900)
            }
            1 => self.later(due, 60, 1_500),
            _ => self.later(at, room / 5, room * 4 / 5),
        };
        let positive = !self.one_in(30);
        let elsewhere = self.one_in(3);
        wishes.push(Wish {
            at,
            who: Who::Officer,
            act: Act::EnterResult {
                positive,
                number: Some(format!("{}/{}", 1 + self.dice.below(400), at.format("%Y"))),
                date: Some(at.date_naive()),
                signer: Some("Chủ tịch UBND".to_owned()),
                summary: (!positive).then(|| "Không đủ điều kiện theo quy định".to_owned()),
                at_desk: !elsewhere,
            },
        });
        if elsewhere {
            at = self.later(at, 30, 200);
            wishes.push(Wish {
                at, who: Who::Clerk, act: Act::ReceiveResult { from: Some("Lê Văn Hải".to_owned()) }
            });
        }
        at
    }

    /// The result goes to the citizen; some never come.
    fn give(&mut self, received: &Received, at: Moment, wishes: &mut Vec<Wish>) {
        if self.one_in(12) {
            return;
        }
        let at = self.later(at, 60, 4_000);
        if received.return_by == ReturnBy::Post {
            let item = format!("RR{:09}VN", self.dice.below(1_000_000_000));
            wishes.push(Wish { at, who: Who::Clerk, act: Act::SendByPost { item, recipient: None } });
            let at = self.later(at, 2_000, 6_000);
            let act = if self.one_in(5) {
                Act::PostCameBack { reason: "Không có người nhận".to_owned() }
            } else {
                Act::PostDelivered {}
            };
            wishes.push(Wish { at, who: Who::Clerk, act });
            return;
        }
        let to = match self.dice.below(12) {
            0 => Collector::Authorised {
                name: "Bùi Văn Mẫu".to_owned(),
                personal_number: None,
                authority: "Giấy ủy quyền có xác nhận".to_owned(),
            },
            1 => Collector::WithoutReceipt { name: received.owner.name.clone(), personal_number: None },
            _ => Collector::Owner,
        };
        let fee = match received.fee {
            FeeLine::Amount { vnd, paid: FeePaid::Later } => {
                Some(FeeTaken { vnd, what: String::new(), means: Means::Cash, receipt: None })
            }
            FeeLine::Amount { .. } | FeeLine::Free { .. } | FeeLine::Unpublished => None,
        };
        wishes.push(Wish { at, who: Who::Clerk, act: Act::ReturnResult { to, because: None, fee, unpaid: None } });
    }
}

fn correction(owner: desk_core::dossier::Party) -> Act {
    Act::Correct {
        reason: "Sai số điện thoại".to_owned(),
        owner: Some(owner),
        submitter: None,
        no_submitter: false,
        papers: Vec::new(),
        left_off: Vec::new(),
        sets: None,
        fee: None,
        return_by: None,
        due: None,
        channel: None,
        result: None,
    }
}

fn compared() -> Act {
    Act::AddNote { about: NoteKind::IdentityCompared, text: String::new() }
}
