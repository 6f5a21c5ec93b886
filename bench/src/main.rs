//! Measures invites on loopback:
//!
//! ```console
//! cargo run --release -- rate
//! cargo run --release -- memory
//! cargo run --release -- many
//! cargo run --release -- roster
//! ```
//!
//! `rate` and `memory` compare with the same request by other means. The service and what is measured
//! run in two processes, of which this program starts the second. No criterion: it measures one peer
//! after the other, and what counts here is their ratio in the same minute.

mod many;
mod memory;
mod peer;
mod rate;
mod roster;
mod service;

use peer::Peer;
use std::env;
use std::error::Error;
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["rate"] => measure(&["rate", &service::start(1)?]),
        ["rate", root] => rate::table(root),
        ["memory"] => {
            println!("{}", memory::HEAD);
            let root = service::start(memory::IN_FLIGHT)?;
            let mut peers = Peer::NAMES.into_iter();
            peers.try_for_each(|peer| measure(&["memory", &root, peer]))
        }
        ["memory", root, peer] => memory::row(root, peer),
        ["roster"] => roster::table(&service::start(1)?),
        ["many"] => many::bot(),
        ["many", callback] => many::service(callback),
        _ => Err("say `rate`, `memory`, `many` or `roster`".into()),
    }
}

/// Runs this program with other arguments, and without the proxies that one of the clients would use.
fn measure(words: &[&str]) -> Result<()> {
    let mut command = Command::new(env::current_exe()?);
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let status = command.args(words).status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{words:?}: {status}").into())
}
