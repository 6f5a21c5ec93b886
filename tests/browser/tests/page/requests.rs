//! Requests, from the first one on.

use crate::bot::Bot;
use graph_invite_browser_tests::Visitor;
use reqwest::Method;
use serde_json::{Value, json};
use std::process::Command;

const MEETING: &str = Visitor::MEETING;

#[tokio::test]
async fn an_empty_page_rings_the_first_phone_by_a_button() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.sees("Ring your first phone").await;
    for (tab, text) in [
        ("tab-1", "import requests"),
        ("tab-2", "await fetch"),
        ("tab-3", "HttpClient"),
        ("tab-0", "curl -i"),
    ] {
        browser.click(&format!("label[for={tab}]")).await;
        browser.sees(text).await;
    }
    browser.click(".first [data-token]").await;
    browser
        .until("return document.querySelector('#token').innerText === 'emulator-token'")
        .await;
    browser.click(".first .primary").await;
    browser.sees("rings ada").await;
    browser.click(".phone .answer").await;
    browser.sees("ada answers").await;
    assert_eq!(
        visitor.get("/invites").await["items"][0]["state"],
        "completed"
    );
    visitor.leave().await;
}

#[tokio::test]
async fn a_bot_with_a_wrong_token_or_a_wrong_call_sees_why() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    let client = reqwest::Client::new();
    let url = format!(
        "{}/v1.0/communications/calls/{MEETING}/participants/invite",
        visitor.emulator.root()
    );
    let answer = client
        .post(url)
        .bearer_auth("wrong")
        .json(&json!({}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);
    browser
        .sees("the token is missing, unknown, over or revoked")
        .await;
    let (status, _) = visitor
        .invite("00000000-0000-4000-8000-00000000c011", Visitor::ADA)
        .await;
    assert_eq!(status, 404);
    browser.sees("(meeting), of which 1 digit(s) differ").await;
    let script =
        "return [...document.querySelectorAll('.rows .answer')].map((answer) => answer.innerText)";
    let answers = browser.run(script, json!([])).await;
    assert_eq!(
        answers,
        json!(["✖ 404 8522 why?", "✖ 401 InvalidAuthenticationToken why?"])
    );
    visitor.leave().await;
}

#[tokio::test]
async fn dropped_participants_are_named_by_a_hint() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let user = |id: &str| json!({ "identity": { "user": { "id": id } } });
    let mut leaving = user(Visitor::RON);
    leaving["replacesCallId"] = json!("00000000-0000-4000-8000-00000000c004");
    let body = json!({ "participants": [leaving, user(Visitor::BOB), user(Visitor::ADA)] });
    let (status, _) = visitor
        .send(
            &format!("/communications/calls/{MEETING}/participants/invite"),
            &body,
        )
        .await;
    assert_eq!(status, 200);
    visitor
        .browser
        .sees("silently dropped 2 participant(s)")
        .await;
    visitor.browser.sees("→ meeting, leaves p2p").await;
    visitor.leave().await;
}

/// Takes the place of the clipboard, which a browser without a window may not have.
const CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })";

#[tokio::test]
async fn a_copied_curl_line_runs_and_does_the_same() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.run(CLIPBOARD, json!([])).await;
    let user = json!({ "identity": { "user": { "id": Visitor::BOB, "displayName": "it's \"Bob\" $HOME `id`" } } });
    let body = json!({ "participants": [user] });
    visitor
        .send(
            &format!("/communications/calls/{MEETING}/participants/invite"),
            &body,
        )
        .await;
    browser.click("#row-1 a").await;
    browser.click("[aria-label='Copy as curl']").await;
    let line = browser.until("return window.copied").await;
    let line = line.as_str().unwrap().to_owned();
    let ran = tokio::task::spawn_blocking(move || Command::new("sh").args(["-c", &line]).output());
    let ran = ran.await.unwrap().unwrap();
    let answer = String::from_utf8(ran.stdout).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let requests = visitor.get("/requests").await;
    assert_eq!(requests["items"][0]["body"], requests["items"][1]["body"]);

    browser.run("delete window.copied", json!([])).await;
    browser.click("#detail .head button").await;
    let diagram = browser.until("return window.copied").await;
    assert!(
        diagram
            .as_str()
            .unwrap()
            .starts_with("sequenceDiagram\n  participant Bot\n"),
        "{diagram}"
    );
    visitor.leave().await;
}

#[tokio::test]
async fn a_request_is_edited_and_sent_again() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    visitor.invite(MEETING, Visitor::BOB).await;
    browser.click("#row-1 a").await;
    browser
        .until("document.querySelector('.again').open = true; return true")
        .await;
    let script = "const field = document.querySelector('.again textarea'); field.value = field.value.replace(arguments[0], arguments[1])";
    browser
        .run(script, json!([Visitor::BOB, Visitor::RON]))
        .await;
    // What is typed survives what happens meanwhile.
    visitor.invite(MEETING, Visitor::ADA).await;
    browser
        .until("return document.querySelector('#row-2')")
        .await;
    browser.click(".again .primary").await;
    browser
        .until("return location.search.includes('pick=3')")
        .await;
    browser.sees("rings ron").await;
    let sent = visitor.get("/requests/3").await;
    assert_eq!(
        sent["body"]["participants"][0]["identity"]["user"]["id"],
        Visitor::RON
    );
    assert_eq!(sent["status"], 200);

    // What is no JSON is sent as it is.
    let path = format!("/v1.0/communications/calls/{MEETING}/participants/invite");
    let sent = visitor
        .post("/requests", json!({ "path": path, "body": "{" }))
        .await;
    assert_eq!((&sent["status"], &sent["body"]), (&json!(400), &json!("{")));
    browser.sees("POST participants/invite").await;
    visitor.leave().await;
}

