//! PostgreSQL servers for tests.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A server of its own. It ends when this is dropped, or this process ends.
pub struct Cluster {
    script: Child,
    url: String,
    process: u32,
}

impl Cluster {
    /// Starts a server, or says in one line why the test is skipped.
    ///
    /// The settings are options, such as `-c fsync=off`. With a folder, it speaks TLS with the certificate
    /// and key in it.
    #[must_use]
    pub fn start(settings: &str, tls: Option<&Path>) -> Option<Self> {
        if env::var_os("POSTGRES_TESTS").is_none() {
            eprintln!(
                "skipped: it needs a PostgreSQL of its own: install it, as .ci/postgres does, and set POSTGRES_TESTS=1"
            );
            return None;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/postgres");
        let mut command = Command::new(script);
        // It runs until nobody holds the other end of its input.
        command
            .args(["sh", "-c", "echo $DATABASE_URL $POSTGRES_PID; exec cat"])
            .env("POSTGRES_SETTINGS", settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some(folder) = tls {
            command.env("POSTGRES_TLS", folder);
        }
        let mut script = command.spawn().unwrap();
        let mut line = String::new();
        let output = script.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let (url, process) = line.trim_end().split_once(' ').expect("no server started");
        Some(Self {
            url: url.to_owned(),
            process: process.parse().unwrap(),
            script,
        })
    }

    /// The server that all tests of this process share.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED.get_or_init(|| Self::start("", None)).as_ref()
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server, all its processes, without an end: none answers any more.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets them go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.process;
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
        let children = children.split_whitespace().map(str::to_owned);
        let mut kill = Command::new("kill");
        kill.arg(signal).arg(id.to_string()).args(children);
        assert!(kill.status().unwrap().success());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        let _ = self.script.wait();
    }
}
