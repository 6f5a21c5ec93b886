//! Every kind of fault: those that the client can interpret, and those that leave the result unknown.

use graph_invite_emulator::{CannedResponse, Fault, LostResponse, RandomFaults};
use std::time::Duration;

/// The percentage of invites that meet a fault.
pub(crate) const PERCENT: f64 = 20.0;

/// All kinds, with equal probability. The redirects lead to `root`. Without TLS, the TLS faults have no
/// effect.
pub(crate) fn faults(seed: u64, root: &str) -> RandomFaults {
    let requests = requests(root);
    let each = PERCENT / f64::from(u32::try_from(requests.len()).unwrap_or(u32::MAX));
    // Connections are reused, so there are few of them. A higher percentage must fail.
    let connections = RandomFaults::new(seed)
        .chance(Fault::reset_on_accept(), 5)
        .chance(Fault::refuse_connections(Duration::from_millis(5)), 2)
        .chance(Fault::slow_tls_handshake(Duration::from_millis(20)), 5)
        .chance(Fault::slow_tls_handshake(Duration::from_secs(2)), 2)
        .chance(Fault::reset_tls_handshake(), 3)
        .chance(Fault::untrusted_certificate(), 3);
    let all = requests.into_iter();
    all.fold(connections, |faults, fault| faults.chance(fault, each))
}

fn requests(root: &str) -> Vec<Fault> {
    let html = |status| Fault::status(status).body("text/html", "<h1>Sorry</h1>");
    let error =
        |status| Fault::status(status).body("application/json", r#"{"error":{"code":"1"}}"#);
    let past = "Fri, 31 Dec 1999 23:59:59 GMT";
    let elsewhere = root.replace("127.0.0.1", "localhost");
    let unread = [Fault::reset_unread()];
    let damaged = [
        Fault::truncated_head(),
        Fault::truncated_body(),
        Fault::slow_response(Duration::ZERO),
        Fault::slow_response(Duration::from_millis(10)),
        Fault::locations(["https://one.example/a", "https://two.example/b"]),
        Fault::locations(["no url"]),
    ];
    let canned = [
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
        Fault::large_body(4 * 1024 * 1024),
    ];
    // These occur before or after phones ring.
    let lost = [Fault::reset(), Fault::no_response()];
    let either = [
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
    let lost_late = lost.clone().map(LostResponse::after_ringing);
    let late = either.clone().map(CannedResponse::after_ringing);
    let lost = lost.into_iter().chain(lost_late).map(Fault::from);
    let canned = canned.into_iter().chain(either).chain(late);
    let damaged = damaged.into_iter().map(Fault::from);
    let responses = damaged.chain(lost).chain(canned.map(Fault::from));
    unread.into_iter().chain(responses).collect()
}
