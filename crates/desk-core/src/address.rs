//! An address as printed, parted into its free line and the units it names, and those names looked for among the units of a
//! list that the caller brings (old and new; this room has no unit data of its own).
//!
//! A name alone never identifies a unit: several can answer, and the caller asks.

use crate::text::{fold, has_marks, nfc_tidy, retone};

/// Level of an administrative unit, as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Tỉnh, or a city of that rank.
    Province,
    /// Huyện, quận, thị xã, thành phố of a province (until 30/06/2025).
    District,
    /// Xã, phường, thị trấn.
    Commune,
}

/// A printed address parted. Names are tidied, without their level and as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// House, street, hamlet: everything before the units.
    pub line: String,
    /// The commune's name, if the address has one.
    pub commune: Option<UnitName>,
    /// The district's name, if the address has one.
    pub district: Option<UnitName>,
    /// The province's name, if the address has one.
    pub province: Option<UnitName>,
}

/// A unit's name as an address gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// The name without its level: `Tử Nê`.
    pub bare: String,
    /// The level's word where printed: `xã`, `thị trấn`; spelled out from `TT.`, `TP`.
    pub kind: Option<&'static str>,
}

impl UnitName {
    /// True when `name`, with its level (`Xã Tử Nê`) or without, is this name. Where both tell a level, it must agree.
    pub fn is(&self, name: &str) -> bool {
        let other = unit_name(name);
        let kinds_agree = self.kind.is_none() || other.kind.is_none() || self.kind == other.kind;
        kinds_agree && key(&self.bare) == key(&other.bare)
    }
}

/// Names equal but for case, marks' place and spaces; marks count (`Hòa` is not `Hoa`).
fn key(name: &str) -> String {
    nfc_tidy(name).to_lowercase().split(' ').map(retone).collect::<Vec<_>>().join(" ")
}

/// Words of a level, folded, with the word in full and the levels it can be of.
const KINDS: [(&str, &str, &[Level]); 16] = [
    ("thanh pho", "thành phố", &[Level::Province, Level::District]),
    ("thi tran", "thị trấn", &[Level::Commune]),
    ("thi xa", "thị xã", &[Level::District]),
    ("phuong", "phường", &[Level::Commune]),
    ("huyen", "huyện", &[Level::District]),
    ("tinh", "tỉnh", &[Level::Province]),
    ("quan", "quận", &[Level::District]),
    ("xa", "xã", &[Level::Commune]),
    ("tp", "thành phố", &[Level::Province, Level::District]),
    ("tt", "thị trấn", &[Level::Commune]),
    ("tx", "thị xã", &[Level::District]),
    ("t", "tỉnh", &[Level::Province]),
    ("h", "huyện", &[Level::District]),
    ("q", "quận", &[Level::District]),
    ("p", "phường", &[Level::Commune]),
    ("x", "xã", &[Level::Commune]),
];

fn kind_of(part: &str) -> Option<(&'static str, &'static [Level], &str)> {
    let folded = fold(part);
    KINDS.iter().find_map(|(short, full, levels)| {
        let rest = folded.strip_prefix(short)?;
        if !rest.starts_with([' ', '.']) || rest.len() < 2 {
            return None;
        }
        // One letter is a level only with its full stop: `x. Tử Nê`, not `Y Tý`.
        if short.len() == 1 && !rest.starts_with('.') {
            return None;
        }
        // `Phương Lâm` and `Quan Sơn` are names; only text without any mark may mean `phường` by `phuong`.
        let count = short.chars().count();
        let printed: String = part.chars().take(count).collect();
        let whole_word = count > 2 || *short == "xa";
        if whole_word && has_marks(part) && key(&printed) != *full {
            return None;
        }
        let after = part.char_indices().nth(count).map_or("", |(at, _)| &part[at..]);
        Some((*full, *levels, after.trim_start_matches(['.', ' '])))
    })
}

/// A unit's name with or without its level, taken apart.
pub fn unit_name(text: &str) -> UnitName {
    let text = nfc_tidy(text);
    match kind_of(&text) {
        Some((kind, _, bare)) => UnitName { bare: bare.to_owned(), kind: Some(kind) },
        None => UnitName { bare: text, kind: None },
    }
}

