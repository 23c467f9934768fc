//! Settings and printers.

use desk_app::{
    PrinterSetting,
    print::{PrinterState, Sheet},
};
use desk_core::office::Role;

use crate::{
    convert::{lang, lang_word},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

pub(crate) fn settings_get(call: &mut Call<'_>, _: Nothing) -> Answer<SettingsView> {
    let display = call.desk.display()?;
    let printer = call.desk.printer()?;
    let supervises = call.desk.actor()?.holds_any(&[Role::Supervisor, Role::Administrator]);
    let mut actions = vec!["display".to_owned(), "printer".to_owned()];
    if supervises {
        actions.push("verify".to_owned());
    }
    Ok(SettingsView {
        lang: lang(&display.lang),
        theme: display.theme,
        zoom: display.zoom,
        density: display.density,
        keys: display.keys,
        printer: PrinterChoice { name: printer.name, copies: printer.copies, paper: printer.paper, roll: printer.roll },
        scanner_tested: call.desk.scanner_tested()?,
        fold_rail: display.fold_rail,
        actions,
    })
}

pub(crate) fn settings_save(call: &mut Call<'_>, input: SettingsSave) -> Answer<SettingsView> {
    let mut display = call.desk.display()?;
    if let Some(lang) = input.lang {
        display.lang = lang_word(lang).to_owned();
    }
    display.theme = input.theme.unwrap_or(display.theme);
    display.zoom = input.zoom.unwrap_or(display.zoom);
    display.density = input.density.unwrap_or(display.density);
    display.keys = input.keys.unwrap_or(display.keys);
    display.fold_rail = input.fold_rail.unwrap_or(display.fold_rail);
    call.desk.set_display(&display)?;
    if let Some(printer) = input.printer {
        call.desk.set_printer(&PrinterSetting {
            name: printer.name,
            copies: printer.copies,
            paper: printer.paper,
            roll: printer.roll.filter(|name| !name.is_empty()),
        })?;
    }
    if let Some(at) = input.scanner_tested {
        call.desk.note_scanner_test(&at)?;
    }
    settings_get(call, Nothing {})
}

pub(crate) fn printers_list(call: &mut Call<'_>, _: Nothing) -> Answer<PrintersView> {
    let printers = call.desk.spooler().printers().map_err(desk_app::AppError::from)?;
    let view = |printer: desk_app::print::Printer| PrinterView {
        name: printer.name,
        label: printer.label,
        default: printer.default,
        state: match printer.state {
            PrinterState::Idle => "idle",
            PrinterState::Printing => "printing",
            PrinterState::Stopped => "stopped",
            PrinterState::Unknown => "unknown",
        }
        .to_owned(),
        reason: printer.reason,
    };
    Ok(PrintersView { printers: printers.into_iter().map(view).collect() })
}

pub(crate) fn printer_test(call: &mut Call<'_>, input: PrinterTest) -> Answer<PrintJobView> {
    if input.paper == "roll" {
        let bytes = call.desk.roll_test()?;
        let spooler = call.desk.spooler();
        let job = call.counter.jobs().hand_over_loose(spooler, &input.name, "TRANG-THU-80", bytes, Sheet::Roll);
        return call.counter.job(&job).ok_or_else(|| user_error("unexpected", &[]));
    }
    let two = input.paper == "a4_two";
    let pdf = call.desk.test_page(two)?;
    let sheet = if two { Sheet::A4 } else { Sheet::A5 };
    let job = call.counter.jobs().hand_over_loose(call.desk.spooler(), &input.name, "TRANG-THU", pdf, sheet);
    call.counter.job(&job).ok_or_else(|| user_error("unexpected", &[]))
}

pub(crate) fn print_status(call: &mut Call<'_>, input: PrintStatus) -> Answer<PrintJobView> {
    call.counter.job(&input.job).ok_or_else(|| user_error("no_such_job", &[]))
}
