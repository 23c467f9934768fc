//! What the panel of each act asks for, filled with what the desk knows.

use desk_core::{
    dossier::{Accepted, PaperState, PausePolicy, State, Submitter, Verb},
    office::ProcessStep,
    rule::Rule,
    time::Moment,
};

use crate::{
    convert::{day_text, paper_state, wall_text},
    views::{ActField, ActPanel, ActPaper, ItemForm},
};

/// What a description is made from beside the dossier.
pub(crate) struct Known<'a> {
    pub(crate) now: Moment,
    pub(crate) departments: &'a [String],
    /// A date that a letter of apology may promise.
    pub(crate) later: Option<Moment>,
    /// The next step of the procedure's process.
    pub(crate) step: Option<&'a ProcessStep>,
    /// True when only a supervisor may ask the citizen again.
    pub(crate) asked_enough: bool,
    /// Names of papers of the procedure that the dossier does not list.
    pub(crate) other_papers: &'a [(u16, String)],
    /// The limit of the procedure's second stage.
    pub(crate) second_stage: Option<Rule>,
    /// What the office does to a date while the citizen is waited for.
    pub(crate) pause: PausePolicy,
    /// Who signs the office's letters; may be empty.
    pub(crate) signer: &'a str,
    /// A draft of the cause for a letter of apology.
    pub(crate) cause: &'a str,
}

fn field(name: &str, kind: &str) -> ActField {
    ActField {
        name: name.to_owned(),
        kind: kind.to_owned(),
        required: false,
        value: String::new(),
        choices: Vec::new(),
        suggestions: Vec::new(),
        only_with: None,
    }
}

impl ActField {
    fn needed(mut self) -> Self {
        self.required = true;
        self
    }

