//! A scratch office and the program that works in it.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The password of every scratch office. Made up, and long enough for a real store too.
pub(crate) const PASSWORD: &str = "mùa gặt dưới chân núi";

/// The program, brought up to date once a run, or as it lies in `MOTCUA_BIN_DIR`. Asked for in the very words of `cargo xtask test`: any other choice of
/// packages has other features, and the shared crates would be built a second time.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let name = format!("desk-cli{}", std::env::consts::EXE_SUFFIX);
        if let Some(folder) = std::env::var_os("MOTCUA_BIN_DIR") {
            return PathBuf::from(folder).join(name);
        }
        let tests = std::env::current_exe().expect("a test knows its own file");
        let folder = tests.parent().and_then(Path::parent).expect("tests lie in <target>/<profile>/deps").to_owned();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet", "--workspace", "--all-targets"]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if folder.file_name() == Some(OsStr::new("release")) {
            cargo.arg("--release");
        }
        // What cargo says to a test about itself is news to build scripts that watch it: they would run again, and with
        // them half of the tree would be built again, here and at the next run from outside.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|own| name.starts_with(own)) {
                cargo.env_remove(name);
            }
        }
        assert!(cargo.status().expect("cargo runs").success(), "desk-cli does not build");
        folder.join(name)
    })
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON object ({error}): {self:?}"))
    }

    /// The answer of a success.
    #[track_caller]
    pub(crate) fn good(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        let value = self.json();
        assert!(value.get("error").is_none(), "{self:?}");
        value
    }

    /// The answer of a failure with this code; an error with `--json` says nothing anywhere else.
    #[track_caller]
    pub(crate) fn error(&self, code: &str) -> String {
        assert!(self.code.is_some_and(|exit| exit != 0), "{self:?}");
        let value = self.json();
        assert_eq!(value["error"]["code"], code, "{self:?}");
        assert_eq!(self.stderr, "");
        value["error"]["message"].as_str().expect("a message").to_owned()
    }
}

/// Runs the program without a store.
pub(crate) fn ask(words: &[&str]) -> Reply {
    run(Command::new(program()).args(words).arg("--json"))
}

fn run(command: &mut Command) -> Reply {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    Reply {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A store in a folder of its own, with a state folder of its own.
pub(crate) struct Office {
    folder: TempDir,
    /// What `init` answered.
    pub(crate) init: Value,
}

impl Office {
    /// A folder without a store.
    pub(crate) fn none() -> Self {
        Office { folder: tempfile::tempdir().expect("a scratch folder"), init: Value::Null }
    }

    /// A demo office at counter 1.
    pub(crate) fn demo(word: &str) -> Self {
        Office::with(&["--demo", word])
    }

    /// An office made by `init` with these words.
    pub(crate) fn with(words: &[&str]) -> Self {
        let mut office = Office::none();
        office.init = office.ask("init", words).good();
        office
    }

    /// A path in the scratch folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The store's folder.
    pub(crate) fn store(&self) -> PathBuf {
        self.path("store")
    }

    /// The program at this office, not yet started.
    pub(crate) fn command(&self, verb: &str, words: &[&str]) -> Command {
        self.command_at(&self.store(), verb, words)
    }

    /// The same for a store in another folder; the state folder stays.
    pub(crate) fn command_at(&self, store: &Path, verb: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.arg(verb).arg("--store").arg(store).args(words);
        command.env("XDG_STATE_HOME", self.path("state")).env("MOTCUA_PASSWORD", PASSWORD);
        command
    }

    /// Asks for JSON.
    pub(crate) fn ask(&self, verb: &str, words: &[&str]) -> Reply {
        run(self.command(verb, words).arg("--json"))
    }

    /// Asks as a person does.
    pub(crate) fn ask_plainly(&self, verb: &str, words: &[&str]) -> Reply {
        run(&mut self.command(verb, words))
    }

    /// Asks with another password.
    pub(crate) fn ask_with(&self, password: &str, verb: &str, words: &[&str]) -> Reply {
        run(self.command(verb, words).arg("--json").env("MOTCUA_PASSWORD", password))
    }

    /// Starts the program and leaves it running.
    pub(crate) fn start(&self, verb: &str, words: &[&str]) -> Child {
        let mut command = self.command(verb, words);
        command.arg("--json").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program starts")
    }

    /// Writes a file of the scratch folder.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a scratch file");
        path.to_str().expect("a scratch path in UTF-8").to_owned()
    }

    /// Receives a dossier at a moment.
    pub(crate) fn receive(&self, input: &Value, at: &str) -> Reply {
        let file = self.write("input.json", &input.to_string());
        self.ask("receive", &["--input", &file, "--at", at])
    }
}

/// A dossier of a made-up person who asks for a confirmation of marital status: three working days, fee not published.
pub(crate) fn dossier() -> Value {
    json!({
        "procedure": "1.004873",
        "channel": "in_person",
        "owner": {
            "name": "Bùi Thị Duyên",
            "personal_number": "017190012345",
            "birth_date": "1990-03-05",
            "sex": "Nữ",
            "phone": "0987654321",
            "address": "Xóm Cú, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình"
        },
        "papers": [{"index": 1, "originals": 1, "copies": 0}],
        "sets": 1,
        "return_by": "desk"
    })
}

/// The same with something else in it; a path like `owner.name`, null takes the key out.
pub(crate) fn dossier_with(path: &str, value: Value) -> Value {
    let mut input = dossier();
    let mut place = &mut input;
    let keys: Vec<&str> = path.split('.').collect();
    for key in &keys[..keys.len() - 1] {
        place = &mut place[*key];
    }
    let object = place.as_object_mut().expect("an object");
    if value.is_null() {
        object.remove(keys[keys.len() - 1]);
    } else {
        object.insert(keys[keys.len() - 1].to_owned(), value);
    }
    input
}

/// The words of a PDF, in reading order.
pub(crate) fn words_of(pdf: &Path) -> String {
    let output = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output();
    let output = output.expect("pdftotext (poppler-utils) is installed");
    assert!(output.status.success(), "pdftotext cannot read the file");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
