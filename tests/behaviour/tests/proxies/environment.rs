//! What the environment of a process says about proxies. Each case is a process of its own.

use crate::proxy::{Answer, TunnelProxy};
use crate::{client, invite};
use invites::{SendError, Url};
use std::env;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tokio::process::Command;

/// The variables that choose a proxy.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];
/// The root of the client in the other process.
const ROOT: &str = "GRAPH_INVITE_TEST_ROOT";

#[tokio::test]
#[ignore = "another test runs it, in a process of its own"]
async fn sends_one_invite() {
    let Ok(root) = env::var(ROOT) else { return };
    let client = client(Url::parse(&root).unwrap(), "t").build().unwrap();
    let sent = invite("57dab8b1-894c-409a-b240-bd8beae78896").send(&client);
    assert!(matches!(sent.await, Err(SendError::NotSent(_))));
}

/// Counts connections, and closes each.
async fn server() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, count)
}

/// Sends an invite in a process with these variables. Returns whether it used the proxy.
async fn uses_proxy(host: &str, proxy: &TunnelProxy, variables: &[(&str, &str)]) -> bool {
    let (port, direct) = server().await;
    let before = proxy.heads().len();
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--ignored", "--exact", "environment::sends_one_invite"]);
    child.stdout(Stdio::null()).stderr(Stdio::null());
    for name in VARIABLES {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child.envs(variables.iter().copied());
    child.env(ROOT, format!("https://{host}:{port}"));
    assert!(child.status().await.unwrap().success());
    let proxied = proxy.heads().len() - before;
    assert_eq!(proxied + direct.load(Ordering::SeqCst), 1, "{variables:?}");
    proxied == 1
}

#[tokio::test]
async fn environment_chooses_the_proxy_unless_the_root_is_on_this_machine() {
    // On Linux this leads to this machine, and it is no address of loopback.
    const ELSEWHERE: &str = "0.0.0.0";
    let proxy = TunnelProxy::start(Answer::Refuse).await;
    let url = proxy.url.as_str();
    let nobody = "http://127.0.0.1:9";
    for (variables, expected) in [
        (&[][..], false),
        (&[("HTTPS_PROXY", url)], true),
        (&[("https_proxy", url)], true),
        (&[("ALL_PROXY", url)], true),
        (&[("all_proxy", url)], true),
        (&[("HTTPS_PROXY", url), ("ALL_PROXY", nobody)], true),
        (&[("HTTP_PROXY", url)], false),
        (&[("HTTPS_PROXY", url), ("NO_PROXY", ELSEWHERE)], false),
        (&[("HTTPS_PROXY", url), ("no_proxy", "0.0.0.0/8")], false),
        (&[("HTTPS_PROXY", url), ("NO_PROXY", "example.com")], true),
    ] {
        let used = uses_proxy(ELSEWHERE, &proxy, variables).await;
        assert_eq!(used, expected, "{variables:?}");
    }
    assert!(!uses_proxy("127.0.0.1", &proxy, &[("HTTPS_PROXY", url)]).await);
}
