//! One window behind a WebDriver session: find, type, press, look, photograph.
use std::cell::Cell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use base64::Engine;
use serde_json::{Value, json};

use crate::keys::Chord;
use crate::{http, pictures};

/// How long a story waits for what it expects. Generous, since two cores may be busy; a pass never waits it out.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A pause inside a scan that no scanner makes; past it the page may take the scan for ended.
const SCANNER_PAUSE_MS: f64 = 100.0;

/// The W3C name of an element's id in an answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session on the program's window, and the count of what a person would have pressed.
pub struct Window {
    port: u16,
    session: String,
    keys: Cell<u32>,
}

/// An element of the page, good until the page replaces it.
#[derive(Clone, Debug)]
pub struct Element(String);

/// One fault axe found, with the places where it was found.
#[derive(Debug)]
pub struct Violation {
    /// axe's rule, such as `color-contrast`.
    pub rule: String,
    /// How much it matters, in axe's words.
    pub impact: String,
    /// The selectors of the elements at fault.
    pub places: Vec<String>,
}

impl Window {
    /// Starts `program` behind the driver on `port` and waits until its page has loaded.
    ///
    /// # Errors
    /// When the driver refuses or the page does not load in time.
    pub fn open(port: u16, program: &std::path::Path) -> anyhow::Result<Window> {
        let wanted = json!({ "capabilities": { "alwaysMatch": { "tauri:options": { "application": program } } } });
        let (status, answer) = http::request(port, "POST", "/session", Some(&wanted))?;
        ensure!(status == 200, "no session: {answer}");
        let session = answer["value"]["sessionId"].as_str().context("no session id")?.to_owned();
        let window = Window { port, session, keys: Cell::new(0) };
        window.until("the page has loaded", || {
            Ok(window.run("return document.readyState === 'complete' && location.href !== 'about:blank'")?
                == json!(true))
        })?;
        Ok(window)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let path = format!("/session/{}{path}", self.session);
        let (status, mut answer) = http::request(self.port, method, &path, body)?;
        if status != 200 {
            bail!("{method} {path}: {}", answer["value"]["message"].as_str().unwrap_or("refused"));
        }
        Ok(answer["value"].take())
    }

