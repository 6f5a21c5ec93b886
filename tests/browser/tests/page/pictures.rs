//! The pictures of the documentation.

use crate::bot::Bot;
use graph_invite_browser_tests::Visitor;
use reqwest::Method;
use serde_json::json;
use std::env;
use std::path::Path;

async fn take(visitor: &Visitor, name: &str) {
    let Some(folder) = env::var_os("PICTURES") else {
        return;
    };
    // A test runs in the folder of its crate.
    let folder = Path::new("../..").join(folder);
    visitor
        .browser
        .picture(&folder.join(format!("{name}.png")))
        .await;
}

#[tokio::test]
async fn pictures_show_the_page_when_it_is_empty_ringing_failed_and_dark() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.sees("Ring your first phone").await;
    take(&visitor, "emulator-empty").await;

    let bot = Bot::start(&visitor).await;
    visitor.invite(Visitor::MEETING, Visitor::BOB).await;
    visitor
        .invite(Visitor::MEETING, "278405a3-f568-4b3e-b684-009193463065")
        .await;
    visitor
        .invite("00000000-0000-4000-8000-00000000c011", Visitor::ADA)
        .await;
    visitor
        .put("/people/ada", json!({ "manner": "rings_on" }))
        .await;
    visitor.invite(Visitor::MEETING, Visitor::ADA).await;
    visitor
        .put("/people/eve", json!({ "manner": "rings_on" }))
        .await;
    visitor
        .invite(
            "00000000-0000-4000-8000-00000000c003",
            "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
        )
        .await;
    bot.heard(2).await;
    browser.click("#row-4 a").await;
    browser.sees("rings ada").await;
    take(&visitor, "emulator-ringing").await;

    visitor
        .post(
            "/faults",
            json!({ "does": "status", "status": 504, "after_ringing": true, "of": "lee" }),
        )
        .await;
    visitor
        .invite(Visitor::MEETING, "9c1f7d20-3a64-4d0b-8e5f-2b7a1c9d6e34")
        .await;
    bot.heard(4).await;
    browser.click("#row-6 a").await;
    browser.sees("a fault strikes: status 504").await;
    take(&visitor, "emulator-failed").await;

    browser.click(".phone .answer").await;
    browser.click(".phone .answer").await;
    bot.heard(8).await;
    browser.click("#row-4 a").await;
    browser.sees("ada answers").await;
    browser.prefer_dark(true).await;
    take(&visitor, "emulator-dark").await;
    browser.resize(320, 900).await;
    browser
        .run(
            "document.querySelector('#detail').scrollIntoView()",
            json!([]),
        )
        .await;
    take(&visitor, "emulator-narrow").await;
    let (status, _) = visitor.ask(Method::POST, "/reset", None).await;
    assert_eq!(status, 204);
    visitor.leave().await;
}
