//! The shell's one command on Tauri's mock runtime, with the shell's own configuration and rights. On Windows alone, where no
//! window can be opened by the tests; elsewhere the true window is driven (tests/e2e/window).
use std::sync::Arc;

use desk_app::Paths;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

use crate::counter::Counter;

/// What the page at an address hears when it asks the shell.
fn ask(window: &WebviewWindow<MockRuntime>, address: &str, command: &str, body: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: address.parse().expect("an address"),
        body: InvokeBody::Json(body),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

#[test]
fn a_desk_is_set_up_through_the_shell_and_only_its_own_page_is_answered() {
    let scratch = std::env::temp_dir().join(format!("motcua – cửa sổ thử {}", std::process::id()));
    let paths = Paths::under(&scratch.join("dữ liệu"), &scratch.join("trạng thái"), &scratch.join("giấy tờ"));
    let app = mock_builder()
        .manage(Arc::new(Counter::open(paths)))
        .invoke_handler(tauri::generate_handler![crate::call])
        .build(tauri::generate_context!())
        .expect("the shell's own configuration");
    let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().expect("a mock window");
    let own = "http://tauri.localhost";
    let call = |name: &str, input: Value| ask(&window, own, "call", json!({"name": name, "input": input}));

    assert_eq!(call("desk_state", Value::Null).expect("answers")["session"]["kind"], "first_run");
    let person = json!({"name": "Bùi Thị Lan", "login": "lan", "password": "mùa gặt dưới chân núi"});
    let set_up = json!({"lang": "vi", "unit": null, "demo": "2024", "counter": 1, "person": person});
    let done = call("set_up", set_up).expect("is set up");
    assert_eq!(done["state"]["session"]["kind"], "signed_in", "{done}");
    assert!(done["state"]["store_dir"].as_str().is_some_and(|folder| folder.contains("dữ liệu")), "{done}");
    assert!(call("full_screen", Value::Null).is_ok(), "whoever is at the screen may fill it");
    assert_eq!(call("no_such_command", Value::Null).expect_err("is refused")["code"], "unknown_command");

    let state = json!({"name": "desk_state", "input": null});
    assert!(ask(&window, "https://example.org", "call", state.clone()).is_err(), "a page from elsewhere");
    assert!(ask(&window, own, "plugin:event|listen", state).is_err(), "a right that was not granted");
    drop((window, app));
    // The store may still be closing: what is left is the system's own to tidy.
    let _ = std::fs::remove_dir_all(scratch);
}
