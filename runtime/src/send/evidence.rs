//! What an answer to an invite proves about the phones.

use crate::http::graph_error::GraphError;
use crate::progress::evidence::RingStatus;

/// "Duplicate dial-out": they are in the call, or their phone rings already. Source: the code table
/// of Call Automation, whose numbers are those of Graph.
const ALREADY_RINGING: &str = "8559";

/// Whether an answer accepts the invite: the first row of the table of [`ring_status`].
pub(super) fn is_accepted(status: u16, is_graph: bool) -> bool {
    matches!(status, 200..300) && is_graph
}

/// What an answer that does not accept the invite proves, together with the earlier requests of the
/// same send.
///
/// | Answer | Earlier requests | Proves | Source |
/// | --- | --- | --- | --- |
/// | 2xx with a JSON object or a `request-id` | any | rang ([`is_accepted`]) | the invite page: the operation has begun, its answer may be empty |
/// | a refusal of Graph with code 8559 | one left it open | rang, by the earlier request | the code table of Call Automation: duplicate dial-out |
/// | a refusal of Graph with code 8559 | none left it open | nothing: another invite may ring | the same |
/// | another refusal of Graph: a status of the closed list | none left it open | did not ring | the errors page of Graph; RFC 9110 for 405, 411, 413, 415, 422 |
/// | the same | one left it open | nothing | it is about the last request alone |
/// | 2xx, or a status of the list, of another server | any | nothing | gateways and sign-in pages answer so |
/// | a redirect | any | nothing | RFC 9110: it does not tell what the first place did |
/// | 408, 409, 423 to 425, 444, 460, 499 | any | nothing | balancers answer so after they passed the request on |
/// | 5xx | any | nothing | reports of 504 after which the request was carried out; Azure Front Door on 503 |
/// | any other | any | nothing | no source says more |
///
/// A refusal is Graph's if it has Graph's error or the header `request-id`.
pub(super) fn ring_status(status: u16, graph: &GraphError, has_open_request: bool) -> RingStatus {
    let is_already_ringing = graph.codes().any(|code| code == ALREADY_RINGING);
    match (is_already_ringing, has_open_request) {
        _ if !graph.is_refusal(status) => RingStatus::Inconclusive,
        (true, true) => RingStatus::Rang,
        (true, false) | (false, true) => RingStatus::Inconclusive,
        (false, false) => RingStatus::DidNotRing,
    }
}
