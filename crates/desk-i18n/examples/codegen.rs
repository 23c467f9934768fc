//! Makes the generated words again, the same way as `cargo xtask codegen` does.
fn main() -> Result<(), desk_i18n::generate::GenerateError> {
    desk_i18n::generate::write(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").as_path())
}
