//! Demo offices: made-up people, real procedures, the real calendar. Used to learn the desk, to look at it, and to
//! measure it; every dossier is signed and indexed like any other.

mod life;
mod living;
mod people;

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use desk_core::{
    code::{CounterRange, DossierCode, UnitIdentifier},
    dossier::{
        self, Allotment, Desk as Rules, Fact, FeePaid, Intake, IntakePaper, Offer, PaperState, PausePolicy, ReturnBy,
    },
    due::is_open_day,
    ids::DossierId,
    office::{Actor, OfficeFact, Person, PersonGranted, Role},
    procedure::{Channel, Limit, Need},
    time::{Moment, at_wall},
};
use desk_store::{
    Act, NewEntry,
    keys::{KeyHolder, Keys},
};

use crate::{
    desk::{Desk, random},
    error::AppError,
    offer::offer,
    office_file::DemoOffice,
    session::{SetUp, new_person},
};
use people::Crowd;

/// A small generator of its own (SplitMix64, Steele and others 2014), so that a seed gives the same office on every
/// machine and in every version of a library.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is above 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % bound as u64).unwrap_or(0)
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// People of a demo office beside its first supervisor: login, name, roles.
const STAFF: &[(&str, &str, &[Role])] = &[
    (FIRST_CLERK, "Bùi Thị Hương", &[Role::Clerk]),
    ("hai", "Lê Văn Hải", &[Role::Officer]),
    ("duyen", "Quách Thị Mỹ Duyên", &[Role::Clerk, Role::Supervisor]),
];

/// The first supervisor of a demo office: login and name.
pub const SUPERVISOR: (&str, &str) = ("lan", "Đinh Thị Lan");

/// The first clerk of a demo office: login.
pub const FIRST_CLERK: &str = "huong";

/// Procedures of a typical commune day (domain §7) that demos are made of, the frequent ones named more than once.
const USUAL: &[&str] = &[
    "2.000815", "2.000815", "2.000815", "2.000884", "2.000884", "2.001035", "1.001193", "1.001193", "1.000894",
    "1.000656", "1.004873", "1.004873", "2.000635", "2.000635", "1.004222", "1.004194", "1.010041", "1.001776",
    "1.001699", "1.001731", "1.014027", "1.012753", "1.013978", "1.012812", "1.001612", "2.000720", "1.001266",
    "1.013225", "1.013229",
];

impl Desk {
    /// Sets up a demo office with its four people; every login opens with `password`. Gives the recovery code.
    ///
    /// # Errors
    /// As [`Desk::set_up`].
    pub fn set_up_demo(
        &mut self,
        demo: DemoOffice,
        unit: Option<String>,
        counter: u8,
        password: &str,
    ) -> Result<String, AppError> {
        let recovery = self.set_up(SetUp {
            unit,
            demo: Some(demo),
            counter,
            lang: "vi".to_owned(),
            login: SUPERVISOR.0.to_owned(),
            name: SUPERVISOR.1.to_owned(),
            password: password.to_owned(),
        })?;
        self.hire_demo_staff(demo, password)?;
        Ok(recovery)
    }

    /// The other people of a demo office, granted on its first day.
    ///
    /// # Errors
    /// What the store says.
    pub fn hire_demo_staff(&mut self, demo: DemoOffice, password: &str) -> Result<(), AppError> {
        let at = demo.founded();
        let actor = self.actor()?;
        let data_key = self.store()?.data_key();
        let mut keys = Keys::load(&self.paths.store)?;
        for (login, name, roles) in STAFF {
            if actor.name == *name {
                continue;
            }
            let id = new_person(at)?;
            let roles: BTreeSet<Role> = roles.iter().copied().collect();
            let person = Person { id, login: (*login).to_owned(), name: (*name).to_owned(), roles, retired: false };
            let holder = KeyHolder { id, login: (*login).to_owned(), name: (*name).to_owned() };
            keys.wrap_person(holder, password, &data_key, random()?, random()?);
            let entries = vec![NewEntry::Office(OfficeFact::PersonGranted(PersonGranted { person }))];
            self.store()?.append(Act { at, actor: Some(actor.person), entries })?;
        }
        Ok(keys.save(&self.paths.store)?)
    }

