//! The office as its log tells it: its machines and counters, its people and their rights, its own figures.
//!
//! What is one machine's own (its counter, the warnings settled on it, the registers taken over at it) is kept machine by
//! machine; people, procedures and figures are the office's. [`fold`] puts the entries of all machines in the order that
//! every machine agrees on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    alike::{Judgements, PersonsJudged},
    calendar::{Calendar, DuePolicy, OfficeHours, Span, SpecialDay, SpecialKind},
    day::{CounterClosed, DayClosed, DaySigned, ExceptionJudged},
    dossier::{Done, Party, Slip},
    graph::{Link, order},
    ids::{DeviceId, EntryHash, PersonId},
    import::{Import, ImportUndone, RegisterImported},
    procedure::Channel,
    rule::Rule,
    time::{Moment, millis},
};

mod settings;

pub use settings::{Setting, SettingSet, Settings};

/// What a person may do. One person may hold several roles; the first person of an office holds supervisor and
/// administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives, prints, returns.
    Clerk,
    /// Works on dossiers in a department.
    Officer,
    /// Reviews the day, settles exceptions, sets the office's figures.
    Supervisor,
    /// People, calendar, number ranges, restore.
    Administrator,
}

impl Role {
    /// Every role, for tables that must name each.
    pub const ALL: [Role; 4] = [Role::Clerk, Role::Officer, Role::Supervisor, Role::Administrator];

    /// Its word in the record.
    pub fn word(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Officer => "officer",
            Role::Supervisor => "supervisor",
            Role::Administrator => "administrator",
        }
    }

    /// The role of a word; none for one of a newer program.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A person of the office as the log knows them. The password is not here: it wraps the store's key elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id that entries carry as their actor.
    pub id: PersonId,
    /// What is typed to sign in; lower-case letters, digits, dot and hyphen, unique in the office.
    pub login: String,
    /// The full name as it stands on receipts.
    pub name: String,
    /// What the person may do.
    pub roles: BTreeSet<Role>,
    /// Set when the person no longer works here; the name stays on what they did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A fact about the office rather than about a dossier. The variant's name in the log is [`OfficeFact::kind`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OfficeFact {
    /// The first entry of every chain.
    DeviceBegan(DeviceBegan),
    /// A person may work here, with these roles; the same id again changes name or roles.
    PersonGranted(PersonGranted),
    /// A person no longer works here.
    PersonRetired(PersonRetired),
    /// A password was set anew, by the person or by a supervisor. Never the password.
    PasswordReset(PasswordReset),
    /// The counter number changes from a day on.
    CounterAssigned(CounterAssigned),
    /// A procedure is offered here, or no longer.
    ProcedureSwitched(ProcedureSwitched),
    /// A figure of the office's own stands in for what the reference data lacks.
    FigureSet(FigureSet),
    /// A supervisor looked at a warning about the record or the clock and decided to go on.
    WarningSettled(WarningSettled),
    /// A citizen was told what to bring and left without a dossier (phiếu hướng dẫn).
    GuidanceGiven(Box<WalkIn>),
    /// A citizen was turned down in writing at the desk (Mẫu 03); there is no dossier.
    IntakeRefused(Box<WalkIn>),
    /// The slip of somebody who left without a dossier went to a printer or into a file.
    SlipPrinted(Box<SlipPrinted>),
    /// A register was taken over from a file.
    RegisterImported(RegisterImported),
    /// Dossiers of an import were taken back.
    ImportUndone(ImportUndone),
    /// A label of a form is worded otherwise here from a day on.
    LabelSet(Box<LabelSet>),
    /// Two people who look alike were said to be one, or two.
    PersonsJudged(Box<PersonsJudged>),
    /// A counter closed its own day.
    CounterClosed(Box<CounterClosed>),
    /// The office's sheet of a day was made.
    DayClosed(Box<DayClosed>),
    /// A supervisor signed a day's sheet.
    DaySigned(DaySigned),
    /// A supervisor judged exceptions of a day.
    ExceptionJudged(Box<ExceptionJudged>),
    /// A day or the hours of the office differ from the reference data.
    CalendarSet(Box<CalendarSet>),
    /// A parameter of the office was set.
    SettingSet(Box<SettingSet>),
    /// A counter goes on where a paper book ends.
    PaperContinued(Box<PaperContinued>),
}

