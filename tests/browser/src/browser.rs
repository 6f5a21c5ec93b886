//! Chromium, driven by chromedriver.
//!
//! The protocol is `WebDriver` of the W3C: JSON over HTTP. The crates that speak it bring either a second
//! copy of a dozen crates, or a feature of `serde_json` that changes the order of keys in all tests of
//! this workspace.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use std::{env, fs};
use tokio::process::{Child, Command};
use tokio::time::sleep;

/// Arguments of Chromium: no window, nothing in the background, no sandbox because tests may run as root.
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--lang=en-US",
];
/// How long something may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);
/// By this key the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A port that was free a moment ago. chromedriver can't choose one and say which.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A browser with one window. It ends when it is dropped.
pub struct Browser {
    http: Client,
    session: String,
    profile: PathBuf,
    driver: Child,
}

impl Browser {
    /// Starts a browser, or says in one line why a test is skipped.
    pub async fn start() -> Option<Self> {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(driver) = driver else {
            let how = "there is no chromedriver: install chromium and chromium-driver, as .ci/browser does";
            assert!(env::var_os("BROWSER_TESTS").is_none(), "{how}");
            eprintln!("skipped: {how}");
            return None;
        };
        let profile = env::temp_dir().join(format!("graph-invite-browser-{port}"));
        let _ = fs::remove_dir_all(&profile);
        let http = Client::builder()
            .no_proxy()
            .timeout(2 * PATIENCE)
            .build()
            .unwrap();
        let root = format!("http://127.0.0.1:{port}");
        let begin = Instant::now();
        while http.get(format!("{root}/status")).send().await.is_err() {
            assert!(begin.elapsed() < PATIENCE, "chromedriver does not answer");
            sleep(Duration::from_millis(10)).await;
        }
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let answer = http.post(format!("{root}/session")).json(&wanted);
        let answer: Value = answer.send().await.unwrap().json().await.unwrap();
        let id = answer.pointer("/value/sessionId").and_then(Value::as_str);
        let id = id.unwrap_or_else(|| panic!("no browser: {answer}"));
        Some(Self {
            session: format!("{root}/session/{id}"),
            http,
            profile,
            driver,
        })
    }

