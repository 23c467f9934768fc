//! The headless door: the desk's work from a shell, for administrators, their scripts, and tests.
//!
//! What always holds:
//! - with `--json` exactly one JSON object goes to standard output, also for an error, also for a wrong command line;
//! - the exit code is 0 only when what was asked for was done;
//! - shapes and error codes are relied on by other people's scripts (`docs/desk-cli.md`): keys are added, never renamed;
//! - everything a person may do is decided in desk-app; here are only words in and words out.

mod answer;
mod args;
mod door;
mod failure;
mod input;
mod verbs;
mod words;

use std::{ffi::OsString, io::Write, process::ExitCode};

use clap::{Parser, error::ErrorKind};

use crate::{
    answer::Answer,
    args::{Cli, Verb},
    failure::Failure,
};

fn main() -> ExitCode {
    if desk_app::drawing::is_asked() {
        return desk_app::drawing::worker_main();
    }
    let words: Vec<OsString> = std::env::args_os().collect();
    match Cli::try_parse_from(&words) {
        Ok(cli) => match run(cli.verb) {
            Ok(answer) => say(&answer, cli.json),
            Err(failure) => refuse(&failure, cli.json, 1),
        },
        Err(error) => turn_away(&error, words.iter().skip(1).any(|word| word == "--json")),
    }
}

/// Help and version are what was asked for; everything else that clap says is a wrong command line.
fn turn_away(error: &clap::Error, json: bool) -> ExitCode {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if json && !asked_for {
        return refuse(&Failure::new("usage", usage_sentence(error)), true, 2);
    }
    let shown = error.print().is_ok();
    if asked_for && shown { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn run(verb: Verb) -> Result<Answer, Failure> {
    match verb {
        Verb::Due(asked) => verbs::due::run(&asked),
        Verb::Scan(asked) => verbs::scan::run(&asked),
        Verb::Init(asked) => verbs::init::run(&asked),
        Verb::Receive(asked) => verbs::receive::run(&asked),
        Verb::Search(asked) => verbs::look::search(&asked),
        Verb::Register(asked) => verbs::register::run(&asked),
        Verb::Import(asked) => verbs::import::run(&asked),
        Verb::ImportUndo(asked) => verbs::import::undo(&asked),
        Verb::Act(asked) => verbs::life::act(&asked),
        Verb::Status(asked) => verbs::life::status(&asked),
        Verb::Dossier(asked) => verbs::look::dossier(&asked),
        Verb::DayReview(asked) => verbs::review::run(&asked),
        Verb::CloseDay(asked) => verbs::day::run(&asked),
        Verb::Report(asked) => verbs::report::run(&asked),
        Verb::Calendar(asked) => verbs::office::calendar(&asked),
        Verb::People(asked) => verbs::office::people(&asked),
        Verb::Ranges(asked) => verbs::office::ranges(&asked),
        Verb::Accesses(asked) => verbs::record::accesses(&asked),
        Verb::Form(asked) => verbs::paper::form(&asked),
        Verb::CheckReceipt(asked) => verbs::paper::check_receipt(&asked),
        Verb::Verify(asked) => verbs::record::verify(&asked),
        Verb::Digest(asked) => verbs::record::digest(&asked),
        Verb::Rebuild(asked) => verbs::record::rebuild(&asked),
        Verb::Export(asked) => verbs::record::export(&asked),
        Verb::Backup(asked) => verbs::backup::back_up(&asked),
        Verb::Restore(asked) => verbs::backup::restore(&asked),
        Verb::Enrol(asked) => verbs::province::enrol(&asked),
        Verb::Sync(asked) => verbs::province::sync(&asked),
        Verb::CarryOut(asked) => verbs::province::carry_out(&asked),
        Verb::CarryIn(asked) => verbs::province::carry_in(&asked),
        Verb::NationalExport(asked) => verbs::national::export(&asked),
        Verb::Reference(asked) => verbs::reference::reference(&asked),
        Verb::Demo(asked) => verbs::demo::run(&asked),
    }
}

/// What clap found wrong, in one line without its colours and hints.
fn usage_sentence(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    first.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prints an answer. A reader that went away is no success: nobody was told.
fn say(answer: &Answer, json: bool) -> ExitCode {
    let text = if json { &answer.json } else { &answer.plain };
    let said = put(text);
    if said && answer.good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn refuse(failure: &Failure, json: bool, code: u8) -> ExitCode {
    if json {
        put(&failure.json());
    } else {
        // Standard error is the last place to say something; when it is gone too, the exit code still speaks.
        let _ = writeln!(std::io::stderr(), "{}", failure.sentence());
    }
    ExitCode::from(code)
}

fn put(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).is_ok()
}
