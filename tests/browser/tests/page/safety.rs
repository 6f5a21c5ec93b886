//! What a stranger can't do, and what a bot can't make the page do.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use graph_invite_browser_tests::Visitor;
use graph_invite_emulator::ControlServer;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::net::TcpListener;

const MEETING: &str = Visitor::MEETING;
const ATTACK: &str = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";

#[tokio::test]
async fn markup_in_any_field_stays_text() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    let user = json!({ "id": Visitor::RON, "displayName": ATTACK, "tenantId": ATTACK, "identityProvider": ATTACK });
    visitor
        .post(
            "/calls",
            json!({ "kind": "meeting", "name": format!("{ATTACK}call") }),
        )
        .await;
    visitor
        .put(
            "/people/+12345678901",
            json!({ "name": ATTACK, "manner": "rings_on" }),
        )
        .await;
    let invite = format!("/communications/calls/{MEETING}/participants/invite");
    for body in [
        json!({ "clientContext": ATTACK, "participants": [{ "identity": { "user": user } }] }),
        json!({ "clientContext": ATTACK, "participants": [{ "identity": { "guest": { "id": ATTACK, "displayName": "javascript:window.hit=1" } } }] }),
        json!({ "participants": [{ "identity": { "phone": { "id": "+12345678901" } } }], ATTACK: ATTACK }),
        json!(ATTACK),
    ] {
        visitor.send(&invite, &body).await;
    }
    visitor
        .send("/%3Cimg%20src=x%20onerror=window.hit=1%3E", &json!({}))
        .await;
    browser
        .until("return document.querySelectorAll('.rows li').length === 5")
        .await;
    for row in 1..=5 {
        browser.click(&format!("#row-{row} a")).await;
        browser
            .until(&format!(
                "return document.querySelector('#detail').dataset.number === '{row}'"
            ))
            .await;
        browser
            .run(
                "for (const part of document.querySelectorAll('details')) part.open = true",
                json!([]),
            )
            .await;
    }
    browser.sees(ATTACK).await;
    let found = browser
        .run(
            "return [window.hit ?? 0, document.querySelectorAll('#page img, #page script, [onerror], a[href^=javascript]').length]",
            json!([]),
        )
        .await;
    assert_eq!(found, json!([0, 0]));
    visitor.leave().await;
}

/// A page of another site on this machine, which tries all that a browser lets it try.
const STRANGER: &str = r#"<!DOCTYPE html><iframe id="frame" src="ROOT/"></iframe><iframe name="sink"></iframe>
<form id="form" method="post" enctype="text/plain" target="sink" action="ROOT/_emulator/v1/reset"><input name='{"a":"' value='"}'></form>
<script>
window.read = [];
const note = (what) => window.read.push(what);
const steps = [
  fetch("ROOT/_emulator/v1/credentials").then((a) => a.text()).then(() => note("credentials"), () => {}),
  fetch("ROOT/page/now").then((a) => a.text()).then(() => note("page"), () => {}),
  fetch("ROOT/_emulator/v1/people/bob", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"manner":"busy"}' }).then(() => note("put"), () => {}),
  fetch("ROOT/_emulator/v1/reset", { method: "POST", mode: "no-cors" }).catch(() => {}),
  fetch("ROOT/_emulator/v1/faults", { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" }, body: '{"does":"reset"}' }).catch(() => {}),
  new Promise((done) => { const image = new Image(); image.onload = () => { note("image"); done(); }; image.onerror = done; image.src = "ROOT/page/page.css"; }),
  new Promise((done) => { const source = new EventSource("ROOT/page/doorbell"); source.onopen = () => { note("events"); done(); }; source.onerror = () => { source.close(); done(); }; }),
];
document.querySelector("form").submit();
Promise.all(steps).then(() => setTimeout(() => {
  try { note("frame " + document.querySelector("iframe").contentDocument.body.innerText); } catch { }
  window.done = true;
}, 300));
</script>"#;

#[tokio::test]
async fn a_page_of_another_site_reads_nothing_and_changes_nothing() {
    let Some(visitor) = Visitor::before_the_page().await else {
        return;
    };
    visitor.invite(MEETING, Visitor::RON).await;
    let before = [
        visitor.get("/people").await,
        visitor.get("/invites").await,
        visitor.get("/faults").await,
    ];
    let page = STRANGER.replace("ROOT", visitor.control.root());
    let router = Router::new().route("/", get(|| async { Html(page) }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(axum::serve(listener, router).into_future());
    for host in ["127.0.0.1", "localhost"] {
        visitor
            .browser
            .open(&format!("http://{host}:{port}/"))
            .await;
        visitor.browser.until("return window.done").await;
        let read = visitor.browser.run("return window.read", json!([])).await;
        assert_eq!(read, json!([]), "from {host}");
    }
    let after = [
        visitor.get("/people").await,
        visitor.get("/invites").await,
        visitor.get("/faults").await,
    ];
    assert_eq!(before, after);
    visitor.browser.close().await;
}

#[tokio::test]
async fn a_key_in_the_address_becomes_a_cookie() {
    let Some(visitor) = Visitor::before_the_page().await else {
        return;
    };
    let control = ControlServer::builder(Arc::clone(&visitor.emulator)).key("open sesame & more");
    let control = control.start().await.unwrap();
    let browser = &visitor.browser;
    browser.open(control.root()).await;
    browser.sees("needs its key").await;
    browser
        .open(&format!(
            "{}/?key=open%20sesame%20%26%20more",
            control.root()
        ))
        .await;
    browser.sees("Ring your first phone").await;
    let seen = browser
        .run("return [location.href, document.cookie]", json!([]))
        .await;
    assert_eq!(seen, json!([format!("{}/", control.root()), ""]));
    browser.click("[data-do='POST /reset']").await;
    browser.sees("Back to the scenario").await;
    visitor.browser.close().await;
}

#[tokio::test]
async fn the_token_is_on_the_page_only_when_it_is_asked_for() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    visitor.invite(MEETING, Visitor::RON).await;
    let browser = &visitor.browser;
    browser.sees("rings ron").await;
    let has_token = "return document.documentElement.outerHTML.includes('emulator-token')";
    assert_eq!(browser.run(has_token, json!([])).await, Value::Bool(false));
    visitor.leave().await;
}
