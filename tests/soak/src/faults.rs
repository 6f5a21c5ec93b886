//! Every kind of fault that a client can see through, or must admit that it can't.

use graph_invite_emulator::{Fault, Faults};
use std::time::Duration;

/// Of a hundred invites, about so many meet a fault.
pub(crate) const PERCENT: f64 = 20.0;

/// All kinds, each as likely as the others. The redirects lead to `root`. Those of TLS do nothing
/// without it.
pub(crate) fn faults(seed: u64, root: &str) -> Faults {
    let requests = requests(root);
    let each = PERCENT / f64::from(u32::try_from(requests.len()).unwrap_or(u32::MAX));
    // Connections are few, for they are kept, so that more of them must fail to be seen to.
    let connections = Faults::new(seed)
        .chance(Fault::hang_up(), 5)
        .chance(Fault::refuse(Duration::from_millis(5)), 2)
        .chance(Fault::slow_tls(Duration::from_millis(20)), 5)
        .chance(Fault::slow_tls(Duration::from_secs(2)), 2)
        .chance(Fault::broken_tls(), 3)
        .chance(Fault::untrusted_tls(), 3);
    let all = requests.into_iter();
    all.fold(connections, |faults, fault| faults.chance(fault, each))
}

fn requests(root: &str) -> Vec<Fault> {
    let html = |status| Fault::status(status).body("text/html", "<h1>Sorry</h1>");
    let error =
        |status| Fault::status(status).body("application/json", r#"{"error":{"code":"1"}}"#);
    let past = "Fri, 31 Dec 1999 23:59:59 GMT";
    let elsewhere = root.replace("127.0.0.1", "localhost");
    let mut faults = vec![
        Fault::reset_unread(),
        Fault::cut_in_head(),
        Fault::cut_in_body(),
        Fault::drip(Duration::ZERO),
        Fault::drip(Duration::from_millis(10)),
        Fault::status(400),
        Fault::status(401),
        html(403),
        error(404).truncated(),
        Fault::status(409),
        Fault::status(429),
        Fault::status(429).retry_after("0"),
        Fault::status(429).retry_after(past),
        Fault::status(503).retry_after("0.01"),
        html(503).retry_after(past),
        Fault::success(""),
        Fault::success("null"),
        Fault::success("{\"id\":"),
        html(200).after_ringing(),
        error(200).truncated().after_ringing(),
        Fault::huge(4 * 1024 * 1024),
        Fault::locations(["https://one.example/a", "https://two.example/b"]),
        Fault::locations(["no url"]),
    ];
    let either = [
        Fault::reset(),
        Fault::silence(),
        Fault::status(500),
        html(502),
        Fault::status(503),
        error(504),
        Fault::status(504).retry_after("0"),
        error(500).truncated(),
        Fault::redirect(307, "?again"),
        Fault::redirect(308, &elsewhere),
        Fault::redirect(302, &root.replace("http:", "https:")),
        Fault::redirect(301, "http://127.0.0.1:9/"),
    ];
    faults.extend(either.iter().cloned().map(Fault::after_ringing));
    faults.extend(either);
    faults
}
