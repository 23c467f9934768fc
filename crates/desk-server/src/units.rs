//! From a unit's code, as people know it, to the office that desks name.

use chrono::NaiveDate;
use desk_reference::{Reference, units::Unit};

/// The office of a unit: by its whole id (`04795@2025-07-01`, `155@`) or by its GSO code. Codes are used again: a code
/// means the unit that has it on the day `on`; where none has, and on a demo server, the newest one that ever had it.
pub fn office_of(code: &str, on: NaiveDate, demo: bool) -> Option<String> {
    let reference = Reference::shipped();
    if code.contains('@') {
        return reference.unit_at(code).map(Unit::office_id);
    }
    if let Some(unit) = reference.unit(code, on) {
        return Some(unit.office_id());
    }
    let had_it = reference.units().all().iter().filter(|unit| unit.code == code && demo);
    had_it.max_by_key(|unit| unit.valid_from).map(Unit::office_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, on: &str, demo: bool, office: Option<&str>) {
        assert_eq!(office_of(code, on.parse().unwrap(), demo).as_deref(), office, "{code} on {on}");
    }

    #[test]
    fn a_code_used_again_means_the_unit_of_the_day() {
        let old = office_of("04795", "2020-06-01".parse().unwrap(), false).unwrap();
        let new = office_of("04795", "2025-08-01".parse().unwrap(), false).unwrap();
        assert_ne!(old, new);
        check(&old, "2025-08-01", false, Some(&old));
        check("00000", "2025-08-01", true, None);
        check("00000@2020-01-01", "2025-08-01", true, None);
    }

    #[test]
    fn a_unit_of_the_past_is_enrolled_on_a_demo_alone() {
        let on = "2025-08-01";
        let past = Reference::shipped().units().all().iter().find(|unit| {
            let day: NaiveDate = on.parse().unwrap();
            !unit.is_valid(day) && Reference::shipped().unit(&unit.code, day).is_none()
        });
        let past = past.expect("the districts of Hòa Bình ended in 2025");
        assert!(office_of(&past.code, on.parse().unwrap(), true).is_some());
        check(&past.code, on, false, None);
    }
}
