//! The fold: a dossier after one more fact.

use super::{
    Dossier,
    facts::Fact,
    life::{Collector, Corrected, Particular, ResultEntered, ResultSaid},
    state::{Accepted, AttachedFile, Custody, CustodyAnswer, Payment, Print, State, Supplement, Work},
};

/// The dossier after one more fact. Total: a fact that does not fit (two desks apart) changes nothing here and stays
/// in the log for people to see.
#[must_use]
pub fn evolve(dossier: Dossier, fact: &Fact) -> Dossier {
    match (dossier, fact) {
        (Dossier::Unborn, Fact::Received(received)) => Dossier::Accepted(Box::new(Accepted::new(received))),
        (Dossier::Unborn, _) => Dossier::Unborn,
        (Dossier::Accepted(mut accepted), fact) => {
            accepted.take(fact);
            Dossier::Accepted(accepted)
        }
    }
}

impl Accepted {
    fn take(&mut self, fact: &Fact) {
        match fact {
            // Facts that only add: they fit whatever the state.
            Fact::FormPrinted(printed) => self.prints.push(Print { printed: printed.clone(), outcome: None }),
            Fact::PrintEnded(ended) => {
                let same =
                    |print: &&mut Print| print.printed.form == ended.form && print.printed.number == ended.number;
                if let Some(print) = self.prints.iter_mut().find(same) {
                    print.outcome = Some(ended.outcome.clone());
                }
            }
            Fact::FeeCollected(fee) => self.fees.push(fee.clone()),
            Fact::NoteAdded(note) => self.notes.push(note.clone()),
            Fact::Chased(chased) => self.chases.push(chased.clone()),
            Fact::FileAttached(file) => {
                if !self.files.iter().any(|known| known.attached.hash == file.hash && known.set_aside.is_none()) {
                    self.files.push(AttachedFile { attached: (**file).clone(), set_aside: None, set_aside_at: None });
                }
            }
            Fact::FileSetAside(aside) => {
                let counts = |file: &&mut AttachedFile| file.attached.hash == aside.hash && file.set_aside.is_none();
                for file in self.files.iter_mut().filter(counts) {
                    file.set_aside = Some(aside.reason.clone());
                    file.set_aside_at = Some(aside.done.at);
                }
            }
            Fact::Corrected(corrected) => self.correct(corrected),
            Fact::VoidRequested(said) => {
                if !matches!(self.state, State::Void(_)) {
                    self.void_request = Some(said.clone());
                }
            }
            Fact::VoidDeclined(_) => self.void_request = None,
            Fact::Voided(said) => {
                self.void_request = None;
                self.state = State::Void(Box::new(said.clone()));
            }
            // Facts that move it from one state to another: where they do not fit, they change nothing.
            Fact::HandedOver(handed) => self.custody.push(Custody { handed: (**handed).clone(), answer: None }),
            Fact::HandOverConfirmed(confirmed) => {
                let answer = CustodyAnswer::Confirmed { at: confirmed.done.at, receiver: confirmed.receiver.clone() };
                if self.answer_hand_over(answer) && self.state == State::Received {
                    self.state = State::InProgress;
                }
            }
            Fact::HandOverRefused(refused) => {
                let answer = CustodyAnswer::Refused { at: refused.done.at, reason: refused.reason.clone() };
                if self.answer_hand_over(answer) && self.state == State::InProgress {
                    self.state = State::Received;
                }
            }
            Fact::WorkBegan(_) => {
                if self.state == State::Received {
                    self.state = State::InProgress;
                }
            }
            Fact::SupplementRequested(request) => {
                if let Some(from) = self.work() {
                    self.supplements.push(Supplement { request: (**request).clone(), answer: None });
                    self.state = State::AwaitingPapers { from, request: request.clone() };
                }
            }
            Fact::SupplementAnswered(answer) => {
                if let State::AwaitingPapers { from, .. } = self.state {
                    self.clock.resume(&answer.new_due);
                    if let Some(supplement) = self.supplements.last_mut() {
                        supplement.answer = Some((**answer).clone());
                    }
                    self.state = from.into();
                }
            }
            Fact::PaymentRequired(obligation) => {
                if let Some(from) = self.work() {
                    self.payments.push(Payment { obligation: obligation.clone(), settled: None });
                    self.state = State::AwaitingPayment { from, obligation: Box::new(obligation.clone()) };
                }
            }
            Fact::PaymentSettled(settled) => {
                if let State::AwaitingPayment { from, .. } = self.state {
                    self.clock.resume(&settled.new_due);
                    if let Some(payment) = self.payments.last_mut() {
                        payment.settled = Some((**settled).clone());
                    }
                    self.state = from.into();
                }
            }
            Fact::DueExtended(extended) => {
                // A letter that crossed with the outcome was sent all the same; it moves no date any more.
                if self.status().is_in_process() {
                    self.clock.due = Some(extended.due);
                    self.clock.waited.clear();
                    self.clock.steps.clone_from(&extended.steps);
                    self.clock.provisional = false;
                }
                self.extensions.push(extended.clone());
            }
            Fact::Refused(refused) => self.end(State::Refused(Box::new(refused.clone()))),
            Fact::Stopped(stopped) => self.end(State::Stopped(stopped.clone())),
            Fact::Withdrawn(withdrawn) => self.end(State::Withdrawn(Box::new(withdrawn.clone()))),
            Fact::ResultEntered(result) => {
                if self.status().is_in_process() {
                    self.result_at_desk = result.at_desk.then_some(result.done.at);
                    self.state = State::Ready { at_desk: result.at_desk, post: None };
                    self.result = Some((**result).clone());
                }
            }
            Fact::ResultReceived(received) => {
                if let State::Ready { at_desk, .. } = &mut self.state {
                    *at_desk = true;
                    self.result_at_desk.get_or_insert(received.done.at);
                }
            }
            Fact::PostSent(sent) => {
                if let State::Ready { post, .. } = &mut self.state {
                    *post = Some(Box::new(sent.clone()));
                    self.last_post = Some(Box::new(sent.clone()));
                }
            }
            Fact::PostCameBack(_) => {
                if let State::Ready { post, .. } = &mut self.state
                    && post.take().is_some()
                {
                    self.came_back = self.came_back.saturating_add(1);
                }
            }
            Fact::Returned(returned) => {
                if let State::Ready { .. } = self.state {
                    self.state = State::Returned(returned.clone());
                }
            }
            Fact::ReturnTakenBack(taken) => {
                if let State::Returned(returned) = &self.state {
                    // It lies, or is with the post, as it was before somebody ticked the wrong line.
                    let sent = self.last_post.clone();
                    let post = match &returned.to {
                        Collector::Post { item, .. } => sent.filter(|sent| sent.item == *item),
                        Collector::Owner
                        | Collector::Authorised { .. }
                        | Collector::WithoutReceipt { .. }
                        | Collector::Online => None,
                    };
                    self.state = State::Ready { at_desk: self.result_at_desk.is_some(), post };
                    self.taken_back.push(taken.clone());
                }
            }
            // What it means for what was before, only the fold of the whole graph can say (`graph`).
            Fact::CollisionSettled(settled) => {
                self.collision = None;
                self.settlements.push(settled.clone());
            }
            Fact::Received(_) => {} // accepted once
        }
    }

