//! Reading the panel of an act as typed, each problem at its field.

use chrono::{NaiveDate, NaiveDateTime};
use desk_core::{
    dossier::{
        Accepted, Act, Collector, FeeTaken, IntakePaper, Means, NoteKind, PaperState, PausePolicy, Recipient,
        ResultSaid, ReturnBy, SupplementItem, TypedDue, Verb,
    },
    ids::EntryHash,
    procedure::Channel,
    rule::Rule,
    text::nfc_tidy,
    time::{Moment, at_wall},
};

use crate::{
    convert::{paper_typed, party_typed},
    error::problem,
    views::{ActForm, FieldProblem, PartyForm},
};

/// What was typed, by name of its field.
struct Typed<'a> {
    form: &'a ActForm,
    problems: Vec<FieldProblem>,
}

impl Typed<'_> {
    fn raw(&self, name: &str) -> &str {
        self.form.fields.get(name).map_or("", |text| text.trim())
    }

    fn text(&self, name: &str) -> String {
        nfc_tidy(self.raw(name))
    }

    fn maybe(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    fn needed(&mut self, name: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.problems.push(problem(name, "reason_missing"));
        }
        text
    }

    fn read<T>(&mut self, name: &str, code: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let raw = self.raw(name).to_owned();
        if raw.is_empty() {
            return None;
        }
        let read = read(&raw);
        if read.is_none() {
            self.problems.push(problem(name, code));
        }
        read
    }

    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.read(name, "bad_date", |text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
    }

    fn moment(&mut self, name: &str) -> Option<Moment> {
        self.read(name, "bad_date", |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok().map(at_wall))
    }

    fn money(&mut self, name: &str) -> Option<i64> {
        self.read(name, "amount_out_of_range", |text| {
            let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | 'đ')).collect();
            digits.parse().ok().filter(|vnd| *vnd >= 0)
        })
        .filter(|vnd| *vnd > 0)
    }

    fn rule(&mut self, name: &str) -> Option<Rule> {
        self.read(name, "bad_rule", |text| text.parse().ok())
    }

    fn flag(&self, name: &str, otherwise: bool) -> bool {
        match self.raw(name) {
            "true" => true,
            "false" => false,
            _ => otherwise,
        }
    }

    fn policy(&self) -> Option<PausePolicy> {
        match self.raw("policy") {
            "shift" => Some(PausePolicy::Shift),
            "restart" => Some(PausePolicy::Restart),
            _ => None,
        }
    }

    fn means(&self, name: &str) -> Means {
        match self.raw(name) {
            "transfer" => Means::Transfer,
            "online" => Means::Online,
            _ => Means::Cash,
        }
    }

    fn typed_due(&mut self) -> Option<TypedDue> {
        let at = self.moment("due")?;
        Some(TypedDue { at, reason: self.needed("due_reason") })
    }

    fn collector(&mut self) -> Collector {
        match self.raw("to") {
            "authorised" => Collector::Authorised {
                name: self.needed("name"),
                personal_number: self.maybe("personal_number"),
                authority: self.needed("authority"),
            },
            "without_receipt" => {
                Collector::WithoutReceipt { name: self.needed("name"), personal_number: self.maybe("personal_number") }
            }
            "online" => Collector::Online,
            _ => Collector::Owner,
        }
    }
}

/// The act that a panel stands for, or what is wrong with it; none for a verb that nobody knows.
pub(crate) fn read(form: &ActForm, dossier: &Accepted, now: Moment) -> Option<Result<Act, Vec<FieldProblem>>> {
    let verb = Verb::from_word(&form.verb)?;
    let mut typed = Typed { form, problems: Vec::new() };
    let act = act(verb, &mut typed, dossier, now);
    Some(match act {
        Some(act) if typed.problems.is_empty() => Ok(act),
        Some(_) | None => Err(typed.problems),
    })
}

