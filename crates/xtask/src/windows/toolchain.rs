//! `cargo xtask windows-toolchain`: a Rust that makes Windows programs, from Debian's packages alone.
//!
//! The machine's own Rust has no standard library for Windows and none can be made for it (docs/decisions/0008). Debian's
//! `rustc-web` is unpacked aside, the standard library is built from `rust-web-src` with it, once, and laid into that
//! private copy. Neither the system's Rust nor /usr is touched; removing `target/tools/windows` undoes all of it.
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};

use super::{TARGET, crypto};
use crate::setup;
use crate::shell::{self, cargo, command, root};

/// What links, what runs and what packs. `libcups2` lets wine's spooler see the machine's printers.
const PACKAGES: &[&str] =
    &["gcc-mingw-w64-x86-64-win32", "g++-mingw-w64-x86-64-win32", "wine", "wine64", "nsis", "libcups2", "perl", "make"];

/// The compiler must know what the workspace asks for (`rust-version`).
const OLDEST: (u32, u32) = (1, 95);

/// wine 8 lacks this library, which Rust's standard library asks for random bytes: made for tests, never shipped.
const RANDOM: &str = include_str!("bcryptprimitives.c");

/// A compiler for Windows and a wine to run what it makes.
pub(crate) struct Toolchain {
    folder: PathBuf,
}

impl Toolchain {
    /// Finds it, or makes it: a few minutes and 140 MB of packages the first time.
    ///
    /// # Errors
    /// When it cannot be had here: one line that says what is missing.
    pub(crate) fn ready() -> anyhow::Result<Toolchain> {
        ensure!(
            cfg!(all(target_os = "linux", target_arch = "x86_64")) && shell::is_there("apt-get"),
            "missing: a toolchain for Windows (this step makes it on Debian 12, x86_64, only)"
        );
        setup::packages(PACKAGES)?;
        let packages = Packages::find()?;
        let all = root().join("target/tools/windows");
        let toolchain = Toolchain { folder: all.join(packages.version.replace(['+', '~', ':'], "-")) };
        if !toolchain.folder.join("done").exists() {
            // An older one, or one that was not finished; nothing else lies here.
            if all.exists() {
                fs::remove_dir_all(&all).context("target/tools/windows cannot be emptied")?;
            }
            toolchain.make(&packages)?;
        }
        crypto::make(&toolchain.openssl())?;
        Ok(toolchain)
    }

