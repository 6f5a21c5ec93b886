//! Every kind of fault: those that the client can interpret, and those that leave the result unknown.

use graph_invite_emulator::{CannedResponse, Fault, LostResponse, RandomFaults};
use std::time::Duration;

/// The percentage of invites that meet a fault.
pub(crate) const PERCENT: f64 = 20.0;

const GRAPH_ERROR: &str = r#"{"error":{"code":"1","message":"no"}}"#;
const HTML: &str = "<h1>Sorry</h1>";

/// Half of the faults are an error status, and half are of all other kinds. Within each half all have
/// the same probability. The redirects lead to `root`. Without TLS, the TLS faults have no effect.
pub(crate) fn faults(seed: u64, root: &str) -> RandomFaults {
    // Connections are reused, so there are few of them. A higher percentage must fail.
    let connections = RandomFaults::new(seed)
        .chance(Fault::reset_on_accept(), 5)
        .chance(Fault::refuse_connections(Duration::from_millis(5)), 2)
        .chance(Fault::slow_tls_handshake(Duration::from_millis(20)), 5)
        .chance(Fault::slow_tls_handshake(Duration::from_secs(2)), 2)
        .chance(Fault::reset_tls_handshake(), 3)
        .chance(Fault::untrusted_certificate(), 3);
    let halves = [statuses(), requests(root)];
    halves.into_iter().fold(connections, |faults, half| {
        let each = PERCENT / 2.0 / f64::from(u32::try_from(half.len()).unwrap_or(u32::MAX));
        let half = half.into_iter();
        half.fold(faults, |faults, fault| faults.chance(fault, each))
    })
}

/// By these statuses Graph refuses a request before it acts on it. So it does not give them after a
/// phone rang; a gateway may.
const REFUSES_BEFORE_IT_ACTS: [u16; 10] = [400, 401, 403, 404, 405, 411, 413, 415, 422, 429];

/// Every error status, of Graph with its error, of Graph without a body, and of a gateway; before
/// phones ring, and after that.
fn statuses() -> Vec<Fault> {
    let statuses = (400..600).flat_map(|status| {
        let of_graph = [
            Fault::status(status).body("application/json", GRAPH_ERROR),
            Fault::status(status),
        ];
        let of_gateway = Fault::status(status).body("text/html", HTML).from_gateway();
        let may_ring = !REFUSES_BEFORE_IT_ACTS.contains(&status);
        let late = of_graph.clone().map(CannedResponse::after_ringing);
        let late = late.into_iter().filter(move |_| may_ring);
        let of_gateway = [of_gateway.clone(), of_gateway.after_ringing()];
        of_graph.into_iter().chain(late).chain(of_gateway)
    });
    statuses.map(Fault::from).collect()
}

/// All other kinds.
fn requests(root: &str) -> Vec<Fault> {
    let html = |status| Fault::status(status).body("text/html", HTML);
    let error = |status| Fault::status(status).body("application/json", GRAPH_ERROR);
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
        error(404).truncated(),
        Fault::status(429).retry_after("0"),
        Fault::status(429).retry_after(past),
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
        html(502),
        Fault::status(503).retry_after("0"),
        Fault::status(504).retry_after("0"),
        error(500).truncated(),
        html(503).retry_after(past),
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
