//! The pictures of the documentation.

use graph_invite_browser_tests::Visitor;
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

    visitor
        .put("/people/ada", json!({ "manner": "rings_on" }))
        .await;
    visitor.invite(Visitor::MEETING, Visitor::BOB).await;
    visitor.invite(Visitor::MEETING, Visitor::ADA).await;
    browser.click("#row-2 a").await;
    browser.sees("rings ada").await;
    take(&visitor, "emulator-ringing").await;
    visitor.leave().await;
}