    /// Fills a demo office with dossiers up to its clock, the same in a new store for the same seed, number and clock.
    /// Gives how many.
    ///
    /// # Errors
    /// [`AppError::RealClock`] for a store that is no demo; what the store says.
    pub fn fill_demo(&mut self, dossiers: u32, seed: u64) -> Result<u64, AppError> {
        self.fill(dossiers, seed, dossiers <= A_LOOK)
    }

    /// The same, and every dossier lives on after its receipt, however many there are: an office as the years leave it.
    ///
    /// # Errors
    /// As [`Desk::fill_demo`].
    pub fn fill_demo_lived(&mut self, dossiers: u32, seed: u64) -> Result<u64, AppError> {
        self.fill(dossiers, seed, true)
    }

    fn fill(&mut self, dossiers: u32, seed: u64, lives: bool) -> Result<u64, AppError> {
        let demo = self.demo().ok_or(AppError::RealClock)?;
        self.actor()?;
        let office = self.office()?;
        let now = self.now();
        let reference = self.reference();
        let unit = self.unit(now.date_naive())?;
        let policy = self.policy_of(&office);
        let identifier: UnitIdentifier =
            self.began(&office).and_then(|device| device.identifier.parse().ok()).ok_or(AppError::UnknownUnit)?;
        let counter = self.counter(&office, now)?;
        let hours = reference.hours(unit, None, now.date_naive());
        // Days before the newest entry too: the fuller a demo shall be, the further back its days reach.
        let days = Days::up_to(now, demo.founded(), dossiers, |day| is_open_day(day, self.calendar(&office), &hours));

        let mut offers: Vec<Offer> = Vec::new();
        let form_set = reference.form_set(now.date_naive(), None);
        for code in USUAL {
            if let Ok(offer) =
                offer(reference, &office, form_set.as_str(), code, Channel::InPerson, None, now.date_naive())
                && matches!(offer.limit, Limit::Known { .. })
            {
                offers.push(offer);
            }
        }
        let clerks: Vec<Actor> = office
            .holders(Role::Clerk)
            .map(|person| Actor { person: person.id, name: person.name.clone(), roles: person.roles.clone() })
            .collect();
        if offers.is_empty() || clerks.is_empty() {
            return Err(AppError::UnknownProcedure);
        }
        let mut books = HashMap::new();
        for day in &days.days {
            for lane in 1..=10_u8 {
                let book = format!("{lane}/{}", day.year());
                if let Entry::Vacant(unread) = books.entry(book) {
                    let next = self.reader()?.next_book_number(unread.key())?;
                    unread.insert(next);
                }
            }
        }
        // The same seed in a store that holds dossiers must not make the same ones again.
        let mut dice = Dice::new(seed.wrapping_add(self.reader()?.dossiers()?.rotate_left(32)));
        let crowd = Crowd::of(unit, reference);
        let calendar = self.calendar(&office);
        let mut taken = self.numbers_taken(&identifier, &days)?;
        let place = unit.clone();
        let acts = (0..dossiers).map(|index| {
            let (day, at, slot) = days.moment(index, &hours, now, &mut dice);
            let lane = days.lane(counter, slot);
            let free = |lane: &u8, taken: &HashMap<(NaiveDate, u8), u16>| {
                let range = CounterRange::of(*lane).ok()?;
                let next = taken.get(&(day, *lane)).copied().unwrap_or(range.first());
                range.contains(next).then_some((*lane, next))
            };
            // A day on which every counter's numbers are used up takes no more dossiers.
            let Some((lane, number)) =
                [lane].iter().chain(&(1..=10).collect::<Vec<u8>>()).find_map(|lane| free(lane, &taken))
            else {
                return Act { at, actor: None, entries: Vec::new() };
            };
            taken.insert((day, lane), number + 1);
            let code = DossierCode::new(&identifier, day, number).map(|code| code.to_string()).unwrap_or_default();
            let book = format!("{lane}/{}", day.year());
            let book_number = books.entry(book.clone()).or_insert(1);
            let allotment = Allotment { code, book, book_number: *book_number };
            *book_number += 1;
            let clerk = dice.pick(&clerks);
            let receive = |offer: &Offer, dice: &mut Dice| {
                let hours = reference.hours(&place, Some(&offer.procedure.code), day);
                let rules = Rules {
                    actor: clerk,
                    now: at,
                    calendar,
                    hours: &hours,
                    policy,
                    pause: PausePolicy::default(),
                    extensions_max: None,
                    supplements_max: None,
                    second_stage: None,
                };
                let offer = Offer { form_set: reference.form_set(day, None).as_str().to_owned(), ..offer.clone() };
                dossier::plan(&intake(&offer, &crowd, dice), &offer, &allotment, &rules)
            };
            let planned = receive(&offers[at.timestamp().unsigned_abs() as usize % offers.len()], &mut dice);
            let entries = match planned {
                Ok(received) => {
                    let mut random = [0; 10];
                    random[..8].copy_from_slice(&dice.roll().to_be_bytes());
                    random[8..].copy_from_slice(&dice.roll().to_be_bytes()[..2]);
                    let id = DossierId::new(u64::try_from(at.timestamp_millis()).unwrap_or(0), random);
                    vec![NewEntry::Dossier(id, Fact::Received(Box::new(received)))]
                }
                Err(_) => Vec::new(),
            };
            Act { at, actor: Some(clerk.person), entries }
        });
        let acts = acts.filter(|act| !act.entries.is_empty());
        if lives {
            self.store()?.append_bulk(self.lived(acts, seed, now)?)?;
            Ok(dossiers.into())
        } else {
            Ok(self.store()?.append_bulk(acts)?.entries)
        }
    }
}

