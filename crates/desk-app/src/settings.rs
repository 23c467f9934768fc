//! Settings of the desk (printer) and of a person (display), kept in the store but not in the record: they decide
//! nothing about a dossier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{desk::Desk, error::AppError, receipt::Pages};

/// The printer a desk uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterSetting {
    /// Name of the queue; none: receipts are saved as PDF.
    pub name: Option<String>,
    /// Copies (liên), 1 to 4.
    pub copies: u8,
    /// `a5` or `a4_two`.
    pub paper: String,
    /// Name of the raw queue of a printer of 80 mm rolls; none: no slips.
    #[serde(default)]
    pub roll: Option<String>,
}

impl Default for PrinterSetting {
    fn default() -> Self {
        PrinterSetting { name: None, copies: 2, paper: "a5".to_owned(), roll: None }
    }
}

/// What a person sees and presses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Display {
    /// `vi` or `en`.
    pub lang: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// Percent, 80 to 200.
    pub zoom: u16,
    /// `normal` or `roomy`.
    pub density: String,
    /// Keys changed from their defaults, by action.
    pub keys: BTreeMap<String, String>,
    /// The rail shows icons only.
    pub fold_rail: bool,
}

impl Default for Display {
    fn default() -> Self {
        Display {
            lang: "vi".to_owned(),
            theme: "system".to_owned(),
            zoom: 100,
            density: "normal".to_owned(),
            keys: BTreeMap::new(),
            fold_rail: false,
        }
    }
}

const PRINTER: &str = "printer";
const SCANNER: &str = "scanner.tested";

impl Desk {
    pub(crate) fn read<T: DeserializeOwned + Default>(&self, key: &str) -> Result<T, AppError> {
        // A setting that cannot be read is a setting not made: it decides nothing.
        Ok(self.reader()?.setting(key)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    pub(crate) fn write<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), AppError> {
        let text = serde_json::to_string(value).map_err(std::io::Error::other)?;
        Ok(self.store()?.setting_save(key, &text)?)
    }

    /// The printer of this desk.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn printer(&self) -> Result<PrinterSetting, AppError> {
        self.read(PRINTER)
    }

    /// Chooses the printer of this desk.
    ///
    /// # Errors
    /// When a value is out of its range.
    pub fn set_printer(&mut self, printer: &PrinterSetting) -> Result<(), AppError> {
        if !(1..=4).contains(&printer.copies) {
            return Err(AppError::BadField { field: "copies" });
        }
        if printer.paper != "a5" && printer.paper != "a4_two" {
            return Err(AppError::BadField { field: "paper" });
        }
        self.write(PRINTER, printer)
    }

    /// What the person signed in sees and presses.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn display(&self) -> Result<Display, AppError> {
        let person = self.actor()?.person;
        let kept: Option<Display> = self.read(&format!("display.{person}"))?;
        let lang = self.file.as_ref().map_or_else(|| "vi".to_owned(), |file| file.lang.clone());
        Ok(kept.unwrap_or(Display { lang, ..Display::default() }))
    }

    /// Changes what the person signed in sees and presses.
    ///
    /// # Errors
    /// When a value is out of its range.
    pub fn set_display(&mut self, display: &Display) -> Result<(), AppError> {
        let bad = |field| Err(AppError::BadField { field });
        match () {
            () if !(80..=200).contains(&display.zoom) => return bad("zoom"),
            () if !["vi", "en"].contains(&display.lang.as_str()) => return bad("lang"),
            () if !["light", "dark", "system"].contains(&display.theme.as_str()) => return bad("theme"),
            () if !["normal", "roomy"].contains(&display.density.as_str()) => return bad("density"),
            () if display.keys.len() > 200 => return bad("keys"),
            () => {}
        }
        let person = self.actor()?.person;
        self.write(&format!("display.{person}"), &Some(display))
    }

    /// When the scanner test last passed on this desk.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn scanner_tested(&self) -> Result<Option<String>, AppError> {
        self.read(SCANNER)
    }

    /// Notes that the scanner test passed.
    ///
    /// # Errors
    /// What the store says.
    pub fn note_scanner_test(&mut self, at: &str) -> Result<(), AppError> {
        self.write(SCANNER, &Some(at.chars().take(40).collect::<String>()))
    }

    /// How receipts go to paper here.
    pub(crate) fn pages(&self, reprint: Option<desk_forms::Reprint>) -> Result<Pages, AppError> {
        let printer = self.printer()?;
        let paper = if printer.paper == "a4_two" { desk_forms::Paper::TwoOnA4 } else { desk_forms::Paper::A5 };
        Ok(Pages { paper, copies: printer.copies, demo: self.demo().is_some(), preview: false, reprint })
    }
}
