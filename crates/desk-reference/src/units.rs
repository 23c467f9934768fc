//! Provinces, districts and communes with their days, and what became of each.
//!
//! GSO codes are used again: 04795 was Phường Thịnh Lang and is Phường Hòa Bình since 01/07/2025. The key of a unit
//! is its code *and* its first day.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ReferenceError, csv,
    files::{MAPPING, UNITS},
    fold::fold,
};

/// The columns of the list of what became of units.
pub(crate) const MAPPING_HEAD: &str =
    "old_code,old_name,old_district_code,old_district,new_code,new_name,kind,split_note";

/// The level of administration. Districts ended on 30/06/2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Tỉnh.
    Province,
    /// Huyện, thành phố thuộc tỉnh.
    District,
    /// Xã, phường, thị trấn.
    Commune,
}

/// A unit during one stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// GSO code; leading zeros belong to it.
    pub code: String,
    /// Full name, e.g. `Xã Tử Nê`.
    pub name: String,
    /// Level.
    pub level: Level,
    /// Code of the unit above, empty for a province.
    pub parent_code: String,
    /// First day; none where it is older than the data.
    pub valid_from: Option<NaiveDate>,
    /// Last day; none while it lasts.
    pub valid_to: Option<NaiveDate>,
    /// Where this comes from.
    pub source: String,
    /// Other spellings in use.
    pub aliases: Vec<String>,
}

impl Unit {
    /// The office key: `<code>@<valid_from>`, nothing after the `@` where the unit is older than the data (`155@`).
    pub fn office_id(&self) -> String {
        match self.valid_from {
            Some(from) => format!("{}@{from}", self.code),
            None => format!("{}@", self.code),
        }
    }

    /// True when the unit exists on the day.
    pub fn is_valid(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// The name without its kind: `Tử Nê`.
    pub fn bare_name(&self) -> &str {
        const KINDS: [&str; 6] = ["Tỉnh ", "Thành phố ", "Huyện ", "Phường ", "Xã ", "Thị trấn "];
        KINDS.iter().find_map(|kind| self.name.strip_prefix(kind)).unwrap_or(&self.name)
    }

    /// The name inside a sentence: `xã Tử Nê`.
    pub fn lower_name(&self) -> String {
        let mut chars = self.name.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    }
}

/// How much of a unit went to a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// All of it.
    Whole,
    /// The larger part: where its dossiers go unless someone says otherwise.
    SplitDefault,
    /// A part.
    SplitPart,
}

/// A unit that took over from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor<'a> {
    /// The newer unit.
    pub unit: &'a Unit,
    /// How much it took.
    pub share: Share,
}

/// A unit found by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMatch<'a> {
    /// The unit that exists on the day asked about.
    pub unit: &'a Unit,
    /// The unit of another time whose name matched, when it was not `unit` itself.
    pub by: Option<&'a Unit>,
}

/// Positions of an old and a new unit in the list.
#[derive(Debug, Clone, Copy)]
struct Link {
    old: usize,
    new: usize,
    share: Share,
}

/// All units and the links between the old and the new.
#[derive(Debug)]
pub struct Units {
    units: Vec<Unit>,
    folded: Vec<Vec<String>>,
    by_code: HashMap<String, Vec<usize>>,
    links: Vec<Link>,
}

impl Units {
    pub(crate) fn read(units: &str, mapping: &str) -> Result<Units, ReferenceError> {
        let mut all = Units { units: Vec::new(), folded: Vec::new(), by_code: HashMap::new(), links: Vec::new() };
        for row in csv::rows(UNITS, units, "code,name,level,parent_code,valid_from,valid_to,source,aliases")? {
            let unit = unit(&row)?;
            let names = std::iter::once(unit.bare_name()).chain(unit.aliases.iter().map(String::as_str));
            all.folded.push(names.map(fold).chain([fold(&unit.name)]).collect());
            all.by_code.entry(unit.code.clone()).or_default().push(all.units.len());
            all.units.push(unit);
        }
        for row in csv::rows(MAPPING, mapping, MAPPING_HEAD)? {
            let fault = |what: &str| ReferenceError::new(MAPPING, row.line, what);
            let [old_code, old_name, district, _, new_code, new_name, kind, note] = &row.fields[..] else {
                return Err(fault("eight fields"));
            };
            let share = match (kind.as_str(), note.as_str()) {
                ("whole", "") => Share::Whole,
                ("split", "default") => Share::SplitDefault,
                ("split", "part") => Share::SplitPart,
                _ => return Err(fault("not a kind of change")),
            };
            let find = |code: &str, name: &str, lasts: bool| {
                let named = |at: &usize| all.units[*at].name == name && all.units[*at].valid_to.is_none() == lasts;
                all.by_code.get(code).and_then(|found| found.iter().copied().find(named))
            };
            let old = find(old_code, old_name, false).ok_or_else(|| fault("no such old unit"))?;
            let new = find(new_code, new_name, true).ok_or_else(|| fault("no such new unit"))?;
            if all.units[old].parent_code != *district {
                return Err(fault("the old unit lies in another district"));
            }
            all.links.push(Link { old, new, share });
        }
        Ok(all)
    }

