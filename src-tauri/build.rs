//! Names the page's one command, so that Tauri's permissions apply to it (a command that is not named is open to every
//! window), and watches the built page.
fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=../assets/icons");
    let manifest = tauri_build::AppManifest::new().commands(&["call"]);
    let windows = tauri_build::WindowsAttributes::new().window_icon_path("../assets/icons/mot-cua.ico");
    let attributes = tauri_build::Attributes::new().app_manifest(manifest).windows_attributes(windows);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the shell's configuration or capabilities do not hold: {error:#}");
    }
}