fn act(verb: Verb, typed: &mut Typed<'_>, dossier: &Accepted, now: Moment) -> Option<Act> {
    Some(match verb {
        Verb::HandOver => {
            Act::HandOver { to: typed.needed("to"), step: typed.maybe("step"), limit: typed.rule("limit") }
        }
        Verb::ConfirmHandOver => Act::ConfirmHandOver { receiver: typed.maybe("receiver") },
        Verb::RefuseHandOver => {
            Act::RefuseHandOver { reason: typed.needed("reason"), receiver: typed.maybe("receiver") }
        }
        Verb::BeginWork => Act::BeginWork {},
        Verb::RequestSupplement => {
            let asked = typed.form.items.iter().filter(|item| item.asked && !item.what.trim().is_empty());
            let items: Vec<SupplementItem> =
                asked.map(|item| SupplementItem { index: item.index, what: nfc_tidy(&item.what) }).collect();
            if items.is_empty() {
                typed.problems.push(problem("items", "items_missing"));
            }
            Act::RequestSupplement {
                items,
                reason: typed.needed("reason"),
                deadline: typed.date("deadline"),
                policy: typed.policy(),
                beyond: typed.maybe("beyond"),
            }
        }
        Verb::AnswerSupplement => {
            let papers = typed.form.papers.iter().filter_map(paper_typed).collect();
            Act::AnswerSupplement { papers, due: typed.typed_due() }
        }
        Verb::CloseSupplement => {
            Act::CloseSupplement { ground: typed.needed("ground"), reason: typed.needed("reason") }
        }
        Verb::RequirePayment => Act::RequirePayment {
            what: typed.needed("what"),
            vnd: typed.money("vnd"),
            notice: typed.maybe("notice"),
            policy: typed.policy(),
        },
        Verb::SettlePayment => Act::SettlePayment {
            receipt: typed.needed("receipt"),
            vnd: typed.money("vnd"),
            second_stage: typed.rule("second_stage"),
            due: typed.typed_due(),
        },
        Verb::Extend => {
            let due = typed.moment("due");
            if due.is_none() {
                typed.problems.push(problem("due", "bad_date"));
            }
            Act::Extend { due: due.unwrap_or(now), reason: typed.needed("reason"), signer: typed.needed("signer") }
        }
        Verb::Stop => Act::Stop {
            requested_by: typed.needed("requested_by"),
            requested_on: typed.date("requested_on"),
            reason: typed.needed("reason"),
            decided_by: typed.needed("decided_by"),
            fee_note: typed.maybe("fee_note"),
        },
        Verb::Withdraw => Act::Withdraw { reason: typed.needed("reason") },
        Verb::EnterResult => {
            let positive = typed.raw("outcome") != "declined";
            Act::EnterResult {
                positive,
                number: typed.maybe("number"),
                date: typed.date("date"),
                signer: typed.maybe("signer"),
                summary: if positive { typed.maybe("summary") } else { Some(typed.needed("summary")) },
                at_desk: typed.flag("at_desk", true),
            }
        }
        Verb::ReceiveResult => Act::ReceiveResult { from: typed.maybe("from") },
        Verb::ReturnResult => {
            let fee = typed.money("fee_vnd").map(|vnd| FeeTaken {
                vnd,
                what: String::new(),
                means: typed.means("fee_means"),
                receipt: typed.maybe("fee_receipt"),
            });
            let unpaid = typed.maybe("unpaid");
            let owed = dossier.fee_owed();
            if owed > fee.as_ref().map_or(0, |fee| fee.vnd) && unpaid.is_none() {
                // A warning that must be answered: take the money, or say why it stays unpaid.
                let mut warned = problem("fee_vnd", "fee_unpaid");
                warned.fields.insert("vnd".to_owned(), owed.to_string());
                typed.problems.push(warned);
            }
            Act::ReturnResult { to: typed.collector(), because: typed.maybe("because"), fee, unpaid }
        }
        Verb::TakeBackReturn => Act::TakeBackReturn { reason: typed.needed("reason") },
        Verb::SendByPost => {
            let item = typed.needed("item");
            let recipient = (typed.raw("recipient") == "authorised").then(|| Recipient {
                name: typed.needed("name"),
                address: typed.needed("address"),
                phone: typed.maybe("phone"),
                authority: typed.needed("authority"),
            });
            Act::SendByPost { item, recipient }
        }
        Verb::PostDelivered => Act::PostDelivered {},
        Verb::PostCameBack => Act::PostCameBack { reason: typed.needed("reason") },
        Verb::Correct => correct(typed, dossier, now),
        Verb::RequestVoid => Act::RequestVoid { reason: typed.needed("reason") },
        Verb::ApproveVoid => Act::ApproveVoid { reason: typed.text("reason") },
        Verb::DeclineVoid => Act::DeclineVoid { reason: typed.needed("reason") },
        Verb::CollectFee => {
            let vnd = typed.money("vnd");
            if vnd.is_none() {
                typed.problems.push(problem("vnd", "amount_out_of_range"));
            }
            Act::CollectFee {
                vnd: vnd.unwrap_or_default(),
                what: typed.text("what"),
                means: typed.means("means"),
                receipt: typed.maybe("receipt"),
            }
        }
        Verb::AddNote => {
            let about = match typed.raw("about") {
                "contact" => NoteKind::Contact,
                "identity_compared" => NoteKind::IdentityCompared,
                _ => NoteKind::Plain,
            };
            let text = if about == NoteKind::IdentityCompared { typed.text("text") } else { typed.needed("text") };
            Act::AddNote { about, text }
        }
        Verb::Chase => Act::Chase { to: typed.needed("to"), text: typed.needed("text") },
        Verb::SettleCollision => {
            // What is no hash is none of the sides, and the rules say so.
            let holds = typed.needed("holds").parse().unwrap_or(EntryHash([0; 32]));
            Act::SettleCollision { holds, reason: typed.needed("reason") }
        }
        Verb::SetFileAside => Act::SetFileAside { hash: typed.needed("hash"), reason: typed.needed("reason") },
        // A file's bytes come by their own command, which makes the act.
        Verb::AttachFile => return None,
    })
}

