//! How the program starts: what it takes, and what it shows.

use super::*;

#[test]
fn the_first_line_of_the_json_log_tells_everything() {
    let serving = Serving::new(&[]);
    assert_eq!(
        (&serving.ready["event"], &serving.ready["api"]),
        (&json!("ready"), &json!(1))
    );
    assert_eq!(
        serving.text("tenant"),
        "00000000-0000-4000-8000-000000000001"
    );
    assert_eq!(serving.text("app"), "00000000-0000-4000-8000-000000000002");
    assert_eq!(
        (serving.text("secret"), serving.text("token")),
        ("emulator", "emulator-token")
    );
    assert_eq!(serving.invite(ADA), 200);
    assert_eq!(serving.get("/rings")["people"], json!({ "ada": 1 }));
    let (code, rest) = serving.stop();
    assert_eq!(code, 0);
    let events: Vec<Value> = rest
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        events
            .iter()
            .any(|event| event["kind"] == "ringing" && event["person"] == "ada")
    );
    assert_eq!(
        events.last().unwrap()["summary"],
        json!(["ada rang 1 time(s)"])
    );
    assert!(!rest.contains("emulator-token"), "{rest}");
}

#[test]
fn the_banner_shows_a_command_that_invites_somebody() {
    let mut child = program()
        .args(["--port", "0", "--control-port", "0", "--log", "text"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut banner = String::new();
    while !banner.contains("Press Ctrl-C") {
        assert_ne!(out.read_line(&mut banner).unwrap(), 0, "{banner}");
    }
    for part in [
        "Secret   emulator",
        "Token    emulator-token",
        "meeting    00000000-0000-4000-8000-00000000c001",
        r#"bob        7e1b4346-85a6-4bdd-abe3-d11c5d420efe  "declines""#,
        "curl -i http://127.0.0.1:",
    ] {
        assert!(banner.contains(part), "{banner}");
    }
    let root = banner
        .split("  Graph    ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap();
    let call = "00000000-0000-4000-8000-00000000c001";
    assert_eq!(invite(root, "emulator-token", call, BOB), 200);
    let mut log = String::new();
    while !log.contains("--> POST") {
        assert_ne!(out.read_line(&mut log).unwrap(), 0, "{log}");
    }
    assert!(log.contains("the phone of bob rings"), "{log}");
    assert!(
        log.contains("the invite has ended: failed 603/8538"),
        "{log}"
    );
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_scenario_is_read_from_a_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/scenario.toml");
    let serving = Serving::new(&[path]);
    let calls = serving.get("/calls");
    assert_eq!(
        (&calls["total"], &calls["items"][0]["name"]),
        (&json!(1), &json!("stand-up"))
    );
    assert_eq!(calls["items"][0]["people"][0]["person"], "ada");
    let bob = serving.get("/people/bob");
    assert_eq!(
        bob["manner"],
        json!(["declines", { "answers_after": "2s" }])
    );
    assert_eq!(serving.get("/scenario")["seed"], 7);
    let checked = run(&["check", path]);
    assert_eq!(checked.status.code(), Some(0), "{}", written(&checked));
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_scenario() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/scenario.toml");
    let base = ["--port", "0", "--control-port", "0", "--log", "json"];
    let mut command = program();
    command
        .args(base)
        .arg(path)
        .args(["--token", "of the flag"]);
    command
        .env("GRAPH_EMULATOR_TOKEN", "of the environment")
        .env("GRAPH_EMULATOR_SEED", "8");
    let serving = Serving::of(&mut command);
    assert_eq!(serving.text("token"), "of the flag");
    assert_eq!(serving.get("/scenario")["seed"], 8);
}

#[test]
fn random_ids_differ_at_each_start_and_stay_secret() {
    let [one, other] = [Serving::new(&["--random"]), Serving::new(&["--random"])];
    for name in ["tenant", "app", "secret", "token"] {
        assert_ne!(one.text(name), other.text(name));
    }
    assert_eq!(one.invite(ADA), 200);
    let secrets = [one.text("token").to_owned(), one.text("secret").to_owned()];
    let shown = one.get("/scenario").to_string() + &one.get("/requests").to_string();
    let (_, rest) = one.stop();
    for secret in secrets {
        assert!(!rest.contains(&secret) && !shown.contains(&secret));
    }
}

#[test]
fn with_tls_the_certificate_is_written() {
    let file = std::env::temp_dir().join(format!("emulator-test-{}.pem", std::process::id()));
    let serving = Serving::new(&["--tls", "--tls-out", file.to_str().unwrap()]);
    assert!(serving.text("graph").starts_with("https://"));
    let pem = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let trusted = reqwest::Certificate::from_pem(&pem).unwrap();
    let client = Client::builder()
        .tls_certs_merge([trusted])
        .build()
        .unwrap();
    let keys = format!("{}/keys", serving.text("graph"));
    block_on(async {
        assert_eq!(client.get(&keys).send().await.unwrap().status(), 200);
    });
}
