//! The procedures: a light list of all of them, and each one in full when it is wanted.

use chrono::NaiveDate;
use desk_core::procedure::{Channel, Fee, Limit, Need, Paper};

mod find;
mod limit;
mod needs;
pub mod pack;
mod record;

pub use record::{Confidence, OfficeLevel};

use crate::{
    ReferenceError,
    files::{Files, HAND, INDEX, NATIONAL, NEEDS},
    units::Level,
};
use record::Record;

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
    needs: needs::Needs,
    files: Files,
}

impl Catalogue {
    pub(crate) fn read(files: &Files) -> Result<Catalogue, ReferenceError> {
        let broken = |line: usize, what: &str| ReferenceError::new(INDEX, line, what);
        let bytes = zstd::stream::decode_all(files.bytes(INDEX)).map_err(|_| broken(0, "not zstd"))?;
        // Read once a process and set, and kept to its end, so that entries can borrow their words.
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
        Ok(Catalogue { entries, frames, needs: needs::read(files.text(NEEDS)?)?, files: files.clone() })
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

    /// A procedure in full; none where there is no such code, or its record is not one that this program reads.
    pub fn procedure(&self, code: &str) -> Option<Procedure> {
        let entry = self.entry(code)?;
        let (hand, national) = self.records(entry).ok()?;
        match (hand, national) {
            (Some(hand), national) => Some(self.assemble(entry, hand, national)),
            (None, Some(national)) => Some(self.assemble(entry, national, None)),
            (None, None) => None,
        }
    }

    /// The two records of a procedure.
    pub(crate) fn records(&self, entry: &Entry) -> Result<(Option<Record>, Option<Record>), ReferenceError> {
        let read = |file: &'static str, json: &str| {
            serde_json::from_str::<Record>(json)
                .map_err(|fault| ReferenceError::new(file, 0, format!("{}: {fault}", entry.code)))
        };
        let (hand, national) = self.sources(entry)?;
        Ok((hand.map(|json| read(HAND, &json)).transpose()?, national.map(|json| read(NATIONAL, &json)).transpose()?))
    }

    /// What the two lists hold of a procedure, as they hold it.
    fn sources(&self, entry: &Entry) -> Result<(Option<String>, Option<String>), ReferenceError> {
        let national = match entry.national {
            Some((frame, line)) => self.frame(frame)?.lines().nth(line).map(str::to_owned),
            None => None,
        };
        Ok((self.hand(entry)?.map(str::to_owned), national))
    }

    fn hand(&self, entry: &Entry) -> Result<Option<&str>, ReferenceError> {
        let Some((start, size)) = entry.hand else { return Ok(None) };
        let found = self.files.text(HAND)?.get(start..start + size);
        let missing = || ReferenceError::new(HAND, 0, format!("{} is not where the index says", entry.code));
        found.map(Some).ok_or_else(missing)
    }

    /// The same of every procedure, in the order of codes, each frame unpacked once; needs as they read.
    pub(crate) fn all_sources(&self) -> Result<Vec<[Option<String>; 3]>, ReferenceError> {
        let frames = (0..self.frames.len()).map(|number| self.frame(number)).collect::<Result<Vec<_>, _>>()?;
        let lines: Vec<Vec<&str>> = frames.iter().map(|frame| frame.lines().collect()).collect();
        let of = |entry: &Entry| {
            let place = entry.national.and_then(|(frame, line)| lines.get(frame)?.get(line));
            let needs = self.needs.get(entry.code).map(|needs| format!("{needs:?}"));
            Ok([self.hand(entry)?.map(str::to_owned), place.map(|line| (*line).to_owned()), needs])
        };
        self.entries.iter().map(of).collect()
    }

    fn frame(&self, number: usize) -> Result<String, ReferenceError> {
        let broken = |what: &str| ReferenceError::new(NATIONAL, 0, what);
        let (start, size, unpacked) = *self.frames.get(number).ok_or_else(|| broken("no such frame"))?;
        let packed = self.files.bytes(NATIONAL).get(start..start + size).ok_or_else(|| broken("cut short"))?;
        let bytes = zstd::bulk::decompress(packed, unpacked).map_err(|_| broken("not zstd"))?;
        String::from_utf8(bytes).map_err(|_| broken("not UTF-8"))
    }

    fn assemble(&self, entry: &Entry, record: Record, national: Option<Record>) -> Procedure {
        let needs = self.needs.get(entry.code);
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
