//! The figures of a day: of one machine, or the sum of several.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{dossier::Means, ids::PersonId};

/// What a day came to. Void numbers are in the account of numbers and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Received in person on this day, by the dossier's own day.
    pub in_person: u32,
    /// Received by post.
    pub post: u32,
    /// Received online.
    pub online: u32,
    /// Of these three: entered from a paper book.
    pub back_entries: u32,
    /// Of the receptions that are no back entries, void numbers counted: a receipt was printed or saved.
    pub printed: u32,
    /// Receptions that are no back entries, void numbers counted: what `printed` is held against.
    pub logged: u32,
    /// Receipts printed again unchanged.
    pub reprints: u32,
    /// Corrections.
    pub corrections: u32,
    /// Requests for papers.
    pub supplements: u32,
    /// Results returned.
    pub returned: u32,
    /// Dossiers refused.
    pub refused: u32,
    /// Dossiers stopped.
    pub stopped: u32,
    /// Dossiers taken back by the citizen.
    pub withdrawn: u32,
    /// Citizens told what to bring, without a dossier.
    pub guided: u32,
    /// Citizens turned down in writing, without a dossier.
    pub turned_away: u32,
    /// Money by person, kind and means.
    pub money: Vec<MoneyLine>,
    /// The account of numbers, a line a counter.
    pub numbers: Vec<NumberLine>,
}

/// What money was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// With the reception.
    Reception,
    /// On a fee slip.
    Fee,
    /// A correction put right what was taken with the reception.
    Correction,
    /// A void took it back.
    Void,
}

/// Money that one person took in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyLine {
    /// Who, by name; empty when the machine did.
    pub person: String,
    /// Who, told apart from others of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonId>,
    /// What for.
    pub kind: MoneyKind,
    /// How it was paid.
    pub means: Means,
    /// How often it was taken; of a correction or a void: how often it was put right or taken back.
    pub times: u32,
    /// Đồng in all; below 0 where a correction or a void took back.
    pub vnd: i64,
}

/// What became of a counter's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberLine {
    /// The counter, 1 to 10.
    pub counter: u8,
    /// Numbers used, void ones counted.
    pub used: u32,
    /// The lowest used.
    pub first: u16,
    /// The highest used.
    pub last: u16,
    /// Void numbers.
    pub void: Vec<VoidNumber>,
    /// Numbers below the highest that nothing stands under.
    pub unused: Vec<Unused>,
}

/// A void number with its story.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VoidNumber {
    /// The number.
    pub number: u16,
    /// Why.
    pub reason: String,
}

/// Numbers that nothing stands under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unused {
    /// From this number.
    pub first: u16,
    /// To this one.
    pub last: u16,
    /// Why.
    pub story: UnusedStory,
}

/// Why a number is unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnusedStory {
    /// A supervisor typed the last number on paper and numbering went on above it: to be entered from paper.
    OnPaper,
    /// The record does not say.
    Unknown,
}

/// Joins numbers into runs.
fn runs(numbers: &BTreeMap<u16, UnusedStory>) -> Vec<Unused> {
    let mut runs: Vec<Unused> = Vec::new();
    for (number, story) in numbers {
        match runs.last_mut() {
            Some(run) if run.last + 1 == *number && run.story == *story => run.last = *number,
            Some(_) | None => runs.push(Unused { first: *number, last: *number, story: *story }),
        }
    }
    runs
}

impl NumberLine {
    /// The account of a counter's numbers. `used` are those of the machine, `others` those that other machines gave in
    /// the same range; `above` is the last number on paper that a supervisor typed.
    pub fn of(
        counter: u8,
        first: u16,
        used: &BTreeSet<u16>,
        others: &BTreeSet<u16>,
        above: Option<u16>,
        mut void: Vec<VoidNumber>,
    ) -> Option<NumberLine> {
        let (lowest, highest) = (*used.first()?, *used.last()?);
        let gaps = (first..highest).filter(|number| !used.contains(number) && !others.contains(number));
        let story = |number| match above {
            Some(above) if number <= above => UnusedStory::OnPaper,
            Some(_) | None => UnusedStory::Unknown,
        };
        void.sort();
        Some(NumberLine {
            counter,
            used: u32::try_from(used.len()).unwrap_or(u32::MAX),
            first: lowest,
            last: highest,
            void,
            unused: runs(&gaps.map(|number| (number, story(number))).collect()),
        })
    }

    /// Two machines that gave numbers of one range on one day (the second after a restore).
    fn add(&mut self, other: &NumberLine) {
        let numbers = |line: &NumberLine| -> BTreeMap<u16, UnusedStory> {
            line.unused.iter().flat_map(|run| (run.first..=run.last).map(|number| (number, run.story))).collect()
        };
        let mut unused = numbers(self);
        for (number, story) in numbers(other) {
            let known = unused.entry(number).or_insert(story);
            *known = (*known).min(story);
        }
        self.unused = runs(&unused);
        self.used += other.used;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.void.extend(other.void.iter().cloned());
        self.void.sort();
    }

