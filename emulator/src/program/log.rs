//! What is written while the emulator runs.

use crate::settings::Settings;
use crate::verdict::Verdict;
use graph_invite_emulator::{ControlServer, Emulator, EventReader};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Writes each event, and counts it.
pub(crate) struct Log {
    json: bool,
    quiet: bool,
    pub(crate) verdict: Arc<Mutex<Verdict>>,
}

impl Log {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            json: settings.json,
            quiet: settings.quiet,
            verdict: Arc::default(),
        }
    }

    /// Does not end before the emulator stops.
    pub(crate) async fn run(&self, events: &mut EventReader) {
        while let Some(event) = events.next().await {
            self.add(&event);
        }
    }

    /// Takes the events that have happened already.
    pub(crate) fn finish(&self, events: &mut EventReader) {
        while let Some(event) = events.try_next() {
            self.add(&event);
        }
    }

    fn add(&self, event: &str) {
        let event: Value = serde_json::from_str(event).unwrap_or_default();
        let mut verdict = self.verdict.lock().unwrap_or_else(PoisonError::into_inner);
        verdict.add(&event);
        if self.quiet {
            return;
        }
        if self.json {
            write(&event.to_string());
        } else if let Some(line) = line(&event) {
            write(&line);
        }
    }

    pub(crate) fn ready(&self, emulator: &Emulator, control: &ControlServer) {
        if self.json {
            let ready = serde_json::from_str(&control.health());
            let mut ready: Value = ready.unwrap_or_default();
            if let Some(fields) = ready.as_object_mut() {
                for (name, value) in [
                    ("event", json!("ready")),
                    ("tenant", json!(emulator.tenant())),
                    ("app", json!(emulator.app())),
                    ("secret", json!(emulator.client_secret())),
                    ("token", json!(emulator.token())),
                ] {
                    fields.insert(name.to_owned(), value);
                }
            }
            write(&ready.to_string());
        } else {
            write(&banner(emulator, control));
        }
    }

    /// Who rang how often, and what went wrong.
    pub(crate) fn summary(&self) {
        let summary = self
            .verdict
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .to_string();
        if self.json {
            write(
                &json!({ "event": "end", "summary": summary.lines().collect::<Vec<_>>() })
                    .to_string(),
            );
        } else if !summary.is_empty() {
            write(summary.trim_end());
        }
    }
}

/// A closed pipe is no reason to stop.
fn write(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

fn banner(emulator: &Emulator, control: &ControlServer) -> String {
    let root = emulator.root();
    let calls = control.calls();
    let meeting = calls
        .first()
        .map_or_else(String::new, |(_, id)| id.to_string());
    let shown: Vec<_> = calls
        .iter()
        .map(|(name, id)| format!("    {name:<10} {id}"))
        .collect();
    let people = control.people();
    let ada = people
        .first()
        .map_or_else(String::new, |(_, id, _)| id.to_string());
    let cast: Vec<_> = people
        .iter()
        .map(|(name, id, manner)| format!("    {name:<10} {id}  {manner}"))
        .collect();
    let body = json!({ "participants": [{ "identity": { "user": { "id": ada } } }] });
    format!(
        "graph-invite-emulator {}

  Page     {}/   shows the phones that ring, in a browser
  Graph    {root}   stands for https://graph.microsoft.com
  Control  {}   described by its /openapi.json
  Tenant   {}
  App      {}
  Secret   {}
  Token    {}

  Calls
{}
  People, and what each does when the phone rings
{}

Invite the first person to the first call:

curl -i {root}/v1.0/communications/calls/{meeting}/participants/invite \\
  -H 'Authorization: Bearer {}' \\
  -H 'Content-Type: application/json' \\
  -d '{body}'

Press Ctrl-C to stop.
",
        env!("CARGO_PKG_VERSION"),
        control.root(),
        control.url(),
        emulator.tenant(),
        emulator.app(),
        emulator.client_secret(),
        emulator.token(),
        shown.join("\n"),
        cast.join("\n"),
        emulator.token(),
    )
}

/// An event for people to read: two arrows for what crosses the wire.
fn line(event: &Value) -> Option<String> {
    let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
    let time = text("at").get(11..23).unwrap_or_default();
    let (person, detail) = (text("person"), text("detail"));
    let what = match text("kind") {
        "request" => format!("--> {detail}"),
        "notification_done" => format!("<-- notification {detail}"),
        "ringing" => format!("    the phone of {person} rings"),
        "answered" => format!("    {person} answers"),
        "lobby" => format!("    {person} waits in the lobby"),
        "failed" => format!("    {person} does not join"),
        "operation_ended" => format!("    the invite has ended: {detail}"),
        "fault_struck" => format!("    a fault strikes: {detail}"),
        "dropped" => format!(
            "    DROPPED {detail} participant(s): one of the invite leaves a call, so only the first is read"
        ),
        "gap" | "changed" => format!("    {detail}"),
        _ => return None,
    };
    Some(format!("{time} {what}"))
}
