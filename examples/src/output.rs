//! What the examples print.

use anstream::println;
use anstyle::{AnsiColor, Style};
use graph_invite::Ringing;
use graph_invite_emulator::{Emulator, RecordedRequest};
use serde_json::Value;
use std::fmt;
use std::time::Instant;

const HEADING: Style = Style::new().bold();
const KEY: Style = AnsiColor::Cyan.on_default();

/// Prints a heading, after an empty line. It is bold on a terminal.
pub fn print_heading(text: &str) {
    println!("\n{HEADING}{text}{HEADING:#}\n");
}

/// Prints the last request that the emulated service received, and its answer.
pub fn print_last_exchange(emulator: &Emulator) {
    let requests = emulator.requests();
    let Some(RecordedRequest {
        method,
        path,
        body,
        status,
        answer,
        ..
    }) = requests.last()
    else {
        return;
    };
    print_heading("The request");
    println!("  {method} {path}");
    print_json(body);
    print_heading("The answer");
    if let Some(status) = status {
        println!("  HTTP status {status}");
    }
    print_json(answer);
}

/// Prints JSON with indentation. On a terminal the names of its properties have a colour.
fn print_json(body: &[u8]) {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(json) => format!("{json:#}"),
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    };
    for line in text.lines() {
        match line.split_once(": ") {
            Some((key, value)) => println!("  {KEY}{key}{KEY:#}: {value}"),
            None => println!("  {line}"),
        }
    }
}

/// Prints what the service returned for an accepted invite.
pub fn print_accepted(ringing: &Ringing) {
    println!("The service accepted the invite.");
    let operation = ringing.operation_id();
    let operation = operation.as_deref().unwrap_or("not in the response");
    println!("  operation       {operation}");
    println!("  client context  {}", ringing.key().client_context());
}

/// Prints how often each phone rang at the emulated service.
pub fn print_ring_counts(emulator: &Emulator) {
    for (person, count) in emulator.ring_counts() {
        println!("{person} rang {count} time(s)");
    }
}

/// Prints lines with the time since it was made.
pub struct TimeLine(Instant);

impl TimeLine {
    /// Begins now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Prints a line.
    pub fn print(&self, line: impl fmt::Display) {
        println!("{:6.2} s  {line}", self.0.elapsed().as_secs_f64());
    }
}
