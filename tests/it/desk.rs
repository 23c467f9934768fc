//! A real desk inside the test: its store, its courier, no window.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use desk_app::{
    Brought, DemoOffice, Desk, Paths,
    courier::{State, Synced},
    print::NoPrintService,
};
use desk_core::{
    dossier::{Act, Digitised, FeePaid, Intake, NoteKind, Party, ReturnBy},
    ids::DossierId,
    procedure::Channel,
};
use desk_forms::attach::{Judged, Media};
use tempfile::TempDir;

use crate::{office::PASSWORD, province::Province, proxy::Proxy};

/// A desk of the demo office of 2024, signed in.
pub(crate) struct Counter {
    folder: TempDir,
    pub(crate) desk: Desk,
}

impl Counter {
    pub(crate) fn new(counter: u8) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let mut desk = at(folder.path());
        desk.set_up_demo(DemoOffice::Y2024, None, counter, PASSWORD).expect("sets up");
        Counter { folder, desk }
    }

    /// The same with its own courier, who carries without being told.
    pub(crate) fn carried(counter: u8, province: &Province, line: &Proxy) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let mut desk = at(folder.path()).with_courier();
        desk.set_up_demo(DemoOffice::Y2024, None, counter, PASSWORD).expect("sets up");
        desk.enrol(&line.address, &province.code(&counter.to_string())).expect("enrols");
        Counter { folder, desk }
    }

    /// Enrolled through a line.
    pub(crate) fn enrolled(counter: u8, province: &Province, line: &Proxy) -> Self {
        let mut made = Counter::new(counter);
        made.desk.enrol(&line.address, &province.code(&counter.to_string())).expect("enrols");
        made
    }

    /// One exchange. Whatever becomes of it: logged here = received + waiting.
    #[track_caller]
    pub(crate) fn sync(&self) -> Synced {
        let synced = self.desk.sync_once().expect("an exchange is no error, however it ends");
        let figures = self.desk.sync_figures().expect("figures");
        let waits: u64 = figures.waiting.iter().map(|waiting| waiting.entries).sum();
        assert_eq!((figures.logged, waits), (figures.received + waits, synced.waiting));
        synced
    }

    /// Exchanges until everything is in step.
    #[track_caller]
    pub(crate) fn in_step(&self) -> Synced {
        let synced = self.sync();
        assert_eq!((synced.state, synced.waiting), (State::InStep, 0), "{synced:?}");
        synced
    }

    pub(crate) fn receive(&mut self, name: &str) -> DossierId {
        let intake = Intake {
            channel: Channel::InPerson,
            case: None,
            owner: Party { name: name.to_owned(), phone: Some("0987654321".to_owned()), ..Party::default() },
            submitter: None,
            papers: Vec::new(),
            sets: 1,
            fee_vnd: None,
            exemption: None,
            fee_paid: FeePaid::Later,
            limit: None,
            return_by: ReturnBy::Desk,
            duplicate_of: None,
            back_entry: None,
        };
        self.desk.receive("1.004873", intake, None).expect("is received").dossier
    }

    pub(crate) fn note(&mut self, id: DossierId, text: &str) {
        self.desk.act(id, Act::AddNote { about: NoteKind::Plain, text: text.to_owned() }).expect("a note");
    }

    /// The notes of a dossier.
    pub(crate) fn notes(&self, id: DossierId) -> Vec<String> {
        let shown = self.desk.dossier(&id.to_string()).expect("it is here").dossier;
        shown.accepted().expect("accepted").notes.iter().map(|note| note.text.clone()).collect()
    }

    /// Attaches bytes as if a scanner had brought them; gives their hash.
    pub(crate) fn attach(&mut self, id: DossierId, bytes: &[u8]) -> String {
        let judged = Judged { media: Media::Png, pages: 1, width: 1, height: 1, active: false };
        let brought = Brought { name: "quét.png", bytes, paper: None, result: false, digitised: Digitised::Scanned };
        self.desk.attach_judged(id, &brought, &judged).expect("is attached");
        let dossier = self.desk.dossier(&id.to_string()).expect("it is here").dossier;
        dossier.accepted().expect("accepted").files.last().expect("a file").attached.hash.clone()
    }

    /// Every file of the data and state folders, as a snapshot of a virtual machine has them.
    pub(crate) fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        // A machine that has worked for a while remembers its store in the state folder; that is noted beside the acts.
        let remembers = || fs::read_dir(self.folder.path().join("state")).is_ok_and(|mut state| state.next().is_some());
        let since = Instant::now();
        while !remembers() {
            assert!(since.elapsed() < Duration::from_secs(30), "nothing is remembered");
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut files = Vec::new();
        collect(self.folder.path(), &mut files);
        files
    }

    /// The whole machine goes back to a snapshot, its files in their places; then its supervisor signs in again.
    pub(crate) fn roll_back(mut self, snapshot: &[(PathBuf, Vec<u8>)]) -> Self {
        self.desk.sign_out();
        let Counter { folder, desk } = self;
        drop(desk);
        for (path, bytes) in snapshot {
            fs::write(path, bytes).expect("writes in place");
        }
        let mut now = Vec::new();
        collect(folder.path(), &mut now);
        for (path, _) in now.iter().filter(|(path, _)| !snapshot.iter().any(|(old, _)| old == path)) {
            fs::remove_file(path).expect("was not there then");
        }
        let mut desk = at(folder.path());
        desk.sign_in("lan", PASSWORD).expect("signs in");
        Counter { folder, desk }
    }
}

fn at(folder: &Path) -> Desk {
    let paths = Paths { store: folder.join("store"), state: folder.join("state"), documents: folder.join("documents") };
    Desk::at(paths, Arc::new(NoPrintService)).expect("a folder").in_given_folder()
}

fn collect(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if let Ok(bytes) = fs::read(&path) {
            into.push((path, bytes));
        }
    }
}
