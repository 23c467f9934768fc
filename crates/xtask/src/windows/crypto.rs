//! The one library of C that the store needs on Windows: OpenSSL's libcrypto, made once for all builds.
//!
//! The source is that of the crate `openssl-src`, as cargo would build it with SQLCipher: whole, and again for each profile
//! and target folder, a quarter of an hour each. SQLCipher asks for AES, SHA-2, HMAC, PBKDF2 and random bytes; only what
//! these stand on is built.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::shell::{self, cargo, command};

/// What is left out. Names that a release of OpenSSL does not know make its Configure fail, and so are noticed.
const WITHOUT: &str = "shared module tests apps docs comp zlib legacy engine capieng async dso ssl tls dtls quic cms cmp ts ocsp ct \
                       srp psk srtp sock ui-console aria bf blake2 camellia cast chacha poly1305 des dh dsa ec gost idea md4 \
                       mdc2 ocb rc2 rc4 rmd160 scrypt seed siphash siv sm2 sm3 sm4 whirlpool ml-kem ml-dsa slh-dsa http rfc3779";

/// Makes `lib/libcrypto.a` and `include` in a folder, where they are not there yet.
///
/// # Errors
/// When the source cannot be had or does not build.
pub(super) fn make(place: &Path) -> anyhow::Result<()> {
    let library = place.join("lib/libcrypto.a");
    if library.exists() {
        return Ok(());
    }
    let build = place.join("build");
    if build.exists() {
        fs::remove_dir_all(&build)?;
    }
    fs::create_dir_all(place.join("lib"))?;
    // A copy: cargo's own folder of sources is nobody's to build in.
    shell::run(command("cp", &["-r"]).arg(source()?).arg(&build))?;
    let mut configure = command("perl", &["./Configure", "mingw64", "--cross-compile-prefix=x86_64-w64-mingw32-"]);
    configure.args(WITHOUT.split_whitespace().map(|name| format!("no-{name}"))).current_dir(&build);
    shell::output(&mut configure)?;
    let mut make = command("make", &["-s", "-j2", "build_generated", "libcrypto.a"]);
    shell::run(make.current_dir(&build))?;
    shell::run(command("cp", &["-r"]).arg(build.join("include")).arg(place))?;
    // Last, under its own name: what is here is whole.
    fs::rename(build.join("libcrypto.a"), &library)?;
    Ok(fs::remove_dir_all(build)?)
}

/// Tells cargo to link that library instead of building its own.
pub(super) fn link(cargo: &mut Command, place: &Path) {
    let name = |what: &str| format!("{}_OPENSSL_{what}", super::TARGET.to_uppercase().replace('-', "_"));
    cargo.env(name("NO_VENDOR"), "1").env(name("DIR"), place).env(name("STATIC"), "1").env(name("LIBS"), "crypto");
}

/// The source of OpenSSL that the lock file names.
fn source() -> anyhow::Result<PathBuf> {
    let told = shell::output(&mut cargo(&["metadata", "--locked", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told).context("cargo metadata")?;
    let packages = told["packages"].as_array().into_iter().flatten();
    let manifest = packages.filter(|one| one["name"] == "openssl-src").find_map(|one| one["manifest_path"].as_str());
    let source = Path::new(manifest.context("the lock file names no openssl-src")?).with_file_name("openssl");
    ensure!(source.join("Configure").is_file(), "openssl-src has no source of OpenSSL");
    Ok(source)
}
