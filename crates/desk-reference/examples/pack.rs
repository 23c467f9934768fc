//! Packs the catalogue again after its lists changed:
//! `cargo run -p desk-reference --example pack [national.jsonl]`.
//!
//! With a file of JSON lines (the national catalogue, one record a line, sorted by code) that list is packed anew; the
//! index is always rebuilt from what lies in `assets/reference`. `docs/reference.md` tells the whole way.

use std::{env, error::Error, fs, path::Path};

use desk_reference::catalogue::pack;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/reference");
    let packed = folder.join("procedures-national.jsonl.zst");
    if let Some(lines) = env::args().nth(1) {
        fs::write(&packed, pack::national(&fs::read_to_string(lines)?)?)?;
    }
    let text = |name: &str| fs::read_to_string(folder.join(name));
    let index = pack::index(&text("procedures.json")?, &fs::read(&packed)?, &text("spoken_names.csv")?)?;
    fs::write(folder.join("index.tsv.zst"), zstd::bulk::compress(index.as_bytes(), 19)?)?;
    Ok(())
}
