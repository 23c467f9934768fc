//! Keys as WebDriver names them.

/// One press: the keys held together, in the order they go down.
pub type Chord = Vec<char>;

/// Ctrl.
pub const CTRL: char = '\u{E009}';
/// Shift.
pub const SHIFT: char = '\u{E008}';
/// Alt.
pub const ALT: char = '\u{E00A}';
/// Enter.
pub const ENTER: char = '\u{E007}';
/// Tab.
pub const TAB: char = '\u{E004}';
/// Esc.
pub const ESC: char = '\u{E00C}';
/// Backspace.
pub const BACKSPACE: char = '\u{E003}';
/// Arrow down.
pub const DOWN: char = '\u{E015}';
/// Arrow up.
pub const UP: char = '\u{E013}';
/// Arrow left.
pub const LEFT: char = '\u{E012}';
/// Arrow right.
pub const RIGHT: char = '\u{E014}';
/// Space.
pub const SPACE: char = ' ';

/// F1 to F12.
///
/// # Panics
/// On any other number.
#[must_use]
pub fn f(number: u32) -> char {
    assert!((1..=12).contains(&number), "there is no F{number}");
    char::from_u32(0xE030 + number).unwrap_or_default()
}