#[tokio::test]
async fn a_fault_is_planned_strikes_once_and_is_removed() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let (browser, bot) = (&visitor.browser, Bot::start(&visitor).await);
    browser
        .choose(
            "#faults form label:nth-of-type(1) select",
            "rings, then resets",
        )
        .await;
    browser
        .choose(
            "#faults form label:nth-of-type(2) select",
            "the next of lee",
        )
        .await;
    browser.click("#faults form button").await;
    browser.sees("reset for lee, 1 left").await;
    let (status, _) = visitor
        .invite(MEETING, "9c1f7d20-3a64-4d0b-8e5f-2b7a1c9d6e34")
        .await;
    assert_eq!(status, 0);
    bot.heard(1).await;
    browser.sees("✖ no answer").await;
    browser.sees("a fault strikes: reset").await;
    browser
        .sees("a bot that sends this invite again rings twice")
        .await;
    browser.sees("reset for lee, struck 1×").await;
    browser.click("#faults li button").await;
    browser.sees("Nothing goes wrong.").await;
    assert_eq!(visitor.get("/faults").await["total"], 0);

    // A fault that can't be is refused in words.
    browser.fill("#faults input[type=number]", "-1").await;
    let script = "const form = document.querySelector('#faults form');
        form.noValidate = true;
        form.requestSubmit()";
    browser.run(script, json!([])).await;
    browser
        .sees("a percentage is between 0 and 100, not -1")
        .await;
    visitor.leave().await;
}

#[tokio::test]
async fn notifications_are_held_sent_dropped_and_sent_again() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let (browser, bot) = (&visitor.browser, Bot::start(&visitor).await);
    browser.choose("#mode", "holds").await;
    browser.sees("Send all").await;
    visitor.invite(MEETING, Visitor::ADA).await;
    browser
        .until("return document.querySelectorAll('#outbox [data-do*=release]').length === 4")
        .await;
    browser.sees("operation completed: held").await;
    assert!(bot.heard(0).await.is_empty());
    // The roster goes first, and the operation never.
    browser
        .click("#outbox li:nth-child(1) [data-do$=release]")
        .await;
    let heard = bot.heard(1).await;
    assert!(heard[0]["value"][0]["resourceData"].is_array(), "{heard:?}");
    browser
        .until("return document.querySelector('#outbox li').innerText.includes('202')")
        .await;
    browser.click("#outbox [data-do$=drop]").await;
    browser.sees("dropped").await;
    browser.choose("#mode", "delivers").await;
    browser
        .click("#outbox li:nth-child(1) [data-do*=double]")
        .await;
    assert_eq!(bot.heard(2).await[1], heard[0]);
    browser.sees(", a copy").await;
    visitor.leave().await;
}

#[tokio::test]
async fn a_callback_and_a_manner_are_set_and_a_reset_forgets_them() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser
        .fill("#callback", "http://127.0.0.1:1/callback")
        .await;
    browser.click("#outbox form button").await;
    browser.until("return document.querySelector('.top').innerText.includes('http://127.0.0.1:1/callback')").await;
    browser
        .choose("#people li:nth-child(1) select", "lets it ring")
        .await;
    browser.choose("#ring [name=call]", "chat").await;
    browser.click("#ring button").await;
    browser.sees("→ chat").await;
    assert_eq!(visitor.get("/people/ada").await["manner"], "rings_on");
    // What another one changes is shown too.
    visitor
        .put("/people/bob", json!({ "manner": ["busy", "answers"] }))
        .await;
    browser.until("return document.querySelector('#people li:nth-child(2) select').selectedOptions[0].innerText === 'is busy, then answers'").await;
    browser.click("[data-do='POST /reset']").await;
    browser.sees("Ring your first phone").await;
    browser.until("return document.querySelector('#people li:nth-child(1) select').value === '\"answers\"'").await;
    let callback = visitor.get("/callback").await;
    assert_eq!(callback["url"], Value::Null);
    visitor.leave().await;
}

#[tokio::test]
async fn reads_of_a_bot_are_shown_only_on_demand() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    let path = format!("/v1.0/communications/calls/{MEETING}/participants");
    visitor
        .post("/requests", json!({ "method": "GET", "path": path }))
        .await;
    visitor.invite(MEETING, Visitor::BOB).await;
    browser
        .until("return document.querySelector('#row-2')")
        .await;
    assert_eq!(
        browser
            .run(
                "return document.querySelectorAll('.rows li').length",
                json!([])
            )
            .await,
        1
    );
    browser.click("#all").await;
    browser
        .until("return document.querySelector('#row-1')")
        .await;
    browser.sees("GET participants").await;
    let (status, _) = visitor.ask(Method::POST, "/reset", None).await;
    assert_eq!(status, 204);
    visitor.leave().await;
}