    fn openssl(&self) -> PathBuf {
        self.folder.join("openssl")
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// cargo for Windows: this compiler, this linker, wine to run programs, a target folder of its own, no symbols.
    pub(crate) fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = cargo(words);
        cargo
            .env("RUSTC", self.folder.join("rustc"))
            .env("RUSTDOC", self.folder.join("rustdoc"))
            .env("CARGO_BUILD_TARGET", TARGET)
            .env("CARGO_TARGET_DIR", target_folder())
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "x86_64-w64-mingw32-gcc")
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", self.folder.join("wine-run"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_INCREMENTAL", "0");
        crypto::link(&mut cargo, &self.openssl());
        cargo
    }

    /// A program for Windows under wine.
    pub(crate) fn wine(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut run = command(self.folder.join("wine-run"), &[]);
        run.arg(program);
        run
    }

    /// Keeps wine's server between one program and the next: without it each start costs a second.
    ///
    /// Its services come up here, with nothing on their outputs: started by a program whose output is read, they would hold
    /// it open, and its end would never come.
    pub(crate) fn awake(&self) {
        let mut server = command("wineserver", &["-p"]);
        server.env("WINEPREFIX", self.folder.join("wineprefix"));
        // Failing is harmless: then it starts with each program.
        for mut start in [server, self.wine("wineboot")] {
            let _ = start.stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
    }

    /// Ends what wine left running in this prefix. Other prefixes of the machine are not touched.
    pub(crate) fn quiet(&self) {
        // Nothing running is no fault.
        let _ = command("wineserver", &["-k"]).env("WINEPREFIX", self.folder.join("wineprefix")).status();
    }

    fn make(&self, packages: &Packages) -> anyhow::Result<()> {
        eprintln!("a Rust for Windows: rustc-web {}, into {}", packages.version, self.folder.display());
        fs::create_dir_all(&self.folder)?;
        let unpacked = self.folder.join("root");
        packages.unpack(&self.folder.join("packages"), &unpacked)?;
        let usr = unpacked.join("usr");
        for program in ["rustc", "rustdoc"] {
            // A wrapper, so that its library path reaches no build script.
            let libraries = usr.join("lib/x86_64-linux-gnu");
            let real = usr.join("bin").join(program);
            let text =
                format!("#!/bin/sh\nLD_LIBRARY_PATH='{}' exec '{}' \"$@\"\n", libraries.display(), real.display());
            script(&self.folder.join(program), &text)?;
        }
        self.standard_library(packages, &usr)?;
        self.wine_parts()?;
        fs::write(self.folder.join("done"), "")?;
        Ok(())
    }

    /// Builds the standard library from its source with the compiler it belongs to, and lays it beside that compiler's own.
    fn standard_library(&self, packages: &Packages, usr: &Path) -> anyhow::Result<()> {
        let source = usr.join("src").join(format!("rustc-{}", packages.upstream())).join("library");
        let manifest = source.join("sysroot/Cargo.toml");
        ensure!(manifest.is_file(), "rust-web-src has no {}", manifest.display());
        let build = self.folder.join("build");
        let mut std = cargo(&["build", "-j2", "--release", "--locked", "--features", "panic-unwind,backtrace"]);
        std.args(["--target", TARGET, "--manifest-path"])
            .arg(&manifest)
            .current_dir(&self.folder) // outside the workspace's own settings
            .env("RUSTC", self.folder.join("rustc"))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &build)
            .env(
                "RUSTFLAGS",
                format!(
                    "-Cembed-bitcode=yes -Zforce-unstable-if-unmarked --cap-lints=allow --remap-path-prefix={}=/library",
                    source.display()
                ),
            );
        shell::run(&mut std)?;
        let into = usr.join("lib/rustlib").join(TARGET).join("lib");
        fs::create_dir_all(&into)?;
        for entry in fs::read_dir(build.join(TARGET).join("release/deps"))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "rlib") {
                fs::copy(&path, into.join(path.file_name().context("a file has a name")?))?;
            }
        }
        for used_up in [build, usr.join("src"), usr.join("lib/rustlib/src"), usr.join("share")] {
            if used_up.symlink_metadata().is_ok() {
                fs::remove_dir_all(&used_up).or_else(|_| fs::remove_file(&used_up))?;
            }
        }
        Ok(())
    }

    /// The library that wine lacks, and the runner: its own prefix, Vietnamese file names, no window.
    fn wine_parts(&self) -> anyhow::Result<()> {
        let libraries = self.folder.join("wine-libraries");
        fs::create_dir_all(&libraries)?;
        let source = self.folder.join("bcryptprimitives.c");
        fs::write(&source, RANDOM)?;
        let mut compile = command("x86_64-w64-mingw32-gcc", &["-O2", "-s", "-shared", "-o"]);
        compile.arg(libraries.join("bcryptprimitives.dll")).arg(&source).arg("-ladvapi32");
        shell::run(&mut compile)?;
        let text = format!(
            "#!/bin/sh\n\
             # Runs a Windows program. Without a UTF-8 locale wine cannot open files with Vietnamese names.\n\
             export LC_ALL=C.UTF-8 WINEPREFIX='{prefix}' WINEDEBUG=${{WINEDEBUG:--all}} WINEDLLOVERRIDES='mscoree,mshtml='\n\
             export WINEPATH=\"Z:{libraries}${{WINDOWS_LIBRARIES:+;Z:$WINDOWS_LIBRARIES}}\"\n\
             unset DISPLAY\n\
             exec wine \"$@\"\n",
            prefix = self.folder.join("wineprefix").display(),
            libraries = libraries.display(),
        );
        script(&self.folder.join("wine-run"), &text)
    }
}

