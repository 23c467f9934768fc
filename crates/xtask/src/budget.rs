//! The time each part of the test command took, beside what it may take on two cores from a clean clone.
use std::fmt::Write;
use std::time::{Duration, Instant};

/// A share of the hour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Share {
    Build,
    Unit,
    Browser,
    Window,
    Faults,
}

impl Share {
    const ALL: [Share; 5] = [Share::Build, Share::Unit, Share::Browser, Share::Window, Share::Faults];

    fn name(self) -> &'static str {
        match self {
            Share::Build => "set-up and build",
            Share::Unit => "unit and stories",
            Share::Browser => "Chromium",
            Share::Window => "true window",
            Share::Faults => "faults",
        }
    }

    /// What the share may take, in minutes.
    fn minutes(self) -> u64 {
        match self {
            Share::Build => 20,
            Share::Unit | Share::Faults => 10,
            Share::Browser => 8,
            Share::Window => 7,
        }
    }
}

/// What was spent so far.
#[derive(Default)]
pub(crate) struct Budget(Vec<(Share, Duration)>);

impl Budget {
    /// Does something on a share's account.
    pub(crate) fn spend<T>(&mut self, share: Share, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.0.push((share, start.elapsed()));
        done
    }

    fn spent(&self, share: Share) -> Duration {
        self.0.iter().filter(|(of, _)| *of == share).map(|(_, time)| *time).sum()
    }

    /// The table, a line a share.
    pub(crate) fn table(&self) -> String {
        let mut table = String::from("time                  spent   budget\n");
        for share in Share::ALL {
            let spent = self.spent(share);
            let over = if spent > Duration::from_secs(share.minutes() * 60) { "  over" } else { "" };
            let _ = writeln!(table, "{:<18} {} {:>5}:00{over}", share.name(), clock(spent), share.minutes());
        }
        let all: Duration = self.0.iter().map(|(_, time)| *time).sum();
        let minutes: u64 = Share::ALL.iter().map(|share| share.minutes()).sum();
        let _ = writeln!(table, "{:<18} {} {minutes:>5}:00", "all", clock(all));
        table
    }
}

fn clock(time: Duration) -> String {
    format!("{:>5}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_fit_the_hour() {
        assert!(Share::ALL.iter().map(|share| share.minutes()).sum::<u64>() <= 60);
    }

    #[test]
    fn a_share_past_its_budget_says_so() {
        let budget =
            Budget(vec![(Share::Window, Duration::from_secs(7 * 60 + 1)), (Share::Unit, Duration::from_secs(61))]);
        let table = budget.table();
        assert!(table.contains("true window            7:01     7:00  over"), "{table}");
        assert!(table.contains("unit and stories       1:01    10:00\n"), "{table}");
    }
}
