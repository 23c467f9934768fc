//! The shell is closed: what the build grants the page is compared with the file that people reviewed.
use serde_json::{Value, json};

const CONFIG: &str = include_str!("../tauri.conf.json");
const REVIEWED: &str = include_str!("../reviewed/acl.json");
const CAPABILITIES: &str = include_str!(concat!(env!("OUT_DIR"), "/capabilities.json"));
const MANIFESTS: &str = include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json"));

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What the build really grants: the capabilities, and the app's own commands behind their names.
fn granted() -> Value {
    let manifests = parse(MANIFESTS);
    let app = manifests.get("__app-acl__").cloned().unwrap_or(Value::Null);
    let plugins: Vec<&String> = manifests
        .as_object()
        .expect("an object")
        .keys()
        .filter(|key| !key.starts_with("core") && *key != "__app-acl__")
        .collect();
    json!({ "app_commands": app, "capabilities": parse(CAPABILITIES), "plugins": plugins })
}

#[test]
fn the_page_is_granted_what_was_reviewed_and_nothing_more() {
    let granted = serde_json::to_string_pretty(&granted()).expect("text") + "\n";
    assert_eq!(
        granted, REVIEWED,
        "the build grants something else than reviewed/acl.json; review it, then write it there"
    );
}

#[test]
fn no_right_is_a_wildcard_or_reaches_another_address() {
    let text = granted().to_string();
    for word in ["*", "remote", "core:", "fs:", "shell:", "http:"] {
        assert!(!text.contains(word), "the granted set contains {word}: {text}");
    }
}

#[test]
fn scripts_and_styles_come_only_from_the_program_itself() {
    let config = parse(CONFIG);
    let security = &config["app"]["security"];
    let csp = security["csp"].as_object().expect("a policy");
    assert_eq!(csp["default-src"], "'none'");
    assert_eq!(csp["script-src"], "'self'");
    assert_eq!(csp["style-src"], "'self'");
    assert_eq!(csp["connect-src"], "ipc: http://ipc.localhost");
    for (directive, sources) in csp {
        let sources = sources.as_str().expect("text");
        for word in ["unsafe", "*", "https:"] {
            assert!(!sources.contains(word), "{directive} {sources}");
        }
    }
    assert_eq!(security["freezePrototype"], true);
    assert!(security.get("dangerousDisableAssetCspModification").is_none());
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert!(config.get("plugins").is_none(), "the page has no plug-ins");
    assert!(config["build"].get("devUrl").is_none(), "the page is the one built in");
}
