//! Phones ring, and a person answers them.

use crate::bot::Bot;
use graph_invite_browser_tests::Visitor;
use serde_json::{Value, json};

const MEETING: &str = Visitor::MEETING;

fn text_of(selector: &str) -> String {
    format!(
        "return document.querySelector({})?.innerText ?? ''",
        json!(selector)
    )
}

#[tokio::test]
async fn a_phone_that_curl_rings_is_answered_by_a_click_and_the_bot_is_told() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let (browser, bot) = (&visitor.browser, Bot::start(&visitor).await);
    visitor
        .put("/people/ada", json!({ "manner": "rings_on" }))
        .await;
    let (status, operation) = visitor.invite(MEETING, Visitor::ADA).await;
    assert_eq!(status, 200);
    browser
        .until("return document.title.startsWith('☎ 1')")
        .await;
    assert!(bot.heard(0).await.is_empty());
    browser.click(".phone .answer").await;
    let heard = bot.heard(2).await;
    let ended = &heard[0]["value"][0]["resourceData"];
    assert_eq!(
        (&ended["id"], &ended["status"]),
        (&operation["id"], &json!("completed"))
    );
    assert_eq!(
        heard[1]["value"][0]["resourceData"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    browser
        .until("return document.querySelector('#row-1 .outcome').innerText.includes('completed')")
        .await;
    browser.until("return [...document.querySelectorAll('.steps li')].filter((step) => step.innerText.includes('202')).length === 2").await;

    // Page and control API agree.
    let invite = visitor
        .get(&format!("/invites/{}", operation["id"].as_str().unwrap()))
        .await;
    assert_eq!(invite["state"], "completed");
    let kinds: Vec<_> = invite["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["ringing", "answered", "operation_ended"]);
    let steps = browser.run(&text_of(".steps"), json!([])).await;
    let mut rest = steps.as_str().unwrap();
    for step in [
        "POST invite",
        "rings ada",
        "200, running",
        "ada answers",
        "operation completed",
        "operation completed",
        "roster: 1 person",
    ] {
        let after = rest.split_once(step).map(|(_, after)| after);
        rest = after.unwrap_or_else(|| panic!("no `{step}` in {steps}"));
    }

    // What the bot was told, the operation and the roster are there to read.
    for (summary, expected) in [
        ("Callbacks", "\"status\": \"completed\""),
        ("Operation", operation["id"].as_str().unwrap()),
        ("Roster", "\"isInLobby\": false"),
    ] {
        let script = "const part = [...document.querySelectorAll('#detail details')].find((part) => part.innerText.startsWith(arguments[0]));
            part.open = true; return part.innerText";
        let shown = browser.run(script, json!([summary])).await;
        assert!(
            shown.as_str().unwrap().contains(expected),
            "{summary}: {shown}"
        );
    }
    visitor.leave().await;
}

#[tokio::test]
async fn each_button_has_its_end() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    for (row, (button, outcome)) in [
        ("decline", "603/8538"),
        ("busy", "486/8539"),
        ("ignore", "487/10004"),
        ("lobby", "completed"),
    ]
    .into_iter()
    .enumerate()
    {
        visitor.invite(MEETING, Visitor::RON).await;
        browser.click(&format!(".phone .{button}")).await;
        let outcome_of_row = format!("#row-{} .outcome", row + 1);
        let script = format!(
            "{}.includes('{outcome}')",
            text_of(&outcome_of_row).replace("return", "return (") + ")"
        );
        browser.until(&script).await;
    }
    browser
        .until("return !document.querySelector('.phone')")
        .await;

    // Ron waits in the lobby, is admitted, and leaves.
    browser.until("document.querySelector('#roster').open = true; return document.querySelector('#roster').innerText.includes('in the lobby')").await;
    browser.click("#roster [data-do*=admit]").await;
    browser
        .until("return !document.querySelector('#roster').innerText.includes('in the lobby')")
        .await;
    browser.click("#roster [data-do*=leave]").await;
    browser.sees("Nobody is in this call.").await;
    assert_eq!(visitor.get("/calls/meeting").await["people"], json!([]));
    visitor.leave().await;
}

#[tokio::test]
async fn the_clock_is_stopped_and_advanced_by_buttons() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.click("#clock").await;
    browser.sees("Clock stopped").await;
    visitor
        .put("/people/ada", json!({ "manner": "no_answer" }))
        .await;
    visitor.invite(MEETING, Visitor::ADA).await;
    // A phone rings for one second here, but no second passes.
    browser
        .until("return document.title.startsWith('☎ 1')")
        .await;
    browser.click("[data-do*='/time/advance']").await;
    browser
        .until("return !document.querySelector('.phone')")
        .await;
    browser.sees("487/10004").await;
    browser.click("#clock").await;
    browser.sees("Clock runs").await;
    visitor.leave().await;
}

