//! Prints the TypeScript of every view, for `cargo xtask codegen`.
fn main() {
    #[allow(clippy::print_stdout, reason = "this example exists to print")]
    {
        print!("{}", desk_ipc::views::typescript());
    }
}
