//! The command line as a pipeline uses it: the real binary, its exit codes and what it prints.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod client_commands;
mod folders;
mod local_commands;
mod portcullis;
mod shutdown;
