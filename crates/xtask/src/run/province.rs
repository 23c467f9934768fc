//! `cargo xtask run --province`: a server and two desks of one office, enrolled, on made-up data.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Stdio},
};

use anyhow::Context as _;
use serde_json::Value;

use super::{DOSSIERS, OFFICES, PASSWORD, cli, program};
use crate::shell::{self, command, npm, root};

/// The office of the trial, and the day on which its unit has its code.
const ON: &str = "2024-03-05";
/// Where the server listens the first time; desks remember it.
const LISTEN: &str = "127.0.0.1:8020";

/// A server that ends with us.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Two windows on a screen; without one, the story in two pages of a browser, with pictures.
pub(super) fn run(has_screen: bool) -> anyhow::Result<bool> {
    if !has_screen {
        return story();
    }
    let folder = root().join("target/demo/province");
    let data = folder.join("server");
    let desks = ["one", "two"].map(|name| folder.join(name));
    let ready = folder.join("ready");
    if !ready.exists() && folder.exists() {
        fs::remove_dir_all(&folder).context("a trial that was not finished cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let (_server, address) = serve(&data)?;
    if !ready.exists() {
        let office = &OFFICES[0];
        for (desk, counter) in desks.iter().zip(["1", "2"]) {
            cli(desk, &["init", "--unit", office.unit, "--demo", office.name, "--counter", counter])?;
            if counter == "1" {
                cli(desk, &["demo", "--dossiers", DOSSIERS, "--seed", "1"])?;
            }
            let code = chore(&data, &["code", "--unit", office.unit, "--counter", counter, "--on", ON])?;
            let code = code["code"].as_str().context("the server gave no code")?.to_owned();
            cli(desk, &["enrol", "--server", &address, "--code", &code])?;
            cli(desk, &["sync"])?;
        }
        fs::write(&ready, "")?;
    }
    println!("the province: {address}; its record: {} (delete {} to begin anew)", data.display(), folder.display());
    println!("two desks of one office open; sign in as lan or huong with {PASSWORD}");
    println!("stop the server to see both go on without it: it ends with the windows");
    let mut windows = Vec::new();
    for desk in &desks {
        let mut window = command(program("mot-cua"), &[]);
        window.env("MOTCUA_DATA", desk).env("XDG_STATE_HOME", desk.with_extension("state"));
        windows.push(window.spawn().context("a window does not open")?);
    }
    for mut window in windows {
        window.wait()?;
    }
    Ok(true)
}

fn serve(data: &Path) -> anyhow::Result<(Server, String)> {
    let mut server = command(program("desk-server"), &["serve", "--demo", "--listen", LISTEN, "--data"]);
    let mut server = server.arg(data).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let out = server.stdout.take().context("no pipe")?;
    let server = Server(server);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let said: Value = serde_json::from_str(&line).with_context(|| format!("the server does not listen on {LISTEN}"))?;
    Ok((server, said["listening"].as_str().context("no address")?.to_owned()))
}

fn chore(data: &Path, words: &[&str]) -> anyhow::Result<Value> {
    let mut chore = command(program("desk-server"), words);
    serde_json::from_str(&shell::output(chore.arg("--json").arg("--data").arg(data))?).context("no JSON")
}

/// The same programs with a browser in the place of the two windows, whose engines this machine would have to hold at once.
fn story() -> anyhow::Result<bool> {
    println!("no screen here: a real server and two desks of one office play the story in two pages of a browser");
    println!(
        "  a dossier of one desk is found at the other; the server is killed and started again; the sum stays true"
    );
    let (succeeded, _said) =
        shell::watched(&mut npm(&["exec", "--", "playwright", "test", "--retries", "0", "story.spec.ts"]))?;
    let (from, to) = (root().join("target/pictures"), root().join("target/demo/province-pictures"));
    fs::create_dir_all(&to)?;
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("province-") {
            fs::copy(entry.path(), to.join(&name))?;
            println!("{}", to.join(&name).display());
        }
    }
    Ok(succeeded)
}
