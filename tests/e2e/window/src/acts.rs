//! A dossier's life at the keyboard: steps that the stories of lives share. Every control is reached by keys alone.
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::keys::{CTRL, DOWN, ENTER, SHIFT, TAB, f};

/// A department of the demo's commune.
pub const DEPARTMENT: &str = "Tư pháp – Hộ tịch";

/// Asks the counter as the page does, through the one command of the shell: for what a story needs around its subject.
///
/// # Errors
/// What the counter answers.
pub fn call(desk: &Desk, name: &str, input: &Value) -> anyhow::Result<Value> {
    let ask = "const done = arguments[2];\
        window.__TAURI_INTERNALS__.invoke('call', { name: arguments[0], input: arguments[1] })\
          .then(value => done({ ok: value }), error => done({ err: error }));";
    let mut answer = desk.run_async(ask, &[json!(name), input.clone()])?;
    if answer["err"].is_null() { Ok(answer["ok"].take()) } else { bail!("{name}: {}", answer["err"]) }
}

/// Longest that a scan is tried for on a machine that is busy with other work.
const SCAN_PATIENCE: Duration = Duration::from_secs(90);

/// Scans where `opened` leads, anew where a busy machine held the scan up: a person would scan again on an empty form, and keys
/// of a try that was none do not count.
///
/// # Errors
/// When the page does not do its part, or the machine stays too busy.
pub fn scan_on(desk: &Desk, text: &str, opened: impl Fn() -> anyhow::Result<()>) -> anyhow::Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < SCAN_PATIENCE {
        let so_far = desk.take_keys();
        opened()?;
        if desk.scan(text)? {
            desk.add_keys(so_far);
            return Ok(());
        }
        desk.take_keys();
        desk.add_keys(so_far);
        std::thread::sleep(Duration::from_secs(1));
    }
    bail!("the machine is too busy to scan on")
}

/// Walks with Tab, or with Shift+Tab where `back`, until the focus is on an element that matches a CSS selector.
///
/// # Errors
/// When sixty steps do not lead there.
pub fn walk_to(desk: &Desk, selector: &str, back: bool) -> anyhow::Result<()> {
    let here = "return document.activeElement?.matches(arguments[0]) ?? false";
    for _step in 0..60 {
        if desk.run_with(here, &[json!(selector)])? == json!(true) {
            return Ok(());
        }
        desk.press(if back { &[SHIFT, TAB] } else { &[TAB] })?;
    }
    bail!("the keyboard does not lead to {selector}")
}

/// Waits until the element that has the focus matches a CSS selector.
///
/// # Errors
/// When it does not come to that.
pub fn wait_focus(desk: &Desk, selector: &str) -> anyhow::Result<()> {
    let here = "return document.activeElement?.matches(arguments[0]) ?? false";
    desk.until(&format!("{selector} has the focus"), || Ok(desk.run_with(here, &[json!(selector)])? == json!(true)))
}

/// Opens a dossier from the register by the end of its code.
///
/// # Errors
/// When the page does not do its part.
pub fn open_dossier(desk: &Desk, code: &str) -> anyhow::Result<()> {
    desk.press(&[f(3)])?;
    desk.wait_screen("register")?;
    desk.press(&[CTRL, 'a'])?;
    desk.type_keys(&code[code.len() - 11..])?;
    desk.until("the register shows that dossier alone", || {
        let rows = "return [...document.querySelectorAll('[role=row][data-key], [role=grid] [role=row][aria-rowindex]')]\
            .map(row => row.innerText).filter(text => /H28/.test(text))";
        let shown = desk.run(rows)?;
        let shown: Vec<&str> = shown.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        Ok(matches!(shown[..], [only] if only.contains(code)))
    })?;
    desk.press(&[f(9)])?;
    desk.wait_screen("dossier")?;
    desk.until("it is that dossier", || {
        let head = desk.run("return document.getElementById('dossier-title')?.innerText ?? ''")?;
        Ok(head.as_str().is_some_and(|head| head.contains(code)))
    })
}

