//! Running other programs: quietly with their words kept for the error, or shown.

use std::{
    env,
    io::{Read, Seek},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::interrupt::{self, Deferred};

/// How many lines of a failed program's output an error repeats.
const LINES_OF_FAILURE: usize = 40;

/// Runs a program and returns what it printed. When it fails, the error holds the end of both of
/// its streams.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let (child, guard) = start(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    )?;
    let output = child.wait_with_output()?;
    guard.forget();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let said = printed + &String::from_utf8_lossy(&output.stderr);
        bail!("{}\n{}", failure(command, output.status), tail(&said));
    }
    Ok(printed)
}

/// Runs a program that writes to the terminal itself.
pub(crate) fn show(command: &mut Command) -> Result<()> {
    let (mut child, guard) = start(command.stdin(Stdio::null()))?;
    let status = child.wait()?;
    guard.forget();
    if !status.success() {
        bail!("{}", failure(command, status));
    }
    Ok(())
}

/// Runs a program quietly and ends it when it takes longer than `limit`.
pub(crate) fn capture_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut said = tempfile::tempfile().context("cannot create a temporary file")?;
    let (mut child, guard) = start(
        command
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said.try_clone()?),
    )?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            guard.forget();
            break status;
        }
        if started.elapsed() > limit {
            drop(guard);
            child.wait()?;
            bail!(
                "`{}` gave no answer within {} s",
                line(command),
                limit.as_secs()
            );
        }
        thread::sleep(Duration::from_millis(50));
    };
    if status.success() {
        return Ok(());
    }
    let mut text = String::new();
    said.rewind()?;
    said.read_to_string(&mut text)?;
    bail!("{}\n{}", failure(command, status), tail(&text));
}

/// Starts a program as the head of a process group, which ends with this process or the guard.
fn start(command: &mut Command) -> Result<(Child, Deferred)> {
    let child = command
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start {}", name_of(command)))?;
    let guard = interrupt::defer_group(child.id());
    Ok((child, guard))
}

/// The absolute path of a program on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// Whether this process may install system packages.
pub(crate) fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|printed| printed.trim() == "0")
}

fn failure(command: &Command, status: ExitStatus) -> String {
    format!("`{}` failed ({status})", line(command))
}

fn name_of(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let words = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(LINES_OF_FAILURE)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_is_quoted_with_what_it_said() {
        let error = capture(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"]));
        let text = error.unwrap_err().to_string();
        assert!(
            text.contains("exit status: 3") && text.contains("out\nerr"),
            "{text}"
        );
    }

    #[test]
    fn a_program_over_its_time_is_killed() {
        let limit = Duration::from_millis(60);
        let error = capture_within(Command::new("sleep").arg("600"), limit).unwrap_err();
        assert!(error.to_string().contains("no answer"), "{error}");
    }

    #[test]
    fn only_the_end_of_a_long_failure_is_repeated() {
        let text: String = (0..100)
            .map(|number| format!("line {number}"))
            .collect::<Vec<_>>()
            .join("\n");
        let tail = tail(&text);
        assert!(
            tail.starts_with("line 60\n") && tail.ends_with("line 99"),
            "{tail}"
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = capture(&mut Command::new("no-such-program")).unwrap_err();
        assert!(
            error.to_string().contains("cannot start no-such-program"),
            "{error}"
        );
    }
}