/// Parts an address at its commas, from the end: province, district where there is one, commune, and the rest as the line.
///
/// Words of level decide where they stand; without them the last part is the province, and the two before it district and
/// commune (old order) unless `is_commune_without_district(name, province)` says that the name before the province is a commune (new order, without
/// districts since 01/07/2025). An address of one part is a line and nothing else.
pub fn split(address: &str, is_commune_without_district: impl Fn(&str, &str) -> bool) -> Parts {
    let tidy = nfc_tidy(address);
    let mut parts: Vec<&str> = tidy.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if let [only] = parts[..] {
        // Hyphens part an address only when spaced on both sides: `Xóm Lự - xã Tử Nê - huyện Tân Lạc`.
        let hyphened: Vec<&str> = only.split(" - ").map(str::trim).filter(|part| !part.is_empty()).collect();
        if hyphened.len() > 1 {
            parts = hyphened;
        }
    }
    let mut found = Parts::default();
    if parts.len() < 2 {
        found.line = tidy;
        return found;
    }
    let levels_of = |part: &str| kind_of(part).map(|(_, levels, _)| levels);
    let can_be = |part: &str, level: Level| levels_of(part).is_none_or(|levels| levels.contains(&level));
    let says = |part: &str, level: Level| levels_of(part).is_some_and(|levels| levels.contains(&level));

    if let Some(last) = parts.last().copied().filter(|part| can_be(part, Level::Province)) {
        found.province = Some(unit_name(last));
        parts.pop();
    }
    if let Some(last) = parts.last().copied().filter(|part| can_be(part, Level::District)) {
        let province = found.province.as_ref().map_or("", |name| name.bare.as_str());
        let before_is_commune = parts.len() >= 2 && says(parts[parts.len() - 2], Level::Commune);
        let new_order = !says(last, Level::District)
            && !before_is_commune
            && is_commune_without_district(&unit_name(last).bare, province);
        if !new_order {
            found.district = Some(unit_name(last));
            parts.pop();
        }
    }
    if let Some(last) = parts.last().copied().filter(|part| can_be(part, Level::Commune) && !begins_a_line(part)) {
        found.commune = Some(unit_name(last));
        parts.pop();
    }
    found.line = parts.join(", ");
    found
}

/// Words that begin a hamlet or street, never a commune's name.
fn begins_a_line(part: &str) -> bool {
    let folded = fold(part);
    let first = folded.split(' ').next().unwrap_or("");
    let word = matches!(
        first,
        "xom" | "thon" | "to" | "so" | "khu" | "ngo" | "duong" | "ban" | "ap" | "doi" | "khoi" | "tieu" | "tdp" | "lo"
    );
    word && folded.contains(' ') && kind_of(part).is_none() || first.starts_with(|c: char| c.is_ascii_digit())
}

/// A unit of the caller's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The commune with its level, and other spellings of it.
    pub names: &'a [&'a str],
    /// Its district, empty where there is none (new order).
    pub district: &'a str,
    /// Its province.
    pub province: &'a str,
}

/// Places in `candidates` of the communes that `parts` can mean, best first and only those as good as the best: with the
/// district and province that the address names, else with the district alone, else by the commune's name alone.
pub fn find(parts: &Parts, candidates: &[Candidate<'_>]) -> Vec<usize> {
    let Some(commune) = &parts.commune else { return Vec::new() };
    let named = |name: &Option<UnitName>, unit: &str| -> i32 {
        match name {
            Some(name) if !unit.is_empty() && name.is(unit) => 2,
            // A district in an address of a commune that has none, or another district, speaks against it.
            Some(_) => -1,
            None => 0,
        }
    };
    let ranked: Vec<(i32, usize)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.names.iter().any(|name| commune.is(name)))
        .map(|(at, unit)| {
            let no_district = i32::from(parts.district.is_none() && unit.district.is_empty());
            (named(&parts.district, unit.district) * 2 + named(&parts.province, unit.province) + no_district, at)
        })
        .collect();
    let Some(best) = ranked.iter().map(|(rank, _)| *rank).max() else { return Vec::new() };
    ranked.into_iter().filter(|(rank, _)| *rank == best).map(|(_, at)| at).collect()
}