/// A citizen who left without a dossier: a slip with a number of its own, no dossier code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkIn {
    /// The slip.
    pub slip: Slip,
    /// Who came.
    pub party: Party,
    /// Code and name of the procedure asked for.
    pub procedure: (String, String),
    /// How they came.
    pub channel: Channel,
    /// What is missing or wrong, a line each.
    pub items: Vec<String>,
    /// Why.
    pub reason: String,
    /// The legal ground of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Form set in force.
    pub form_set: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A print of a slip that belongs to no dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPrinted {
    /// The slip, as its [`WalkIn`] names it.
    pub slip: Slip,
    /// 1 for the first print, 2 for the first reprint …
    pub number: u32,
    /// The printer, or `pdf`.
    pub to: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// First entry of a device: who it is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceBegan {
    /// Ed25519 public key, 32 bytes in hex.
    pub public_key: String,
    /// The counter, 1 to 10.
    pub counter: u8,
    /// H28-scheme identifier of the unit, the head of its dossier codes.
    pub identifier: String,
    /// Which half of the day due dates keep.
    pub policy: DuePolicy,
    /// Name of the machine that people read, e.g. `TUNE-01`.
    pub name: String,
    /// True for a practice store; its papers say BẢN THỬ.
    pub demo: bool,
    /// The device and head this one carries on from after a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<(DeviceId, u64)>,
}

/// A person granted roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonGranted {
    /// The person.
    pub person: Person,
}

/// A person retired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRetired {
    /// Who.
    pub person: PersonId,
    /// Why, in the words of whoever did it.
    pub reason: String,
}

/// A password set anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// Whose.
    pub person: PersonId,
    /// True when the recovery code opened the way.
    pub by_recovery: bool,
}

/// A counter number given to this device from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterAssigned {
    /// 1 to 10.
    pub counter: u8,
    /// First day on which it holds.
    pub from: NaiveDate,
}

/// A procedure switched on or off for this office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureSwitched {
    /// National code.
    pub procedure: String,
    /// Offered or not.
    pub on: bool,
}

/// A local figure: limit, fee or need, with the decision it rests on and its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureSet {
    /// National code of the procedure.
    pub procedure: String,
    /// What is set.
    pub figure: Figure,
    /// Number of the decision, e.g. `123/QĐ-UBND`.
    pub decision: String,
    /// First day of validity.
    pub from: NaiveDate,
    /// Last day of validity; none while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What a local figure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The time limit for a channel (all channels when none) and case.
    Limit {
        /// Channel it holds for.
        channel: Option<Channel>,
        /// Case it holds for.
        case: Option<String>,
        /// The rule.
        rule: Rule,
    },
    /// The fee for a channel; 0 đồng means free by decision.
    Fee {
        /// Channel it holds for.
        channel: Option<Channel>,
        /// Đồng a set, 0 or more.
        vnd: i64,
    },
    /// When a paper must be there.
    Need {
        /// Position of the paper in the procedure's list.
        paper: u16,
        /// The need, as in the reference data.
        need: crate::procedure::Need,
    },
    /// The steps inside the office, in their order (the procedure's ISO 9001 process).
    Process {
        /// The steps; none where a later decision takes them away.
        steps: Vec<ProcessStep>,
    },
    /// The limit of the second stage, which runs from when a payment elsewhere is shown (mục "giai đoạn 2").
    SecondStage {
        /// The rule; `none` where a later decision takes the stage away.
        rule: Rule,
    },
}

/// A step of a procedure's own process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStep {
    /// Its name, e.g. `Thẩm định`; told from the others by it.
    pub name: String,
    /// Who does it; any department when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// How long it may take from the hand-over.
    pub limit: Rule,
}

