//! What the command line, the environment and the scenario ask for together.

use crate::failure::Failure;
use crate::flags::{CONTROL_PORT, PORT};
use crate::verdict::Bad;
use clap::ArgMatches;
use graph_invite_emulator::{ControlServer, Emulator, Scenario};
use serde_json::{Value, json};
use std::fs;
use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;
use uuid::Uuid;

#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Settings {
    pub(crate) scenario: Scenario,
    address: IpAddr,
    port: u16,
    control: SocketAddr,
    key: Option<String>,
    hosts: Vec<String>,
    root: Option<Url>,
    tls: bool,
    pub(crate) tls_out: Option<PathBuf>,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) fail_on: Vec<Bad>,
    pub(crate) exit_with_stdin: bool,
}

impl Settings {
    /// `ports` is 1 for the default ports, and 0 for free ones.
    pub(crate) fn read(given: &ArgMatches, ports: u16) -> Result<Self, Failure> {
        let path: Option<&PathBuf> = given.get_one("scenario");
        let document = match path {
            Some(path) => read_file(path)?,
            None => json!({}),
        };
        let scenario = overlay(document, given);
        let scenario: Scenario = serde_json::from_value(scenario)
            .map_err(|error| Failure::Usage(format!("the scenario is wrong: {error}")))?;
        let mistakes = scenario.mistakes();
        if !mistakes.is_empty() {
            return Err(Failure::Usage(mistakes.join("\n       ")));
        }
        let address = |name| given.get_one(name).copied();
        let control: IpAddr = address("control-host").unwrap_or(Ipv4Addr::LOCALHOST.into());
        let key: Option<&String> = given.get_one("control-key");
        if !control.is_loopback() && key.is_none() && !given.get_flag("no-control-key") {
            let text = format!(
                "on {control}, others on the network could use the control API: set --control-key KEY, or say --no-control-key"
            );
            return Err(Failure::Usage(text));
        }
        let port = |name, known: u16| given.get_one(name).copied().unwrap_or(known * ports);
        let log = given.get_one("log").map(String::as_str);
        let bad = given.get_many::<String>("fail-on").unwrap_or_default();
        Ok(Self {
            scenario,
            address: address("host").unwrap_or(Ipv4Addr::LOCALHOST.into()),
            port: port("port", PORT),
            control: (control, port("control-port", CONTROL_PORT)).into(),
            key: key.cloned(),
            hosts: given
                .get_many("allow-host")
                .unwrap_or_default()
                .cloned()
                .collect(),
            root: given.get_one("root").cloned(),
            tls: given.get_flag("tls"),
            tls_out: given.get_one("tls-out").cloned(),
            json: log.map_or_else(|| !io::stdout().is_terminal(), |log| log == "json"),
            quiet: given.get_flag("quiet"),
            fail_on: bad.filter_map(|name| Bad::read(name)).collect(),
            exit_with_stdin: given.get_flag("exit-with-stdin"),
        })
    }

    /// Starts the emulator and its control API.
    pub(crate) async fn start(&self) -> Result<(Arc<Emulator>, ControlServer), Failure> {
        let mut builder = self
            .scenario
            .builder()
            .address(self.address)
            .port(self.port);
        if self.tls {
            builder = builder.tls();
        }
        if let Some(root) = &self.root {
            builder = builder.public_root(root);
            if let Some(host) = root.host_str() {
                builder = builder.allow_host(host);
            }
        }
        for host in &self.hosts {
            builder = builder.allow_host(host);
        }
        let emulator = builder.start().await;
        let emulator = emulator.map_err(|error| taken(&error, self.port, "--port"))?;
        let emulator = Arc::new(emulator);
        let mut control = ControlServer::builder(Arc::clone(&emulator))
            .address(self.control)
            .scenario(self.scenario.clone());
        if let Some(key) = &self.key {
            control = control.key(key);
        }
        for host in &self.hosts {
            control = control.allow_host(host);
        }
        let control = control.start().await;
        let control =
            control.map_err(|error| taken(&error, self.control.port(), "--control-port"))?;
        Ok((emulator, control))
    }
}

fn taken(error: &io::Error, port: u16, flag: &str) -> Failure {
    if error.kind() == io::ErrorKind::AddrInUse {
        return Failure::Trouble(format!(
            "port {port} is taken: end the program that has it, or choose another port with {flag} ({flag} 0 takes any free one)"
        ));
    }
    Failure::Trouble(format!("can't listen on port {port}: {error}"))
}

/// A scenario as JSON. If its form is wrong, the error names the line and column.
pub(crate) fn read_file(path: &Path) -> Result<Value, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        let hint = "a scenario is a file; the commands are serve, exec, check, health and openapi";
        match error.kind() {
            io::ErrorKind::NotFound => Failure::Usage(format!("there is no {shown}: {hint}")),
            _ => Failure::Trouble(format!("can't read {shown}: {error}")),
        }
    })?;
    let wrong = |error: String| Failure::Usage(format!("{shown}: {error}"));
    if path
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        let _: Scenario = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        return serde_json::from_str(&text).map_err(|error| wrong(error.to_string()));
    }
    let _: Scenario = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    toml::from_str(&text).map_err(|error| wrong(error.to_string()))
}

/// Puts what the flags say in place of what the file says.
fn overlay(mut document: Value, given: &ArgMatches) -> Value {
    let mut set = |pointer: [&str; 2], value: Value| {
        let Some(fields) = document.as_object_mut() else {
            return;
        };
        let [first, second] = pointer;
        if second.is_empty() {
            fields.insert(first.to_owned(), value);
        } else if let Some(inner) = fields
            .entry(first)
            .or_insert_with(|| json!({}))
            .as_object_mut()
        {
            inner.insert(second.to_owned(), value);
        }
    };
    if given.get_flag("random") {
        let drawn = Uuid::new_v4().as_u64_pair().0;
        set(["seed", ""], json!(drawn));
        for name in ["tenant", "app", "secret", "token"] {
            set(["bot", name], json!(Uuid::new_v4()));
        }
    }
    if let Some(seed) = given.get_one::<u64>("seed") {
        set(["seed", ""], json!(seed));
    }
    if let Some(callback) = given.get_one::<Url>("callback") {
        set(["bot", "callback"], json!(callback.as_str()));
    }
    for name in ["tenant", "app"] {
        if let Some(id) = given.get_one::<Uuid>(name) {
            set(["bot", name], json!(id));
        }
    }
    for name in ["secret", "token"] {
        if let Some(text) = given.get_one::<String>(name) {
            set(["bot", name], json!(text));
        }
    }
    if let Some(time) = given.get_one::<String>("ring-time") {
        set(["service", "ring_time"], json!(time));
    }
    document
}