#[tokio::test]
async fn everything_is_done_by_keys_alone() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    for user in [
        Visitor::BOB,
        Visitor::RON,
        "278405a3-f568-4b3e-b684-009193463065",
    ] {
        visitor.invite(MEETING, user).await;
    }
    browser
        .until("return document.querySelectorAll('.rows li').length === 3")
        .await;
    browser.keys("?").await;
    browser
        .until("return document.querySelector('#help').open")
        .await;
    browser.keys("\u{E00C}").await;
    browser
        .until("return !document.querySelector('#help').open")
        .await;

    // The second row is that of Ron, whose phone rings.
    browser.keys("jj\u{E007}").await;
    browser.until("return location.search === '?pick=2'").await;
    browser.sees("rings ron").await;
    browser.keys("d").await;
    browser
        .until("return document.querySelector('#row-2 .outcome').innerText.includes('603')")
        .await;
    assert_eq!(visitor.get("/invites").await["items"][1]["code"], 603);

    // Filter, and back.
    browser.keys("/bob").await;
    browser
        .until("return document.querySelectorAll('.rows li').length === 1")
        .await;
    browser.keys("\u{E00C}").await;
    browser
        .until("return document.activeElement === document.body")
        .await;

    // A row is sent again.
    browser.keys("jj\u{E007}").await;
    browser
        .until("return location.search.includes('pick=1')")
        .await;
    browser.keys("r").await;
    browser
        .until("return document.activeElement.name === 'body'")
        .await;
    browser.keys("\u{E004}\u{E007}").await;
    browser
        .until("return location.search.includes('pick=4')")
        .await;

    // Notifications are held, and a fault and a phone come into focus.
    browser.keys("h").await;
    browser
        .until("return document.querySelector('#mode').value === '\"hold\"'")
        .await;
    browser.sees("Send all, last first").await;
    assert_eq!(visitor.get("/delivery").await["mode"], "hold");
    browser.keys("f").await;
    browser
        .until("return document.activeElement.id === 'fault'")
        .await;
    browser.keys("\u{E00C}").await;
    visitor.invite(MEETING, Visitor::RON).await;
    browser
        .until("return document.querySelector('.phone')")
        .await;
    browser.keys("gp").await;
    browser
        .until("return document.activeElement.className === 'answer'")
        .await;
    browser.keys("\u{E007}").await;
    browser
        .until("return !document.querySelector('.phone')")
        .await;
    visitor.leave().await;
}

#[tokio::test]
async fn a_ring_is_told_to_those_who_do_not_see_it() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.run("window.told = ''; new MutationObserver((changes) => { for (const change of changes) for (const line of change.addedNodes) window.told += line.textContent; }).observe(document.querySelector('#said'), { childList: true })", json!([])).await;
    visitor.invite(MEETING, Visitor::RON).await;
    let told = browser.until("return window.told").await;
    assert_eq!(told, "The phone of ron rings for meeting");
    let script = "return document.querySelector('#said')";
    let said = browser.run(script, json!([])).await;
    let (_, role) = browser.label_and_role(&said).await.unwrap();
    assert_eq!(role, "status");
    // A second look at the same phone tells nothing.
    visitor.invite(MEETING, Visitor::BOB).await;
    browser
        .until("return document.querySelector('#row-2')")
        .await;
    assert_eq!(
        browser
            .run("return window.told", Value::Array(vec![]))
            .await,
        told
    );
    visitor.leave().await;
}
