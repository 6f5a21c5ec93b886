//! Many invites, many tabs, and a server that goes away.

use graph_invite_browser_tests::Visitor;
use graph_invite_emulator::{ControlServer, Scenario};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::sleep;

const MEETING: &str = Visitor::MEETING;

/// What the browser notes of its own speed.
const WATCH: &str = "window.longest = 0; window.refreshed = 0;
    new PerformanceObserver((list) => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); }).observe({ type: 'longtask' });
    new MutationObserver(() => { window.refreshed += 1; }).observe(document.querySelector('#rows'), { childList: true });";

#[tokio::test]
async fn ten_thousand_invites_keep_the_page_small() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    let mut calls = Vec::new();
    for _ in 0..50 {
        calls.push(visitor.emulator.add_meeting().to_string());
    }
    for invites in 0..10_000 {
        visitor
            .invite(&calls[invites % calls.len()], Visitor::BOB)
            .await;
    }
    browser
        .until("return document.querySelector('#row-10000')")
        .await;
    let rows = "return document.querySelectorAll('.rows li').length";
    assert_eq!(browser.run(rows, json!([])).await, 100);
    browser.click(".windows a").await;
    browser
        .until("return document.querySelector('#row-9900') && !document.querySelector('#row-9901')")
        .await;
    browser.click(".windows a").await;
    browser
        .until("return document.querySelector('#row-10000')")
        .await;

    // More come while somebody answers a phone.
    browser.run(WATCH, json!([])).await;
    visitor.invite(&calls[0], Visitor::RON).await;
    let begin = Instant::now();
    let mut most = 0;
    for invites in 0..1_000 {
        visitor
            .invite(&calls[invites % calls.len()], Visitor::BOB)
            .await;
        if invites == 500 {
            let clicked = Instant::now();
            browser.click(".phone .answer").await;
            browser
                .until("return !document.querySelector('.phone')")
                .await;
            println!("answered in {:?}", clicked.elapsed());
        }
        if invites % 100 == 0 {
            most = most.max(browser.run(rows, json!([])).await.as_u64().unwrap());
        }
        sleep(Duration::from_millis(2)).await;
    }
    println!("1,000 more in {:?}", begin.elapsed());
    browser
        .until("return document.querySelector('#row-11001')")
        .await;
    assert_eq!(most, 100);
    let noted = browser
        .run("return [window.longest, window.refreshed]", json!([]))
        .await;
    println!("longest task in ms, refreshes: {noted}");
    visitor.leave().await;
}

#[tokio::test]
async fn seven_tabs_load_and_each_catches_up_when_it_is_seen() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    let mut tabs = Vec::new();
    for _ in 0..6 {
        tabs.push(browser.new_tab().await);
        visitor.open("/").await;
    }
    visitor.invite(MEETING, Visitor::RON).await;
    for tab in tabs.iter().rev() {
        browser.go_to_tab(tab).await;
        browser
            .until("return document.querySelector('.phone')")
            .await;
    }
    visitor.leave().await;
}

#[tokio::test]
async fn a_page_whose_server_goes_away_says_so_and_catches_up() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let Visitor {
        browser,
        emulator,
        control,
        ..
    } = visitor;
    let address = control
        .root()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    drop(control);
    browser.sees("offline, last seen").await;
    let again = loop {
        let again = ControlServer::builder(Arc::clone(&emulator)).address(address);
        match again.scenario(Scenario::default()).start().await {
            Ok(again) => break again,
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    };
    browser
        .until("return document.querySelector('#offline').hidden")
        .await;
    let call = emulator.add_meeting();
    assert!(
        emulator.ring_count(Visitor::ADA) == 0 && again.calls().iter().all(|(_, id)| *id != call)
    );
    browser.sees("Ring your first phone").await;
    browser.close().await;
}
