//! Panics in the form that the client shows to its user: a line that begins with `panic: `, and
//! plain lines after it. It shows them also when logging is off.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    fmt::Write as _,
    io::{self, Write as _},
    panic, thread,
};

use crate::secrets;

/// The client shows a hundred.
const MAX_LINES: usize = 90;

/// Reports every panic of this process from now on. `version` says what crashed, and `mask` takes out
/// what nothing may show.
pub(super) fn install(version: String, mask: fn(&str) -> String) {
    panic::set_hook(Box::new(move |info| {
        let message = info.payload_as_str().unwrap_or("(no message)");
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        // Only if the user has set RUST_BACKTRACE.
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then_some(&backtrace);
        let message = mask(&secrets::hide(message));
        let text = report(&message, &location, &version, backtrace.map(ToString::to_string));
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }));
}

fn report(message: &str, location: &str, version: &str, backtrace: Option<String>) -> String {
    let mut text = format!("panic: {message}\n\n");
    let thread = thread::current();
    let thread = thread.name().unwrap_or("(no name)");
    let _ = writeln!(text, "at {location}, thread {thread}, {version}");
    if let Some(backtrace) = backtrace {
        let _ = writeln!(text, "\n{}", backtrace.trim_end());
    }
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_begins_as_the_client_expects_and_is_short_enough() {
        let backtrace = (0..500).map(|it| format!("{it}: frame\n")).collect();
        let text = report("as asked", "src/a.rs:1:2", "x v1", Some(backtrace));

        assert!(text.starts_with("panic: as asked\n"));
        assert!(text.contains("\nat src/a.rs:1:2, thread "));
        assert!(text.contains("\n0: frame\n"));
        assert_eq!(text.lines().count(), MAX_LINES);
    }
}
