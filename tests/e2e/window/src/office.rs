//! A demo office to work in: its store made by desk-cli, its made-up people, the steps every story shares.
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::acts::scan_on;
use crate::cups::Cups;
use crate::desk::{Desk, DeskOptions, cli};
use crate::keys;

/// Opens every login of a demo office; it guards made-up people only.
pub const PASSWORD: &str = "mot-cua-ban-thu";

/// A made-up citizen's card as its QR code reads.
pub const CARD: &str =
    "017190001234|113012345|Quách Thị Mỹ Duyên|05031990|Nữ|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|15042021";

/// The store of a demo office in scratch folders of its own.
pub struct Office {
    folder: TempDir,
    logins: Vec<(String, String)>,
}

impl Office {
    /// Makes the office `2024` or `now`.
    ///
    /// # Errors
    /// When desk-cli refuses.
    pub fn demo(name: &str) -> anyhow::Result<Office> {
        let mut office = Office { folder: TempDir::with_prefix("motcua-office-")?, logins: Vec::new() };
        let made = office.cli(&["init", "--demo", name, "--json"])?;
        let word = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        office.logins = made["people"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| (word(one, "login"), word(one, "role")))
            .collect();
        Ok(office)
    }

    /// The store's folder.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Who first holds a role: `clerk`, `supervisor`.
    ///
    /// # Errors
    /// When nobody does.
    pub fn login(&self, role: &str) -> anyhow::Result<&str> {
        let found = self.logins.iter().find(|(_, held)| held.split([',', ' ']).any(|one| one == role));
        found.map(|(login, _)| login.as_str()).with_context(|| format!("no {role} among {:?}", self.logins))
    }

    /// Asks desk-cli about this office's store.
    ///
    /// # Errors
    /// What desk-cli answers.
    pub fn cli(&self, words: &[&str]) -> anyhow::Result<Value> {
        let (store, state) = (self.store().display().to_string(), self.state().display().to_string());
        let mut words = words.to_vec();
        words.splice(1..1, ["--store", store.as_str()]);
        cli(&words, &[("MOTCUA_PASSWORD", PASSWORD), ("XDG_STATE_HOME", &state), ("CUPS_SERVER", "127.0.0.1:1")])
    }

    /// Takes in a copy of a civil-status record for the owner of [`CARD`], so that the desk knows the card's owner.
    ///
    /// # Errors
    /// What desk-cli answers.
    pub fn receive_earlier(&self) -> anyhow::Result<Value> {
        let dossier = json!({
            "procedure": "2.000635", "channel": "in_person", "sets": 1, "return_by": "desk",
            "owner": {
                "name": "Quách Thị Mỹ Duyên", "personal_number": "017190001234", "birth_date": "1990-03-05",
                "sex": "Nữ", "phone": "0987654321", "address": "Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình",
            },
            "papers": [{ "index": 0, "originals": 1, "copies": 0 }],
        });
        let input = self.folder.path().join("dossier.json");
        std::fs::write(&input, dossier.to_string())?;
        self.cli(&["receive", "--input", &input.display().to_string(), "--json"])
    }

    /// Opens this office's desk.
    ///
    /// # Errors
    /// When the window does not open.
    pub fn open(&self, cups: Option<&Cups>) -> anyhow::Result<Desk> {
        let env = vec![("XDG_STATE_HOME".to_owned(), self.state().display().to_string())];
        Desk::open(&DeskOptions { data: Some(self.store()), cups, env, program: None })
    }
}

/// Signs somebody in by tile and password, and waits for Today.
///
/// # Errors
/// When the page does not do its part.
pub fn sign_in(desk: &Desk, login: &str) -> anyhow::Result<()> {
    fill_sign_in(desk, login)?;
    desk.press(&[keys::f(9)])?;
    desk.wait_screen("today")?;
    Ok(())
}

