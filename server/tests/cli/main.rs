//! The command line as a pipeline uses it: the real binary, its exit codes and what it prints.

mod client_commands;
mod folders;
mod local_commands;
mod portcullis;
