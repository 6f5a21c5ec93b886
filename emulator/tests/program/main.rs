//! The program from outside: a process with arguments, signals, output and an exit code.

#![cfg(unix)]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod commands;
mod ends;
mod starts;

use reqwest::Client;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-invite-emulator"));
    // What the machine has set must not change a test.
    for (name, _) in std::env::vars() {
        if name.starts_with("GRAPH_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the program to its end.
fn run(arguments: &[&str]) -> Output {
    program()
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The program while it serves on free ports.
struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Its first line.
    ready: Value,
}

impl Serving {
    fn new(arguments: &[&str]) -> Self {
        Self::of(
            program()
                .args(["--port", "0", "--control-port", "0", "--log", "json"])
                .args(arguments),
        )
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap();
        Self { child, out, ready }
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, and what else it wrote.
    fn end(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (status, rest)
    }

    /// Ends it by a signal, and returns its code and what else it wrote.
    fn stop(self) -> (i32, String) {
        self.signal("-TERM");
        let (status, rest) = self.end();
        (status.code().unwrap(), rest)
    }

    fn invite(&self, person: &str) -> u16 {
        let call = "00000000-0000-4000-8000-00000000c001";
        invite(self.text("graph"), self.text("token"), call, person)
    }

    /// The JSON at a path of the control API.
    fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.text("control"));
        block_on(async {
            Client::new()
                .get(url)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap()
        })
    }
}

/// A test that ends early must leave no process behind.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn block_on<T>(run: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(run)
}

fn invite(root: &str, token: &str, call: &str, person: &str) -> u16 {
    let url = format!("{root}/v1.0/communications/calls/{call}/participants/invite");
    let body = json!({ "participants": [{ "identity": { "user": { "id": person } } }] });
    let request = Client::new().post(url).bearer_auth(token).json(&body);
    block_on(async { request.send().await.unwrap().status().as_u16() })
}

fn address(url: &str) -> SocketAddr {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap().parse().unwrap()
}

/// What it wrote to both streams.
fn written(output: &Output) -> String {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    out + &err
}
