//! Every chore behind one door: `cargo xtask run | test | check | bench | codegen | dist`.
//!
//! The chores work on a fresh Debian 12 machine that has only Rust, Node 20 and a C compiler; what else they need they
//! install ([`setup`]). On other systems they say in one line what is missing. Nothing here ships.
#![allow(clippy::print_stdout, reason = "xtask speaks to a person at a terminal")]

mod bench;
mod budget;
mod build;
mod check;
mod codegen;
mod dist;
mod postgres;
mod run;
mod setup;
mod shell;
mod tally;
mod test;
mod windows;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--office 2024|now]     open the desk on a demo office
cargo xtask run --province              a server and two desks of one office
cargo xtask test [--long] [--only NAME] every test, or one suite: unit, ui, browser, window, faults, package
cargo xtask windows-toolchain           a Rust for Windows and wine, in target/tools/windows
cargo xtask test --windows [--only ROOM]    every room for Windows, its tests under wine
cargo xtask check                       floors, lints, formats, types, words that must not be there
cargo xtask bench [--only NAME] [--rows N]  the table of figures; also in target/bench
cargo xtask codegen                     make generated files again
cargo xtask dist                        a .deb in target/dist
cargo xtask dist --windows              a setup for Windows in target/dist";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does one chore; `false` when it ran and found fault.
fn dispatch(arguments: &[String]) -> anyhow::Result<bool> {
    let (chore, rest) = arguments.split_first().map_or(("help", [].as_slice()), |(chore, rest)| (chore.as_str(), rest));
    let mut options = Options::parse(rest)?;
    let done = match chore {
        "run" => {
            let province = options.flag("--province");
            run::run(&options.word("--office")?.unwrap_or_else(|| "2024".to_owned()), province)
        }
        "test" if options.flag("--windows") => windows::test(options.word("--only")?.as_deref()),
        "test" => test::test(options.flag("--long"), options.word("--only")?.as_deref()),
        "windows-toolchain" => windows::Toolchain::ready().map(|toolchain| {
            println!("{}", toolchain.folder().display());
            true
        }),
        "check" => check::check(),
        "bench" => {
            let rows = options.word("--rows")?.map(|rows| rows.parse()).transpose()?;
            bench::bench(options.word("--only")?.as_deref(), rows)
        }
        "codegen" => codegen::write().map(|()| true),
        "dist" if options.flag("--windows") => windows::dist().map(|_setup| true),
        "dist" => dist::dist().map(|_package| true),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(true)
        }
        other => anyhow::bail!("no chore is called {other}\n{HELP}"),
    };
    options.all_used()?;
    done
}

/// The options after the chore's name, taken one by one so that a misspelt one is noticed.
struct Options(Vec<String>);

impl Options {
    fn parse(words: &[String]) -> anyhow::Result<Options> {
        let known = ["--office", "--province", "--long", "--only", "--rows", "--windows"];
        let mut after_word = false;
        for word in words {
            if !after_word && !known.contains(&word.as_str()) {
                anyhow::bail!("no option is called {word}\n{HELP}");
            }
            after_word = !after_word && matches!(word.as_str(), "--office" | "--only" | "--rows");
        }
        Ok(Options(words.to_vec()))
    }

    fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    fn word(&mut self, name: &str) -> anyhow::Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        anyhow::ensure!(at + 1 < self.0.len(), "{name} needs a word after it");
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    fn all_used(&self) -> anyhow::Result<()> {
        anyhow::ensure!(self.0.is_empty(), "not used by this chore: {}", self.0.join(" "));
        Ok(())
    }
}