    fn with(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    fn of(mut self, choices: &[&str]) -> Self {
        self.choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        self
    }

    fn suggesting(mut self, known: &[String]) -> Self {
        self.suggestions = known.to_vec();
        self
    }

    fn only(mut self, with: &str) -> Self {
        self.only_with = Some(with.to_owned());
        self
    }
}

/// The panel of an act for a dossier.
pub(crate) fn panel(verb: Verb, dossier: &Accepted, known: &Known<'_>) -> ActPanel {
    ActPanel {
        verb: verb.word().to_owned(),
        fields: fields(verb, dossier, known),
        items: if verb == Verb::RequestSupplement { items(dossier, known) } else { Vec::new() },
        papers: papers(verb, dossier),
        slip: verb.slip().map(str::to_owned),
    }
}

fn fields(verb: Verb, dossier: &Accepted, known: &Known<'_>) -> Vec<ActField> {
    let received = &dossier.received;
    let owner = &received.owner;
    let holder = dossier.pending_hand_over().map(|handed| handed.to.as_str()).or(dossier.held_by()).unwrap_or_default();
    let reason = || field("reason", "long").needed();
    let policy = || field("policy", "choice").of(&["shift", "restart"]).with(crate::convert::word(known.pause));
    let typed_due = || [field("due", "moment"), field("due_reason", "text")];
    let means = |name: &str| field(name, "choice").of(&["cash", "transfer", "online"]).with("cash");
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    match verb {
        Verb::HandOver => {
            let step = known.step;
            let to = step.and_then(|step| step.department.as_deref()).unwrap_or(holder);
            vec![
                field("to", "text").needed().with(to).suggesting(known.departments),
                field("step", "text").with(step.map(|step| step.name.as_str()).unwrap_or_default()),
                field("limit", "text").with(step.map(|step| as_typed(step.limit)).unwrap_or_default()),
            ]
        }
        Verb::ConfirmHandOver => vec![field("receiver", "text")],
        Verb::RefuseHandOver => vec![reason(), field("receiver", "text")],
        Verb::BeginWork | Verb::PostDelivered | Verb::AttachFile => Vec::new(),
        Verb::RequestSupplement => {
            let mut fields = vec![reason(), field("deadline", "date"), policy()];
            if known.asked_enough {
                fields.insert(1, field("beyond", "long").needed());
            }
            fields
        }
        Verb::AnswerSupplement => typed_due().into(),
        Verb::CloseSupplement => vec![field("ground", "long").needed(), reason()],
        Verb::RequirePayment => {
            vec![field("what", "text").needed(), field("vnd", "money"), field("notice", "text"), policy()]
        }
        Verb::SettlePayment => {
            let mut fields = vec![field("receipt", "text").needed(), field("vnd", "money").with(owed(dossier))];
            // Asked for only where the procedure has two stages.
            fields.extend(known.second_stage.map(|rule| field("second_stage", "text").with(as_typed(rule))));
            fields.extend(typed_due());
            fields
        }
        Verb::Extend => vec![
            reason().with(known.cause),
            field("due", "moment").needed().with(known.later.map(wall_text).unwrap_or_default()),
            field("signer", "text").needed().with(known.signer),
        ],
        Verb::Stop => vec![
            field("requested_by", "text").needed().with(&*owner.name),
            field("requested_on", "date").with(day_text(known.now.date_naive())),
            reason(),
            field("decided_by", "text").needed().with(known.signer),
            field("fee_note", "text"),
        ],
        Verb::Withdraw | Verb::RequestVoid | Verb::DeclineVoid | Verb::PostCameBack => vec![reason()],
        Verb::ApproveVoid => {
            let asked = dossier.void_request.as_ref().map(|request| request.reason.clone());
            vec![field("reason", "long").with(asked.unwrap_or_default())]
        }
        Verb::EnterResult => vec![
            field("outcome", "choice").of(&["granted", "declined"]).with("granted"),
            field("number", "text"),
            field("date", "date").with(day_text(known.now.date_naive())),
            field("signer", "text"),
            field("summary", "long"),
            field("at_desk", "flag").with("true"),
        ],
        Verb::ReceiveResult => vec![field("from", "text").with(holder)],
        Verb::ReturnResult => vec![
            field("to", "choice").of(&["owner", "authorised", "without_receipt", "online"]).with("owner"),
            field("name", "text").needed().only("to=authorised,without_receipt"),
            field("personal_number", "text").only("to=authorised,without_receipt"),
            field("authority", "text").needed().only("to=authorised"),
            field("because", "text"),
            field("fee_vnd", "money").with(fee_due(dossier)),
            means("fee_means").only("fee_vnd"),
            field("fee_receipt", "text").only("fee_vnd"),
            // Answers the warning of a fee that is not taken now; the screen shows it where one is owed.
            field("unpaid", "text").with(""),
        ]
        .into_iter()
        .filter(|field| field.name != "unpaid" || dossier.fee_owed() > 0)
        .collect(),
        Verb::TakeBackReturn => vec![reason()],
        Verb::SendByPost => recipient(dossier),
        Verb::Correct => vec![
            reason(),
            field("owner_name", "text").needed().with(&*owner.name),
            field("owner_personal_number", "text").with(maybe(&owner.personal_number)),
            field("owner_birth_date", "date").with(owner.birth_date.map(day_text).unwrap_or_default()),
            field("owner_sex", "choice")
                .of(&["", "Nam", "Nữ"])
                .with(owner.sex.map(|sex| sex.as_str().to_owned()).unwrap_or_default()),
            field("owner_phone", "text").with(maybe(&owner.phone)),
            field("owner_email", "text").with(maybe(&owner.email)),
            field("owner_address", "text").with(maybe(&owner.address)),
            field("sets", "number").needed().with(received.sets.to_string()),
            field("return_by", "choice").of(&["desk", "post", "online"]).with(crate::convert::word(received.return_by)),
            field("channel", "choice")
                .of(&["in_person", "post", "online"])
                .with(crate::convert::word(received.channel)),
            field("due", "moment").with(dossier.due().map(wall_text).unwrap_or_default()),
            field("left_off", "text"),
        ]
        .into_iter()
        .chain(result_fields(dossier))
        .collect(),
        Verb::CollectFee => vec![
            field("vnd", "money").needed().with(fee_due(dossier)),
            field("what", "text").with(&*received.procedure.name),
            means("means"),
            field("receipt", "text"),
        ],
        Verb::AddNote => vec![
            field("about", "choice").of(&["plain", "contact", "identity_compared"]).with("plain"),
            field("text", "long"),
        ],
        Verb::Chase => vec![
            field("to", "text").needed().with(holder).suggesting(known.departments),
            field("text", "long").needed(),
        ],
        Verb::SettleCollision => {
            let between = dossier.collision.iter().flat_map(|collision| &collision.between);
            let sides: Vec<String> = between.map(ToString::to_string).collect();
            vec![field("holds", "choice").needed().of(&sides.iter().map(String::as_str).collect::<Vec<_>>()), reason()]
        }
        Verb::SetFileAside => {
            let hashes: Vec<&str> = dossier.files_in_use().map(|file| file.hash.as_str()).collect();
            vec![field("hash", "choice").needed().of(&hashes), reason()]
        }
    }
}

/// What the result says, once there is one.
fn result_fields(dossier: &Accepted) -> Vec<ActField> {
    let Some(result) = &dossier.result else { return Vec::new() };
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        field("result_outcome", "choice").of(&["granted", "declined"]).with(if result.positive {
            "granted"
        } else {
            "declined"
        }),
        field("result_number", "text").with(maybe(&result.number)),
        field("result_date", "date").with(result.date.map(day_text).unwrap_or_default()),
        field("result_signer", "text").with(maybe(&result.signer)),
        field("result_summary", "long").with(maybe(&result.summary)),
    ]
}

