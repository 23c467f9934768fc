//! `cargo xtask dist`: a .deb, packed by dpkg-deb itself; nothing is fetched.
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::build;
use crate::setup::{self, Need};
use crate::shell::{self, cargo, command, on_a_screen_of_its_own, root};
use crate::tally::Tally;
use crate::test::Outcome;

const PACKAGE: &str = "mot-cua";

/// Where the program's entry in the menu says what it is. The file's name is the window's application id.
const DESKTOP: &str = "\
[Desktop Entry]
Type=Application
Name=Một Cửa
GenericName=Bộ phận Một cửa
GenericName[en]=One-stop desk
Comment=Tiếp nhận hồ sơ, in giấy tiếp nhận và hẹn trả kết quả
Comment[en]=Receive dossiers, print the receipt and appointment
Exec=mot-cua
Icon=mot-cua
Terminal=false
Categories=Office;
StartupWMClass=mot-cua
";

/// Builds the release programs and packs them; gives the package's path.
///
/// # Errors
/// When something does not build, or dpkg-deb refuses.
pub(crate) fn dist() -> anyhow::Result<PathBuf> {
    setup::prepare(Need::Build)?;
    build::page()?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "-p", "mot-cua", "-p", "desk-cli"]))?;
    let tree = root().join("target/dist/tree");
    if tree.exists() {
        std::fs::remove_dir_all(&tree)?;
    }
    let release = root().join("target/release");
    for program in ["mot-cua", "desk-cli"] {
        install(&release.join(program), &tree.join("usr/bin").join(program), 0o755)?;
    }
    let icons = root().join("assets/icons");
    for size in [32, 64, 128, 256, 512] {
        let place = format!("usr/share/icons/hicolor/{size}x{size}/apps/mot-cua.png");
        install(&icons.join(format!("mot-cua-{size}.png")), &tree.join(place), 0o644)?;
    }
    install(&icons.join("mot-cua.svg"), &tree.join("usr/share/icons/hicolor/scalable/apps/mot-cua.svg"), 0o644)?;
    install(&root().join("LICENSE"), &tree.join("usr/share/doc/mot-cua/copyright"), 0o644)?;
    write(&tree.join("usr/share/applications/mot-cua.desktop"), DESKTOP)?;
    write(&tree.join("DEBIAN/control"), &control(&tree)?)?;
    let architecture = architecture()?;
    let package = root().join(format!("target/dist/{PACKAGE}_{}_{architecture}.deb", env!("CARGO_PKG_VERSION")));
    // The same tree gives the same package: owner and times are the archive's, not the builder's.
    let mut pack = command("dpkg-deb", &["--root-owner-group", "-Zxz", "--build"]);
    pack.arg(&tree).arg(&package).env("SOURCE_DATE_EPOCH", commit_time()?);
    shell::run(&mut pack)?;
    println!("{}", package.display());
    Ok(package)
}

/// Installs the package, opens its window, removes it again. The package must not be there before.
///
/// # Errors
/// When it cannot be built or installed.
pub(crate) fn try_out() -> anyhow::Result<Outcome> {
    let package = dist()?;
    ensure!(
        !Path::new("/usr/bin/mot-cua").exists(),
        "mot-cua is installed on this machine already; it stays untouched"
    );
    shell::run(command("dpkg", &["-i"]).arg(&package))?;
    let words =
        ["test", "-p", "true-window", "--locked", "--test", "window", "the_window_opens", "--", "--test-threads=1"];
    let mut story = cargo(&words);
    story.env("MOTCUA_BIN_DIR", "/usr/bin");
    let told = shell::watched(&mut on_a_screen_of_its_own(&story));
    shell::run(&mut command("dpkg", &["-r", PACKAGE]))?;
    let (succeeded, output) = told?;
    Ok(Outcome { succeeded, tally: Tally::read(&output) })
}

fn control(tree: &Path) -> anyhow::Result<String> {
    let mut depends = BTreeSet::new();
    for program in ["mot-cua", "desk-cli"] {
        depends.extend(packages_needed(&tree.join("usr/bin").join(program))?);
    }
    let size: u64 = sizes(&tree.join("usr"))?;
    Ok(format!(
        "Package: {PACKAGE}\nVersion: {}\nArchitecture: {}\nMaintainer: Một Cửa <root@localhost>\nSection: misc\n\
         Priority: optional\nInstalled-Size: {}\nDepends: {}\nRecommends: cups\n\
         Description: one-stop desk for public offices\n Receives citizens' dossiers, keeps them in an encrypted, signed \
         record on this\n machine, and prints the official receipt with its appointment.\n",
        env!("CARGO_PKG_VERSION"),
        architecture()?,
        size.div_ceil(1024),
        depends.into_iter().collect::<Vec<_>>().join(", ")
    ))
}

/// The packages of the libraries that a program names itself; theirs are those packages' own affair.
fn packages_needed(program: &Path) -> anyhow::Result<BTreeSet<String>> {
    let named = shell::output(command("objdump", &["-p"]).arg(program))?;
    let named: Vec<&str> = named.lines().filter_map(|line| line.trim().strip_prefix("NEEDED")).map(str::trim).collect();
    let found = shell::output(command("ldd", &[]).arg(program))?;
    let mut packages = BTreeSet::new();
    for line in found.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some("=>"), Some(path)) = (words.next(), words.next(), words.next()) else { continue };
        if !named.contains(&name) {
            continue;
        }
        // dpkg knows a library under the path it was packed with, which may be without the /usr of today.
        let real = std::fs::canonicalize(path)?;
        let packed = real.strip_prefix("/usr").map_or_else(|_| real.clone(), |rest| Path::new("/").join(rest));
        let owner = |path: &Path| shell::output(command("dpkg-query", &["-S"]).arg(path));
        let owner = owner(&real).or_else(|_| owner(&packed)).with_context(|| format!("no package holds {name}"))?;
        packages.insert(owner.split(':').next().unwrap_or_default().to_owned());
    }
    ensure!(!packages.is_empty(), "no library of {} was found", program.display());
    Ok(packages)
}

fn sizes(folder: &Path) -> anyhow::Result<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let data = entry.metadata()?;
        size += if data.is_dir() { sizes(&entry.path())? } else { data.len() };
    }
    Ok(size)
}

fn architecture() -> anyhow::Result<String> {
    Ok(shell::output(&mut command("dpkg", &["--print-architecture"]))?.trim().to_owned())
}

fn commit_time() -> anyhow::Result<String> {
    Ok(shell::output(&mut command("git", &["log", "-1", "--format=%ct"]))?.trim().to_owned())
}

fn install(from: &Path, to: &Path, mode: u32) -> anyhow::Result<()> {
    std::fs::create_dir_all(to.parent().context("a folder")?)?;
    std::fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    std::fs::set_permissions(to, PermissionsExt::from_mode(mode))?;
    Ok(())
}

fn write(to: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(to.parent().context("a folder")?)?;
    std::fs::write(to, text)?;
    std::fs::set_permissions(to, PermissionsExt::from_mode(0o644))?;
    Ok(())
}
