//! The window of Một Cửa.
//!
//! Opens one window on the page built from `ui` and gives that page one command, `call`, which hands a name and an input
//! to the counter (desk-ipc). What always holds: the page reaches nothing else of Tauri (`capabilities/counter.json`,
//! compared with `reviewed/acl.json` by a test), it never leaves its own address, and it never opens a second window. No
//! rule of the desk lives here. Start at [`main`], then [`window::open`].
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod counter;
mod one_window;
mod window;

#[cfg(test)]
mod closed;
#[cfg(all(test, windows))]
mod mock;

use std::process::ExitCode;
use std::sync::Arc;

use counter::Counter;
use desk_app::Paths;
use serde_json::Value;

/// The page's only command: asks the counter for `name` with `input`. Views and errors are the counter's own.
#[tauri::command]
async fn call<R: tauri::Runtime>(
    name: String,
    input: Value,
    counter: tauri::State<'_, Arc<Counter>>,
    window: tauri::WebviewWindow<R>,
) -> Result<Value, Value> {
    let counter = Arc::clone(&counter);
    let is_full_screen = name == window::FULL_SCREEN;
    // The store and the printer block; the window's thread must not.
    let answer = tauri::async_runtime::spawn_blocking(move || counter.call(&name, input)).await;
    let answer = answer.unwrap_or_else(|_panicked| Err(counter::stopped()));
    if is_full_screen && answer.is_ok() {
        window::toggle_full_screen(&window);
    }
    answer
}

fn main() -> ExitCode {
    // Before anything else: this start is to draw one file that somebody brought, and to end.
    if desk_app::drawing::is_asked() {
        return desk_app::drawing::worker_main();
    }
    if let Some(missing) = window::missing_display() {
        eprintln!("mot-cua: {missing}");
        return ExitCode::from(2);
    }
    let paths = Paths::standard();
    let first = match one_window::claim(&paths) {
        one_window::Claim::First(first) => first,
        one_window::Claim::Raised => return ExitCode::SUCCESS,
    };
    match run(paths, first) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mot-cua: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(paths: Paths, first: one_window::First) -> anyhow::Result<()> {
    let counter = Arc::new(Counter::open(paths));
    tauri::Builder::default()
        .manage(counter)
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| {
            window::open(app.handle())?;
            let handle = app.handle().clone();
            first.on_second_start(move || window::raise(&handle));
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
