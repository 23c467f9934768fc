//! The procedures: a light list of all of them, and each one in full when it is wanted.

use std::sync::OnceLock;

use chrono::NaiveDate;
use desk_core::procedure::{Channel, Fee, Limit, Need, Paper};

mod find;
mod limit;
mod needs;
pub mod pack;
mod record;

pub use record::{Confidence, OfficeLevel};

use crate::{ReferenceError, units::Level};
use record::Record;

pub(crate) const NATIONAL: &str = "procedures-national.jsonl.zst";
pub(crate) const INDEX: &str = "index.tsv.zst";

const HAND_BYTES: &str = include_str!("../../../../assets/reference/procedures.json");
const NATIONAL_BYTES: &[u8] = include_bytes!("../../../../assets/reference/procedures-national.jsonl.zst");
const INDEX_BYTES: &[u8] = include_bytes!("../../../../assets/reference/index.tsv.zst");

/// The last day on which there were districts.
const LAST_DISTRICT_DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day");

/// Where a record lies: in the hand-checked list (offset, length) or in the national one (frame, line).
type Place = Option<(usize, usize)>;

/// What the picker needs of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// National code, e.g. `1.001193`; for two samples of 2015 the code of their office.
    pub code: &'static str,
    /// Official name.
    pub name: &'static str,
    /// Sector (lĩnh vực).
    pub sector: &'static str,
    /// Ministry, empty where the source does not name it.
    pub ministry: &'static str,
    /// Who handles it.
    pub levels: Vec<OfficeLevel>,
    /// True when districts handled it until 30/06/2025 and communes do since.
    pub district_before: bool,
    /// First day, where one is stated.
    pub valid_from: Option<NaiveDate>,
    /// Last day, where one is stated.
    pub valid_to: Option<NaiveDate>,
    /// Date of the source, e.g. `2026-07`.
    pub as_of: &'static str,
    /// First letters of the words of the name, folded: `dkks`.
    pub initials: &'static str,
    /// The name folded for search.
    pub folded: &'static str,
    /// Names that people say for it, folded, apart by `|`; mostly none. For search only, never printed.
    pub spoken: &'static str,
    hand: Place,
    national: Place,
}

impl Entry {
    /// True when a person checked the record (the detailed list), false when only the national crawl has it.
    pub fn hand_checked(&self) -> bool {
        self.hand.is_some()
    }

    /// True unless a stated validity leaves the day out. No stated validity holds at every date.
    pub fn is_valid(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// True when an office of `level` handles the procedure on a day.
    pub fn belongs_to(&self, level: Level, on: NaiveDate) -> bool {
        let districts = on <= LAST_DISTRICT_DAY;
        let named = |level| self.levels.contains(&level);
        self.is_valid(on)
            && match level {
                Level::Province => named(OfficeLevel::Province),
                Level::District => districts && (named(OfficeLevel::District) || self.district_before),
                Level::Commune => named(OfficeLevel::Commune) && !(districts && self.district_before),
            }
    }
}

/// A result that the citizen gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPaper {
    /// Name.
    pub name: String,
    /// National result code (`KQ.G15.000031`), where published.
    pub code: Option<String>,
}

/// All that is known of one procedure: the hand-checked record, with the fees of the national one where both exist.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// The light part.
    pub entry: Entry,
    /// Channels by which it is offered.
    pub channels: Vec<Channel>,
    /// The decision that published it.
    pub decision: Option<String>,
    /// The papers in their official order; `index` counts in this list.
    pub papers: Vec<Paper>,
    /// How many further papers the source has that the list does not.
    pub papers_omitted: u16,
    /// What the citizen gets.
    pub results: Vec<ResultPaper>,
    /// Who may apply.
    pub subjects: Vec<String>,
    /// Who decides.
    pub authority: Option<String>,
    /// Numbers of the documents it rests on.
    pub legal_basis: Vec<String>,
    /// The province whose figures the record holds, when it is not ours; they are never given out.
    pub local_to: Option<String>,
    /// Where the record comes from.
    pub source: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// What is special about the record, in English.
    pub note: Option<String>,
    /// As-of date of the fees, where they come from the other file.
    pub fees_as_of: String,
    record: Record,
    national: Option<Record>,
}

