//! The binary `portcullis`; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    if server::cli::is_sandbox_child() {
        // Before any thread and any runtime: the child limits itself as the single thread it is.
        return sandbox::child_main();
    }
    server::cli::main()
}
