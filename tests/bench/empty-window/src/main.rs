//! A Tauri window with one heading: what start and memory cost before any program is added.
fn main() {
    if let Err(error) = tauri::Builder::default().run(tauri::generate_context!()) {
        eprintln!("empty-window: {error}");
    }
}
