//! The page for people who do not see it, see it badly, or see it on a telephone.

use graph_invite_browser_tests::Visitor;
use serde_json::{Value, json};

/// An empty page is one thing, and one on which much has happened is another.
async fn let_much_happen(visitor: &Visitor) {
    visitor
        .put("/callback", json!({ "url": "http://127.0.0.1:1/callback" }))
        .await;
    visitor
        .post(
            "/faults",
            json!({ "does": "status", "status": 504, "after_ringing": true }),
        )
        .await;
    visitor
        .post("/faults", json!({ "does": "reset", "of": "lee" }))
        .await;
    visitor.invite(Visitor::MEETING, Visitor::ADA).await;
    visitor.invite(Visitor::MEETING, Visitor::BOB).await;
    visitor.invite(Visitor::RON, Visitor::BOB).await;
    visitor.invite(Visitor::MEETING, Visitor::RON).await;
    visitor.browser.click("#row-1 a").await;
    visitor.browser.sees("rings twice").await;
    visitor
        .browser
        .until("return document.querySelector('#outbox').innerText.includes('unanswered')")
        .await;
    let script = "for (const part of document.querySelectorAll('details')) part.open = true";
    visitor.browser.run(script, json!([])).await;
}

#[tokio::test]
async fn every_control_has_a_name_and_a_role() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.sees("Ring your first phone").await;
    for much in [false, true] {
        if much {
            let_much_happen(&visitor).await;
        }
        let script =
            "return [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter((one) => one.checkVisibility())";
        let controls = browser.run(script, json!([])).await;
        let mut count = 0;
        for control in controls.as_array().unwrap() {
            // The page may change at any moment.
            let Some((label, role)) = browser.label_and_role(control).await else {
                continue;
            };
            count += 1;
            let html = || browser.run("return arguments[0].outerHTML", json!([control]));
            assert!(!label.trim().is_empty(), "no name: {}", html().await);
            let is_control = !matches!(&*role, "" | "none" | "generic");
            assert!(is_control, "{role}: {}", html().await);
        }
        assert!(count > 30, "{count}");
    }
    let landmarks = browser.run("return ['main', 'header', 'h1', 'nav, ol'].map((one) => document.querySelectorAll(one).length > 0)", json!([])).await;
    assert_eq!(landmarks, json!([true, true, true, true]));
    let step = browser
        .run(
            "return document.querySelector('.steps li').textContent",
            json!([]),
        )
        .await;
    assert_eq!(step, "0.0 msBot → Service: POST invite");
    visitor.leave().await;
}

/// The texts whose contrast with what is behind them is below that of WCAG 2, level AA.
const CONTRAST: &str = r"
    const parse = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
    const linear = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const light = ({ r, g, b }) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const behind = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const colour = parse(getComputedStyle(one).backgroundColor);
            if (colour.a === 1) return colour;
        }
        return { r: 255, g: 255, b: 255 };
    };
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!element.checkVisibility() || !(hasText || element.matches('select, input, textarea'))) continue;
        const [one, other] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
        const ratio = (one + 0.05) / (other + 0.05);
        if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 120)}`);
    }
    return found";

#[tokio::test]
async fn every_text_has_enough_contrast_by_day_and_by_night() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.sees("Ring your first phone").await;
    for much in [false, true] {
        if much {
            let_much_happen(&visitor).await;
        }
        for is_dark in [false, true] {
            browser.prefer_dark(is_dark).await;
            let found = browser.run(CONTRAST, json!([])).await;
            assert_eq!(found, Value::Array(Vec::new()), "dark: {is_dark}");
        }
    }
    visitor.leave().await;
}

#[tokio::test]
async fn the_page_fits_a_telephone_and_a_doubled_zoom() {
    let Some(visitor) = Visitor::new().await else {
        return;
    };
    let browser = &visitor.browser;
    browser.sees("Ring your first phone").await;
    for much in [false, true] {
        if much {
            let_much_happen(&visitor).await;
        }
        // 640 pixels are what a window of 1280 has at 200 percent.
        for width in [320, 640, 1280] {
            browser.resize(width, 900).await;
            let script = "const wide = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && !one.closest('.way') && one.getBoundingClientRect().right > innerWidth + 1);
                return [document.scrollingElement.scrollWidth, wide.map((one) => one.outerHTML.slice(0, 100))]";
            let found = browser.run(script, json!([])).await;
            assert_eq!(found, json!([width, []]), "at {width}");
        }
    }
    browser.resize(320, 900).await;
    browser.click(".phone .answer").await;
    browser
        .until("return !document.querySelector('.phone')")
        .await;
    visitor.leave().await;
}
