//! What holds of every page that is laid out.

use desk_forms::{Face, Item, Page, Rect, Rule, TextRun};

/// What no office printer reaches, in points (4.2 mm).
const UNREACHED: f32 = 11.9;

/// The runs that are not turned, with their ink.
pub(crate) fn upright(page: &Page) -> Vec<(&TextRun, Rect)> {
    let runs = page.items.iter().filter_map(|item| match item {
        Item::Text(run) if run.turn == 0.0 => run.ink().map(|ink| (run, ink)),
        Item::Text(_) | Item::Rule(_) | Item::Code(_) => None,
    });
    runs.collect()
}

fn rules(page: &Page) -> Vec<Rule> {
    let rules = page.items.iter().filter_map(|item| match item {
        Item::Rule(rule) => Some(*rule),
        Item::Text(_) | Item::Code(_) => None,
    });
    rules.collect()
}

fn body(rule: &Rule) -> Rect {
    let (left, right) = (rule.from.0.min(rule.to.0), rule.from.0.max(rule.to.0));
    let (top, low) = (rule.from.1.min(rule.to.1), rule.from.1.max(rule.to.1));
    let half = rule.width / 2.0;
    Rect { x: left - half, y: top - half, width: right - left + rule.width, height: low - top + rule.width }
}

/// What holds of every page.
pub(crate) fn check_page(page: &Page) {
    let inside = |rect: &Rect| {
        rect.x >= UNREACHED
            && rect.y >= UNREACHED - 0.2
            && rect.x + rect.width <= page.width - UNREACHED
            && rect.y + rect.height <= page.height - UNREACHED
    };
    let runs = upright(page);
    for (index, (run, ink)) in runs.iter().enumerate() {
        assert!(inside(ink), "{:?} leaves the page: {ink:?} of {} × {}", run.text(), page.width, page.height);
        for (other, other_ink) in &runs[index + 1..] {
            // Italics lean over the upright run that follows on the same baseline.
            let neighbours = run.y == other.y && (run.face == Face::Italic || other.face == Face::Italic);
            assert!(neighbours || !ink.overlaps(other_ink), "{:?} and {:?} overlap", run.text(), other.text());
        }
        for rule in rules(page) {
            assert!(!ink.overlaps(&body(&rule)), "{:?} touches a rule: {ink:?} {rule:?}", run.text());
        }
    }
    for item in &page.items {
        match item {
            Item::Code(code) => {
                let side = code.module * code.side as f32;
                assert!((side - 30.0 / 25.4 * 72.0).abs() < 0.01, "{side} points are not 30 mm");
                let quiet = 4.0 * code.module;
                let white = Rect { x: code.x, y: code.y - quiet, width: side, height: side + 2.0 * quiet };
                let wide = Rect { x: code.x - quiet, width: side + 2.0 * quiet, ..white };
                for (run, ink) in &runs {
                    assert!(!ink.overlaps(&wide), "{:?} in the white round the QR code", run.text());
                }
                assert!(inside(&white));
            }
            Item::Rule(rule) => {
                // The line to cut along ends at the edges of the sheet.
                let cut = rule.dash == Some((4.0, 3.0));
                assert!(cut || inside(&body(rule)), "a rule leaves the page: {rule:?}");
            }
            Item::Text(_) => {}
        }
    }
}