/// The office's own wording of a label, from a day on; what was issued before keeps its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSet {
    /// The set of the form, e.g. `tt01-2018`.
    pub set: String,
    /// The form.
    pub form: String,
    /// Name of the label.
    pub label: String,
    /// The wording.
    pub text: String,
    /// First day.
    pub from: NaiveDate,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The office's own word on its calendar. Receipts issued before keep their date; what is counted later goes by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSet {
    /// What changes.
    pub change: CalendarChange,
    /// The decision that it rests on, e.g. `15/TB-UBND`.
    pub decision: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// What of a calendar changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarChange {
    /// One day.
    Day {
        /// Which.
        day: NaiveDate,
        /// What it is from now on; none: as the reference data have it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<SpecialKind>,
        /// Its name, as the days that explain a date give it.
        name: String,
    },
    /// The hours of the week.
    Hours {
        /// First day on which they hold.
        from: NaiveDate,
        /// Seven lists of spans, Monday first.
        week: Box<[Vec<Span>; 7]>,
    },
}

/// The end of what was written on paper, above which this machine's counter goes on: when an office begins with the program,
/// or a counter with a range that was used on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperContinued {
    /// The day of the number.
    pub day: NaiveDate,
    /// The last dossier number given on paper that day, in the counter's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// The book (`counter/year`).
    pub book: String,
    /// The last line written in it on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A warning that a supervisor settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningSettled {
    /// Code of the warning, e.g. `clock_behind`, `store_restored`.
    pub warning: String,
    /// The desk's day for which it is settled.
    pub day: NaiveDate,
    /// What was decided, in the supervisor's words.
    pub decision: String,
    /// The last number on paper that day, where the supervisor typed it: numbering goes on above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers_above: Option<u16>,
}

impl OfficeFact {
    /// The kind that the header of the entry names.
    pub fn kind(&self) -> &'static str {
        match self {
            OfficeFact::DeviceBegan(_) => "device.began",
            OfficeFact::PersonGranted(_) => "person.granted",
            OfficeFact::PersonRetired(_) => "person.retired",
            OfficeFact::PasswordReset(_) => "password.reset",
            OfficeFact::CounterAssigned(_) => "counter.assigned",
            OfficeFact::ProcedureSwitched(_) => "procedure.switched",
            OfficeFact::FigureSet(_) => "figure.set",
            OfficeFact::WarningSettled(_) => "warning.settled",
            OfficeFact::GuidanceGiven(_) => "guidance.given",
            OfficeFact::IntakeRefused(_) => "intake.refused",
            OfficeFact::SlipPrinted(_) => "slip.printed",
            OfficeFact::RegisterImported(_) => "register.imported",
            OfficeFact::ImportUndone(_) => "import.undone",
            OfficeFact::LabelSet(_) => "label.set",
            OfficeFact::PersonsJudged(_) => "persons.judged",
            OfficeFact::CounterClosed(_) => "counter.closed",
            OfficeFact::DayClosed(_) => "day.closed",
            OfficeFact::DaySigned(_) => "day.signed",
            OfficeFact::ExceptionJudged(_) => "exception.judged",
            OfficeFact::CalendarSet(_) => "calendar.set",
            OfficeFact::SettingSet(_) => "setting.set",
            OfficeFact::PaperContinued(_) => "paper.continued",
        }
    }
}

/// One machine of the office, as its own entries tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Machine {
    /// What it said of itself first.
    pub began: Option<DeviceBegan>,
    /// Its counter numbers by the day from which they hold.
    pub counters: BTreeMap<NaiveDate, u8>,
    /// Days on which a supervisor settled a warning on it, with its code and the last number on paper where one was typed.
    pub settled: BTreeMap<NaiveDate, BTreeMap<String, Option<u16>>>,
    /// Registers taken over from files at it, by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub imports: BTreeMap<u32, Import>,
    /// The last numbers given on paper by day, where its counter went on above them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub paper: BTreeMap<NaiveDate, u16>,
}