impl Procedure {
    /// The time limit for a channel and, where [`Procedure::cases`] names several, a case.
    pub fn limit(&self, channel: Channel, case: Option<&str>) -> Limit {
        match limit::limit(&self.record, channel, case) {
            // Another province's time is not ours; what the national portal says is shown, for the clerk to judge.
            Limit::Unknown { text: None } => {
                let said = self.national.as_ref().map(|national| limit::limit(national, channel, case));
                let text = match said {
                    Some(Limit::Known { text, .. } | Limit::Unknown { text }) => text,
                    None => None,
                };
                Limit::Unknown { text }
            }
            known @ (Limit::Known { .. } | Limit::Unknown { .. }) => known,
        }
    }

    /// The fee for a channel on a day.
    pub fn fee(&self, channel: Channel, on: NaiveDate) -> Fee {
        limit::fee(self.national.as_ref().unwrap_or(&self.record), channel, on)
    }

    /// The cases that the time limits of a channel tell apart, in the order of the source; none for most procedures.
    pub fn cases(&self, channel: Channel) -> Vec<&str> {
        let mut cases: Vec<&str> = Vec::new();
        for row in self.record.time_by_channel.iter().filter(|row| row.channel == channel) {
            if let Some(case) = row.case.as_deref()
                && row.unit.is_some()
                && !cases.contains(&case)
            {
                cases.push(case);
            }
        }
        cases
    }

    /// The groups (trường hợp or headings) under which papers stand, in the order of the source.
    pub fn paper_groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for group in self.papers.iter().filter_map(|paper| paper.group.as_deref()) {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The papers asked for in a channel and, when `case` names a group of the list, in that group or in none. A case
    /// that names no group leaves every paper in.
    pub fn papers(&self, channel: Channel, case: Option<&str>) -> impl Iterator<Item = &Paper> {
        let group = case.filter(|case| self.papers.iter().any(|paper| paper.group.as_deref() == Some(*case)));
        self.papers.iter().filter(move |paper| {
            let in_group = group.is_none() || paper.group.is_none() || paper.group.as_deref() == group;
            in_group && paper.asked_by(channel)
        })
    }
}

/// The list of all procedures and the way to each.
#[derive(Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    frames: Vec<(usize, usize, usize)>,
    needs: OnceLock<needs::Needs>,
}