    /// Every unit of every time.
    pub fn all(&self) -> &[Unit] {
        &self.units
    }

    /// The unit that `code` named on a day.
    pub fn unit(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.with_code(code).find(|unit| unit.is_valid(on))
    }

    /// The unit of an office key, [`Unit::office_id`].
    pub fn unit_at(&self, office: &str) -> Option<&Unit> {
        let (code, from) = office.split_once('@')?;
        let from: Option<NaiveDate> = if from.is_empty() { None } else { Some(from.parse().ok()?) };
        self.with_code(code).find(|unit| unit.valid_from == from)
    }

    /// The units that exist on a day, in the order of the data.
    pub fn units_on(&self, on: NaiveDate) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| unit.is_valid(on))
    }

    /// The unit above, on the last day of `unit` or today's.
    pub fn parent(&self, unit: &Unit) -> Option<&Unit> {
        let day = unit.valid_to.or(unit.valid_from)?;
        self.unit(&unit.parent_code, day)
    }

    /// What took over from the unit that `code` named on a day: communes for a commune, and for a district the
    /// communes that its own communes became (a district's desk went to them). Empty while the unit lasts.
    pub fn successors(&self, code: &str, on: NaiveDate) -> Vec<Successor<'_>> {
        self.unit(code, on).map_or_else(Vec::new, |unit| self.successors_of(unit))
    }

    /// As [`Units::successors`], for a unit at hand.
    pub fn successors_of(&self, unit: &Unit) -> Vec<Successor<'_>> {
        let mut found: Vec<Successor<'_>> = Vec::new();
        for link in &self.links {
            let old = &self.units[link.old];
            let mine = match unit.level {
                Level::Commune => old.code == unit.code && old.valid_from == unit.valid_from,
                Level::District => old.parent_code == unit.code && old.valid_to == unit.valid_to,
                Level::Province => false,
            };
            let new = &self.units[link.new];
            if mine && found.iter().all(|other| !std::ptr::eq(other.unit, new)) {
                let share = if unit.level == Level::District { Share::SplitPart } else { link.share };
                found.push(Successor { unit: new, share });
            }
        }
        found
    }

    /// The communes out of which the unit that `code` names on a day was made. Empty for the old ones.
    pub fn predecessors(&self, code: &str, on: NaiveDate) -> Vec<Successor<'_>> {
        let Some(unit) = self.unit(code, on) else { return Vec::new() };
        let mine = |link: &&Link| std::ptr::eq(&self.units[link.new], unit);
        self.links
            .iter()
            .filter(mine)
            .map(|link| Successor { unit: &self.units[link.old], share: link.share })
            .collect()
    }

    /// Units that exist on a day, by any part of a name of theirs or of a unit they came from or became. Case, marks
    /// and đ do not matter. Exact names first, then own names, then names of another time.
    pub fn find_units<'a>(&'a self, text: &str, on: NaiveDate) -> Vec<UnitMatch<'a>> {
        let wanted = fold(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, UnitMatch<'a>)> = Vec::new();
        let mut add = |rank: u8, unit: &'a Unit, by: Option<&'a Unit>| match found
            .iter_mut()
            .find(|(_, hit)| std::ptr::eq(hit.unit, unit))
        {
            Some(hit) if rank < hit.0 => *hit = (rank, UnitMatch { unit, by }),
            Some(_) => {}
            None => found.push((rank, UnitMatch { unit, by })),
        };
        for (unit, names) in self.units.iter().zip(&self.folded) {
            let exact = names.contains(&wanted);
            if !exact && unit.code != text && !names.iter().any(|name| name.contains(&wanted)) {
                continue;
            }
            let loose = u8::from(!exact);
            if unit.is_valid(on) {
                add(loose, unit, None);
                continue;
            }
            let far = if unit.level == Level::District { 4 } else { 2 };
            for other in self.successors_of(unit) {
                if other.unit.is_valid(on) {
                    add(far + loose, other.unit, Some(unit));
                }
            }
            for link in self.links.iter().filter(|link| std::ptr::eq(&self.units[link.new], unit)) {
                let old = &self.units[link.old];
                if old.is_valid(on) {
                    add(2 + loose, old, Some(unit));
                }
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, hit)| hit).collect()
    }

    fn with_code(&self, code: &str) -> impl Iterator<Item = &Unit> {
        self.by_code.get(code).into_iter().flatten().map(|at| &self.units[*at])
    }
}

fn unit(row: &csv::Row) -> Result<Unit, ReferenceError> {
    let fault = |what: &str| ReferenceError::new(UNITS, row.line, what);
    let [code, name, level, parent, from, to, source, aliases] = &row.fields[..] else {
        return Err(fault("eight fields"));
    };
    let day = |text: &str| -> Result<Option<NaiveDate>, ReferenceError> {
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| fault("not a date")) }
    };
    Ok(Unit {
        code: code.clone(),
        name: name.clone(),
        level: match level.as_str() {
            "province" => Level::Province,
            "district" => Level::District,
            "commune" => Level::Commune,
            _ => return Err(fault("not a level")),
        },
        parent_code: parent.clone(),
        valid_from: day(from)?,
        valid_to: day(to)?,
        source: source.clone(),
        aliases: aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
    })
}