/// The office as its facts leave it: the fold of every [`OfficeFact`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Office {
    /// Every machine that ever wrote for this office.
    pub machines: BTreeMap<DeviceId, Machine>,
    /// Everyone who ever worked here.
    pub people: BTreeMap<PersonId, Person>,
    /// Procedures switched on (true) or off (false) here; others follow the default.
    pub procedures: BTreeMap<String, bool>,
    /// Local figures in the order of the fold; a later one for the same thing and day wins.
    pub figures: Vec<FigureSet>,
    /// Labels of forms worded otherwise here, in the order of the fold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelSet>,
    /// The office's own days and hours, in the order of the fold; a later one for the same day wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendar: Vec<CalendarSet>,
    /// Parameters of the office, in the order of the fold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<SettingSet>,
    /// The last lines written on paper by book, where a counter goes on in it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub books: BTreeMap<String, u32>,
    /// People who look alike, as somebody told them apart or together.
    #[serde(default, skip_serializing_if = "Judgements::is_empty")]
    pub judgements: Judgements,
}

/// An entry about the office in the graph of all machines' entries.
#[derive(Debug, Clone)]
pub struct OfficeEntry<F> {
    /// The machine.
    pub device: DeviceId,
    /// Its place in the machine's chain.
    pub seq: u64,
    /// The entry.
    pub hash: EntryHash,
    /// The newest office entries that the machine knew. Programs before the province wrote none: such an entry follows
    /// the same machine's office entry before.
    pub builds_on: Vec<EntryHash>,
    /// What it says.
    pub fact: F,
}

/// The office entries in the order of the fold, with what each builds on filled in, and the newest of them.
pub fn in_order<F>(mut entries: Vec<OfficeEntry<F>>) -> (Vec<OfficeEntry<F>>, Vec<EntryHash>) {
    let mut chains: BTreeMap<DeviceId, BTreeMap<u64, Vec<EntryHash>>> = BTreeMap::new();
    for entry in &entries {
        chains.entry(entry.device).or_default().entry(entry.seq).or_default().push(entry.hash);
    }
    for entry in entries.iter_mut().filter(|entry| entry.builds_on.is_empty()) {
        let before = chains.get(&entry.device).and_then(|chain| chain.range(..entry.seq).next_back());
        entry.builds_on = before.map(|(_, hashes)| hashes.clone()).unwrap_or_default();
    }
    let links: Vec<Link<'_>> =
        entries.iter().map(|entry| Link { hash: entry.hash, builds_on: &entry.builds_on }).collect();
    let (sorted, heads) = (order(&links), crate::graph::heads(&links));
    let mut slots: Vec<Option<OfficeEntry<F>>> = entries.into_iter().map(Some).collect();
    (sorted.into_iter().filter_map(|at| slots[at].take()).collect(), heads)
}

/// The fold of office entries given in any order, and the newest of them. A fact is none where it is not understood, was
/// erased or is set aside.
pub fn fold(entries: Vec<OfficeEntry<Option<OfficeFact>>>) -> (Office, Vec<EntryHash>) {
    let (sorted, heads) = in_order(entries);
    let office = sorted.iter().fold(Office::default(), |office, entry| match &entry.fact {
        Some(fact) => office.evolve(entry.device, fact),
        None => office,
    });
    (office, heads)
}

impl Office {
    /// A calendar with the office's own days in it.
    #[must_use]
    pub fn days_of(&self, base: &Calendar) -> Calendar {
        let mut own = base.clone();
        for set in &self.calendar {
            let CalendarChange::Day { day, kind, name } = &set.change else { continue };
            match (kind, base.days.get(day)) {
                (Some(kind), _) => {
                    let special = SpecialDay { kind: *kind, name: name.clone(), name_en: name.clone(), official: true };
                    own.days.insert(*day, special);
                }
                (None, Some(before)) => drop(own.days.insert(*day, before.clone())),
                (None, None) => drop(own.days.remove(day)),
            }
        }
        own
    }