/// Where Windows builds go: apart from the machine's own, so that neither makes the other build anew.
pub(super) fn target_folder() -> PathBuf {
    root().join("target/windows")
}

fn script(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text)?;
    Ok(fs::set_permissions(path, PermissionsExt::from_mode(0o755))?)
}

/// Debian's packages of one compiler, all of one version.
struct Packages {
    version: String,
    names: Vec<String>,
}

impl Packages {
    fn find() -> anyhow::Result<Packages> {
        let policy = shell::output(&mut command("apt-cache", &["policy", "rustc-web"]))?;
        let candidate = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate:")).map(str::trim);
        let version = match candidate {
            Some(version) if version != "(none)" => version.to_owned(),
            _ => bail!("missing: Debian's package rustc-web (apt-get update, with the security pocket of Debian 12)"),
        };
        let found = Packages { names: Vec::new(), version };
        let mut numbers = found.upstream().split('.').map(|number| number.parse::<u32>().unwrap_or(0));
        let numbers = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        ensure!(
            numbers >= OLDEST,
            "missing: rustc-web {}.{} or newer (Debian offers {}; the security pocket has it)",
            OLDEST.0,
            OLDEST.1,
            found.version
        );
        let of = |name: &str| format!("{name}={}", found.version);
        let library = depends(&of("libstd-rust-web-dev"), "libstd-rust-web-")?;
        let backend = depends(&of(&library), "libllvm")?;
        let names = vec![of("rustc-web"), of("rust-web-src"), of("libstd-rust-web-dev"), of(&library), backend];
        Ok(Packages { names, ..found })
    }

    /// The compiler's own version in the package's: `1.96.0+dfsg1-1` is 1.96.0.
    fn upstream(&self) -> &str {
        upstream(&self.version)
    }

    fn unpack(&self, folder: &Path, into: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder)?;
        fs::create_dir_all(into)?;
        let mut fetch = command("apt-get", &["download", "-qq"]);
        shell::run(fetch.args(&self.names).current_dir(folder))?;
        for entry in fs::read_dir(folder)? {
            shell::run(command("dpkg", &["-x"]).arg(entry?.path()).arg(into))?;
        }
        Ok(fs::remove_dir_all(folder)?)
    }
}

fn upstream(version: &str) -> &str {
    version.split(['+', '-', '~']).next().unwrap_or(version)
}

/// The package of this beginning that another one depends on.
fn depends(package: &str, beginning: &str) -> anyhow::Result<String> {
    let shown = shell::output(&mut command("apt-cache", &["show", package]))?;
    named_in(&shown, beginning).with_context(|| format!("{package} does not say which {beginning} it needs"))
}

fn named_in(shown: &str, beginning: &str) -> Option<String> {
    let line = shown.lines().find_map(|line| line.strip_prefix("Depends:"))?;
    let names = line.split(',').filter_map(|one| one.split_whitespace().next());
    names.filter(|name| name.starts_with(beginning)).map(str::to_owned).next()
}

#[cfg(test)]
mod check {
    use super::*;

    #[test]
    fn the_packages_of_one_compiler_are_found_by_what_they_depend_on() {
        let shown =
            "Package: x\nDepends: libc6 (>= 2.34), libllvm22, libstd-rust-web-1.96 (= 1.96.0+dfsg1-1~deb12u2)\n";
        assert_eq!(named_in(shown, "libstd-rust-web-").as_deref(), Some("libstd-rust-web-1.96"));
        assert_eq!(named_in(shown, "libllvm").as_deref(), Some("libllvm22"));
        assert_eq!(named_in("Package: x\n", "libllvm"), None);
        assert_eq!(upstream("1.96.0+dfsg1-1~deb12u2"), "1.96.0");
    }
}
