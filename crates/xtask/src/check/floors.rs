//! The floors in Rust: a room uses rooms on lower floors, never its own floor or one above.
use super::crates::Metadata;

/// Each room and its floor. Rooms that are not named here have no place in the house yet.
const FLOORS: &[(&str, u8)] = &[
    ("desk-core", 0),
    ("desk-windows", 0),
    ("desk-log", 1),
    ("desk-reference", 1),
    ("desk-i18n", 1),
    ("desk-store", 2),
    ("desk-sync", 2),
    ("desk-forms", 2),
    ("desk-app", 3),
    ("desk-server", 3),
    ("desk-ipc", 4),
    ("desk-cli", 5),
    ("mot-cua", 5),
];

/// Outside the floors: nothing uses them, they may use everything.
const OUTSIDE: &[&str] = &["xtask", "stories", "true-window", "desk-testkit"];

/// What bedrock must not know, since clock, randomness and files are handed in to it.
const NOT_IN_BEDROCK: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "getrandom",
    "now_v7",
    "new_v4",
];

/// The dependencies that go up or sideways, the rooms without a floor, and what bedrock knows too much of.
pub(super) fn faults(metadata: &Metadata) -> Vec<String> {
    let edges = metadata.rooms.iter().flat_map(|room| room.uses.iter().map(|used| (room.name.as_str(), used.as_str())));
    let names: Vec<&str> = metadata.rooms.iter().map(|room| room.name.as_str()).collect();
    let mut faults = between(&names, edges);
    faults.extend(bedrock());
    faults
}

fn between<'a>(rooms: &[&'a str], edges: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let floor = |name: &str| FLOORS.iter().find(|(room, _)| *room == name).map(|(_, floor)| *floor);
    let outside = |name: &str| OUTSIDE.contains(&name);
    let mut faults: Vec<String> = rooms
        .iter()
        .filter(|room| floor(room).is_none() && !outside(room))
        .map(|room| format!("{room} has no floor: give it one in xtask's list and in ARCHITECTURE.md"))
        .collect();
    for (user, used) in edges.filter(|(user, used)| rooms.contains(used) && !outside(user)) {
        match (floor(user), floor(used)) {
            (Some(above), Some(below)) if above > below => {}
            (Some(above), Some(below)) => faults.push(format!("{user} (floor {above}) uses {used} (floor {below})")),
            (_, None) if outside(used) => faults.push(format!("{user} uses {used}, which stands outside the house")),
            (None, _) | (_, None) => {}
        }
    }
    faults
}

fn bedrock() -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in super::text::files(&["crates/desk-core/src"], &["rs"]).unwrap_or_default() {
        // Tests at the end of a file may read files and clocks.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for word in NOT_IN_BEDROCK.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{path}:{}: bedrock knows {word}", number + 1));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::between;

    fn check(rooms: &[&str], edges: &[(&str, &str)], faults: &[&str]) {
        assert_eq!(between(rooms, edges.iter().copied()), faults);
    }

    #[test]
    fn a_room_uses_only_what_is_below_it() {
        let rooms = ["desk-core", "desk-store", "desk-forms", "desk-app", "xtask"];
        check(
            &rooms,
            &[("desk-app", "desk-store"), ("desk-app", "desk-core"), ("xtask", "desk-app"), ("desk-app", "serde")],
            &[],
        );
        check(&rooms, &[("desk-store", "desk-app")], &["desk-store (floor 2) uses desk-app (floor 3)"]);
        check(&rooms, &[("desk-store", "desk-forms")], &["desk-store (floor 2) uses desk-forms (floor 2)"]);
        check(&rooms, &[("desk-app", "xtask")], &["desk-app uses xtask, which stands outside the house"]);
        check(&["desk-new"], &[], &["desk-new has no floor: give it one in xtask's list and in ARCHITECTURE.md"]);
    }
}
