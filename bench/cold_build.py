#!/usr/bin/env python3
"""The time to build the smallest bot from nothing, with three libraries.

    python3 bench/cold_build.py [rounds]

Creates a crate for each library that sends one invite, fetches its dependencies, and builds it into an
empty folder. Prints the minimum of all rounds, and the number of crates.
"""

import argparse
import os
import pathlib
import resource
import subprocess
import tempfile
import time

RUNTIME = pathlib.Path(__file__).resolve().parent.parent / "runtime"

OURS = """
use graph_invite::token::AccessToken;
use graph_invite::{Client, graph_invite};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().token(AccessToken::new("eyJ0")).build()?;
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    println!("{:?}", invite.send(&client).await?);
    Ok(())
}
"""

JSON = """serde_json::json!({
        "participants": [{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "identity": {
                "@odata.type": "#microsoft.graph.identitySet",
                "user": {
                    "@odata.type": "#microsoft.graph.identity",
                    "id": "278405a3-f568-4b3e-b684-009193463064",
                },
            },
        }],
    })"""

BY_HAND = """
const URL: &str = "https://graph.microsoft.com/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/participants/invite";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let body = %s;
    let request = client.post(URL).bearer_auth("eyJ0").json(&body);
    let answer: serde_json::Value = request.send().await?.error_for_status()?.json().await?;
    println!("{answer}");
    Ok(())
}
""" % JSON

SDK = """
use graph_rs_sdk::GraphClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = GraphClient::new("eyJ0");
    let body = %s;
    let call = client.communications().call("57dab8b1-894c-409a-b240-bd8beae78896");
    let answer: serde_json::Value = call.invite(&body).send().await?.error_for_status()?.json().await?;
    println!("{answer}");
    Ok(())
}
""" % JSON

# All use rustls, so each builds the same TLS.
BOTS = {
    "graph-invite": (f'graph-invite = {{ path = "{RUNTIME}" }}', OURS),
    "reqwest and serde_json": (
        'reqwest = { version = "0.13", default-features = false, features = ["json", "rustls"] }\n'
        'serde_json = "1"',
        BY_HAND,
    ),
    "graph-rs-sdk": (
        'graph-rs-sdk = { version = "3", default-features = false, features = ["rustls-tls"] }\n'
        'serde_json = "1"',
        SDK,
    ),
}


def bot(work, name):
    dependencies, source = BOTS[name]
    folder = work / name.replace(" ", "-")
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "bot"\nedition = "2024"\n\n[dependencies]\n' + dependencies
        + '\ntokio = { version = "1", features = ["macros", "rt"] }\n\n[workspace]\n'
    )
    (folder / "src" / "main.rs").write_text(source)
    cargo(folder, "fetch", "--quiet")
    return folder


def cargo(folder, *words, **environment):
    command = ["cargo", *words]
    environment = {**os.environ, **environment}
    return subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def processor():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def built(folder):
    """Wall time and CPU time in seconds."""
    with tempfile.TemporaryDirectory(dir=folder) as target:
        clock, work = time.monotonic(), processor()
        cargo(folder, "build", "--quiet", "--offline", CARGO_TARGET_DIR=target, CARGO_INCREMENTAL="0")
        return time.monotonic() - clock, processor() - work


def crates(folder):
    """The number of crates, without the bot itself."""
    tree = cargo(folder, "tree", "-e", "normal", "--prefix", "none", "--no-dedupe", "--format", "{p}")
    return len(set(tree.splitlines())) - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", nargs="?", type=int, default=3, metavar="ROUNDS")
    rounds = parser.parse_args().rounds
    if rounds < 1:
        parser.error("ROUNDS must be at least 1")
    with tempfile.TemporaryDirectory() as work:
        bots = {name: bot(pathlib.Path(work), name) for name in BOTS}
        times = {name: [] for name in BOTS}
        for _ in range(rounds):
            for name, folder in bots.items():
                times[name].append(built(folder))
        print("| | `cargo build` | CPU time | crates |\n| --- | --- | --- | --- |")
        for name, folder in bots.items():
            clock, busy = map(min, zip(*times[name]))
            print(f"| {name} | {clock:.1f} s | {busy:.1f} s | {crates(folder)} |")


if __name__ == "__main__":
    main()
