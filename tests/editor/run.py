#!/usr/bin/env python3
"""Asks rust-analyzer what an author sees while writing an invite.

    python3 tests/editor/run.py [path of rust-analyzer]

Prints a table of positions and answers, and exits with 1 if an answer is missing or wrong. The gate does
not run it, because rust-analyzer takes ten minutes to build
(`cargo +nightly install --locked ra_ap_rust-analyzer --version 0.0.349`).
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CRATE = ROOT / "target" / "editor"

MANIFEST = f"""
[package]
name = "editor"
edition = "2024"

[dependencies]
invites = {{ package = "graph-invite", path = "{ROOT / "runtime"}" }}

[workspace]
"""

# A program around an invite. `$0` marks the cursor.
PROGRAM = """
use invites::{{CallId, UserId, Participant, ParticipantId, graph_invite}};

const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");

fn written(
    meeting: CallId, old_call: CallId, ada: UserId, entry: ParticipantId, people: Vec<Participant>,
    name: Option<String>, vip: bool, users: Vec<UserId>, lead: Option<UserId>,
) {{
    let invite = graph_invite! {{ {invite} }};
}}
"""

PERSON = 'user "278405a3-f568-4b3e-b684-009193463064"'
FIELDS = ["call", "context", "participants"]
KINDS = [
    "acs_user", "application", "application_instance", "encrypted", "guest", "on_premises", "phone", "user",
]
CLAUSES = ["hidden", "moves", "named", "off_main_mix", "provider", "replaces", "tenant"]
LOCALS = ["ada", "meeting", "old_call"]


def whole(participant):
    return f'call: meeting, participants: [{participant}], context: "c"'


# Every word: hover shows its documentation with an example, and its definition is the method.
WORDS = [
    ("call", f'$0call: meeting, participants: [{PERSON}]'),
    ("participants", f'call: meeting, $0participants: [{PERSON}]'),
    ("context", f'call: meeting, participants: [{PERSON}], $0context: "c"'),
    ("user", whole('$0user "278405a3-f568-4b3e-b684-009193463064"')),
    ("user", whole("$0user ada")),
    ("phone", whole('$0phone "+12345678901"')),
    ("application", whole('$0application "278405a3-f568-4b3e-b684-009193463064"')),
    ("application_instance", whole('$0application_instance "278405a3-f568-4b3e-b684-009193463064"')),
    ("guest", whole('$0guest "8:g"')),
    ("encrypted", whole('$0encrypted "29:a"')),
    ("on_premises", whole('$0on_premises "8:sfb:a"')),
    ("acs_user", whole('$0acs_user "8:acs:a"')),
    ("named", whole(f'{PERSON} $0named "Ada"')),
    ("named", whole("user ada $0named format!(\"Ada\")")),
    ("tenant", whole(f'{PERSON} $0tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"')),
    ("provider", whole(f'{PERSON} $0provider "AAD"')),
    ("replaces", whole(f"{PERSON} $0replaces old_call")),
    ("moves", whole(f"{PERSON} $0moves entry from old_call")),
    ("from", whole(f"{PERSON} moves entry $0from old_call")),
    ("hidden", whole(f"{PERSON} $0hidden")),
    ("off_main_mix", whole(f"{PERSON} $0off_main_mix")),
    ("hidden", whole(f"{PERSON} $0hidden if vip")),
    ("off_main_mix", whole(f"{PERSON} hidden if vip $0off_main_mix if !vip")),
    ("named", whole(f"{PERSON} $0named name")),
    ("replaces", whole(f"{PERSON} named &name $0replaces Some(&old_call)")),
    ("tenant", whole(f"{PERSON} $0tenant None")),
    ("user", whole("$0user const { ADA } named None")),
    ("context", f'call: meeting, participants: [..users, ..lead], $0context: None'),
    ("named", f'call: meeting, participants: [..people, user ada $0named "Ada"]'),
    ("named", f'call: "", participants: [user ada $0named "Ada"]'),
]

# Every place where an author may ask for a completion: the words or the local names come first.
PLACES = [
    ("empty braces", "$0", FIELDS),
    ("after a comma", "call: meeting, $0", FIELDS),
    ("in half a field", "call: meeting, par$0", FIELDS),
    ("between fields", f'call: meeting, $0, participants: [{PERSON}]', FIELDS),
    ("after `call:`", f"call: $0, participants: [{PERSON}]", LOCALS),
    ("in half a value", f"call: mee$0, participants: [{PERSON}]", ["meeting"]),
    ("after a dot", f"call: ada.$0, participants: [{PERSON}]", ["as_uuid"]),
    ("in a closure in a value", f"call: (|| old_$0)(), participants: [{PERSON}]", ["old_call"]),
    ("after `participants: [`", "call: meeting, participants: [$0]", KINDS),
    ("after a participant", f"call: meeting, participants: [{PERSON}, $0]", KINDS),
    ("in half a kind", "call: meeting, participants: [us$0]", KINDS),
    ("in half a kind with its id", 'call: meeting, participants: [pho$0 "+12345678901"]', KINDS),
    ("after a kind", "call: meeting, participants: [user $0]", LOCALS),
    ("after an id", f"call: meeting, participants: [{PERSON} $0]", CLAUSES),
    ("after an id by expression", "call: meeting, participants: [user ada $0]", CLAUSES),
    ("in half a clause", f"call: meeting, participants: [{PERSON} rep$0]", CLAUSES),
    ("in half a clause with its value", f"call: meeting, participants: [{PERSON} rep$0 old_call]", CLAUSES),
    ("after a clause's value", f'call: meeting, participants: [{PERSON} named "Ada" $0]', CLAUSES),
    ("after `replaces`", f"call: meeting, participants: [{PERSON} replaces $0]", LOCALS),
    ("after `moves` and its value", f"call: meeting, participants: [{PERSON} moves entry $0]", ["from"]),
    ("in half of `from`", f"call: meeting, participants: [{PERSON} moves entry fr$0]", ["from"]),
    ("after `if`", f"call: meeting, participants: [{PERSON} hidden if $0]", ["vip"]),
    ("in half a condition", f"call: meeting, participants: [{PERSON} hidden if vi$0]", ["vip"]),
    ("after a condition", f"call: meeting, participants: [{PERSON} hidden if vip $0]", CLAUSES),
    ("in an `Option`", f"call: meeting, participants: [{PERSON} replaces Some(old_$0)]", ["old_call"]),
    ("after an `Option`", f"call: meeting, participants: [{PERSON} replaces Some(old_call) $0]", CLAUSES),
    ("after `..`", "call: meeting, participants: [..$0]", ["people"]),
    ("after `context:`", f"call: meeting, participants: [{PERSON}], context: $0", LOCALS),
]

# The type of the invite, as an inlay hint shows it.
TYPES = [
    ("an invite", whole(PERSON), "Invite"),
    ("an invite with a spread", "call: meeting, participants: [..people]", "Result<Invite, InvalidInvite>"),
    ("an invite with a mistake", f'call: "", participants: [{PERSON}]', "Invite"),
]


class Server:
    """rust-analyzer, over its standard input and output."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program], cwd=CRATE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.sent = 0
        self.version = 0
        self.quiescent = False
        self.diagnostics = []

    def write(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()) != b"":
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        method = message.get("method")
        if method == "experimental/serverStatus":
            self.quiescent = message["params"]["quiescent"]
        elif method == "textDocument/publishDiagnostics":
            self.diagnostics = message["params"]["diagnostics"]
        if method and "id" in message:
            # A request from the server, such as for its configuration.
            items = message.get("params", {}).get("items", [])
            self.write({"id": message["id"], "result": [None for _ in items] or None})
        return message

    def ask(self, method, params):
        self.sent += 1
        number = self.sent
        self.write({"id": number, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == number and "method" not in message:
                if message.get("error", {}).get("code") == -32801:  # the content changed: retry
                    return self.ask(method, params)
                return message.get("result")

    def start(self):
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": CRATE.as_uri(),
                "capabilities": {
                    "experimental": {"serverStatusNotification": True},
                    "textDocument": {"hover": {"contentFormat": ["markdown"]}},
                },
                "initializationOptions": {"checkOnSave": False, "cargo": {"buildScripts": {"enable": True}}},
            },
        )
        self.write({"method": "initialized", "params": {}})
        self.open(PROGRAM.format(invite=whole(PERSON)))
        while not self.quiescent:
            self.read()

    def open(self, text):
        uri = (CRATE / "src" / "lib.rs").as_uri()
        self.version += 1
        if self.version == 1:
            document = {"uri": uri, "languageId": "rust", "version": 1, "text": text}
            self.write({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        else:
            document = {"uri": uri, "version": self.version}
            self.write(
                {
                    "method": "textDocument/didChange",
                    "params": {"textDocument": document, "contentChanges": [{"text": text}]},
                }
            )

    def at(self, method, invite, **more):
        """Asks about the cursor of an invite."""
        text = PROGRAM.format(invite=invite)
        before = text.split("$0")[0]
        self.open(text.replace("$0", ""))
        line = before.count("\n")
        character = len(before) - before.rfind("\n") - 1
        return self.ask(
            method,
            {
                "textDocument": {"uri": (CRATE / "src" / "lib.rs").as_uri()},
                "position": {"line": line, "character": character},
                **more,
            },
        )


def hover(server, word, invite):
    answer = server.at("textDocument/hover", invite)
    text = answer["contents"]["value"] if answer else ""
    signature, _, documentation = text.partition("---")
    right = f"fn {word}" in signature and "```rust" in documentation
    return right, "its signature, documentation and example" if right else text


def definition(server, word, invite):
    answer = server.at("textDocument/definition", invite) or []
    places = []
    for link in answer:
        uri = link.get("targetUri") or link["uri"]
        start = (link.get("targetSelectionRange") or link["range"])["start"]["line"]
        path = pathlib.Path(uri.removeprefix("file://"))
        line = path.read_text().split("\n")[start].strip()
        places.append((path.name, start + 1, line))
    right = len(places) == 1 and f"fn {word}(" in places[0][2]
    return right, ", ".join(f"{name}:{line}" for name, line, _ in places)


def completion(server, expected, invite):
    answer = server.at("textDocument/completion", invite) or []
    items = answer["items"] if isinstance(answer, dict) else answer
    items = sorted(items, key=lambda item: item.get("sortText", item["label"]))
    labels = [item["label"].split("(")[0] for item in items]
    missing = [word for word in expected if word not in labels]
    return not missing, ", ".join(labels[:10]) + (f" … lacks {missing}" if missing else "")


def inlay(server, expected, invite):
    server.at("textDocument/hover", "$0" + invite)
    end = PROGRAM.format(invite=invite).count("\n")
    hints = server.ask(
        "textDocument/inlayHint",
        {
            "textDocument": {"uri": (CRATE / "src" / "lib.rs").as_uri()},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": end, "character": 0}},
        },
    )
    shown = []
    for hint in hints or []:
        label = hint["label"]
        shown.append(label if isinstance(label, str) else "".join(part["value"] for part in label))
    return f": {expected}" in shown, ", ".join(shown)


def red(server, invite):
    """The errors that are shown in a correct invite."""
    server.at("textDocument/hover", "$0" + invite)
    report = server.ask(
        "textDocument/diagnostic", {"textDocument": {"uri": (CRATE / "src" / "lib.rs").as_uri()}}
    )
    items = (report or {}).get("items", []) or server.diagnostics
    messages = [item["message"].split("\n")[0] for item in items if item.get("severity", 1) <= 2]
    messages = [message for message in messages if "unused variable" not in message]
    return not messages, "; ".join(messages) or "nothing"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=shutil.which("rust-analyzer"), help="the path of rust-analyzer")
    program = parser.parse_args().program
    if program and not pathlib.Path(program).exists():
        parser.error(f"there is no {program}")
    # rustup puts a rust-analyzer in the path that may have no component behind it.
    if not program or subprocess.run([program, "--version"], capture_output=True).returncode != 0:
        print("skipped: there is no rust-analyzer. " + __doc__.split("\n")[-3].strip())
        return 0
    (CRATE / "src").mkdir(parents=True, exist_ok=True)
    (CRATE / "Cargo.toml").write_text(MANIFEST)
    (CRATE / "src" / "lib.rs").write_text("")
    server = Server(program)
    server.start()

    rows = []
    for word, invite in WORDS:
        rows.append((f"hover `{word}`", invite, *hover(server, word, invite)))
        rows.append((f"go to `{word}`", invite, *definition(server, word, invite)))
    for place, invite, expected in PLACES:
        rows.append((f"complete {place}", invite, *completion(server, expected, invite)))
    for what, invite, expected in TYPES:
        rows.append((f"type of {what}", invite, *inlay(server, expected, invite)))
    for word, invite in WORDS[:-1]:
        rows.append((f"red around `{word}`", invite, *red(server, invite.replace("$0", ""))))

    print("| Position | Invite | Answer | |\n| --- | --- | --- | --- |")
    for name, invite, right, answer in rows:
        invite = invite.replace("$0", "│").replace("|", "\\|")
        print(f"| {name} | `{invite}` | {answer or '(none)'} | {'right' if right else 'WRONG'} |")
    wrong = sum(not right for _, _, right, _ in rows)
    print(f"\n{len(rows) - wrong} right, {wrong} wrong")
    server.process.kill()
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
