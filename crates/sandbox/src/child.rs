//! The child's side: locks itself in, then answers the parent until it is gone.
//!
//! Two threads. The worker has a large stack, reads frames and runs the engine. The first thread
//! only watches for the parent's end, so that a child that loops for ever does not outlive it.

mod channel;
mod lockdown;
mod probe;
mod worker;

use std::process::ExitCode;

use crate::protocol::Request;
use crate::{Protection, allocator, frame};
use lockdown::{rlimits, seccomp};

/// Stack of the thread that runs the engine.
pub(crate) const STACK_MB: u64 = 64;

/// The whole life of a child. Call it first in `main`: it closes every descriptor but the three
/// standard ones, and its protections bind the threads that exist when they are switched on.
///
/// Returns only when something is wrong; standard error says what.
pub fn child_main() -> ExitCode {
    match live() {
        Ok(never) => match never {},
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn live() -> Result<std::convert::Infallible, String> {
    lockdown::only_thread()?;
    allocator::forget_environment();
    let mut channel = channel::Channel::claim().map_err(|error| error.to_string())?;
    let Request::Start { memory_mb } = start(&mut channel)? else {
        return Err("the first frame is not a start".to_owned());
    };
    // A policy that makes the engine panic is answered for; its backtrace is nobody's business.
    std::panic::set_hook(Box::new(|_| {}));
    // Files are needed until here and for Landlock's rules; descriptors go after them.
    let mapped = rlimits::mapped_bytes();
    let mut protections = vec![
        Protection::of("parent death signal", lockdown::die_with_parent()),
        Protection::of("no new privileges", lockdown::no_new_privileges()),
        Protection::of("landlock", lockdown::landlock::restrict()),
        Protection::of("open files limit", rlimits::descriptors(channel.highest())),
        Protection::of("file size limit", rlimits::zero(libc::RLIMIT_FSIZE)),
        Protection::of("no core dumps", rlimits::zero(libc::RLIMIT_CORE)),
    ];
    let stack = usize::try_from(STACK_MB << 20).map_err(|error| error.to_string())?;
    std::thread::Builder::new()
        .name("policy".to_owned())
        .stack_size(stack)
        .spawn(move || {
            let room = memory_mb.saturating_add(STACK_MB) << 20;
            protections.push(Protection::of(
                "memory limit",
                mapped.and_then(|mapped| rlimits::address_space(mapped.saturating_add(room))),
            ));
            protections.push(Protection::of("cpu limit", rlimits::cpu(60)));
            protections.push(Protection::of(
                "processes limit",
                rlimits::zero(libc::RLIMIT_NPROC),
            ));
            protections.push(Protection::of("seccomp", seccomp::restrict()));
            let code = match worker::Worker::new(channel).serve(protections) {
                Ok(()) => 0,
                Err(error) => {
                    eprintln!("{error}");
                    1
                }
            };
            lockdown::leave(code)
        })
        .map_err(|error| format!("the worker thread does not start: {error}"))?;
    lockdown::watch_parent()
}

fn start(channel: &mut channel::Channel) -> Result<Request, String> {
    let mut payload = Vec::new();
    let header = frame::read(&mut channel.input, &mut payload)
        .map_err(|error| error.to_string())?
        .ok_or("this is a part of the server and not a command: it reads frames, and none came")?;
    let (head, _) = header.open(&payload).map_err(|error| error.to_string())?;
    serde_json::from_slice(head).map_err(|error| error.to_string())
}
