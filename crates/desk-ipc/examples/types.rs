//! Prints the TypeScript of every view and command, for `cargo xtask codegen`.
fn main() {
    #[allow(clippy::print_stdout, reason = "this example exists to print")]
    {
        print!("{}\n{}", desk_ipc::views::typescript(), desk_ipc::typescript_commands());
    }
}