    /// Sends a command. `path` is below the session.
    async fn command(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, String> {
        let mut request = self.http.request(method, format!("{}{path}", self.session));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let is_done = answer.status().is_success();
        let mut answer: Value = answer.json().await.unwrap();
        let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
        if is_done {
            Ok(value)
        } else {
            Err(value.to_string())
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.command(Method::POST, path, Some(body)).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await;
    }

    /// Runs the body of a function, and returns what it returns.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/sync", body).await
    }

    /// Runs it until it returns something that counts as true, and returns that.
    pub async fn until(&self, script: &str) -> Value {
        let begin = Instant::now();
        loop {
            let value = self.run(script, json!([])).await;
            if !matches!(value, Value::Null | Value::Bool(false))
                && value != json!("")
                && value != json!(0)
            {
                return value;
            }
            let text = self.run("return document.body.innerText", json!([])).await;
            assert!(begin.elapsed() < PATIENCE, "never: {script}\n{text}");
            sleep(Duration::from_millis(15)).await;
        }
    }

    /// Waits until the page has this text.
    pub async fn sees(&self, text: &str) {
        self.until(&format!(
            "return document.body.innerText.includes({})",
            json!(text)
        ))
        .await;
    }

    /// The first element of a CSS selector, once there is one. Its part of a path.
    async fn element(&self, selector: &str) -> String {
        let begin = Instant::now();
        let wanted = json!({ "using": "css selector", "value": selector });
        loop {
            let found = self
                .command(Method::POST, "/element", Some(wanted.clone()))
                .await;
            match found {
                Ok(found) => {
                    let id = found.get(ELEMENT).and_then(Value::as_str).unwrap();
                    return format!("/element/{id}");
                }
                Err(error) => assert!(begin.elapsed() < PATIENCE, "{selector}: {error}"),
            }
            sleep(Duration::from_millis(15)).await;
        }
    }

    /// Clicks, as a person does with a mouse.
    pub async fn click(&self, selector: &str) {
        let begin = Instant::now();
        loop {
            let element = self.element(selector).await;
            let clicked = self
                .command(Method::POST, &format!("{element}/click"), Some(json!({})))
                .await;
            match clicked {
                Ok(_) => return,
                Err(error) => assert!(begin.elapsed() < PATIENCE, "{selector}: {error}"),
            }
            sleep(Duration::from_millis(15)).await;
        }
    }

    /// Types into an element.
    pub async fn fill(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        self.post(&format!("{element}/clear"), json!({})).await;
        self.post(&format!("{element}/value"), json!({ "text": text }))
            .await;
    }

    /// Chooses the option of a list that has this text.
    pub async fn choose(&self, selector: &str, text: &str) {
        let script = "const [list, text] = [document.querySelector(arguments[0]), arguments[1]];
            const option = [...list.options].find((option) => option.textContent.trim() === text);
            list.focus();
            list.value = option.value;
            list.dispatchEvent(new Event('change', { bubbles: true }));";
        self.element(selector).await;
        self.run(script, json!([selector, text])).await;
    }

    /// Presses keys, one after the other, wherever the focus is. Special keys have code points of their
    /// own, such as `\u{E007}` for Enter.
    pub async fn keys(&self, keys: &str) {
        let presses = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
        });
        let presses: Vec<_> = presses.collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": presses }] });
        self.post("/actions", body).await;
    }

    /// What a screen reader calls an element that a script returned, and its role; `None` if it has left
    /// the page.
    pub async fn label_and_role(&self, element: &Value) -> Option<(String, String)> {
        let id = element.get(ELEMENT).and_then(Value::as_str).unwrap();
        let ask = async |what: &str| {
            let path = format!("/element/{id}/{what}");
            let said = self.command(Method::GET, &path, None).await.ok()?;
            Some(said.as_str().unwrap_or_default().to_owned())
        };
        Some((ask("computedlabel").await?, ask("computedrole").await?))
    }

    /// A command of the debugging protocol of Chromium.
    pub async fn debug(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("/goog/cdp/execute", body).await
    }

    /// Makes the page as large as this, as on another device.
    pub async fn resize(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.debug("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Prefers dark colours or light ones.
    pub async fn prefer_dark(&self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value },
            { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.debug(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Opens another tab, and goes there.
    pub async fn new_tab(&self) -> String {
        let tab = self.post("/window/new", json!({ "type": "tab" })).await;
        let handle = tab
            .get("handle")
            .and_then(Value::as_str)
            .unwrap()
            .to_owned();
        self.go_to_tab(&handle).await;
        handle
    }

    /// Goes to a tab that is open.
    pub async fn go_to_tab(&self, handle: &str) {
        self.post("/window", json!({ "handle": handle })).await;
    }

    /// Entries of a log of the browser since the last time: `browser` or `performance`.
    pub async fn log(&self, kind: &str) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": kind })).await;
        let entries = log.as_array().into_iter().flatten();
        let texts = entries.filter_map(|entry| entry.get("message")?.as_str());
        texts.map(str::to_owned).collect()
    }

    /// Takes a picture of the window.
    pub async fn picture(&self, path: &Path) {
        let picture = self
            .command(Method::GET, "/screenshot", None)
            .await
            .unwrap();
        let bytes = STANDARD.decode(picture.as_str().unwrap()).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Ends the browser. A test that fails before leaves that to chromedriver.
    pub async fn close(mut self) {
        let _ = self.command(Method::DELETE, "", None).await;
        let _ = self.driver.kill().await;
        let _ = fs::remove_dir_all(&self.profile);
    }
}