impl Desk {
    /// The next number by day and counter, where dossiers have taken some before. Full ranges stand at their end + 1.
    fn numbers_taken(
        &self,
        identifier: &UnitIdentifier,
        days: &Days,
    ) -> Result<HashMap<(NaiveDate, u8), u16>, AppError> {
        let reader = self.reader()?;
        let mut taken = HashMap::new();
        if reader.dossiers()? == 0 {
            return Ok(taken);
        }
        for day in &days.days {
            let head = format!("{identifier}-{}-", day.format("%y%m%d"));
            for number in reader.numbers_used(&head)? {
                let lane = u8::try_from(number / 1000).unwrap_or(9) + 1;
                let next: &mut u16 = taken.entry((*day, lane)).or_insert(0);
                *next = (*next).max(number + 1);
            }
        }
        Ok(taken)
    }
}

/// Up to this many dossiers a demo office is there to be looked at: they live on after their receipt. Larger ones are
/// there to be measured.
const A_LOOK: u32 = 1_000;

/// The days over which a demo's dossiers are spread, and how many counters' numbers that takes.
struct Days {
    days: Vec<NaiveDate>,
    each: u32,
}

/// Most dossiers of one counter on a demo day; its range holds 999.
const LANE: u32 = 900;

impl Days {
    fn up_to(now: Moment, newest: Moment, dossiers: u32, open: impl Fn(NaiveDate) -> bool) -> Self {
        let wanted = usize::try_from(dossiers / 700).unwrap_or(0).max(42);
        let mut days = Vec::new();
        // An office to be looked at has its morning before it; one for measuring is full to the last minute.
        let mut day = now.date_naive();
        if dossiers <= A_LOOK && newest.date_naive() < day {
            day = day.pred_opt().unwrap_or(day);
        }
        while days.len() < wanted && day >= newest.date_naive() {
            if open(day) {
                days.push(day);
            }
            let Some(before) = day.pred_opt() else { break };
            day = before;
        }
        if days.is_empty() {
            days.push(now.date_naive());
        }
        days.reverse();
        let count = u32::try_from(days.len()).unwrap_or(1).max(1);
        let each = dossiers.div_ceil(count).max(1);
        // The newest days are full; what is over stays at the far end.
        let used = usize::try_from(dossiers.div_ceil(each)).unwrap_or(0).clamp(1, days.len());
        days.drain(..days.len() - used);
        Days { days, each }
    }

