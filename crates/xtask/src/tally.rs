//! Counting what the runners said: `cargo test`, Vitest and Playwright each close with a line of their own.

/// Tests passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Reads all closing lines in a runner's output.
    pub(crate) fn read(output: &str) -> Tally {
        let mut tally = Tally::default();
        for line in output.lines().map(str::trim) {
            let closing = ["test result:", "Tests "].iter().find_map(|start| line.strip_prefix(start));
            // Playwright: a line that is nothing but "12 passed (30s)" or "1 failed".
            let bare = || line.starts_with(|first: char| first.is_ascii_digit()) && words(line).len() <= 3;
            if let Some(counts) = closing.or_else(|| bare().then_some(line)) {
                tally.add(counts);
            }
        }
        tally
    }

    fn add(&mut self, counts: &str) {
        let words = words(counts);
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<u64>() else { continue };
            match pair[1] {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                _ => {}
            }
        }
    }
}

fn words(line: &str) -> Vec<&str> {
    line.split(|letter: char| letter.is_whitespace() || ";|,".contains(letter))
        .filter(|word| !word.is_empty())
        .collect()
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn check(output: &str, passed: u64, failed: u64) {
        assert_eq!(Tally::read(output), Tally { passed, failed }, "{output}");
    }

    #[test]
    fn the_closing_lines_of_all_runners_are_counted() {
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.2s", 12, 0);
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored\nx\ntest result: ok. 4 passed; 0 failed", 7, 2);
        check(" Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed (12)\n", 11, 1);
        check("      Tests  40 passed (40)", 40, 0);
        check("  2 failed\n    [chromium] › a.spec.ts:3:1 › 5 passed things\n  31 passed (1.2m)\n", 31, 2);
        check("running 5 tests\n5 of 6 files passed the check\n", 0, 0);
    }
}
