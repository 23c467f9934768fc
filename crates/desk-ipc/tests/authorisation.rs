//! Who may call what, cell by cell: the table below was written by hand and is held against the real counter.

use std::{path::Path, sync::Arc};

use desk_app::{Paths, print::NoPrintService};
use desk_ipc::{COMMANDS, Counter};
use serde_json::{Value, json};

/// Callers in the order of the columns: nobody, a locked desk, clerk, officer, supervisor (no clerk), administrator only.
const CALLERS: usize = 6;

/// `x` may, `.` may not.
const MATRIX: &str = "
desk_state          xxxxxx
set_up              xxxxxx
units_find          xxxxxx
sign_in             xxxxxx
unlock              xxxxxx
lock                xxxxxx
sign_out            xxxxxx
recovery_unlock     xxxxxx
full_screen         xxxxxx
first_backups       xxxxxx
first_restore       xxxxxx
pin_set             ..xxxx
password_change     ..xxxx
practice_begin      ..xxxx
practice_end        ..xxxx
sync_standing       ..xxxx
settings_get        ..xxxx
parameters_open     ..xxxx
settings_save       ..xxxx
printers_list       ..xxxx
printer_test        ..xxxx
print_status        ..xxxx
today               ..xxx.
scan                ..xxx.
register_search     ..xxx.
persons_find        ..xxx.
procedures_find     ..xxx.
dossier_open        ..xxx.
act_open            ..xxx.
act_check           ..xxx.
dossier_act         ..xxx.
file_attach         ..xxx.
file_picture        ..xxx.
form_picture        ..xxx.
form_print          ..xxx.
form_save           ..xxx.
receipt_picture     ..xxx.
rail_counts         ..xxx.
figures_open        ..xxx.
procedures_switched ..xxx.
abbreviation_set    ..xxx.
sync_view           ..xxx.
sync_now            ..xxx.
carry_in            ..xxx.
reference_news      ..xxx.
walk_ins_list       ..x.x.
walk_in_picture     ..x.x.
walk_in_print       ..x.x.
walk_in_save        ..x.x.
draft_save          ..x.x.
draft_open          ..x.x.
drafts_list         ..x.x.
draft_discard       ..x.x.
intake_check        ..x.x.
persons_judge       ..x.x.
intake_preview      ..x.x.
receive_dossier     ..x.x.
walk_in             ..x.x.
dossier_print       ..x.x.
receipt_save        ..x.x.
register_export     ..x.x.
day_open            ..x.x.
day_close           ..x.x.
day_picture         ..x.x.
day_save            ..x.x.
day_print           ..x.x.
day_judge           ....x.
morning_open        ....x.
morning_read        ....x.
figure_set          ....x.
parameter_set       ....x.
procedure_switch    ....x.
proof_save          ....x.
access_open         ....x.
counter_take        ....x.
paper_continue      ....x.
labels_open         ....x.
label_preview       ....x.
label_set           ....x.
record_settle       ....x.
imports_list        ....x.
import_open         ....x.
import_findings     ....x.
import_check        ....x.
import_run          ....x.
import_undo         ....x.
backup_restore      ....x.
people_list         ....xx
person_reset        ....xx
person_admit        ....xx
verify_log          ....xx
enrol               ....xx
report_open         ....xx
calendar_open       ....xx
report_picture      ....xx
report_save         ....xx
national_save       ....xx
reference_look      ....xx
reference_take      ....xx
carry_out           ....xx
ranges_open         ....xx
log_open            ....xx
log_save            ....xx
backup_open         ....xx
backup_make         ....xx
backup_stop         ....xx
backup_plan_set     ....xx
backups_find        ....xx
person_add          .....x
calendar_set        .....x
person_retire       .....x
person_roles        .....x
";

fn paths(folder: &Path) -> Paths {
    Paths::under(folder, &folder.join("state"), &folder.join("documents"))
}

fn call(counter: &Counter, name: &str, input: Value) -> Result<Value, String> {
    counter.call(name, input).map_err(|error| error["code"].as_str().unwrap_or_default().to_owned())
}

