//! The floors of the page: design knows no task, tasks do not know each other, one folder knows the shell.
use super::text::files;

/// A room of `ui/src` and what it may use besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("design", &["lib"]),
    ("features", &["design", "lib"]),
    ("app", &["features", "design", "lib"]),
    // main.ts mounts the app, nothing else.
    ("main", &["app", "design", "lib"]),
];

/// What design may know of lib: words, keys and looks, not the counter.
const LIB_FOR_DESIGN: &[&str] = &["lib/i18n", "lib/keys", "lib/display"];

/// The only folder that may import Tauri's own packages.
const SHELL: &str = "lib/ipc/";

/// Imports that cross a wall.
pub(super) fn faults() -> anyhow::Result<Vec<String>> {
    let sources = files(&["ui/src"], &["ts", "svelte"])?;
    Ok(sources.iter().flat_map(|(path, text)| judge(path.trim_start_matches("ui/src/"), text)).collect())
}

/// The faults of one file; `path` is relative to `ui/src`.
fn judge(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for import in imports(text) {
        if import.starts_with("@tauri-apps/") && !path.starts_with(SHELL) {
            faults.push(format!("{path} imports {import}; only {SHELL} talks to the shell"));
        }
        if let Some(target) = target(path, &import)
            && let Some(why) = forbidden(path, &target)
        {
            faults.push(format!("{path} imports {import}: {why}"));
        }
    }
    faults
}

/// The text between the quotes of every import, export-from and dynamic import. CSS imports count as well.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['\'', '"']) {
        let before = text[..at].trim_end();
        if ["from", "import", "import("].iter().any(|word| before.ends_with(word)) {
            let quote = text[at..].chars().next().unwrap_or('"');
            if let Some((path, _)) = text[at + 1..].split_once(quote).filter(|(path, _)| !path.contains('\n')) {
                found.push(path.to_owned());
            }
        }
    }
    found
}

/// Where an import leads, relative to `ui/src`; none for packages.
fn target(path: &str, import: &str) -> Option<String> {
    for (alias, folder) in
        [("$lib/", "lib/"), ("$design/", "design/"), ("$features/", "features/"), ("$app/", "app/"), ("@/", "")]
    {
        if let Some(rest) = import.strip_prefix(alias) {
            return Some(format!("{folder}{rest}"));
        }
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn room(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    Some(first.split('.').next().unwrap_or(first))
}

fn forbidden(path: &str, target: &str) -> Option<String> {
    let (from, to) = (room(path)?, room(target)?);
    let task = |path: &str| path.split('/').nth(1).map(str::to_owned);
    if from == to {
        let crosses = from == "features" && task(path) != task(target);
        return crosses.then(|| "tasks do not know each other".to_owned());
    }
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == from) else {
        // Test helpers and type declarations at the top of ui/src belong to no room and ship in nothing.
        return (!path.contains(".test.") && path.contains('/')).then(|| format!("{from} is no room of the page"));
    };
    if !allowed.contains(&to) {
        return Some(format!("{from} must not know {to}"));
    }
    let beyond_words = from == "design" && to == "lib" && !LIB_FOR_DESIGN.iter().any(|known| target.starts_with(known));
    beyond_words.then(|| "of lib, design may know only words, keys and looks".to_owned())
}

#[cfg(test)]
mod tests {
    use super::judge;

    fn check(path: &str, text: &str, faults: usize) {
        assert_eq!(judge(path, text).len(), faults, "{path}: {text} {:?}", judge(path, text));
    }

    #[test]
    fn imports_stay_within_their_walls() {
        check(
            "features/intake/Intake.svelte",
            "import { Button } from '../../design';\nimport x from '$lib/ipc/call';",
            0,
        );
        check("features/intake/Intake.svelte", "import { y } from '../dossier/y';", 1);
        check("features/intake/Intake.svelte", "import type { Route } from \"$app/routes\";", 1);
        check("features/intake/intake.svelte.ts", "import { call } from './call';", 0);
        check("design/Button.svelte", "import { Intake } from '../features/intake/Intake.svelte';", 1);
        check("design/Button.svelte", "import { m } from '../lib/i18n';", 0);
        check("design/Button.svelte", "import { call } from '../lib/ipc/call';", 1);
        check("lib/ipc/host.ts", "import { invoke } from '@tauri-apps/api/core';", 0);
        check("app/App.svelte", "const core = await import('@tauri-apps/api/core');", 1);
        check(
            "app/App.svelte",
            "import Intake from '../features/intake/Intake.svelte'; import '../design/tokens.css';",
            0,
        );
        check("main.ts", "import App from './app/App.svelte'; import { mount } from 'svelte';", 0);
        check("main.ts", "import x from './features/intake/x';", 1);
        check("lib/i18n/index.ts", "import { Button } from '../../design';", 1);
    }
}
