//! The first meeting: a one-time code against a standing. The desk may have worked alone for months; its chain goes to
//! the province with the first exchange. Where another machine worked at the counter before, a supervisor says what it gave
//! today before this one gives numbers.

use chrono::NaiveDate;
use desk_core::{ids::DeviceId, office::Role};
use desk_log::DeviceKey;
use desk_store::province::Province;
use desk_sync::{EnrolAnswer, EnrolRequest, EnrolmentCode, ProblemCode};

use super::{
    State,
    line::{Fault, Line},
    run::members,
};
use crate::{desk::Desk, error::AppError};

/// The setting that keeps which machine took over a counter, and on which day.
const TAKEN_OVER: &str = "province.counter_taken_over";

fn taken_over(device: DeviceId, day: NaiveDate) -> String {
    serde_json::json!([device.to_string(), day.to_string()]).to_string()
}

/// An enrolment on its way: everything that is needed to ask, so that nothing of the desk is held meanwhile.
pub struct Enrolling {
    line: Line,
    key: DeviceKey,
    code: EnrolmentCode,
    request: EnrolRequest,
}

impl std::fmt::Debug for Enrolling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolling").field("line", &self.line).finish_non_exhaustive() // the code is a secret
    }
}

impl Enrolling {
    /// Asks the province. Waits for the line.
    ///
    /// # Errors
    /// [`AppError::NoAnswer`], [`AppError::BadAnswer`], [`AppError::OtherProvince`] when the server has another key than
    /// the code names, [`AppError::Province`].
    pub fn ask(&self) -> Result<EnrolAnswer, AppError> {
        let answer = self.line.enrol(&self.key, self.request.encode()).map_err(|fault| match fault {
            Fault::Nothing { answered: false } => AppError::NoAnswer,
            Fault::Nothing { answered: true } => AppError::BadAnswer,
            Fault::Later(_) => AppError::Province(ProblemCode::Busy),
            Fault::Problem(code, _) => AppError::Province(code),
            Fault::Offset(_) => AppError::BadAnswer,
        })?;
        let answer = EnrolAnswer::decode(&answer.body).map_err(|_| AppError::BadAnswer)?;
        if !self.code.is_from(&answer.province) {
            return Err(AppError::OtherProvince);
        }
        let (standing, roster) = (answer.standing.statement(), answer.roster.statement());
        let ours = standing.device == self.key.device()
            && standing.office == self.request.office
            && roster.office == self.request.office
            && roster.history == standing.history;
        if ours { Ok(answer) } else { Err(AppError::BadAnswer) }
    }
}

impl Desk {
    /// Begins an enrolment with the code that the province gave. Nothing is asked yet.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators, [`AppError::BadAddress`],
    /// [`AppError::BadCode`].
    pub fn enrolling(&self, server: &str, code: &str) -> Result<Enrolling, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let line = Line::to(server, &*self.outside)?;
        let code = EnrolmentCode::parse(code).map_err(|_| AppError::BadCode)?;
        let (store, office) = (self.store()?, self.office()?);
        let began = self.began(&office).ok_or(AppError::NotSetUp)?;
        let request = EnrolRequest {
            secret: code.secret,
            public: store.public_key(),
            office: store.office_id(),
            demo: store.is_demo(),
            name: began.name.clone(),
            counter: Some(self.counter(&office, self.now())?.into()),
        };
        Ok(Enrolling { line, key: self.device_key()?, code, request })
    }

    /// Keeps what the province answered. From now on the courier carries.
    ///
    /// # Errors
    /// What the store says; [`AppError::BadAnswer`] when the desk became another machine meanwhile.
    pub fn enrolled(&mut self, enrolling: &Enrolling, answer: &EnrolAnswer) -> Result<(), AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let store = self.store()?;
        let standing = answer.standing.statement();
        if standing.device != store.device() {
            return Err(AppError::BadAnswer);
        }
        let province = Province {
            address: enrolling.line.address(),
            public_key: answer.province,
            history: standing.history.0,
            lookup: standing.look_up.clone(),
            device: standing.device,
            counter: u8::try_from(standing.counter).map_err(|_| AppError::BadAnswer)?,
            standing: answer.standing.bytes().to_vec(),
            state: State::Enrolled.kept(),
            since: self.now().timestamp_millis(),
            restored: None,
            roster_number: answer.roster.number,
            roster: answer.roster.bytes().to_vec(),
        };
        let before = store.reader().province()?;
        store.keep_enrolment(&province, &members(&answer.roster))?;
        let first = before.is_none_or(|before| (before.public_key, before.device) != (answer.province, store.device()));
        if first && self.follows_another(answer)? {
            store.setting_save(TAKEN_OVER, &taken_over(store.device(), self.now().date_naive()))?;
        }
        self.carry()
    }

    /// True when the roster names a machine at this counter that this store never was.
    fn follows_another(&self, answer: &EnrolAnswer) -> Result<bool, AppError> {
        let (store, counter) = (self.store()?, answer.standing.counter);
        let former: Vec<DeviceId> = store.former_keys()?.iter().map(DeviceKey::device).collect();
        let other = |device: DeviceId| device != store.device() && !former.contains(&device);
        Ok(answer.roster.devices.iter().any(|one| one.counter == counter && other(one.device())))
    }

    /// True on the day on which this machine was enrolled at a counter where another one had worked.
    pub(crate) fn took_over_a_counter_on(&self, day: NaiveDate) -> Result<bool, AppError> {
        let store = self.store()?;
        Ok(store.reader().setting(TAKEN_OVER)? == Some(taken_over(store.device(), day)))
    }

    /// Enrols in one go, waiting for the line: for scripts, where nobody else is held up.
    ///
    /// # Errors
    /// As [`Desk::enrolling`], [`Enrolling::ask`], [`Desk::enrolled`].
    pub fn enrol(&mut self, server: &str, code: &str) -> Result<(), AppError> {
        let enrolling = self.enrolling(server, code)?;
        let answer = enrolling.ask()?;
        self.enrolled(&enrolling, &answer)
    }
}
