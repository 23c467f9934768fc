//! The counter itself: one desk behind one lock, jobs beside it.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use desk_app::{
    AppError, Desk, Jobs, Paths, SessionState, ToPrint,
    print::{Sheet, Spooler},
};
use desk_core::dossier::Slip;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    authorise::Caller,
    commands::COMMANDS,
    error::{app_error, user_error},
    views::{PrintJobView, UserErrorView},
};

/// The counter that screens call. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Counter {
    desk: Arc<Mutex<Desk>>,
    jobs: Jobs,
}

/// One call: the desk for as long as it lasts, and the counter for what goes on after it.
pub(crate) struct Call<'a> {
    pub(crate) desk: AtDesk<'a>,
    pub(crate) counter: &'a Counter,
}

impl Call<'_> {
    /// Does something long that needs no desk; meanwhile the desk serves others. Afterwards it may be another person's.
    pub(crate) fn apart<T>(&mut self, does: impl FnOnce() -> T) -> T {
        self.desk.guard = None;
        let done = does();
        self.desk.guard = Some(self.desk.desk.lock().unwrap_or_else(PoisonError::into_inner));
        done
    }
}

/// The desk, held. Only within [`Call::apart`] it is not.
pub(crate) struct AtDesk<'a> {
    desk: &'a Mutex<Desk>,
    guard: Option<MutexGuard<'a, Desk>>,
}

impl<'a> AtDesk<'a> {
    fn take(desk: &'a Mutex<Desk>) -> Self {
        // A panic in an earlier call left the desk as its last whole act left it: acts are transactions.
        AtDesk { desk, guard: Some(desk.lock().unwrap_or_else(PoisonError::into_inner)) }
    }
}

impl Deref for AtDesk<'_> {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        self.guard.as_ref().expect("held by every call")
    }
}

impl DerefMut for AtDesk<'_> {
    fn deref_mut(&mut self) -> &mut Desk {
        self.guard.as_mut().expect("held by every call")
    }
}

/// What reaches beyond the practice store: the province, sticks, backups, other people's passwords.
const NOT_IN_PRACTICE: &[&str] = &[
    "enrol",
    "sync_now",
    "carry_in",
    "carry_out",
    "backup_make",
    "backup_plan_set",
    "backup_restore",
    "password_change",
    "person_add",
    "person_reset",
    "person_retire",
    "person_roles",
    "pin_set",
];

/// What handlers give.
pub(crate) type Answer<T> = Result<T, UserErrorView>;

impl From<AppError> for UserErrorView {
    fn from(error: AppError) -> Self {
        app_error(&error)
    }
}

pub(crate) fn read_input<T: DeserializeOwned>(input: Value) -> Answer<T> {
    // A command without input may be called with null as well as with {}.
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input).map_err(|_| user_error("bad_input", &[]))
}

pub(crate) fn write_output<T: Serialize>(output: &T) -> Answer<Value> {
    serde_json::to_value(output).map_err(|_| user_error("unexpected", &[]))
}

impl Counter {
    /// The counter of a desk's folders, with the system's spooler.
    ///
    /// # Errors
    /// When the store folder is there but cannot be read.
    pub fn open(paths: Paths) -> Result<Self, UserErrorView> {
        Self::with_spooler(paths, Arc::new(desk_app::print::SystemSpooler::default()))
    }

    /// The counter with a spooler of the caller's.
    ///
    /// # Errors
    /// As [`Counter::open`].
    pub fn with_spooler(paths: Paths, spooler: Arc<dyn Spooler>) -> Result<Self, UserErrorView> {
        let desk = Desk::at(paths, spooler)?.with_courier();
        Ok(Counter { desk: Arc::new(Mutex::new(desk)), jobs: Jobs::default() })
    }

    /// Runs a command. Every call is authorised here, by the table, before its input is read.
    ///
    /// # Errors
    /// A [`UserErrorView`] as JSON.
    pub fn call(&self, name: &str, input: Value) -> Result<Value, Value> {
        self.dispatch(name, input).map_err(|error| serde_json::to_value(error).unwrap_or(Value::Null))
    }

    fn dispatch(&self, name: &str, input: Value) -> Answer<Value> {
        let Some(row) = COMMANDS.iter().find(|row| row.name == name) else {
            return Err(user_error("unknown_command", &[]));
        };
        let mut call = Call { desk: AtDesk::take(&self.desk), counter: self };
        if let Some(code) = row.access.refuses(&caller(&call.desk)?) {
            return Err(user_error(code, &[]));
        }
        if call.desk.is_practising() && NOT_IN_PRACTICE.contains(&name) {
            return Err(user_error("not_in_practice", &[]));
        }
        (row.run)(&mut call, input)
    }

    /// Where a job stands.
    pub(crate) fn job(&self, job: &str) -> Option<PrintJobView> {
        self.jobs.note(job).map(|note| crate::convert::job_view(job, &note))
    }

    /// Hands pages to the spooler; each outcome is written down as an entry when it is known.
    pub(crate) fn hand_over(&self, spooler: Arc<dyn Spooler>, pages: ToPrint) -> String {
        let desk = Arc::clone(&self.desk);
        self.jobs.hand_over(spooler, pages, move |pages, outcome| {
            let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
            // A signed-out desk cannot write: the print stays "waiting" on the timeline, which is the truth.
            let _ = desk.end_print(pages.dossier, &pages.form, pages.number, outcome);
        })
    }

    /// Hands a slip to the spooler that belongs to no dossier, and watches it.
    pub(crate) fn hand_over_loose(
        &self,
        spooler: Arc<dyn Spooler>,
        printer: &str,
        slip: &Slip,
        pdf: Vec<u8>,
    ) -> String {
        self.jobs.hand_over_loose(spooler, printer, &format!("{} {}", slip.form, slip.on_paper()), pdf, Sheet::A5)
    }

    /// The jobs, for pages that belong to no dossier.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }
}

fn caller(desk: &Desk) -> Result<Caller, AppError> {
    Ok(match desk.session()? {
        SessionState::FirstRun | SessionState::SignedOut => Caller::Nobody,
        SessionState::Locked { .. } => Caller::Locked,
        SessionState::SignedIn { person, .. } => Caller::Person(person.roles.into_iter().collect()),
    })
}
