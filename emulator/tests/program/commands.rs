//! The commands besides `serve`.

use super::*;
use std::fs;
use std::path::PathBuf;

/// A file that is removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn exec_ends_with_the_code_of_the_command() {
    for (script, code) in [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137)] {
        let output = run(&["exec", "--", "sh", "-c", script]);
        assert_eq!(output.status.code(), Some(code), "{script}");
    }
    let output = run(&["exec", "--", "no-such-command"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(written(&output).contains("can't run no-such-command"));
}

#[test]
fn the_command_of_exec_has_the_environment_of_a_bot() {
    let script = "echo $GRAPH_TENANT_ID $GRAPH_CLIENT_ID $GRAPH_CLIENT_SECRET $GRAPH_TOKEN $GRAPH_CALL_MEETING; \
                  echo $GRAPH_ROOT; echo $GRAPH_AUTHORITY; echo $GRAPH_EMULATOR_CONTROL; \
                  grep -c BEGIN $SSL_CERT_FILE $REQUESTS_CA_BUNDLE $NODE_EXTRA_CA_CERTS | grep -c ':1'";
    let output = run(&["exec", "--tls", "--", "sh", "-c", script]);
    let text = written(&output);
    let lines: Vec<_> = text.lines().collect();
    let id = |end: &str| format!("00000000-0000-4000-8000-00000000{end}");
    let first = [
        &*id("0001"),
        &id("0002"),
        "emulator",
        "emulator-token",
        &id("c001"),
    ]
    .join(" ");
    assert_eq!(lines[0], first);
    assert!(lines[1].starts_with("https://127.0.0.1:"), "{text}");
    assert_eq!(lines[2], format!("{}/{}", lines[1], id("0001")));
    assert!(lines[3].ends_with("/_emulator/v1"), "{text}");
    assert_eq!(lines[4], "3", "{text}");
}

#[test]
fn exec_fails_if_something_of_fail_on_happened_while_the_command_did_not_mind() {
    let root = File::new("root", "");
    let done = File::new("done", "");
    fs::remove_file(&done.0).unwrap();
    let script = "echo $GRAPH_ROOT > $1; while [ ! -e $2 ]; do sleep 0.02; done";
    let child = program()
        .args([
            "exec",
            "--fail-on",
            "rang-twice",
            "--",
            "sh",
            "-c",
            script,
            "sh",
        ])
        .args([root.path(), done.path()])
        .spawn();
    let mut child = child.unwrap();
    let url = loop {
        let text = fs::read_to_string(&root.0).unwrap();
        if text.ends_with('\n') {
            break text.trim().to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    for _ in 0..2 {
        let call = "00000000-0000-4000-8000-00000000c001";
        assert_eq!(invite(&url, "emulator-token", call, BOB), 200);
    }
    fs::write(&done.0, "").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn check_says_where_a_mistake_is() {
    let unknown = File::new("unknown.toml", "seed = 1\n\n[[people]]\nnam = \"bob\"\n");
    let output = run(&["check", unknown.path()]);
    assert_eq!(output.status.code(), Some(2));
    let text = written(&output);
    assert!(
        text.contains("line 4, column 1") && text.contains("unknown field `nam`"),
        "{text}"
    );
    let unknown = File::new("unknown.json", "{\n  \"sed\": 1\n}");
    let text = written(&run(&["check", unknown.path()]));
    assert!(text.contains("line 2 column"), "{text}");
}

#[test]
fn check_says_each_mistake_that_is_not_one_of_form() {
    let text = "[[people]]\nname = \"a\"\n[[people]]\nname = \"a\"\n[delivery]\nlosing = 101\n[[faults]]\ndoes = \"status\"\n";
    let file = File::new("three.toml", text);
    let output = run(&["check", file.path()]);
    assert_eq!(output.status.code(), Some(2));
    let text = written(&output);
    for part in [
        "two people have the name `a`",
        "`losing`: a percentage",
        "faults[0]: `status` is missing",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(text.lines().count(), 3);
    assert_eq!(
        run(&[file.path()]).status.code(),
        Some(2),
        "nor does it serve"
    );
}

#[test]
fn a_scenario_that_is_not_there_may_be_a_misspelled_command() {
    for arguments in [&["check", "no-such-file.toml"][..], &["serv"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(written(&output).contains("the commands are serve,"));
    }
}

#[test]
fn health_waits_until_an_emulator_is_ready() {
    let serving = Serving::new(&[]);
    let port = address(serving.text("control")).port().to_string();
    let output = run(&["health", "--control-port", &port, "--wait", "10s"]);
    assert_eq!(
        (output.status.code(), &*written(&output)),
        (Some(0), "ready\n")
    );
    assert_eq!(serving.stop().0, 0);
    let output = run(&["health", "--control-port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(written(&output).contains("no emulator is ready"));
    assert_eq!(run(&["health", "--wait", "soon"]).status.code(), Some(2));
}

#[test]
fn openapi_prints_the_document() {
    let output = run(&["openapi"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["paths"]["/_emulator/v1/people/{person}"]["put"].is_object());
}