    /// How many numbers nothing stands under.
    pub fn unused_count(&self) -> u32 {
        self.unused.iter().map(|run| u32::from(run.last - run.first) + 1).sum()
    }
}

impl Sheet {
    /// Receptions in all.
    pub fn received(&self) -> u32 {
        self.in_person + self.post + self.online
    }

    /// Đồng taken in one way, corrections and voids counted in.
    pub fn money_by(&self, means: Means) -> i64 {
        self.money.iter().filter(|line| line.means == means).map(|line| line.vnd).sum()
    }

    /// Adds money to the line of its person, kind and means.
    pub fn take(&mut self, more: MoneyLine) {
        let same = |line: &&mut MoneyLine| {
            (&line.person, line.id, line.kind, line.means) == (&more.person, more.id, more.kind, more.means)
        };
        match self.money.iter_mut().find(same) {
            Some(line) => {
                line.times += more.times;
                line.vnd += more.vnd;
            }
            None => self.money.push(more),
        }
        let place = |line: &MoneyLine| (line.person.clone(), line.id, line.kind, word(line.means));
        self.money.sort_by_cached_key(place);
    }

    /// How often money was taken: what a correction put right or a void took back is not taken again.
    pub fn times_taken(&self) -> u32 {
        let taken = self.money.iter().filter(|line| matches!(line.kind, MoneyKind::Reception | MoneyKind::Fee));
        taken.map(|line| line.times).sum()
    }

    /// This day and what another machine did on it.
    pub fn add(&mut self, other: &Sheet) {
        for (mine, theirs) in [
            (&mut self.in_person, other.in_person),
            (&mut self.post, other.post),
            (&mut self.online, other.online),
            (&mut self.back_entries, other.back_entries),
            (&mut self.printed, other.printed),
            (&mut self.logged, other.logged),
            (&mut self.reprints, other.reprints),
            (&mut self.corrections, other.corrections),
            (&mut self.supplements, other.supplements),
            (&mut self.returned, other.returned),
            (&mut self.refused, other.refused),
            (&mut self.stopped, other.stopped),
            (&mut self.withdrawn, other.withdrawn),
            (&mut self.guided, other.guided),
            (&mut self.turned_away, other.turned_away),
        ] {
            *mine += theirs;
        }
        for line in &other.money {
            self.take(line.clone());
        }
        for line in &other.numbers {
            match self.numbers.iter_mut().find(|mine| mine.counter == line.counter) {
                Some(mine) => mine.add(line),
                None => self.numbers.push(line.clone()),
            }
        }
        self.numbers.sort_by_key(|line| line.counter);
    }

    /// Every figure with its name, in the order of the sheet.
    pub fn figures(&self) -> Vec<(&'static str, i64)> {
        let numbers = |of: fn(&NumberLine) -> u32| self.numbers.iter().map(of).sum::<u32>();
        let void = |line: &NumberLine| u32::try_from(line.void.len()).unwrap_or(u32::MAX);
        let counts = [
            ("received", self.received()),
            ("received_in_person", self.in_person),
            ("received_post", self.post),
            ("received_online", self.online),
            ("back_entries", self.back_entries),
            ("receipts_printed", self.printed),
            ("logged", self.logged),
            ("reprints", self.reprints),
            ("corrections", self.corrections),
            ("supplements_asked", self.supplements),
            ("returned", self.returned),
            ("refused", self.refused),
            ("stopped", self.stopped),
            ("withdrawn", self.withdrawn),
            ("guidance", self.guided),
            ("refused_at_desk", self.turned_away),
            ("numbers_used", numbers(|line| line.used)),
            ("numbers_void", numbers(void)),
            ("numbers_unused", numbers(NumberLine::unused_count)),
        ];
        let money = [Means::Cash, Means::Transfer, Means::Online].map(|means| (word(means), self.money_by(means)));
        counts.into_iter().map(|(name, count)| (name, i64::from(count))).chain(money).collect()
    }

    /// The figures that came out otherwise since this sheet: name, then, now.
    pub fn changes_to(&self, now: &Sheet) -> Vec<(&'static str, i64, i64)> {
        let both = self.figures().into_iter().zip(now.figures());
        both.filter(|(then, now)| then != now).map(|((name, then), (_, now))| (name, then, now)).collect()
    }
}

fn word(means: Means) -> &'static str {
    match means {
        Means::Cash => "cash_vnd",
        Means::Transfer => "transfer_vnd",
        Means::Online => "online_vnd",
    }
}