/// Waits for the panel of an act by its title, until what it needs first has the focus.
fn panel(desk: &Desk, title: &str) -> anyhow::Result<()> {
    let open = "const box = document.querySelector('[data-act]');\
        return !!box && box.innerText.includes(arguments[0]) && box.contains(document.activeElement)";
    desk.until(&format!("the panel “{title}” is open"), || Ok(desk.run_with(open, &[json!(title)])? == json!(true)))
}

/// Ends the open panel with F9 and waits until it is gone.
///
/// # Errors
/// When the desk has something against it: with what the panel says.
pub fn finish(desk: &Desk) -> anyhow::Result<()> {
    desk.press(&[f(9)])?;
    let gone = "return document.querySelector('[data-act]') === null";
    let says = "return document.querySelector('[data-act]')?.innerText ?? ''";
    let ended = desk.until("the act is done", || Ok(desk.run(gone)? == json!(true)));
    ended.with_context(|| format!("the panel says: {}", desk.run(says).unwrap_or_default()))
}

/// The step that comes next: F9 opens its panel, the caller fills it, F9 does it.
///
/// # Errors
/// When the page does not do its part.
pub fn next(desk: &Desk, title: &str, fill: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    desk.press(&[f(9)])?;
    panel(desk, title)?;
    fill()?;
    finish(desk)
}

/// An act that has a button of its own in the dossier's head.
///
/// # Errors
/// When the page does not do its part.
pub fn by_button(
    desk: &Desk,
    verb: &str,
    title: &str,
    fill: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    walk_to(desk, &format!("[data-verb='{verb}']"), false)?;
    desk.press(&[ENTER])?;
    panel(desk, title)?;
    fill()?;
    finish(desk)
}

/// An act from the menu of those without a button.
///
/// # Errors
/// When the page does not do its part.
pub fn by_menu(desk: &Desk, item: &str, title: &str, fill: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    walk_to(desk, ".more-acts", false)?;
    desk.press(&[ENTER])?;
    desk.wait_for("[role=menuitem]")?;
    let on = "return document.activeElement?.getAttribute('role') === 'menuitem'\
        && document.activeElement.innerText.trim().startsWith(arguments[0])";
    let mut found = false;
    for _step in 0..30 {
        found = desk.run_with(on, &[json!(item)])? == json!(true);
        if found {
            break;
        }
        desk.press(&[DOWN])?;
    }
    anyhow::ensure!(found, "the menu has no {item}");
    desk.press(&[ENTER])?;
    panel(desk, title)?;
    fill()?;
    finish(desk)
}

/// Types into a control of the open panel by its id.
///
/// # Errors
/// When the keyboard does not reach it.
pub fn put(desk: &Desk, id: &str, text: &str) -> anyhow::Result<()> {
    walk_to(desk, &format!("[id='{id}']"), false)?;
    desk.type_text(text)
}

/// Dossiers received through the counter, every paper given, for the owners named; gives their codes.
///
/// # Errors
/// What the counter answers.
pub fn received(desk: &Desk, procedure: &str, owners: &[String]) -> anyhow::Result<Vec<String>> {
    let party = |name: &str| {
        json!({"name": name, "personal_number": "", "birth_date": "", "sex": "", "phone": "0987654321", "email": "",
            "address": "Xóm Cú, Tử Nê", "organisation": false})
    };
    let blank = |name: &str| {
        json!({"channel": "in_person", "procedure": procedure, "case": null, "owner": party(name), "submitter": null,
            "papers": [], "sets": 1, "fee_vnd": null, "exemption": null, "fee_paid": "now", "limit": null,
            "return_by": "desk", "duplicate": null, "doubtful": [], "back_entry": null})
    };
    let first = owners.first().context("somebody")?;
    let check = call(desk, "intake_check", &blank(first))?;
    let paper = |row: &Value| json!({"index": row["index"], "name": row["name"], "state": row["checked_state"], "originals": 1, "copies": 0, "reason": null});
    let papers: Vec<Value> = check["papers"].as_array().into_iter().flatten().map(paper).collect();
    let mut codes = Vec::new();
    for owner in owners {
        let mut form = blank(owner);
        form["papers"] = json!(papers);
        let saved = call(desk, "receive_dossier", &json!({"draft": null, "form": form, "print": false}))?;
        codes.push(saved["code"].as_str().context("a code")?.to_owned());
    }
    Ok(codes)
}
