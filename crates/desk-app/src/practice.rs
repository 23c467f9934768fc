//! Practice: a store of its own beside the real one, of a demo office with made-up people, entered and left from the desk.
//!
//! What always holds: while somebody practises, the desk *is* the practice desk, and the real one waits behind it with its
//! store, its courier and its backups as they were; nothing of the one reaches the other. The practice store is a demo's, so
//! every paper says so and no real province takes it; it has no courier. Locking or signing out leaves practice first.

use desk_core::office::{OfficeFact, Person, PersonGranted};

use crate::{
    demo,
    desk::{Desk, Paths},
    error::AppError,
    office_file::DemoOffice,
    session::is_login,
};

/// It opens a store of made-up people, for whoever is signed in at the real one.
const PASSWORD: &str = "luyện tập ở quầy";
/// Dossiers of the made-up past.
const DOSSIERS: u32 = 120;

impl Desk {
    /// True while somebody practises.
    pub fn is_practising(&self) -> bool {
        self.real.is_some()
    }

    /// Goes to the practice store as who is signed in, with their roles, look and printer; makes it where there is none.
    ///
    /// # Errors
    /// [`AppError::Practising`] in practice and in a demo, which is one; when the practice store cannot be made or opened.
    /// The real desk is as it was then.
    pub fn begin_practice(&mut self) -> Result<(), AppError> {
        let actor = self.actor()?;
        if self.is_practising() || self.demo().is_some() {
            return Err(AppError::Practising);
        }
        let person = self.office()?.people.get(&actor.person).cloned().ok_or(AppError::UnknownPerson)?;
        let (display, printer) = (self.display()?, self.printer()?);
        let mut practice = self.practice_desk(&person)?;
        practice.set_display(&display)?;
        practice.set_printer(&printer)?;
        let real = std::mem::replace(self, practice);
        self.real = Some(Box::new(real));
        Ok(())
    }

    /// Back to the real desk, where the same person is signed in as before. The practice store stays for the next time.
    ///
    /// # Errors
    /// [`AppError::NotPractising`].
    pub fn end_practice(&mut self) -> Result<(), AppError> {
        let real = self.real.take().ok_or(AppError::NotPractising)?;
        *self = *real;
        Ok(())
    }

    fn practice_desk(&self, person: &Person) -> Result<Desk, AppError> {
        let file = self.file.as_ref().ok_or(AppError::NotSetUp)?;
        let mut folder = self.paths.store.file_name().unwrap_or_default().to_owned();
        folder.push("-practice");
        let paths = Paths {
            store: self.paths.store.with_file_name(folder),
            state: self.paths.state.clone(),
            documents: self.paths.documents.join("Luyen tap"),
        };
        let mut desk = Desk::at(paths, self.spooler())?.in_given_folder();
        match desk.demo() {
            Some(_) => desk.sign_in(demo::SUPERVISOR.0, PASSWORD)?,
            // Somebody's real store lies where the practice one should: it is left alone.
            None if desk.file.is_some() => return Err(AppError::OtherOffice),
            None => {
                let code = file.office.split('@').next().map(str::to_owned);
                let day = DemoOffice::Now.first_morning().date_naive();
                let known = code.filter(|code| self.reference().unit(code, day).is_some());
                desk.set_up_demo(DemoOffice::Now, known, file.counter, PASSWORD)?;
                desk.fill_demo(DOSSIERS, 1)?;
            }
        }
        let login = desk.let_in(person)?;
        desk.sign_in(&login, PASSWORD)?;
        Ok(desk)
    }

    /// The person of the real desk in the practice store, with the roles that they have now.
    fn let_in(&mut self, person: &Person) -> Result<String, AppError> {
        let login: String = format!("tap.{}", person.login).chars().take(32).collect();
        debug_assert!(is_login(&login), "a login after a prefix is one");
        let office = self.office()?;
        match office.people.values().find(|known| known.login == login) {
            None => drop(self.add_person(&person.name, &login, person.roles.clone(), PASSWORD)?),
            Some(known) if known.roles == person.roles && known.name == person.name => {}
            Some(known) => {
                let now = Person { roles: person.roles.clone(), name: person.name.clone(), ..known.clone() };
                let actor = self.actor()?.person;
                self.append_office(actor, OfficeFact::PersonGranted(PersonGranted { person: now }))?;
            }
        }
        Ok(login)
    }
}