/// What the result says now; none where the panel says nothing of one, or the same.
fn result_now(typed: &mut Typed<'_>, dossier: &Accepted) -> Option<ResultSaid> {
    let was = dossier.result.as_ref()?.said();
    if !typed.form.fields.contains_key("result_outcome") {
        return None;
    }
    let positive = typed.raw("result_outcome") != "declined";
    let summary = if positive { typed.maybe("result_summary") } else { Some(typed.needed("result_summary")) };
    let (number, signer) = (typed.maybe("result_number"), typed.maybe("result_signer"));
    let now = ResultSaid { positive, number, date: typed.date("result_date"), signer, summary };
    (now != was).then_some(now)
}

fn correct(typed: &mut Typed<'_>, dossier: &Accepted, now: Moment) -> Act {
    let received = &dossier.received;
    let form = PartyForm {
        name: typed.raw("owner_name").to_owned(),
        personal_number: typed.raw("owner_personal_number").to_owned(),
        birth_date: typed.raw("owner_birth_date").to_owned(),
        sex: typed.raw("owner_sex").to_owned(),
        phone: typed.raw("owner_phone").to_owned(),
        email: typed.raw("owner_email").to_owned(),
        address: typed.raw("owner_address").to_owned(),
        organisation: received.owner.organisation,
    };
    let mut owner = party_typed("owner", &form, now, &mut typed.problems);
    // A problem points at the panel's own fields.
    for problem in &mut typed.problems {
        problem.field = problem.field.replace("owner.", "owner_");
    }
    owner.commune.clone_from(&received.owner.commune);
    let sets = typed.read("sets", "sets_out_of_range", |text| text.parse().ok());
    let return_by = match typed.raw("return_by") {
        "desk" => Some(ReturnBy::Desk),
        "post" => Some(ReturnBy::Post),
        "online" => Some(ReturnBy::Online),
        _ => None,
    };
    let channel = match typed.raw("channel") {
        "in_person" => Some(Channel::InPerson),
        "post" => Some(Channel::Post),
        "online" => Some(Channel::Online),
        _ => None,
    };
    let left_off = typed.maybe("left_off").map(|name| IntakePaper {
        index: None,
        name: Some(name),
        state: PaperState::Given,
        originals: 1,
        copies: 0,
        reason: None,
    });
    let due = typed.moment("due").filter(|due| {
        let minute = |moment: Moment| moment.timestamp() / 60;
        dossier.due().is_none_or(|was| minute(was) != minute(*due))
    });
    Act::Correct {
        reason: typed.needed("reason"),
        owner: (owner != received.owner).then_some(owner),
        submitter: None,
        no_submitter: false,
        papers: typed.form.papers.iter().filter_map(paper_typed).collect(),
        sets,
        fee: None,
        return_by,
        due,
        channel,
        left_off: left_off.into_iter().collect(),
        result: result_now(typed, dossier),
    }
}
