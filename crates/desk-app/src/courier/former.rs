//! What machines wrote that this store was before: a restored or copied machine goes on under a new key, and what its old
//! one signed and never sent is sent as it is, under the old key. The province takes it, or keeps it apart; either way it
//! has it.

use desk_log::DeviceKey;
use desk_store::province::{Countersigned, Province};
use desk_sync::{
    CountersignedHead, ProblemCode, PushAnswer, Signed,
    wire::{BATCH_BYTES_MAX, BatchMaker},
};

use super::{
    line::{Fault, Line},
    run::Run,
};
use crate::error::AppError;

/// How a batch of a former machine's went.
enum Went {
    /// It is in the feed up to here.
    Countersigned(Signed<CountersignedHead>),
    /// It is kept there, apart: the province has another branch, or has revoked the machine.
    Apart,
    /// Entries are missing before it.
    Gap(Signed<CountersignedHead>),
    /// Not now, or not at all.
    Nothing,
}

impl Run {
    /// Sends what former machines of this store left. A line that fails is no error: it is tried again with the next
    /// exchange.
    pub(super) fn hand_in(&mut self, province: &Province, line: &Line) -> Result<(), AppError> {
        for key in self.store()?.former_keys()? {
            if !self.handed_in.contains(&key.device()) && self.hand_in_of(&key, province, line)? {
                self.handed_in.insert(key.device());
            }
        }
        Ok(())
    }

    /// True when the province has all of it.
    fn hand_in_of(&self, key: &DeviceKey, province: &Province, line: &Line) -> Result<bool, AppError> {
        let device = key.device();
        let mut after = self.store()?.reader().countersigned(device)?.map_or(0, |head| head.seq);
        let mut went_back = false;
        loop {
            let entries = self.store()?.reader().chain(device, after, BATCH_BYTES_MAX)?;
            let mut batch = BatchMaker::new(BATCH_BYTES_MAX);
            let mut last = after;
            for entry in &entries {
                let content = entry.content.as_ref().map(|content| (&content.salt, content.body.as_slice()));
                if !batch.add(&entry.cose, content) {
                    break;
                }
                last = entry.header.seq;
            }
            drop(entries);
            if last == after {
                return Ok(true);
            }
            match went(line.entries(key, batch.finish()), key, province) {
                Went::Apart => after = last,
                Went::Countersigned(head) => {
                    let Some(trusted) = head.head else { return Ok(false) };
                    if self.store()?.reader().hash_at(device, trusted.seq)? == Some(trusted.hash) {
                        let (seq, hash, at) = (trusted.seq, trusted.hash, head.at);
                        let kept = Countersigned { seq, hash, at, statement: head.bytes().to_vec() };
                        self.store()?.keep_countersigned(device, &kept, &[])?;
                    }
                    after = last;
                }
                Went::Gap(head) if !went_back && head.seq() < after => {
                    (after, went_back) = (head.seq(), true); // a restored server has less than it said
                }
                Went::Gap(_) | Went::Nothing => return Ok(false),
            }
        }
    }
}

fn went(answer: Result<super::line::Answer, Fault>, key: &DeviceKey, province: &Province) -> Went {
    let ours = |head: Signed<CountersignedHead>| Some(head).filter(|head| head.device == key.device());
    let problem = match answer {
        Ok(answer) => {
            let answer = PushAnswer::decode(&answer.body, &province.public_key).ok();
            return answer.and_then(|answer| ours(answer.head)).map_or(Went::Nothing, Went::Countersigned);
        }
        Err(Fault::Problem(code, problem)) => (code, problem.statement()),
        Err(Fault::Nothing { .. } | Fault::Later(_) | Fault::Offset(_)) => return Went::Nothing,
    };
    let head = |bytes| Signed::verify(bytes, &province.public_key).ok().and_then(ours);
    match problem {
        (ProblemCode::Fork | ProblemCode::Revoked, Some(_)) => Went::Apart,
        (ProblemCode::Gap, Some(statement)) => head(statement).map_or(Went::Nothing, Went::Gap),
        (_, _) => Went::Nothing,
    }
}
