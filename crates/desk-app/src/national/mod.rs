//! The national export: dossiers of a period in the shapes of DongBoHoSoMC and CapNhatTienDoHoSoMC, as a file. Nothing is sent.
//!
//! The shapes are those that clients of the national one-stop interface used before July 2025; what holds after is unconfirmed
//! (docs/national.md). What the record does not say is left out and named for each dossier, never filled in.

mod check;
mod shape;

use std::path::PathBuf;

use chrono::NaiveDate;
use desk_core::office::Role;
use desk_store::{Filter, Selected};
use serde::Serialize;
use serde_json::{Value, json};

pub use check::{Finding, Missing};

use crate::{account::Look, desk::Desk, error::AppError, register_export::free_file};

/// Who may take citizens' data out.
const EXPORTERS: &[Role] = &[Role::Supervisor, Role::Administrator];
/// Dossiers read at a time.
const PAGE: usize = 500;
/// Progress records that the interface takes at once.
const PROGRESS_AT_ONCE: usize = 10;

/// Fields of the interface that no source of this program can fill.
pub const UNAVAILABLE: [&str; 4] = ["MaLinhVuc", "MaDoiTuong", "MaThanhPhanHoSo", "DuongDanTaiTepTin"];

/// An export.
#[derive(Debug, Serialize)]
pub struct NationalExport {
    /// First and last day of reception.
    pub period: (NaiveDate, NaiveDate),
    /// Identifier of the unit.
    pub unit: String,
    /// Dossiers in it.
    pub dossiers: usize,
    /// Steps in it.
    pub steps: usize,
    /// Dossiers of the period that are not in it: their numbers were voided.
    pub void: usize,
    /// What each dossier lacks or has otherwise than the interface asks.
    pub findings: Vec<Finding>,
    /// The file: a message to each service.
    #[serde(skip)]
    pub file: Value,
}

impl NationalExport {
    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(&self.file).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Desk {
    /// The dossiers received in a period, with all that happened to them until now.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; [`AppError::BadField`] for a period that ends
    /// before it begins; what the store says.
    pub fn national_export(&self, from: NaiveDate, to: NaiveDate) -> Result<NationalExport, AppError> {
        self.actor_holding(EXPORTERS)?;
        if to < from {
            return Err(AppError::BadField { field: "to" });
        }
        let (reader, office) = (self.reader()?, self.office()?);
        let unit = self.began(&office).map(|began| began.identifier.clone()).unwrap_or_default();
        let filter = Filter { received: Some((from, to)), ..Filter::default() };
        let selection = reader.select("", &filter, self.now())?;
        let mut lines: Vec<Selected> = selection.lines;
        lines.reverse(); // oldest first, as they were received
        let (mut dossiers, mut steps, mut findings, mut void) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for page in lines.chunks(PAGE) {
            for hit in reader.lines(page)? {
                let history = reader.history(hit.dossier)?;
                let dossier = reader.dossier(hit.dossier)?;
                let Some(accepted) = dossier.accepted() else { continue };
                let desk = self.letterhead(&accepted.received).desk;
                let Some(record) = shape::dossier(accepted, &desk) else {
                    void += 1;
                    continue;
                };
                let own = shape::steps(accepted, &history, &desk);
                findings.extend(check::check(&accepted.received.code, &record, &own));
                dossiers.push(record);
                steps.extend(own);
            }
        }
        let message = |service: &str, data: &[Value]| json!({ "madonvi": unit, "service": service, "isUpdating": "False", "data": data });
        let progress: Vec<Value> =
            steps.chunks(PROGRESS_AT_ONCE).map(|steps| message("CapNhatTienDoHoSoMC", steps)).collect();
        let file = json!({
            "DongBoHoSoMC": message("DongBoHoSoMC", &dossiers),
            "CapNhatTienDoHoSoMC": progress,
        });
        let (count, steps) = (dossiers.len(), steps.len());
        self.note_look(Look::National, None, count as u64)?;
        Ok(NationalExport { period: (from, to), unit, dossiers: count, steps, void, findings, file })
    }

    /// Writes an export into the documents folder under a name that no file has: `quoc-gia-20240301-20240331.json`.
    ///
    /// # Errors
    /// As [`Desk::national_export`]; that the file cannot be written.
    pub fn save_national_export(&self, from: NaiveDate, to: NaiveDate) -> Result<(PathBuf, NationalExport), AppError> {
        let export = self.national_export(from, to)?;
        std::fs::create_dir_all(&self.paths.documents)?;
        let stem = format!("quoc-gia-{}-{}", from.format("%Y%m%d"), to.format("%Y%m%d"));
        let path = free_file(&self.paths.documents, &stem, "json")?;
        let written = std::fs::write(&path, export.bytes());
        if written.is_err() {
            drop(std::fs::remove_file(&path)); // the name was only reserved
        }
        written?;
        Ok((path, export))
    }
}
