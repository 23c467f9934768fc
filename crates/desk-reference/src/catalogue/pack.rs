//! How the catalogue is packed: run by `examples/pack.rs` when the lists change, checked by a test.
//!
//! The national list is JSON lines in zstd frames of [`FRAME`] records each. Any zstd reads it as one file; this program
//! unpacks only the frame that holds the record it wants. The index names every procedure, says where its records lie,
//! and carries what search needs: the folded name, the initials, and the names that people say (`spoken_names.csv`).

use std::fmt::Write as _;

use crate::{
    ReferenceError,
    catalogue::record::Record,
    csv,
    files::{HAND, INDEX, NATIONAL, SPOKEN},
    fold::fold,
};

/// Records a frame.
pub const FRAME: usize = 64;

/// Packs JSON lines, sorted by code, into frames.
///
/// # Errors
/// When zstd fails.
pub fn national(lines: &str) -> std::io::Result<Vec<u8>> {
    let lines: Vec<&str> = lines.lines().collect();
    let mut packed = Vec::new();
    for block in lines.chunks(FRAME) {
        packed.extend(zstd::bulk::compress((block.join("\n") + "\n").as_bytes(), 19)?);
    }
    Ok(packed)
}

/// The index of both lists, as text.
///
/// # Errors
/// When a line is not a record or the lists do not fit together.
pub fn index(hand: &str, national: &[u8], spoken: &str) -> Result<String, ReferenceError> {
    let mut spoken: Vec<(String, String)> = csv::rows(SPOKEN, spoken, "spoken,code,source")?
        .into_iter()
        .map(|row| (row.fields[1].clone(), fold(&row.fields[0])))
        .collect();
    let mut rows: Vec<(String, Record, String, String)> = Vec::new();
    let mut offset = 0;
    for (at, line) in hand.split_inclusive('\n').enumerate() {
        let json = line.trim_end().trim_end_matches(',');
        if json.starts_with('{') {
            let record = record(HAND, at + 1, json)?;
            rows.push((key(&record)?, record, format!("{offset}:{}", json.len()), String::new()));
        }
        offset += line.len();
    }
    let mut frames = String::new();
    let mut start = 0;
    let broken = |what: &str| ReferenceError::new(NATIONAL, 0, what);
    while start < national.len() {
        let size =
            zstd::zstd_safe::find_frame_compressed_size(&national[start..]).map_err(|_| broken("not a frame"))?;
        let frame = zstd::stream::decode_all(&national[start..start + size]).map_err(|_| broken("not zstd"))?;
        let text = String::from_utf8(frame).map_err(|_| broken("not UTF-8"))?;
        let _ = writeln!(frames, "{start}\t{size}\t{}", text.len());
        let number = frames.lines().count() - 1;
        for (line, json) in text.lines().enumerate() {
            let record = record(NATIONAL, number * FRAME + line + 1, json)?;
            let place = format!("{number}:{line}");
            let key = key(&record)?;
            match rows.iter_mut().find(|row| row.0 == key) {
                Some(row) => row.3 = place,
                None => rows.push((key, record, String::new(), place)),
            }
        }
        start += size;
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let mut text = format!("{}\n{frames}", frames.lines().count());
    for (key, record, hand, national) in &rows {
        let levels: Vec<String> = record
            .office_levels
            .iter()
            .map(|level| serde_json::to_string(level).unwrap_or_default().trim_matches('"').to_owned())
            .collect();
        let folded = fold(&record.name);
        let initials = folded.strip_prefix("thu tuc ").unwrap_or(&folded);
        let initials: String = initials.split(' ').filter_map(|word| word.chars().next()).collect();
        let names: Vec<String> = spoken.extract_if(.., |(code, _)| code == key).map(|(_, name)| name).collect();
        let district = if record.district_level_before_2025_07 == Some(true) { "1" } else { "" };
        let date = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let fields = [
            key,
            &record.name,
            &record.sector,
            record.ministry.as_deref().unwrap_or_default(),
            &levels.join(","),
            district,
            &date(record.valid_from),
            &date(record.valid_to),
            &record.as_of,
            hand,
            national,
            &folded,
            &initials,
            &names.join("|"),
        ];
        if fields.iter().any(|field| field.contains(['\t', '\n'])) {
            return Err(ReferenceError::new(INDEX, 0, format!("{key} holds a tab or a line break")));
        }
        text.push_str(&fields.join("\t"));
        text.push('\n');
    }
    match spoken.first() {
        Some((code, _)) => Err(ReferenceError::new(SPOKEN, 0, format!("no procedure {code}"))),
        None => Ok(text),
    }
}

fn record(file: &'static str, line: usize, json: &str) -> Result<Record, ReferenceError> {
    serde_json::from_str(json).map_err(|fault| ReferenceError::new(file, line, fault.to_string()))
}

fn key(record: &Record) -> Result<String, ReferenceError> {
    let code = record.code.clone().or_else(|| record.local_code.clone());
    code.ok_or_else(|| ReferenceError::new(HAND, 0, format!("no code: {}", record.name)))
}
