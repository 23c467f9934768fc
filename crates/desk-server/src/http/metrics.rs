//! Figures for Prometheus: counts and times of requests, entries and bytes. No machine, office or person.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::http::Method;

/// Upper ends of the times' classes, in milliseconds and as Prometheus reads them.
const CLASSES: [(u64, &str); 8] = [
    (5, "0.005"),
    (20, "0.02"),
    (50, "0.05"),
    (100, "0.1"),
    (500, "0.5"),
    (1_000, "1"),
    (5_000, "5"),
    (30_000, "30"),
];

#[derive(Debug, Default, Clone)]
struct Times {
    counts: [u64; CLASSES.len()],
    all: u64,
    took: Duration,
}

#[derive(Default)]
struct Figures {
    answers: BTreeMap<(String, String, u16), u64>,
    times: BTreeMap<String, Times>,
    entries: u64,
    set_aside: u64,
    bytes_in: u64,
    bytes_out: u64,
    look_ups: BTreeMap<&'static str, u64>,
}

#[derive(Default)]
pub(super) struct Metrics(Mutex<Figures>);

impl Metrics {
    fn change(&self, change: impl FnOnce(&mut Figures)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn answered(&self, method: &Method, path: &str, status: u16, took: Duration) {
        self.change(|figures| {
            *figures.answers.entry((method.to_string(), path.to_owned(), status)).or_default() += 1;
            let times = figures.times.entry(path.to_owned()).or_default();
            for (count, (class, _)) in times.counts.iter_mut().zip(CLASSES) {
                *count += u64::from(took <= Duration::from_millis(class));
            }
            times.all += 1;
            times.took = times.took.saturating_add(took);
        });
    }

    pub(super) fn took_in(&self, entries: usize, set_aside: usize, bytes: usize) {
        self.change(|figures| {
            figures.entries += entries as u64;
            figures.set_aside += set_aside as u64;
            figures.bytes_in += bytes as u64;
        });
    }

    pub(super) fn gave(&self, bytes: usize) {
        self.change(|figures| figures.bytes_out += bytes as u64);
    }

    /// A look-up, by its verdict.
    pub(super) fn looked_up(&self, verdict: &'static str) {
        self.change(|figures| *figures.look_ups.entry(verdict).or_default() += 1);
    }

    /// In Prometheus' text form.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.change(|figures| {
            // Writing to a String does not fail.
            let _ = write(&mut out, figures);
        });
        out
    }
}

fn write(out: &mut String, figures: &Figures) -> std::fmt::Result {
    writeln!(out, "# TYPE motcua_requests_total counter")?;
    for ((method, path, status), count) in &figures.answers {
        writeln!(out, "motcua_requests_total{{method=\"{method}\",path=\"{path}\",status=\"{status}\"}} {count}")?;
    }
    writeln!(out, "# TYPE motcua_request_seconds histogram")?;
    for (path, times) in &figures.times {
        for (count, (_, class)) in times.counts.iter().zip(CLASSES) {
            writeln!(out, "motcua_request_seconds_bucket{{path=\"{path}\",le=\"{class}\"}} {count}")?;
        }
        writeln!(out, "motcua_request_seconds_bucket{{path=\"{path}\",le=\"+Inf\"}} {}", times.all)?;
        writeln!(out, "motcua_request_seconds_sum{{path=\"{path}\"}} {}", times.took.as_secs_f64())?;
        writeln!(out, "motcua_request_seconds_count{{path=\"{path}\"}} {}", times.all)?;
    }
    writeln!(out, "# TYPE motcua_look_ups_total counter")?;
    for (verdict, count) in &figures.look_ups {
        writeln!(out, "motcua_look_ups_total{{verdict=\"{verdict}\"}} {count}")?;
    }
    for (name, count) in [
        ("entries_taken", figures.entries),
        ("entries_set_aside", figures.set_aside),
        ("entry_bytes_in", figures.bytes_in),
        ("feed_bytes_out", figures.bytes_out),
    ] {
        writeln!(out, "# TYPE motcua_{name}_total counter\nmotcua_{name}_total {count}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_quick_requests_add_up() {
        let metrics = Metrics::default();
        for _ in 0..4_000 {
            metrics.answered(&Method::GET, "/v1/feed", 200, Duration::from_micros(250));
        }
        let text = metrics.text();
        assert!(text.contains("motcua_request_seconds_sum{path=\"/v1/feed\"} 1\n"), "{text}");
        assert!(text.contains("motcua_request_seconds_bucket{path=\"/v1/feed\",le=\"0.005\"} 4000\n"), "{text}");
    }
}