    /// The office's own hours on a day; none where it has said nothing. Of those that hold, the latest to begin.
    pub fn own_hours(&self, on: NaiveDate) -> Option<OfficeHours> {
        let hours = self.calendar.iter().filter_map(|set| match &set.change {
            CalendarChange::Hours { from, week } if *from <= on => Some((from, week)),
            CalendarChange::Hours { .. } | CalendarChange::Day { .. } => None,
        });
        let (_, week) = hours.max_by_key(|(from, _)| **from)?;
        Some(OfficeHours {
            week: (**week).clone(),
            swapped: week[0].clone(),
            receiving: Default::default(),
            assumed: false,
        })
    }

    /// The office after one more fact of a machine. Total: facts are facts.
    #[must_use]
    pub fn evolve(mut self, device: DeviceId, fact: &OfficeFact) -> Office {
        match fact {
            OfficeFact::DeviceBegan(began) => self.machine(device).began = Some(began.clone()),
            OfficeFact::PersonGranted(granted) => {
                self.people.insert(granted.person.id, granted.person.clone());
            }
            OfficeFact::PersonRetired(retired) => {
                if let Some(person) = self.people.get_mut(&retired.person) {
                    person.retired = true;
                }
            }
            OfficeFact::CounterAssigned(assigned) => {
                self.machine(device).counters.insert(assigned.from, assigned.counter);
            }
            OfficeFact::ProcedureSwitched(switched) => {
                self.procedures.insert(switched.procedure.clone(), switched.on);
            }
            OfficeFact::FigureSet(figure) => self.figures.push(figure.clone()),
            OfficeFact::WarningSettled(settled) => {
                let day = self.machine(device).settled.entry(settled.day).or_default();
                day.insert(settled.warning.clone(), settled.numbers_above);
            }
            OfficeFact::RegisterImported(imported) => {
                let import = Import { imported: imported.clone(), voided: 0, undone: false };
                self.machine(device).imports.entry(imported.import).or_insert(import);
            }
            OfficeFact::ImportUndone(step) => {
                // Undone at whichever machine: an import's number is the office's.
                let known = |machine: &&mut Machine| machine.imports.contains_key(&step.import);
                let own_first = match self.machines.contains_key(&device) {
                    true if self.machine(device).imports.contains_key(&step.import) => Some(self.machine(device)),
                    true | false => self.machines.values_mut().find(known),
                };
                if let Some(import) = own_first.and_then(|machine| machine.imports.get_mut(&step.import)) {
                    import.voided = import.voided.saturating_add(step.voided);
                    import.undone |= step.finished;
                }
            }
            OfficeFact::LabelSet(set) => self.labels.push((**set).clone()),
            OfficeFact::CalendarSet(set) => self.calendar.push((**set).clone()),
            OfficeFact::SettingSet(set) => self.settings.push((**set).clone()),
            OfficeFact::PaperContinued(paper) => {
                // What went on above a number stays above it.
                if let Some(number) = paper.number {
                    let last = self.machine(device).paper.entry(paper.day).or_default();
                    *last = number.max(*last);
                }
                if let Some(line) = paper.line {
                    let last = self.books.entry(paper.book.clone()).or_default();
                    *last = line.max(*last);
                }
            }
            OfficeFact::PersonsJudged(judged) => self.judgements.note(judged),
            // Counted where they are listed; the office itself is as it was.
            OfficeFact::PasswordReset(_)
            | OfficeFact::GuidanceGiven(_)
            | OfficeFact::IntakeRefused(_)
            | OfficeFact::SlipPrinted(_)
            | OfficeFact::CounterClosed(_)
            | OfficeFact::DayClosed(_)
            | OfficeFact::DaySigned(_)
            | OfficeFact::ExceptionJudged(_) => {}
        }
        self
    }

    fn machine(&mut self, device: DeviceId) -> &mut Machine {
        self.machines.entry(device).or_default()
    }

    /// What a machine said of itself first.
    pub fn began(&self, device: DeviceId) -> Option<&DeviceBegan> {
        self.machines.get(&device)?.began.as_ref()
    }