const PASSWORD: &str = "nương ngô chín vàng";

/// An office with one person for each column.
fn office(folder: &Path) -> Counter {
    let counter = Counter::with_spooler(paths(folder), Arc::new(NoPrintService)).expect("a fresh folder opens");
    let first = json!({"name": "Đinh Thị Lan", "login": "lan", "password": PASSWORD});
    let set_up = json!({"lang": "vi", "unit": "05128", "demo": null, "counter": 1, "person": first});
    call(&counter, "set_up", set_up).expect("a real office is set up");
    for (login, role) in [("thu", "clerk"), ("hai", "officer"), ("duyen", "supervisor"), ("son", "administrator")] {
        let person = json!({"name": login, "login": login, "roles": [role], "password": PASSWORD});
        call(&counter, "person_add", person).expect("the first person adds others");
    }
    counter
}

fn become_caller(counter: &Counter, column: usize) {
    let sign_in = |login: &str| {
        call(counter, "sign_in", json!({"person": login, "password": PASSWORD}))
            .expect("everyone knows their password");
    };
    match column {
        0 => drop(call(counter, "sign_out", Value::Null)),
        1 => {
            sign_in("thu");
            drop(call(counter, "lock", Value::Null));
        }
        2 => sign_in("thu"),
        3 => sign_in("hai"),
        4 => sign_in("duyen"),
        _ => sign_in("son"),
    }
}

#[test]
fn every_cell_of_the_authorisation_matrix_is_as_written() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = office(folder.path());
    let rows: Vec<(&str, &str)> = MATRIX.lines().filter_map(|line| line.split_once(' ')).collect();
    let named: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    for row in COMMANDS {
        assert!(named.contains(&row.name), "{} has no row in the matrix", row.name);
    }
    assert_eq!(rows.len(), COMMANDS.len(), "the matrix names a command that does not exist");
    let mut cells = 0;
    for column in 0..CALLERS {
        become_caller(&counter, column);
        for (name, cell) in &rows {
            // These change who is at the desk, and anyone may call them.
            if ["set_up", "sign_in", "unlock", "lock", "sign_out", "recovery_unlock"].contains(name) {
                cells += 1;
                assert!(cell.trim().chars().all(|c| c == 'x'), "{name}");
                continue;
            }
            let may = cell.trim().as_bytes()[column] == b'x';
            // An input that no command takes: what is refused for the caller is refused before it is read.
            let answer = call(&counter, name, json!("no input of any command"));
            let refused =
                matches!(answer.as_ref().err().map(String::as_str), Some("not_signed_in" | "locked" | "not_allowed"));
            assert_eq!(refused, !may, "{name} in column {column}: {answer:?}");
            cells += 1;
        }
    }
    assert_eq!(cells, rows.len() * CALLERS);
}

#[test]
fn a_person_who_was_retired_may_nothing_any_more() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = office(folder.path());
    become_caller(&counter, 5);
    let people = call(&counter, "people_list", Value::Null).expect("an administrator sees people");
    let hai = people["people"].as_array().and_then(|rows| rows.iter().find(|row| row["login"] == "hai")).expect("hai");
    let retire = json!({"person": hai["id"], "reason": "chuyển công tác"});
    call(&counter, "person_retire", retire).expect("an administrator retires");
    call(&counter, "sign_out", Value::Null).expect("anyone signs out");
    let again = call(&counter, "sign_in", json!({"person": "hai", "password": PASSWORD}));
    assert_eq!(again.err().as_deref(), Some("unknown_person"));
}

#[test]
fn nothing_but_the_table_answers() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let counter = Counter::with_spooler(paths(folder.path()), Arc::new(NoPrintService)).expect("a fresh folder opens");
    for name in ["", "desk_state ", "Desk_State", "call", "../desk_state", "receive_dossier\0"] {
        assert_eq!(call(&counter, name, Value::Null).err().as_deref(), Some("unknown_command"), "{name:?}");
    }
}