/// Chooses somebody's tile and types the password: all but F9.
///
/// # Errors
/// When the page does not do its part.
pub fn fill_sign_in(desk: &Desk, login: &str) -> anyhow::Result<()> {
    desk.wait_screen("signin")?;
    let choose = "const tile = [...document.querySelectorAll('[role=radio]')]\
        .find(one => one.innerText.includes(arguments[0])); tile?.click(); return tile !== undefined";
    desk.until("the person's tile is there", || Ok(desk.run_with(choose, &[json!(login)])? == json!(true)))?;
    desk.wait_for("#secret")?;
    desk.run("document.getElementById('secret').focus(); return true")?;
    desk.type_keys(PASSWORD)
}

/// Chooses the desk's printer the way the settings do, and loads the page anew with it.
///
/// # Errors
/// When the desk refuses.
pub fn choose_printer(desk: &Desk, queue: &str) -> anyhow::Result<()> {
    let ask = "const done = arguments[1];\
        window.__TAURI_INTERNALS__.invoke('call', { name: 'settings_save', input: arguments[0] })\
          .then(() => done(true), error => done(error));";
    let chosen = desk.run_async(ask, &[json!({ "printer": { "name": queue, "copies": 2, "paper": "a5" } })])?;
    anyhow::ensure!(chosen == json!(true), "the printer is not taken: {chosen}");
    load_anew(desk)?;
    desk.wait_screen("today")?;
    Ok(())
}

/// Loads the page anew and waits until the old one is gone: keys pressed before would go to a page that is being left.
fn load_anew(desk: &Desk) -> anyhow::Result<()> {
    desk.run("window.left = true; location.reload(); return true")?;
    desk.until("the old page is gone", || Ok(desk.run("return window.left !== true")? == json!(true)))
}

/// Takes in what the card's owner asks for, from F2 to F9, by keyboard and scanner alone; gives the code of the dossier.
///
/// # Errors
/// When the page does not do its part.
pub fn take_in(desk: &Desk, card: &str, abbreviation: &str, picture: &str) -> anyhow::Result<String> {
    fill_intake(desk, card, abbreviation)?;
    desk.picture(&format!("{picture}-filled"))?;
    desk.press(&[keys::f(9)])?;
    desk.wait_words("Đã lưu")?;
    desk.picture(&format!("{picture}-saved"))?;
    let text = desk.page_text()?;
    let after = text.split("Đã lưu ").nth(1).context("the line after saving")?;
    let code = after.split(". ").next().unwrap_or_default().trim().to_owned();
    Ok(code)
}

/// Everything of an intake but F9.
///
/// # Errors
/// When the page does not do its part.
pub fn fill_intake(desk: &Desk, card: &str, abbreviation: &str) -> anyhow::Result<()> {
    scan_on(desk, card, || {
        desk.press(&[keys::f(2)])?;
        desk.wait_screen("intake").map(drop)
    })?;
    let name = card.split('|').nth(2).context("a card with a name")?;
    desk.until("the card's name is in the form", || {
        let value = desk.run("return document.getElementById('owner-name')?.value ?? ''")?;
        Ok(value == json!(name))
    })?;
    desk.until("the procedure's box has the focus", || {
        Ok(desk.run("return document.activeElement?.id ?? ''")? == json!("procedure"))
    })?;
    desk.type_keys(abbreviation)?;
    desk.wait_for("[role=option]")?;
    desk.press(&[keys::ENTER])?;
    desk.wait_words("Chưa xem")?;
    desk.press(&[keys::f(8)])?;
    desk.until("all that is needed is there", || Ok(!desk.page_text()?.contains("Bắt buộc 0/")))
}

/// The words of a PDF.
///
/// # Errors
/// When poppler cannot read it.
pub fn pdf_text(path: &Path) -> anyhow::Result<String> {
    let output = std::process::Command::new("pdftotext").args(["-layout"]).arg(path).arg("-").output()?;
    anyhow::ensure!(output.status.success(), "pdftotext: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
