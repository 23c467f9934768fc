//! The manners of the door: one JSON object, an exit code, nothing else.

use crate::office::{Office, ask};

#[test]
fn a_wrong_command_line_is_an_error_in_json_too() {
    ask(&[]).error("usage");
    ask(&["due"]).error("usage");
    ask(&["no-such-verb"]).error("usage");
    ask(&["scan", "--text", "x", "--text-file", "y"]).error("usage");
    ask(&["due", "--unit", "05164", "--rule", "1wd", "--received", "x", "--policy", "never"]).error("usage");
    Office::none().ask("init", &["--demo", "1999"]).error("usage");
    Office::none().ask("demo", &["--dossiers", "1000001"]).error("usage");
    Office::none().ask("demo", &["--dossiers", "0"]).error("usage");
    Office::none().ask("init", &[]).error("usage");
}

#[test]
fn without_json_an_error_is_a_sentence_on_standard_error() {
    let reply = Office::none().ask_plainly("verify", &[]);
    assert_eq!(reply.code, Some(1));
    assert_eq!(reply.stdout, "");
    assert!(reply.stderr.contains("there is no store in this folder"), "{reply:?}");
}

#[test]
fn a_folder_without_a_store_is_said_to_be_one_and_stays_so() {
    let office = Office::none();
    for verb in ["verify", "digest", "rebuild"] {
        office.ask(verb, &[]).error("not_set_up");
    }
    office.ask("search", &["Duyên"]).error("not_set_up");
    assert!(!office.store().exists(), "asking made a folder");
}

#[test]
fn help_is_for_people() {
    let reply = ask(&["--help"]);
    assert_eq!(reply.code, Some(0));
    assert!(reply.stdout.contains("check-receipt"), "{reply:?}");
}
