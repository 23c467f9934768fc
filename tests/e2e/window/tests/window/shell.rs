//! The shell: the window opens, and it is closed to everything but the counter.
use serde_json::json;
use true_window::{Desk, DeskOptions};

fn desk() -> Desk {
    Desk::open(&DeskOptions::default()).expect("a window")
}

#[test]
fn the_window_opens_on_its_page() {
    let desk = desk();
    assert_eq!(desk.title().expect("a title"), "Một Cửa");
    desk.wait_for("h1").expect("a heading");
    desk.picture("window-first-look").expect("a picture");
    let agent = desk.run("return navigator.userAgent").expect("an answer").to_string();
    assert!(agent.contains("AppleWebKit"), "{agent}");
}

#[test]
fn the_page_reaches_nothing_of_the_shell_but_its_one_command() {
    let desk = desk();
    // What the page sends, and whether the shell may take it. A refusal by the permission system names the command.
    let ask = "const done = arguments[2];\
        window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(v => done({ ok: v }), e => done({ err: e }));";
    let answer =
        desk.run_async(ask, &[json!("call"), json!({ "name": "no_such_thing", "input": {} })]).expect("an answer");
    assert!(answer["err"]["code"].is_string(), "the counter answers with a code: {answer}");
    for (command, input) in [
        ("plugin:window|set_title", json!({ "label": "main", "value": "x" })),
        ("plugin:window|close", json!({ "label": "main" })),
        ("plugin:webview|create_webview_window", json!({ "options": { "label": "two", "url": "index.html" } })),
        ("plugin:event|listen", json!({ "event": "x", "target": { "kind": "Any" }, "handler": 1 })),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:app|version", json!({})),
        ("plugin:resources|close", json!({ "rid": 1 })),
        ("plugin:shell|open", json!({ "path": "x" })),
        ("plugin:fs|read_text_file", json!({ "path": "x" })),
    ] {
        let answer = desk.run_async(ask, &[json!(command), input]).expect("an answer");
        assert!(answer["err"].to_string().contains("not allowed"), "{command} was answered: {answer}");
    }
    assert_eq!(desk.run("return typeof window.__TAURI__").expect("an answer"), json!("undefined"));
}

#[test]
fn the_page_never_leaves_and_nothing_foreign_runs_in_it() {
    let desk = desk();
    // A server of our own: whoever knocks there has left the page.
    let elsewhere = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    elsewhere.set_nonblocking(true).expect("a listener that can be asked");
    let address = format!("http://{}/", elsewhere.local_addr().expect("an address"));
    let here = desk.run("return location.href").expect("an address");
    assert!(here.as_str().is_some_and(|here| here.starts_with("tauri://localhost")), "{here}");
    let opened = desk.run_with("return window.open(arguments[0]) !== null", &[json!(address)]).expect("an answer");
    assert_eq!(opened, json!(false), "a second window");
    for away in [address.as_str(), "https://example.org/", "file:///etc/hostname", "data:text/html,<p>x"] {
        // As an injected link, an injected picture and an injected script would try it.
        let try_it = "const a = document.createElement('a'); a.href = arguments[0]; document.body.append(a); a.click();\
            const i = document.createElement('img'); i.src = arguments[0]; document.body.append(i);\
            location.href = arguments[0];";
        desk.run_with(try_it, &[json!(away)]).ok();
        let rest = "const done = arguments[0]; setTimeout(() => done(location.href), 400)";
        assert_eq!(desk.run_async(rest, &[]).expect("an address"), here, "went to {away}");
    }
    assert!(elsewhere.accept().is_err(), "a request left the page");
    // Each of these sets a mark when it runs; none may.
    let injected = r#"
        window.ran = [];
        const add = html => { const d = document.createElement('div'); d.innerHTML = html; document.body.append(d); };
        add('<img src="x" onerror="window.ran.push(1)">');
        add('<svg onload="window.ran.push(2)"></svg>');
        const s = document.createElement('script'); s.textContent = 'window.ran.push(3)'; document.body.append(s);
        const t = document.createElement('script'); t.src = 'data:text/javascript,window.ran.push(4)'; document.body.append(t);
        add('<iframe srcdoc="<script>parent.ran.push(5)</script>"></iframe>');
        add('<a id="j" href="javascript:window.ran.push(6)">x</a>'); document.getElementById('j').click();
        return true"#;
    desk.run(injected).expect("an answer");
    let ran =
        desk.run_async("const done = arguments[0]; setTimeout(() => done(window.ran), 500)", &[]).expect("an answer");
    assert_eq!(ran, json!([]));
    let reached = desk
        .run_async(
            "const done = arguments[1]; const seen = [];\
             document.addEventListener('securitypolicyviolation', e => seen.push(e.effectiveDirective));\
             Promise.allSettled([fetch(arguments[0]), fetch('https://example.org/')])\
               .then(all => setTimeout(() => done({ got: all.map(one => one.status), seen }), 200));",
            &[json!(address)],
        )
        .expect("an answer");
    assert_eq!(reached["got"], json!(["rejected", "rejected"]));
    assert_eq!(reached["seen"], json!(["connect-src", "connect-src"]), "refused by the policy, not by the line");
}

#[test]
fn a_second_start_raises_the_first_window_and_ends() {
    let desk = desk();
    assert_eq!(desk.second_start().expect("it ends"), Some(0));
    assert!(desk.program_id().is_some(), "the first one stays");
}

#[test]
fn a_killed_program_opens_again_on_the_same_folder() {
    let mut desk = desk();
    desk.kill().expect("killed");
    desk.start_again().expect("a window again");
    desk.wait_for("h1").expect("a heading");
}
