//! A person who has the program, a browser and curl.

use crate::Browser;
use graph_invite_emulator::{ControlServer, Emulator, Scenario};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Two browsers at a time are slow on a small machine.
static ONE_BROWSER: LazyLock<Arc<Mutex<()>>> = LazyLock::new(Arc::default);

/// A browser on the page of an emulator, and an HTTP client beside it.
pub struct Visitor {
    /// The browser.
    pub browser: Browser,
    /// The emulator.
    pub emulator: Arc<Emulator>,
    /// Its control server.
    pub control: ControlServer,
    http: Client,
    _turn: OwnedMutexGuard<()>,
}

impl Visitor {
    /// The meeting of the default scenario.
    pub const MEETING: &str = "00000000-0000-4000-8000-00000000c001";
    /// Its Ada, who answers.
    pub const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
    /// Its Bob, who declines.
    pub const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
    /// Its Ron, who lets it ring.
    pub const RON: &str = "00000000-0000-4000-8000-0000000000d7";

    /// Opens the page, or says in one line why the test is skipped.
    pub async fn new() -> Option<Self> {
        let visitor = Self::before_the_page().await?;
        visitor.open("/").await;
        Some(visitor)
    }

    /// The same, before the page is opened.
    pub async fn before_the_page() -> Option<Self> {
        let turn = Arc::clone(&ONE_BROWSER).lock_owned().await;
        let browser = Browser::start().await?;
        let scenario = Scenario::default();
        let emulator = Arc::new(scenario.builder().start().await.unwrap());
        let control = ControlServer::builder(Arc::clone(&emulator));
        let control = control.scenario(scenario).start().await.unwrap();
        browser.prefer_dark(false).await;
        browser.resize(1280, 900).await;
        Some(Self {
            browser,
            emulator,
            control,
            http: Client::builder().no_proxy().build().unwrap(),
            _turn: turn,
        })
    }

    /// Opens an address of the page, and waits until its script listens.
    pub async fn open(&self, path: &str) {
        self.browser
            .open(&format!("{}{path}", self.control.root()))
            .await;
        self.browser.until("return performance.getEntriesByType('resource').some((one) => one.name.includes('/page/now'))").await;
    }

    /// Asks the control API, and returns status and body.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.control.url());
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// What the control API shows.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Changes something by the control API.
    pub async fn put(&self, path: &str, body: Value) {
        let (status, answer) = self.ask(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }

    /// Changes something by the control API.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.ask(Method::POST, path, Some(body)).await;
        assert!(status < 300, "{path}: {answer}");
        answer
    }

    /// The bot sends a body to Graph. Returns status and answer; the status is 0 if there is none.
    pub async fn send(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/v1.0{path}", self.emulator.root());
        let request = self
            .http
            .post(url)
            .bearer_auth(self.emulator.token())
            .json(body);
        let Ok(answer) = request.send().await else {
            return (0, Value::Null);
        };
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap_or_default();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// The bot invites a user to a call, as curl would. Returns status and answer.
    pub async fn invite(&self, call: &str, user: &str) -> (u16, Value) {
        let body = json!({ "participants": [{ "identity": { "user": { "id": user } } }] });
        self.send(
            &format!("/communications/calls/{call}/participants/invite"),
            &body,
        )
        .await
    }

    /// Ends the browser, and checks that the page made no error and asked nobody else.
    pub async fn leave(self) {
        let own = [self.control.root(), "data:"];
        for entry in self.browser.log("performance").await {
            let event: Value = serde_json::from_str(&entry).unwrap_or_default();
            let is_request =
                event.pointer("/message/method") == Some(&json!("Network.requestWillBeSent"));
            let text = |place: &str| {
                let text = event.pointer(place).and_then(Value::as_str);
                text.unwrap_or_default()
            };
            let page = text("/message/params/documentURL");
            let url = text("/message/params/request/url");
            let is_own = own.iter().any(|own| url.starts_with(own));
            let is_of_page = is_request && page.starts_with(self.control.root());
            assert!(is_own || !is_of_page, "the page asked {url}");
        }
        let errors = self.browser.log("browser").await;
        let is_refusal = |line: &&String| !line.contains("the server responded with a status of 4");
        let errors: Vec<_> = errors.iter().filter(is_refusal).collect();
        assert!(errors.is_empty(), "{errors:?}");
        self.browser.close().await;
    }
}