    /// Runs the body of a function in the page and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub fn run(&self, script: &str) -> anyhow::Result<Value> {
        self.run_with(script, &[])
    }

    /// Like [`Window::run`], with `arguments[0]` and so on.
    ///
    /// # Errors
    /// When the script throws.
    pub fn run_with(&self, script: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        self.ask("POST", "/execute/sync", Some(&json!({ "script": script, "args": arguments })))
    }

    /// Runs a script that calls the last of its arguments when it is done.
    ///
    /// # Errors
    /// When the script throws or does not end in time.
    pub fn run_async(&self, script: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        self.ask("POST", "/execute/async", Some(&json!({ "script": script, "args": arguments })))
    }

    /// Waits until `holds` does.
    ///
    /// # Errors
    /// After [`PATIENCE`], with `what` and the last trouble.
    pub fn until(&self, what: &str, mut holds: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
        let start = Instant::now();
        loop {
            let trouble = match holds() {
                Ok(true) => return Ok(()),
                Ok(false) => None,
                Err(error) => Some(error),
            };
            if start.elapsed() > PATIENCE {
                return match trouble {
                    Some(error) => Err(error.context(format!("waited in vain until {what}"))),
                    None => bail!("waited in vain until {what}"),
                };
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The first element that matches a CSS selector, now.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(&self, selector: &str) -> anyhow::Result<Element> {
        let found = self.ask("POST", "/element", Some(&json!({ "using": "css selector", "value": selector })));
        let found = found.with_context(|| format!("nothing matches {selector}"))?;
        Ok(Element(found[ELEMENT].as_str().context("no element id")?.to_owned()))
    }

    /// The first element that matches, as soon as it is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn wait_for(&self, selector: &str) -> anyhow::Result<Element> {
        let mut found = None;
        self.until(&format!("{selector} is there"), || {
            found = Some(self.find(selector)?);
            Ok(true)
        })?;
        found.context("found")
    }

    /// Waits for the screen that calls itself `name` and says that it is ready.
    ///
    /// # Errors
    /// When it does not come.
    pub fn wait_screen(&self, name: &str) -> anyhow::Result<Element> {
        self.wait_for(&format!("[data-screen='{name}'][data-ready]:not([data-ready='false'])"))
    }

    /// Waits until the page shows `words` anywhere.
    ///
    /// # Errors
    /// When it does not, with what it shows instead.
    pub fn wait_words(&self, words: &str) -> anyhow::Result<()> {
        let shown = self.until(&format!("the page says “{words}”"), || Ok(self.page_text()?.contains(words)));
        shown.with_context(|| format!("it says: {}", self.page_text().unwrap_or_default()))
    }

    /// All the words on the page.
    ///
    /// # Errors
    /// When the page does not answer.
    pub fn page_text(&self) -> anyhow::Result<String> {
        Ok(self.run("return document.body.innerText")?.as_str().unwrap_or_default().to_owned())
    }

    /// The words of an element.
    ///
    /// # Errors
    /// When the element is gone.
    pub fn text(&self, element: &Element) -> anyhow::Result<String> {
        Ok(self.ask("GET", &format!("/element/{}/text", element.0), None)?.as_str().unwrap_or_default().to_owned())
    }

    /// What an input holds.
    ///
    /// # Errors
    /// When the element is gone.
    pub fn value(&self, element: &Element) -> anyhow::Result<String> {
        let value = self.ask("GET", &format!("/element/{}/property/value", element.0), None)?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// The title of the page.
    ///
    /// # Errors
    /// When the page does not answer.
    pub fn title(&self) -> anyhow::Result<String> {
        Ok(self.ask("GET", "/title", None)?.as_str().unwrap_or_default().to_owned())
    }

    /// Presses keys together, as a person would, and counts one.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn press(&self, chord: &[char]) -> anyhow::Result<()> {
        self.keys.set(self.keys.get() + 1);
        self.strokes(&[chord.to_vec()])
    }

    /// Presses the letters of `text` one after the other and counts each. For keys a Latin keyboard has.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn type_keys(&self, text: &str) -> anyhow::Result<()> {
        let chords: Vec<Chord> = text.chars().map(|letter| vec![letter]).collect();
        self.keys.set(self.keys.get() + u32::try_from(chords.len())?);
        self.strokes(&chords)
    }

    /// Walks by Tab until the control with this id has the focus: the proof that the keyboard reaches it.
    ///
    /// # Errors
    /// When forty steps do not lead there.
    pub fn tab_to(&self, id: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("[id='{id}']"))?;
        for _step in 0..40 {
            if self.run("return document.activeElement?.id ?? ''")? == json!(id) {
                return Ok(());
            }
            self.press(&[crate::keys::TAB])?;
        }
        bail!("Tab does not lead to #{id}")
    }

    /// Puts text of any language into the focused field, as an input method commits it; each letter counts as one key.
    ///
    /// # Errors
    /// When nothing has the focus.
    pub fn type_text(&self, text: &str) -> anyhow::Result<()> {
        self.keys.set(self.keys.get() + u32::try_from(text.chars().count())?);
        let focused = self.ask("GET", "/element/active", None)?;
        let id = focused[ELEMENT].as_str().context("nothing has the focus")?;
        self.ask("POST", &format!("/element/{id}/value"), Some(&json!({ "text": text })))?;
        Ok(())
    }

    /// What a keyboard scanner does: all characters at once, then Enter. Nobody presses a key, so none is counted.
    ///
    /// A busy machine may hold the driver up between two keys for longer than any scanner would; then the page rightly
    /// sees two things. The answer says whether the keys came at a scanner's pace.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn scan(&self, text: &str) -> anyhow::Result<bool> {
        let watch = "const pace = window.scanPace ??= { last: 0, longest: 0, keys: 0 };\
            if (!window.scanWatched) { window.scanWatched = true; window.addEventListener('keydown', event => {\
              const pace = window.scanPace; if (pace.keys > 0) pace.longest = Math.max(pace.longest, event.timeStamp - pace.last);\
              pace.last = event.timeStamp; pace.keys += 1; }, true); }\
            Object.assign(pace, { last: 0, longest: 0, keys: 0 }); return true";
        self.run(watch)?;
        let mut chords: Vec<Chord> = text.chars().map(|letter| vec![letter]).collect();
        chords.push(vec![crate::keys::ENTER]);
        self.strokes(&chords)?;
        let longest = self.run("return window.scanPace.longest")?;
        Ok(longest.as_f64().is_some_and(|longest_ms| longest_ms < SCANNER_PAUSE_MS))
    }

    fn strokes(&self, chords: &[Chord]) -> anyhow::Result<()> {
        let mut actions = Vec::new();
        for chord in chords {
            actions.extend(chord.iter().map(|key| json!({ "type": "keyDown", "value": key.to_string() })));
            actions.extend(chord.iter().rev().map(|key| json!({ "type": "keyUp", "value": key.to_string() })));
        }
        let keyboard = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.ask("POST", "/actions", Some(&keyboard))?;
        Ok(())
    }

    /// Clicks an element, for the few things that only a pointer does.
    ///
    /// # Errors
    /// When it cannot be clicked.
    pub fn click(&self, element: &Element) -> anyhow::Result<()> {
        self.ask("POST", &format!("/element/{}/click", element.0), Some(&json!({})))?;
        Ok(())
    }

    /// The keys pressed since the last call, which begins the count anew.
    pub fn take_keys(&self) -> u32 {
        self.keys.replace(0)
    }

    /// Counts keys that were pressed before.
    pub fn add_keys(&self, keys: u32) {
        self.keys.set(self.keys.get() + keys);
    }

    /// Takes a picture of the page into the pictures folder and gives its path.
    ///
    /// # Errors
    /// When the window does not answer or the file cannot be written.
    pub fn picture(&self, name: &str) -> anyhow::Result<PathBuf> {
        // Two frames: what the page has just changed is painted by then. The timer is for a window that paints nothing. One of
        // the two answers, never both: an answer too many would be taken for the next script's.
        self.run_async(
            "const done = arguments[0]; let over = false;\
             const once = () => { if (!over) { over = true; clearTimeout(timer); done(true); } };\
             const timer = setTimeout(once, 3000);\
             requestAnimationFrame(() => requestAnimationFrame(once));",
            &[],
        )?;
        let taken = self.ask("GET", "/screenshot", None)?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(taken.as_str().context("no picture")?)?;
        std::fs::create_dir_all(pictures())?;
        let path = pictures().join(format!("{name}.png"));
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    /// Runs axe-core on the page as it stands, with the rules of WCAG 2.2 A and AA.
    ///
    /// # Errors
    /// When axe cannot be read or does not run.
    pub fn axe(&self) -> anyhow::Result<Vec<Violation>> {
        let source = crate::root().join("ui/node_modules/axe-core/axe.min.js");
        let source =
            std::fs::read_to_string(&source).with_context(|| format!("no axe-core at {}", source.display()))?;
        // As an argument, run by the driver's own right: the page's policy allows no script but its own.
        self.run(&format!("{source}\n;window.axe = axe; return true"))?;
        let found = self.run_async(
            "const done = arguments[arguments.length - 1];\
             axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })\
               .then(r => done(r.violations), e => done({ error: String(e) }));",
            &[],
        )?;
        let list = found.as_array().with_context(|| format!("axe did not run: {found}"))?;
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(list
            .iter()
            .map(|one| Violation {
                rule: word(&one["id"]),
                impact: word(&one["impact"]),
                places: one["nodes"].as_array().into_iter().flatten().map(|node| node["target"].to_string()).collect(),
            })
            .collect())
    }

    pub(crate) fn close(&self) {
        let _ = http::request(self.port, "DELETE", &format!("/session/{}", self.session), None);
    }
}
