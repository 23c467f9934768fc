//! Slips of citizens who left without a dossier: listed, seen, printed again, saved.

use desk_app::WalkInEntry;

use crate::{
    convert::{moment_text, pictures},
    counter::{Answer, Call},
    error::user_error,
    handlers::act::slip_view,
    views::*,
};

/// Lines of the list.
const LINES: u32 = 500;

pub(crate) fn walk_ins_list(call: &mut Call<'_>, _: Nothing) -> Answer<WalkInsView> {
    let row = |entry: WalkInEntry| WalkInRow {
        entry: entry.position,
        kind: entry.kind().to_owned(),
        slip: slip_view(&entry.walk_in.slip),
        at: moment_text(entry.walk_in.done.at),
        owner: entry.walk_in.party.name,
        phone: entry.walk_in.party.phone,
        procedure: entry.walk_in.procedure.1,
        reason: entry.walk_in.reason,
        by: entry.walk_in.done.by,
    };
    Ok(WalkInsView { walk_ins: call.desk.walk_ins(LINES)?.into_iter().map(row).collect() })
}

pub(crate) fn walk_in_picture(call: &mut Call<'_>, input: WalkInOf) -> Answer<Picture> {
    let entry = call.desk.walk_in_entry(input.entry)?;
    pictures(&call.desk.walk_in_pdf(&entry, None)?, 110.0, 2)
}

pub(crate) fn walk_in_print(call: &mut Call<'_>, input: WalkInOf) -> Answer<PrintJobView> {
    let printer = call.desk.printer()?.name.ok_or_else(|| user_error("no_printer_chosen", &[]))?;
    let entry = call.desk.walk_in_entry(input.entry)?;
    let pdf = call.desk.print_walk_in(&entry, &printer)?;
    let name = call.counter.hand_over_loose(call.desk.spooler(), &printer, &entry.walk_in.slip, pdf);
    call.counter.job(&name).ok_or_else(|| user_error("unexpected", &[]))
}

pub(crate) fn walk_in_save(call: &mut Call<'_>, input: WalkInOf) -> Answer<SavedFile> {
    Ok(SavedFile { path: call.desk.save_walk_in(input.entry)?.display().to_string() })
}