    /// The counter number of a machine on a day.
    pub fn counter_on(&self, device: DeviceId, day: NaiveDate) -> Option<u8> {
        let machine = self.machines.get(&device)?;
        let assigned = machine.counters.range(..=day).next_back().map(|(_, counter)| *counter);
        assigned.or_else(|| machine.began.as_ref().map(|began| began.counter))
    }

    /// Registers taken over from files, by number, of all machines.
    pub fn imports(&self) -> impl Iterator<Item = (u32, &Import)> {
        self.machines.values().flat_map(|machine| machine.imports.iter().map(|(number, import)| (*number, import)))
    }

    /// The import of a number.
    pub fn import(&self, number: u32) -> Option<&Import> {
        self.imports().find(|(other, _)| *other == number).map(|(_, import)| import)
    }

    /// The figures for a procedure that hold on a day, newest first.
    pub fn figures_on<'a>(&'a self, procedure: &'a str, day: NaiveDate) -> impl Iterator<Item = &'a FigureSet> {
        self.figures.iter().rev().filter(move |figure| {
            figure.procedure == procedure && figure.from <= day && figure.until.is_none_or(|until| day <= until)
        })
    }

    /// The steps of a procedure's process that hold on a day; empty where none were set.
    pub fn process_on<'a>(&'a self, procedure: &'a str, day: NaiveDate) -> &'a [ProcessStep] {
        let steps = self.figures_on(procedure, day).find_map(|set| match &set.figure {
            Figure::Process { steps } => Some(steps.as_slice()),
            Figure::Limit { .. } | Figure::Fee { .. } | Figure::Need { .. } | Figure::SecondStage { .. } => None,
        });
        steps.unwrap_or_default()
    }

    /// The last number on paper that a supervisor typed on a machine for a day: its numbering goes on above it.
    pub fn numbers_above(&self, device: DeviceId, day: NaiveDate) -> Option<u16> {
        let machine = self.machines.get(&device)?;
        let settled = machine.settled.get(&day).into_iter().flat_map(|warnings| warnings.values().flatten());
        settled.chain(machine.paper.get(&day)).copied().max()
    }

    /// The first line of a book that is not on paper: 1, or above the last that a supervisor typed.
    pub fn first_line(&self, book: &str) -> u32 {
        self.books.get(book).map_or(1, |last| last.saturating_add(1))
    }

    /// True when a supervisor settled this warning on this machine for this day.
    pub fn is_settled(&self, device: DeviceId, warning: &str, day: NaiveDate) -> bool {
        let settled = self.machines.get(&device).and_then(|machine| machine.settled.get(&day));
        settled.is_some_and(|warnings| warnings.contains_key(warning))
    }

    /// The machines that a machine goes on for since a restore, the nearest first.
    pub fn goes_on_for(&self, device: DeviceId) -> Vec<DeviceId> {
        let mut found = Vec::new();
        let mut next = device;
        while let Some((old, _)) = self.began(next).and_then(|began| began.continues) {
            if old == device || found.contains(&old) {
                break; // a circle, which no machine writes
            }
            found.push(old);
            next = old;
        }
        found
    }

    /// A person as lists and accounts tell them apart: the name, with what they sign in by where another has the same name.
    pub fn called(&self, person: PersonId) -> Option<String> {
        let person = self.people.get(&person)?;
        let shared = self.people.values().any(|other| other.id != person.id && other.name == person.name);
        Some(if shared { format!("{} ({})", person.name, person.login) } else { person.name.clone() })
    }

    /// People who still work here and hold a role.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.people.values().filter(move |person| !person.retired && person.roles.contains(&role))
    }
}

/// Who acts: a signed-in person with the roles the log gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Their name, as printed.
    pub name: String,
    /// Their roles now.
    pub roles: BTreeSet<Role>,
}

impl Actor {
    /// True when the actor holds any of the roles.
    pub fn holds_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}

/// A stamp of when a fact was recorded, for views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When, by the device's clock.
    #[serde(with = "millis")]
    pub at: Moment,
    /// By whom.
    pub by: Option<PersonId>,
}
