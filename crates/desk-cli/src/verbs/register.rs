//! `register`: the register as a file, or the A4 book in parts.

use desk_app::{AppError, register_export::RegisterFormat};
use desk_store::Filter;
use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

#[derive(Serialize)]
struct Shape {
    rows: u32,
    files: Vec<String>,
}

pub(crate) fn run(asked: &args::Register) -> Result<Answer, Failure> {
    let format = RegisterFormat::from_word(&asked.format).ok_or(AppError::BadField { field: "format" })?;
    let out = std::path::absolute(&asked.out).map_err(|error| door::disk("the place", &error))?;
    let desk = door::open(&asked.door)?;
    let filter = Filter { year: asked.year, sector: asked.field.clone(), ..Filter::default() };
    let export = desk.register_export(&asked.text, &filter)?;
    let written = export.write_to(&out, format, &mut |_| true)?;
    let files: Vec<String> = written.files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    let plain = format!("{} lines\n{}", written.rows, files.join("\n"));
    Answer::new(&Shape { rows: written.rows, files }, plain)
}
