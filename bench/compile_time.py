#!/usr/bin/env python3
"""The time to compile invites, compared with the same by hand and as JSON.

    python3 bench/compile_time.py [rounds]

Creates crates of 0, 1,000 and 4,000 different invites, each in a function of its own, compiles them in
turn, and prints the minimum CPU time and peak memory of all rounds. docs/measurements/compile-time.md shows the numbers.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compile-time"
SIZES = [0, 1000, 4000]


def ids(number):
    """Three GUIDs and a context of this invite alone."""
    return [uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{part}") for part in range(4)]


def macro(number):
    call, user, left, context = ids(number)
    return f"""
pub fn f{number}() -> Invite {{
    graph_invite! {{
        call: "{call}",
        participants: [user "{user}" named "Ada {number}" replaces "{left}"],
        context: "{context}",
    }}
}}"""


def options(number):
    _, user, _, _ = ids(number)
    return f"""
pub fn f{number}(call: &CallId, name: Option<&str>, left: &Option<CallId>, listens: bool) -> Invite {{
    graph_invite! {{
        call: call,
        participants: [user "{user}" named name replaces left hidden if listens],
        context: None,
    }}
}}"""


def options_by_hand(number):
    _, user, _, _ = ids(number)
    return f"""
pub fn f{number}(
    call: &CallId, name: Option<&str>, left: &Option<CallId>, listens: bool,
) -> Result<Invite, Box<dyn std::error::Error>> {{
    Ok(Invite::builder()
        .call(call.clone())
        .participants(
            [Participant::user(UserId::parse("{user}")?)
                .named(name.map(DisplayName::from))
                .replaces(left.clone())
                .hidden(listens)]
            .into(),
        )
        .context(None)
        .build()?)
}}"""


def by_hand(number):
    call, user, left, context = ids(number)
    return f"""
pub fn f{number}() -> Result<Invite, Box<dyn std::error::Error>> {{
    Ok(Invite::builder()
        .call(CallId::parse("{call}")?)
        .participants(
            [Participant::user(UserId::parse("{user}")?)
                .named(Some(DisplayName::from_static("Ada {number}")))
                .replaces(Some(CallId::parse("{left}")?))]
            .into(),
        )
        .context(Some(ClientContext::parse("{context}")?))
        .build()?)
}}"""


def expanded(number):
    call, user, left, context = ids(number)
    return f"""
pub fn f{number}() -> Invite {{
    private::invite(
        Invite::builder()
            .call(private::call_id({call.int}))
            .participants(private::participant(
                Participant::user(private::user_id({user.int}))
                    .named(private::display_name("Ada {number}"))
                    .replaces(private::replaced_call_id({left.int})),
            ))
            .context(private::client_context("{context}")),
    )
}}"""


def json(number):
    _, user, left, context = ids(number)
    return f"""
pub fn f{number}() -> serde_json::Value {{
    json!({{
        "participants": [{{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "replacesCallId": "{left}",
            "identity": {{
                "@odata.type": "#microsoft.graph.identitySet",
                "user": {{
                    "@odata.type": "#microsoft.graph.identity",
                    "id": "{user}",
                    "displayName": "Ada {number}",
                }},
            }},
        }}],
        "clientContext": "{context}",
    }})
}}"""


VARIANTS = {
    "macro": (macro, "use graph_invite::{graph_invite, Invite};"),
    "by hand": (by_hand, "use graph_invite::*;"),
    "macro with options": (options, "use graph_invite::{graph_invite, CallId, Invite};"),
    "options by hand": (options_by_hand, "use graph_invite::*;"),
    "its expansion": (expanded, "use graph_invite::{*, __private_0_1_0 as private};"),
    "json!": (json, "use serde_json::json;"),
}


def crate(name, size):
    function, uses = VARIANTS[name]
    folder = WORK / f"{name.strip('!').replace(' ', '-')}-{size}"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "{folder.name}"\nedition = "2024"\n\n[dependencies]\n'
        f'graph-invite = {{ path = "{ROOT / "runtime"}" }}\nserde_json = "1"\n\n[workspace]\n'
    )
    source = "#![allow(unused_imports)]\n" + uses + "".join(map(function, range(size))) + "\n"
    (folder / "src" / "lib.rs").write_text(source)
    return folder


def compiled(folder, command):
    """CPU seconds and peak megabytes to compile the crate without its dependencies."""
    os.utime(folder / "src" / "lib.rs")
    environment = {**os.environ, "CARGO_TARGET_DIR": str(WORK / "target"), "CARGO_INCREMENTAL": "0"}
    process = subprocess.Popen(["cargo", command, "--quiet"], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"cargo {command} failed in {folder}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", nargs="?", type=int, default=3, metavar="ROUNDS")
    rounds = parser.parse_args().rounds
    if rounds < 1:
        parser.error("ROUNDS must be at least 1")
    crates = {(name, size): crate(name, size) for name in VARIANTS for size in SIZES}
    for command in ["check", "build"]:
        least = {}
        for key, folder in crates.items():
            compiled(folder, command)  # the dependencies, which do not count
        for _ in range(rounds):
            for key, folder in crates.items():
                time, memory = compiled(folder, command)
                before = least.get(key, (time, memory))
                least[key] = min(before[0], time), min(before[1], memory)
        print(f"\n`cargo {command}`\n")
        print("| | 1,000 | 4,000 | per invite to 1,000 | to 4,000 | growth | peak at 4,000 |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        each = {}
        for name in VARIANTS:
            none, some, many = (least[name, size][0] for size in SIZES)
            small, large = (some - none) / SIZES[1] * 1000, (many - some) / (SIZES[2] - SIZES[1]) * 1000
            each[name] = small
            print(
                f"| {name} | {some:.2f} s | {many:.2f} s | {small:.3f} ms | {large:.3f} ms "
                f"| {large / small:.2f} | {least[name, SIZES[2]][1]:.0f} MB |"
            )
        for other in ["by hand", "its expansion", "json!"]:
            print(f"\nmacro / {other}, per invite: {each['macro'] / each[other]:.2f}", end="")
        with_options = each["macro with options"] / each["options by hand"]
        print(f"\nmacro with options / by hand, per invite: {with_options:.2f}", end="")
        print()


if __name__ == "__main__":
    main()
