//! A binary whose `main` ends in [`sandbox::child_main`], for tests that run children.
//!
//! With arguments `FAULT AFTER MARKER` it is a child that goes wrong: it stands between the parent
//! and a good child and, when the good child has given `AFTER` answers, does what `FAULT` says. Only
//! the process that can create the file `MARKER` does; the ones after it are good children.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let [_, fault, after, marker] = args.as_slice() else {
        return sandbox::child_main();
    };
    if std::fs::File::create_new(marker).is_err() {
        return sandbox::child_main();
    }
    let after = after.parse().unwrap();
    let mut good = Command::new(std::env::current_exe().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut requests = good.stdin.take().unwrap();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut requests);
    });
    relay(&mut good, fault, after);
    good.kill().unwrap();
    good.wait().unwrap();
    ExitCode::FAILURE
}

/// Passes `after` answers on, then goes wrong.
fn relay(good: &mut Child, fault: &str, after: usize) {
    let mut answers = good.stdout.take().unwrap();
    for _ in 0..after {
        send(&frame(&mut answers));
    }
    match fault {
        "die" => {}
        "die-within" => {
            let frame = frame(&mut answers);
            send(&frame[..frame.len() / 2]);
        }
        "flip" => {
            let mut frame = frame(&mut answers);
            let last = frame.len() - 1;
            frame[last] ^= 1;
            send(&frame);
            wait_for_the_end();
        }
        "noise" => {
            send(b"hello from a library that prints\n");
            wait_for_the_end();
        }
        "huge" => {
            let mut header = frame(&mut answers)[..20].to_vec();
            header[4..8].fill(0xff);
            send(&header);
            wait_for_the_end();
        }
        "repeat" => {
            let frame = frame(&mut answers);
            send(&frame);
            send(&frame);
            wait_for_the_end();
        }
        "hang" => wait_for_the_end(),
        "stack" => eprintln!("\nthread 'policy' (7) has overflowed its stack"),
        other => panic!("no such fault: {other}"),
    }
}

/// One whole frame, header and all. Empty at the end.
fn frame(answers: &mut impl Read) -> Vec<u8> {
    let mut frame = vec![0; 20];
    if answers.read_exact(&mut frame).is_err() {
        return Vec::new();
    }
    let length = |at: usize| u32::from_le_bytes(frame[at..at + 4].try_into().unwrap());
    let payload = usize::try_from(length(4) + length(8)).unwrap();
    frame.resize(20 + payload, 0);
    answers.read_exact(&mut frame[20..]).unwrap();
    frame
}

fn send(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).unwrap();
    out.flush().unwrap();
}

/// Until the parent kills this process.
fn wait_for_the_end() {
    loop {
        std::thread::park();
    }
}