impl Catalogue {
    pub(crate) fn shipped() -> Result<Catalogue, ReferenceError> {
        let broken = |line: usize, what: &str| ReferenceError::new(INDEX, line, what);
        let bytes = zstd::stream::decode_all(INDEX_BYTES).map_err(|_| broken(0, "not zstd"))?;
        // Read once a process and kept to its end, so that entries can borrow their words.
        let text: &'static str = String::from_utf8(bytes).map_err(|_| broken(0, "not UTF-8"))?.leak();
        let mut lines = text.lines().enumerate();
        let count =
            lines.next().and_then(|(_, first)| first.parse().ok()).ok_or_else(|| broken(1, "no frame count"))?;
        let mut frames = Vec::with_capacity(count);
        for (at, line) in lines.by_ref().take(count) {
            let mut numbers = line.split('\t').map(str::parse);
            match (numbers.next(), numbers.next(), numbers.next()) {
                (Some(Ok(start)), Some(Ok(size)), Some(Ok(unpacked))) => frames.push((start, size, unpacked)),
                _ => return Err(broken(at + 1, "not a frame")),
            }
        }
        let entries = lines
            .map(|(at, line)| entry(line).ok_or_else(|| broken(at + 1, "not an entry")))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Catalogue { entries, frames, needs: OnceLock::new() })
    }

    /// Every procedure, in the order of codes.
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// The light entry of a code.
    pub fn entry(&self, code: &str) -> Option<&Entry> {
        self.entries.binary_search_by(|entry| entry.code.cmp(code)).ok().map(|at| &self.entries[at])
    }

    /// The procedures that offices of a level handle on a day.
    pub fn procedures_of_level(&self, level: Level, on: NaiveDate) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.belongs_to(level, on))
    }

    /// A procedure in full.
    pub fn procedure(&self, code: &str) -> Option<Procedure> {
        let entry = self.entry(code)?;
        let read = |json: &str| {
            serde_json::from_str::<Record>(json).map_err(|fault| ReferenceError::new(INDEX, 0, fault.to_string()))
        };
        let hand = entry.hand.map(|(start, size)| crate::sound(read(&HAND_BYTES[start..start + size])));
        let national = entry.national.map(|place| {
            let frame = crate::sound(self.frame(place.0));
            let line = frame.lines().nth(place.1).unwrap_or_default();
            crate::sound(read(line))
        });
        let (record, national) = match (hand, national) {
            (Some(hand), national) => (hand, national),
            (None, Some(national)) => (national, None),
            (None, None) => return None,
        };
        Some(self.assemble(entry, record, national))
    }

    fn frame(&self, number: usize) -> Result<String, ReferenceError> {
        let broken = |what: &str| ReferenceError::new(NATIONAL, 0, what);
        let (start, size, unpacked) = *self.frames.get(number).ok_or_else(|| broken("no such frame"))?;
        let packed = NATIONAL_BYTES.get(start..start + size).ok_or_else(|| broken("cut short"))?;
        let bytes = zstd::bulk::decompress(packed, unpacked).map_err(|_| broken("not zstd"))?;
        String::from_utf8(bytes).map_err(|_| broken("not UTF-8"))
    }

    fn assemble(&self, entry: &Entry, record: Record, national: Option<Record>) -> Procedure {
        let needs = self.needs.get_or_init(|| crate::sound(needs::shipped())).get(entry.code);
        let papers = (0..).zip(&record.papers).map(|(index, row): (u16, _)| {
            let set = needs.into_iter().flatten().find(|set| set.index == index && row.name.starts_with(&set.begins));
            Paper {
                index,
                name: row.name.clone(),
                originals: row.originals,
                copies: row.copies,
                group: row.group.clone(),
                need: set.map_or(Need::Unknown, |set| set.need.clone()),
                need_source: set.map(|set| set.source.clone()),
                channels: set.and_then(|set| set.channels.clone()),
            }
        });
        let results = record.results.iter().map(|row| ResultPaper { name: row.name.clone(), code: row.code.clone() });
        let more = national.as_ref().unwrap_or(&record);
        Procedure {
            entry: entry.clone(),
            channels: record.channels.clone(),
            decision: record.decision.clone(),
            papers: papers.collect(),
            papers_omitted: record.papers_omitted,
            results: results.collect(),
            subjects: more.subjects.clone(),
            authority: more.authority.clone(),
            legal_basis: more.legal_basis.clone(),
            local_to: record.local_to.clone(),
            source: record.source.clone(),
            confidence: record.confidence,
            note: record.note.clone(),
            fees_as_of: more.as_of.clone(),
            record,
            national,
        }
    }
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (code, name, sector, ministry) = (next()?, next()?, next()?, next()?);
    let levels = next()?.split(',').map(office_level).collect::<Option<Vec<_>>>()?;
    let district_before = next()? == "1";
    let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    let (valid_from, valid_to) = (day(next()?)?, day(next()?)?);
    let as_of = next()?;
    let (hand, national) = (place(next()?)?, place(next()?)?);
    let (folded, initials, spoken) = (next()?, next()?, next()?);
    Some(Entry {
        code,
        name,
        sector,
        ministry,
        levels,
        district_before,
        valid_from,
        valid_to,
        as_of,
        initials,
        folded,
        spoken,
        hand,
        national,
    })
}

fn place(text: &str) -> Option<Place> {
    if text.is_empty() {
        return Some(None);
    }
    let (first, second) = text.split_once(':')?;
    Some(Some((first.parse().ok()?, second.parse().ok()?)))
}

fn office_level(text: &str) -> Option<OfficeLevel> {
    Some(match text {
        "ministry" => OfficeLevel::Ministry,
        "province" => OfficeLevel::Province,
        "district" => OfficeLevel::District,
        "commune" => OfficeLevel::Commune,
        "land_registration_office" => OfficeLevel::LandRegistrationOffice,
        "school" => OfficeLevel::School,
        "other" => OfficeLevel::Other,
        _ => return None,
    })
}
