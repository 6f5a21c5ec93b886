//! How the program ends.

use super::*;

#[test]
fn both_signals_end_it_in_the_middle_of_requests_and_free_its_ports() {
    for signal in ["-TERM", "-INT"] {
        let serving = Serving::new(&[]);
        let control = address(serving.text("control"));
        let mut stream = TcpStream::connect(control).unwrap();
        stream
            .write_all(b"GET /_emulator/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let mut wait = TcpStream::connect(control).unwrap();
        wait.write_all(
            b"GET /_emulator/v1/calls?at_least=9&wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n",
        )
        .unwrap();
        // It has begun to answer.
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        let ports =
            [address(serving.text("graph")).port(), control.port()].map(|port| port.to_string());
        serving.signal(signal);
        serving.signal(signal);
        let (status, _) = serving.end();
        assert_eq!(status.code(), Some(0), "{signal}");
        let mut again = program();
        again.args([
            "--port",
            &ports[0],
            "--control-port",
            &ports[1],
            "--log",
            "json",
        ]);
        assert_eq!(Serving::of(&mut again).stop().0, 0);
    }
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let serving = Serving::new(&[]);
    let port = address(serving.text("graph")).port().to_string();
    let output = run(&["--port", &port, "--control-port", "0"]);
    assert_eq!(output.status.code(), Some(1));
    let text = written(&output);
    assert!(
        text.contains(&format!("port {port} is taken")) && text.contains("--port 0"),
        "{text}"
    );
    let output = run(&["--port", "0", "--control-port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(written(&output).contains("--control-port 0"));
}

#[test]
fn a_wrong_flag_is_refused_with_the_one_that_was_meant() {
    let output = run(&["--prot", "0"]);
    assert_eq!(output.status.code(), Some(2));
    let text = written(&output);
    assert!(text.contains("--prot") && text.contains("--port"), "{text}");
}

#[test]
fn a_control_side_for_the_network_needs_a_key() {
    let output = run(&[
        "--port",
        "0",
        "--control-port",
        "0",
        "--control-host",
        "0.0.0.0",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(written(&output).contains("--no-control-key"));
    for say in [&["--no-control-key"][..], &["--control-key", "open sesame"]] {
        let mut arguments = vec!["--control-host", "0.0.0.0"];
        arguments.extend(say);
        assert_eq!(Serving::new(&arguments).stop().0, 0);
    }
}

#[test]
fn each_thing_of_fail_on_ends_it_with_3() {
    for (fail_on, people, code) in [
        ("refused", &[ADA, ADA][..], 3),
        ("refused", &[ADA, BOB], 0),
        ("rang-twice", &[BOB, BOB], 3),
        ("rang-twice", &[ADA, BOB], 0),
        ("undelivered", &[ADA], 3),
        ("refused,rang-twice", &[BOB, BOB], 3),
    ] {
        let serving = Serving::new(&["--fail-on", fail_on, "--callback", "http://127.0.0.1:1/"]);
        for person in people {
            serving.invite(person);
        }
        // The notification of each invite has ended.
        let done = "/notifications?fate=unanswered&at_least=1&wait=10s";
        assert!(serving.get(done)["total"].as_u64() >= Some(1));
        assert_eq!(serving.stop().0, code, "{fail_on}");
    }
    let output = run(&["--fail-on", "everything"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(written(&output).contains("undelivered"));
}

#[test]
fn dropped_participants_can_be_a_failure() {
    let serving = Serving::new(&["--fail-on", "dropped"]);
    let calls = ["1", "4"].map(|number| format!("00000000-0000-4000-8000-00000000c00{number}"));
    let url = format!(
        "{}/v1.0/communications/calls/{}/participants/invite",
        serving.text("graph"),
        calls[0]
    );
    let user = |id: &str| json!({ "identity": { "user": { "id": id } } });
    let mut ada = user(ADA);
    ada["replacesCallId"] = json!(calls[1]);
    let body = json!({ "participants": [ada, user(BOB)] });
    let request = Client::new()
        .post(url)
        .bearer_auth("emulator-token")
        .json(&body);
    assert_eq!(block_on(request.send()).unwrap().status(), 200);
    let (code, rest) = serving.stop();
    assert_eq!(code, 3);
    assert!(rest.contains("dropped: 1"), "{rest}");
}

#[test]
fn it_ends_with_its_standard_input() {
    let mut serving = Serving::new(&["--exit-with-stdin"]);
    drop(serving.child.stdin.take());
    assert_eq!(serving.end().0.code(), Some(0));
}
