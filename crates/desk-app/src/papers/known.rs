//! What the forms of one dossier share, and the slips of the way and of the counter made from it.

use desk_core::{
    dossier::{
        Accepted, Collector, CustodyAnswer, Fact, FeeCollected, FeeLine, FeePaid, Means, Party, ResultEntered, ReturnBy,
    },
    due::Timeliness,
    money::{Vnd, amount_in_words},
    report::Compare,
    text::fold,
    time::Moment,
};
use desk_forms::{
    CollectedData, CollectedResult, CommitmentData, ControlData, ControlStep, DossierHead, FeeSlipData, ResultsData,
    ResultsRow, SlipHead,
};

use crate::receipt::Letterhead;

/// What the forms of one dossier share.
pub(super) struct Known<'a> {
    pub(super) accepted: &'a Accepted,
    pub(super) letterhead: &'a Letterhead,
    /// What early and late compare here.
    pub(super) compare: Compare,
    pub(super) head: SlipHead,
    pub(super) dossier: DossierHead,
}

impl Known<'_> {
    /// Who decides on the dossier: the department that has it, else the desk itself.
    pub(super) fn agency(&self) -> String {
        self.accepted.held_by().map_or_else(|| self.letterhead.desk.clone(), str::to_owned)
    }

    pub(super) fn control(self) -> ControlData {
        let received = &self.accepted.received;
        let desk = self.letterhead.desk.clone();
        // Whoever gives the dossier on ends a step of their own: the column says how that step went (Mẫu 05: the side that
        // takes over notes it).
        let mut from = desk.clone();
        let mut step_due: Option<Moment> = None;
        let compare = self.compare;
        let told = |due: Option<Moment>, at: Moment| {
            due.map(|due| timeliness_text(compare.timeliness(due, at))).unwrap_or_default().to_owned()
        };
        let mut steps = Vec::new();
        for custody in &self.accepted.custody {
            let (at, taken, note) = match &custody.answer {
                Some(CustodyAnswer::Confirmed { at, receiver }) => (*at, true, receiver.clone().unwrap_or_default()),
                Some(CustodyAnswer::Refused { at, reason }) => (*at, false, format!("không nhận: {reason}")),
                None => (custody.handed.done.at, false, String::new()),
            };
            let to = custody.handed.to.clone();
            steps.push(ControlStep {
                from: from.clone(),
                to: to.clone(),
                at: Some(at.naive_local()),
                result: told(step_due, at),
                note,
            });
            from = if taken { to } else { desk.clone() };
            step_due = custody.handed.leg.as_ref().and_then(|leg| leg.due).filter(|_| taken);
        }
        if let Some(at) = self.accepted.result_at_desk {
            // A step without a deadline of its own has the dossier's.
            let result = told(step_due.or(self.accepted.due()), at);
            steps.push(ControlStep { from, to: desk, at: Some(at.naive_local()), result, note: String::new() });
        }
        let agencies = self.accepted.agencies();
        ControlData {
            agency: agencies.first().map_or_else(|| self.letterhead.desk.clone(), |first| (*first).to_owned()),
            cooperating: agencies.iter().skip(1).copied().collect::<Vec<_>>().join("; "),
            book: received.book.clone(),
            book_number: received.book_number.to_string(),
            steps,
            head: self.head,
            dossier: self.dossier,
        }
    }

    /// Who gets a letter of the office.
    pub(super) fn recipients(&self) -> Vec<String> {
        vec!["Như trên;".to_owned(), format!("{};", self.letterhead.desk), "Lưu: VT.".to_owned()]
    }

    /// The result on its way from who decided to the desk. Both sides are those of the hand-over, not of who typed it in;
    /// what has not happened yet is left to write on.
    pub(super) fn results(self, result: &ResultEntered, fact: Option<&Fact>) -> ResultsData {
        let received = &self.accepted.received;
        let (at, giver, receiver) = match fact {
            Some(Fact::ResultReceived(came)) => (Some(came.done.at), came.from.clone(), came.done.by.clone()),
            Some(_) | None if result.at_desk => (Some(result.done.at), None, result.done.by.clone()),
            Some(_) | None => (None, Some(result.done.by.clone()), String::new()),
        };
        ResultsData {
            giving_side: self.agency(),
            receiving_side: self.letterhead.desk.clone(),
            at: at.map(|at| at.naive_local()),
            rows: vec![ResultsRow {
                code: received.code.clone(),
                content: received.procedure.name.clone(),
                result: result.number.clone().or_else(|| result.summary.clone()).unwrap_or_default(),
                owner: received.owner.name.clone(),
                address: received.owner.address.clone().unwrap_or_default(),
                fee: matches!(received.fee, FeeLine::Amount { paid: FeePaid::Later, .. }),
                postal: received.return_by == ReturnBy::Post,
            }],
            giver: giver.unwrap_or_default(),
            receiver,
            head: self.head,
        }
    }

    pub(super) fn fee(self, fee: &FeeCollected) -> FeeSlipData {
        // Name and address are of one person: who handed the dossier in.
        let address = match &self.accepted.received.submitter {
            Some(brought) => brought.party.address.clone().unwrap_or_default(),
            None => self.dossier.address.clone(),
        };
        FeeSlipData {
            payer: self.dossier.submitter.clone(),
            lines: vec![desk_forms::FeeLine {
                name: fee.what.clone(),
                quantity: None,
                amount: Vnd(fee.vnd).to_string().trim_end_matches(" đ").to_owned(),
            }],
            total: Vnd(fee.vnd).to_string().replace(" đ", " đồng"),
            total_words: amount_in_words(Vnd(fee.vnd)),
            method: match fee.means {
                Means::Cash => "tiền mặt",
                Means::Transfer => "chuyển khoản",
                Means::Online => "trực tuyến",
            }
            .to_owned(),
            receipt_number: fee.receipt.clone().unwrap_or_default(),
            clerk: fee.done.by.clone(),
            head: self.head,
            dossier: DossierHead { address, ..self.dossier },
        }
    }

    pub(super) fn collected(self, to: &Collector, at: Moment, clerk: &str) -> CollectedData {
        let owner = &self.accepted.received.owner;
        let of_owner = || (owner.name.clone(), owner.personal_number.clone(), String::new());
        let (receiver, id, authority) = match to {
            Collector::Owner | Collector::Online | Collector::Post { name: None, .. } => of_owner(),
            Collector::Post { item, name: Some(name) } => {
                let sent = self.accepted.last_post.as_deref().filter(|sent| sent.item == *item);
                let authority = sent.and_then(|sent| sent.recipient.as_ref()).map(|to| to.authority.clone());
                (name.clone(), None, authority.unwrap_or_default())
            }
            Collector::Authorised { name, personal_number, authority } => {
                (name.clone(), personal_number.clone(), authority.clone())
            }
            Collector::WithoutReceipt { name, personal_number } => {
                (name.clone(), personal_number.clone(), String::new())
            }
        };
        let result = self.accepted.result.as_ref();
        CollectedData {
            receiver,
            receiver_id: id.unwrap_or_default(),
            authority,
            collected_at: Some(at.naive_local()),
            results: vec![CollectedResult {
                name: result
                    .and_then(|result| result.summary.clone())
                    .unwrap_or_else(|| self.dossier.procedure.clone()),
                number: result.and_then(|result| result.number.clone()).unwrap_or_default(),
                copies: Some(1),
            }],
            clerk: clerk.to_owned(),
            head: self.head,
            dossier: self.dossier,
        }
    }

    pub(super) fn commitment(self) -> CommitmentData {
        let received = &self.accepted.received;
        let owner = &received.owner;
        let brought = received.submitter.as_ref().map_or(owner, |submitter| &submitter.party);
        // Before the return it is who was given the receipt. Of somebody else the record knows the name alone: the rest
        // is left to write on, and is never the owner's.
        let stranger = |name: &String, number: &Option<String>| {
            let known = [owner, brought].into_iter().find(|party| fold(&party.name) == fold(name));
            let number = number.clone().or_else(|| known.and_then(|party| party.personal_number.clone()));
            let bare = Party { name: name.clone(), ..Party::default() };
            Party { personal_number: number, ..known.cloned().unwrap_or(bare) }
        };
        let who = match self.accepted.returned().map(|returned| &returned.to) {
            Some(Collector::WithoutReceipt { name, personal_number }) => stranger(name, personal_number),
            Some(Collector::Owner | Collector::Authorised { .. } | Collector::Post { .. } | Collector::Online)
            | None => brought.clone(),
        };
        CommitmentData {
            person: who.name,
            id_number: who.personal_number.unwrap_or_default(),
            address: who.address.unwrap_or_default(),
            phone: who.phone.unwrap_or_default(),
            head: self.head,
            dossier: self.dossier,
            ..CommitmentData::default()
        }
    }
}

/// As form Mẫu 05 words it.
fn timeliness_text(timeliness: Timeliness) -> &'static str {
    match timeliness {
        Timeliness::Early => "Trước hạn",
        Timeliness::OnTime => "Đúng hạn",
        Timeliness::Late => "Quá hạn",
    }
}