    /// How many counters' ranges a day needs.
    fn lanes_needed(&self) -> u8 {
        u8::try_from(self.each.div_ceil(LANE)).unwrap_or(10).clamp(1, 10)
    }

    fn lane(&self, counter: u8, slot: u32) -> u8 {
        let lane = u8::try_from(slot % u32::from(self.lanes_needed())).unwrap_or(0);
        (counter - 1 + lane) % 10 + 1
    }

    /// Day, moment and place in the day of a dossier; moments go up with the index.
    fn moment(
        &self,
        index: u32,
        hours: &desk_core::calendar::OfficeHours,
        now: Moment,
        dice: &mut Dice,
    ) -> (NaiveDate, Moment, u32) {
        let place = usize::try_from(index / self.each).unwrap_or(0).min(self.days.len() - 1);
        let (day, slot) = (self.days[place], index % self.each);
        let spans = hours.spans(day.weekday());
        let spans = if spans.is_empty() { &hours.swapped } else { spans };
        let open: i64 = spans.iter().map(|span| (span.close - span.open).num_seconds()).sum();
        let step = (open / i64::from(self.each)).max(0);
        let jitter = if step > 1 { i64::try_from(dice.below(step as usize)).unwrap_or(0) } else { 0 };
        let mut second = (i64::from(slot) * open / i64::from(self.each) + jitter).min(open - 1);
        let mut time = NaiveTime::from_hms_opt(8, 0, 0).expect("eight o'clock exists");
        for span in spans {
            let length = (span.close - span.open).num_seconds();
            if second < length {
                time = span.open + Duration::seconds(second);
                break;
            }
            second -= length;
        }
        (day, at_wall(day.and_time(time)).min(now), slot)
    }
}

/// An intake with every paper that is needed.
fn intake(offer: &Offer, crowd: &Crowd, dice: &mut Dice) -> Intake {
    let owner = crowd.citizen(dice);
    let papers = offer
        .papers
        .iter()
        .filter(|paper| paper.asked_by(Channel::InPerson))
        .map(|paper| {
            let state = match &paper.need {
                Need::Always | Need::OneOf(_) => PaperState::Given,
                Need::Shown => PaperState::Shown,
                Need::If(_) => PaperState::NotApplicable,
                Need::Unknown => *dice.pick(&[PaperState::Given, PaperState::Given, PaperState::NotApplicable]),
            };
            let given = state == PaperState::Given;
            IntakePaper {
                index: Some(paper.index),
                name: None,
                state,
                originals: if given { paper.originals.unwrap_or(1) } else { 0 },
                copies: if given { paper.copies.unwrap_or(0) } else { 0 },
                reason: None,
            }
        })
        .collect();
    Intake {
        channel: Channel::InPerson,
        case: None,
        owner,
        submitter: None,
        papers,
        sets: 1,
        fee_vnd: None,
        exemption: None,
        fee_paid: FeePaid::Now,
        limit: None,
        return_by: *dice.pick(&[ReturnBy::Desk, ReturnBy::Desk, ReturnBy::Desk, ReturnBy::Post]),
        duplicate_of: None,
        back_entry: None,
    }
}