    /// What it is doing, when it may begin to wait for the citizen.
    fn work(&self) -> Option<Work> {
        match self.state {
            State::Received => Some(Work::Received),
            State::InProgress => Some(Work::InProgress),
            State::AwaitingPapers { .. }
            | State::AwaitingPayment { .. }
            | State::Ready { .. }
            | State::Returned(_)
            | State::Refused(_)
            | State::Stopped(_)
            | State::Withdrawn(_)
            | State::Void(_) => None,
        }
    }

    /// Notes what a department said; true when a hand-over was waiting for it.
    fn answer_hand_over(&mut self, answer: CustodyAnswer) -> bool {
        match self.custody.last_mut() {
            Some(custody) if custody.answer.is_none() => {
                custody.answer = Some(answer);
                true
            }
            Some(_) | None => false,
        }
    }

    fn end(&mut self, state: State) {
        if self.status().is_in_process() {
            self.state = state;
        }
    }

    fn correct(&mut self, corrected: &Corrected) {
        for change in &corrected.changes {
            match change.now.clone() {
                Particular::Owner(owner) => self.received.owner = *owner,
                Particular::Submitter(submitter) => self.received.submitter = submitter.map(|submitter| *submitter),
                Particular::Papers(papers) => self.received.papers = papers,
                Particular::Sets(sets) => self.received.sets = sets,
                Particular::Fee(fee) => self.received.fee = fee,
                Particular::ReturnBy(by) => self.received.return_by = by,
                Particular::Channel(channel) => self.received.channel = channel,
                Particular::Result(said) => {
                    if let Some(result) = &mut self.result {
                        let ResultSaid { positive, number, date, signer, summary } = *said;
                        *result = ResultEntered { positive, number, date, signer, summary, ..result.clone() };
                    }
                }
                Particular::Due(new) => {
                    // A receipt printed anew shows the date put right, and counts from it.
                    self.received.due = new.due;
                    self.received.due_typed_because.clone_from(&new.typed_because);
                    self.received.steps.clone_from(&new.steps);
                    self.received.provisional = new.provisional;
                    self.clock.set(&new);
                }
            }
        }
        self.corrections.push(corrected.clone());
    }
}

impl From<Work> for State {
    fn from(work: Work) -> State {
        match work {
            Work::Received => State::Received,
            Work::InProgress => State::InProgress,
        }
    }
}
