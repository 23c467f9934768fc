//! What people do with a dossier: a plain act for each verb.

use chrono::{Datelike, Duration, Weekday};
use desk_core::{
    dossier::{Act, Collision, Verb},
    time::Moment,
};
use serde_json::{Value, json};

pub(crate) fn act(verb: Verb, collision: Option<&Collision>, now: Moment) -> Act {
    let mut input: Value = match verb {
        Verb::HandOver => json!({"to": "Phòng Tư pháp"}),
        Verb::ConfirmHandOver | Verb::BeginWork | Verb::AnswerSupplement | Verb::ReceiveResult => json!({}),
        Verb::PostDelivered | Verb::ApproveVoid | Verb::EnterResult => json!({}),
        Verb::RefuseHandOver | Verb::Withdraw | Verb::PostCameBack | Verb::TakeBackReturn => json!({"reason": "lý do"}),
        Verb::RequestVoid | Verb::DeclineVoid => json!({"reason": "lý do"}),
        Verb::RequestSupplement => json!({"items": [{"index": 1, "what": "Giấy ủy quyền"}], "reason": "thiếu"}),
        Verb::CloseSupplement => json!({"ground": "Điều 17", "reason": "quá hạn"}),
        Verb::RequirePayment => json!({"what": "Thuế"}),
        Verb::SettlePayment => json!({"receipt": "0001"}),
        Verb::Extend => {
            // People come when the office is open: Monday to Friday, at nine.
            let mut day = (now + Duration::days(20)).date_naive();
            while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                day += Duration::days(1);
            }
            json!({"due": format!("{day}T09:00:00+07:00"), "reason": "chờ ý kiến", "signer": "Chủ tịch"})
        }
        Verb::Stop => json!({"requested_by": "Bùi Thị Duyên", "reason": "thôi", "decided_by": "Chủ tịch"}),
        Verb::ReturnResult => json!({"to": {"is": "online"}}),
        Verb::SendByPost => json!({"item": "RR123456789VN"}),
        Verb::Correct => json!({"reason": "gõ nhầm", "sets": 2}),
        Verb::CollectFee => json!({"vnd": 8_000}),
        Verb::AddNote => json!({"text": "đã gọi"}),
        Verb::Chase => json!({"to": "Phòng Tư pháp", "text": "sắp đến hạn"}),
        // The bytes of files are no part of this world.
        Verb::AttachFile | Verb::SetFileAside => json!({"do": "add_note", "text": "xem giấy"}),
        Verb::SettleCollision => {
            let holds = collision.and_then(|collision| collision.between.first());
            json!({"holds": holds.expect("there is one to settle"), "reason": "theo sổ"})
        }
    };
    if input.get("do").is_none() {
        input["do"] = verb.word().into();
    }
    serde_json::from_value(input).expect("an act")
}
