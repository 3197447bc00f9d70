//! A binary whose `main` ends in [`sandbox::child_main`], for tests that run children.
//!
//! With arguments `FAULT AFTER MARKER` it is a child that goes wrong: it stands between the parent
//! and a good child and, when the good child has given `AFTER` answers, does what `FAULT` says. Only
//! the process that can create the file `MARKER` does; the ones after it are good children.

use std::io::{self, Read, Write};
use std::process::{Command, ExitCode, Stdio};

/// Bytes of a frame's header.
const HEADER: usize = 16;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let [_, fault, after, marker] = args.as_slice() else {
        return sandbox::child_main();
    };
    if std::fs::File::create_new(marker).is_err() {
        return sandbox::child_main();
    }
    match go_wrong(fault, after) {
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Stands between the parent and a good child.
fn go_wrong(fault: &str, after: &str) -> io::Result<()> {
    let after = after.parse().map_err(io::Error::other)?;
    let mut good = Command::new(std::env::current_exe()?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut requests) = good.stdin.take() {
        std::thread::spawn(move || io::copy(&mut io::stdin(), &mut requests));
    }
    if let Some(mut answers) = good.stdout.take() {
        relay(&mut answers, fault, after)?;
    }
    good.kill()?;
    good.wait().map(drop)
}

/// Passes `after` answers on, then goes wrong.
fn relay(answers: &mut impl Read, fault: &str, after: usize) -> io::Result<()> {
    for _ in 0..after {
        send(&frame(answers)?)?;
    }
    match fault {
        "die" => return Ok(()),
        "stack" => {
            eprintln!("\nthread 'policy' (7) has overflowed its stack");
            return Ok(());
        }
        "die-within" => {
            let frame = frame(answers)?;
            return send(&frame[..frame.len() / 2]);
        }
        "flip" => {
            let mut frame = frame(answers)?;
            if let Some(last) = frame.last_mut() {
                *last ^= 1;
            }
            send(&frame)?;
        }
        "noise" => send(b"hello from a library that prints\n")?,
        "huge" => {
            let mut header = frame(answers)?;
            header.truncate(HEADER);
            header[4..8].fill(0xff);
            send(&header)?;
        }
        "repeat" => {
            let frame = frame(answers)?;
            send(&frame)?;
            send(&frame)?;
        }
        "hang" => {}
        other => return Err(io::Error::other(format!("no such fault: {other}"))),
    }
    loop {
        // Until the parent kills this process.
        std::thread::park();
    }
}

/// One whole frame: a header with two lengths in it, and as much as they say.
fn frame(answers: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut header = [0; HEADER];
    answers.read_exact(&mut header)?;
    let length = |at: usize| {
        let bytes = [header[at], header[at + 1], header[at + 2], header[at + 3]];
        u64::from(u32::from_le_bytes(bytes))
    };
    let mut frame = header.to_vec();
    answers
        .take(length(4) + length(8))
        .read_to_end(&mut frame)?;
    Ok(frame)
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
