//! Where a day stands, as its entries tell it.

use std::collections::BTreeMap;

use super::{CounterClosed, DayClosed, DaySigned, ExceptionJudged, Sheet};
use crate::ids::{DeviceId, EntryHash};

/// What happened to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayFact {
    /// A counter closed it.
    Counter(Box<CounterClosed>),
    /// The office's sheet was made.
    Office(Box<DayClosed>),
    /// A sheet was signed.
    Signed(DaySigned),
    /// Exceptions were judged.
    Judged(ExceptionJudged),
}

/// How far a day has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody closed it.
    Open,
    /// A counter closed it; there is no sheet of the office.
    CountersClosed,
    /// There is a sheet, nobody signed it.
    Closed,
    /// The sheet is signed.
    Signed,
    /// A sheet was signed, and another took its place that nobody signed yet.
    Amended,
}

impl Stage {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::CountersClosed => "counters_closed",
            Stage::Closed => "closed",
            Stage::Signed => "signed",
            Stage::Amended => "amended",
        }
    }
}

/// The closings, sheets and signatures of one day. Made of the same entries it is the same, whatever their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayRecord {
    closings: BTreeMap<(DeviceId, u64), (EntryHash, CounterClosed)>,
    sheets: BTreeMap<EntryHash, DayClosed>,
    signatures: BTreeMap<EntryHash, DaySigned>,
    judged: BTreeMap<(i64, EntryHash), ExceptionJudged>,
    /// Where each sheet stands in its machine's chain.
    places: BTreeMap<EntryHash, (DeviceId, u64)>,
}

impl DayRecord {
    /// Takes one more entry: the machine, its seq, the entry's hash and what it says.
    #[must_use]
    pub fn with(mut self, device: DeviceId, seq: u64, entry: EntryHash, fact: DayFact) -> DayRecord {
        match fact {
            DayFact::Counter(closed) => {
                self.closings.insert((device, seq), (entry, *closed));
            }
            DayFact::Office(closed) => {
                self.sheets.insert(entry, *closed);
                self.places.insert(entry, (device, seq));
            }
            DayFact::Signed(signed) => {
                self.signatures.insert(entry, signed);
            }
            DayFact::Judged(judged) => {
                self.judged.insert((judged.done.at.timestamp_millis(), entry), judged);
            }
        }
        self
    }

    /// Each machine's last closing, those left out whose day another machine's counts with its own.
    pub fn closings(&self) -> BTreeMap<DeviceId, (EntryHash, &CounterClosed)> {
        let mut last = self.last_closings();
        let counted: Vec<DeviceId> =
            last.keys().filter(|device| counts(&last, **device, &mut Vec::new())).copied().collect();
        last.retain(|device, _| counted.contains(device));
        last
    }

    fn last_closings(&self) -> BTreeMap<DeviceId, (EntryHash, &CounterClosed)> {
        // Ascending by machine and seq: the last of a machine stays.
        self.closings.iter().map(|((device, _), (entry, closed))| (*device, (*entry, closed))).collect()
    }

    /// A machine's own last closing, whether or not another one counts its day.
    pub fn last_closing(&self, device: DeviceId) -> Option<&CounterClosed> {
        let own = self.closings.range((device, 0)..=(device, u64::MAX));
        own.last().map(|(_, (_, closed))| closed)
    }

    /// The closing that counts a machine's day, and the machine that made it.
    pub fn closing_of(&self, device: DeviceId) -> Option<(DeviceId, &CounterClosed)> {
        let of = |(by, closed): &(DeviceId, &CounterClosed)| *by == device || closed.covers.contains(&device);
        self.closings().into_iter().map(|(by, (_, closed))| (by, closed)).find(of)
    }

    /// The sheets that no other takes the place of, the fullest and newest first. More than one where desks were apart.
    pub fn sheets(&self) -> Vec<(EntryHash, &DayClosed)> {
        let amended = |entry: &EntryHash| self.sheets.values().any(|sheet| sheet.amends.contains(entry));
        let mut current: Vec<(EntryHash, &DayClosed)> =
            self.sheets.iter().filter(|(entry, _)| !amended(entry)).map(|(entry, sheet)| (*entry, sheet)).collect();
        current.sort_by_key(|(entry, sheet)| {
            (std::cmp::Reverse((sheet.held.len(), sheet.done.at.timestamp_millis())), *entry)
        });
        current
    }

    /// The sheet that counts.
    pub fn sheet(&self) -> Option<(EntryHash, &DayClosed)> {
        self.sheets().into_iter().next()
    }

    /// The machine and seq of a sheet.
    pub fn place(&self, sheet: EntryHash) -> Option<(DeviceId, u64)> {
        self.places.get(&sheet).copied()
    }

    /// The first signature under a sheet.
    pub fn signature(&self, sheet: EntryHash) -> Option<&DaySigned> {
        let under = self.signatures.values().filter(|signed| signed.sheet == sheet);
        under.min_by_key(|signed| signed.done.at)
    }

    /// How far the day has come.
    pub fn stage(&self) -> Stage {
        match self.sheet() {
            Some((entry, _)) if self.signature(entry).is_some() => Stage::Signed,
            Some(_) if !self.signatures.is_empty() => Stage::Amended,
            Some(_) => Stage::Closed,
            None if !self.closings.is_empty() => Stage::CountersClosed,
            None => Stage::Open,
        }
    }

    /// The sum of the closings that count.
    pub fn sum(&self) -> Sheet {
        let mut sum = Sheet::default();
        self.closings().values().for_each(|(_, closed)| sum.add(&closed.sheet));
        sum
    }

    /// What was said last of an exception.
    pub fn judged(&self, exception: &str, subject: &str) -> Option<&ExceptionJudged> {
        let about = |judged: &&ExceptionJudged| {
            judged.exception == exception && judged.subjects.iter().any(|other| other == subject)
        };
        self.judged.values().rev().find(about)
    }

    /// Everything that was said, in the order of time.
    pub fn judgements(&self) -> impl Iterator<Item = &ExceptionJudged> {
        self.judged.values()
    }
}

/// True unless a closing that counts itself closes this machine's day with its own.
fn counts(last: &BTreeMap<DeviceId, (EntryHash, &CounterClosed)>, device: DeviceId, asked: &mut Vec<DeviceId>) -> bool {
    asked.push(device);
    // Closings that name each other in a circle, which no machine writes, count all.
    let covering = last.iter().filter(|(by, (_, closed))| **by != device && closed.covers.contains(&device));
    let by: Vec<DeviceId> = covering.map(|(by, _)| *by).filter(|by| !asked.contains(by)).collect();
    let covered = by.into_iter().any(|by| counts(last, by, asked));
    asked.pop();
    !covered
}