/// A limit as people type it: `2` working days, `4 giờ`; others in the notation of rules.
fn as_typed(rule: Rule) -> String {
    let notation = rule.to_string();
    let days = notation.strip_suffix("wd").map(|days| days.replace('.', ","));
    let hours = || notation.strip_suffix("wh").map(|hours| format!("{hours} giờ"));
    days.or_else(hours).unwrap_or(notation)
}

/// The item, and whom it goes to: the owner, or somebody authorised, who may be the one that handed the dossier in.
fn recipient(dossier: &Accepted) -> Vec<ActField> {
    let stands_in = dossier.received.submitter.as_ref();
    let of = |read: fn(&Submitter) -> Option<&String>| stands_in.and_then(read).cloned().unwrap_or_default();
    let only = |name: &str| field(name, "text").only("recipient=authorised");
    vec![
        field("item", "text").needed(),
        field("recipient", "choice").of(&["owner", "authorised"]).with("owner"),
        only("name").needed().with(of(|submitter| Some(&submitter.party.name))),
        only("authority").needed().with(of(|submitter| submitter.standing.as_ref())),
        only("address").needed().with(of(|submitter| submitter.party.address.as_ref())),
        only("phone").with(of(|submitter| submitter.party.phone.as_ref())),
    ]
}

/// What the citizen was asked to pay elsewhere.
fn owed(dossier: &Accepted) -> String {
    let payment = dossier.payments.last().and_then(|payment| payment.obligation.vnd);
    payment.map(|vnd| vnd.to_string()).unwrap_or_default()
}

/// What is still to be paid at the desk, as far as it is known.
fn fee_due(dossier: &Accepted) -> String {
    Some(dossier.fee_owed()).filter(|owed| *owed > 0).map(|owed| owed.to_string()).unwrap_or_default()
}

/// What a supplement may ask for: the papers that are missing, ticked; then the others.
fn items(dossier: &Accepted, known: &Known<'_>) -> Vec<ItemForm> {
    let mut items: Vec<ItemForm> = dossier
        .received
        .papers
        .iter()
        .map(|paper| ItemForm {
            index: paper.index,
            what: paper.name.clone(),
            asked: paper.state == PaperState::Missing,
        })
        .chain(known.other_papers.iter().map(|(index, name)| ItemForm {
            index: Some(*index),
            what: name.clone(),
            asked: false,
        }))
        .collect();
    items.sort_by_key(|item| !item.asked);
    items
}

fn papers(verb: Verb, dossier: &Accepted) -> Vec<ActPaper> {
    match verb {
        Verb::AnswerSupplement => {
            let State::AwaitingPapers { request, .. } = &dossier.state else { return Vec::new() };
            let asked = request.items.iter().filter_map(|item| Some((item.index?, item.what.clone())));
            asked
                .map(|(index, name)| ActPaper { index, name, state: "given".to_owned(), originals: 1, copies: 0 })
                .collect()
        }
        Verb::Correct => dossier
            .received
            .papers
            .iter()
            .filter_map(|paper| {
                Some(ActPaper {
                    index: paper.index?,
                    name: paper.name.clone(),
                    state: paper_state(paper.state).to_owned(),
                    originals: paper.originals,
                    copies: paper.copies,
                })
            })
            .collect(),
        Verb::HandOver
        | Verb::ConfirmHandOver
        | Verb::RefuseHandOver
        | Verb::BeginWork
        | Verb::RequestSupplement
        | Verb::CloseSupplement
        | Verb::RequirePayment
        | Verb::SettlePayment
        | Verb::Extend
        | Verb::Stop
        | Verb::Withdraw
        | Verb::EnterResult
        | Verb::ReceiveResult
        | Verb::ReturnResult
        | Verb::TakeBackReturn
        | Verb::SendByPost
        | Verb::PostDelivered
        | Verb::PostCameBack
        | Verb::RequestVoid
        | Verb::ApproveVoid
        | Verb::DeclineVoid
        | Verb::CollectFee
        | Verb::AddNote
        | Verb::Chase
        | Verb::AttachFile
        | Verb::SettleCollision
        | Verb::SetFileAside => Vec::new(),
    }
}
