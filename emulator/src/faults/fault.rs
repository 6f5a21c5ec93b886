//! What can go wrong between the bot and the service.

use crate::faults::canned_response::CannedResponse;
use crate::faults::response_fault::{LostResponse, ResponseFault, WriteMode};
use axum::http::HeaderValue;
use std::time::Duration;

/// Something that goes wrong with one connection or one invite.
///
/// Some faults strike before the service reads the invite, so no phone rings. Others spoil only the
/// response. [`CannedResponse`] and [`LostResponse`] strike before phones ring, or after that with
/// `after_ringing`.
///
/// ```
/// use graph_invite_emulator::{Emulator, Fault};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = Emulator::start().await?;
/// emulator.fail_next(Fault::status(503).retry_after("1.5"));
/// emulator.fail_next(Fault::reset().after_ringing());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until an emulator gets it"]
pub struct Fault(pub(crate) FaultKind);

#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    Connection(ConnectionFault),
    Request(RequestFault),
}

/// Strikes when a connection is made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ConnectionFault {
    /// The port is closed for this time.
    Refuse(Duration),
    Reset,
    Tls(TlsFault),
}

/// Strikes in the TLS handshake.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TlsFault {
    Slow(Duration),
    Reset,
    Untrusted,
}

/// Strikes when an invite arrives.
#[derive(Clone, Debug)]
pub(crate) enum RequestFault {
    ResetUnread,
    Response(ResponseFault),
}

/// Faults of connections. The service reads nothing, so no phone rings.
///
/// Those of the TLS handshake do nothing without [`tls`](crate::EmulatorBuilder::tls).
impl Fault {
    /// The system refuses connections for this time. Open connections stay open.
    pub const fn refuse_connections(time: Duration) -> Self {
        Self::connection(ConnectionFault::Refuse(time))
    }

    /// The next connection is accepted and reset at once.
    pub const fn reset_on_accept() -> Self {
        Self::connection(ConnectionFault::Reset)
    }

    /// The TLS handshake of the next connection is answered only after this time.
    pub const fn slow_tls_handshake(time: Duration) -> Self {
        Self::connection(ConnectionFault::Tls(TlsFault::Slow(time)))
    }

    /// The TLS handshake of the next connection is reset after its first bytes.
    pub const fn reset_tls_handshake() -> Self {
        Self::connection(ConnectionFault::Tls(TlsFault::Reset))
    }

    /// The next connection shows a certificate that no client trusts.
    pub const fn untrusted_certificate() -> Self {
        Self::connection(ConnectionFault::Tls(TlsFault::Untrusted))
    }

    /// The connection is reset when the invite arrives, before the service reads it.
    pub const fn reset_unread() -> Self {
        Self(FaultKind::Request(RequestFault::ResetUnread))
    }
}

/// Faults of responses. The service has read the invite.
impl Fault {
    /// The connection is reset in place of a response.
    pub const fn reset() -> LostResponse {
        LostResponse::reset()
    }

    /// The service never responds. The connection stays open until the bot closes it.
    pub const fn no_response() -> LostResponse {
        LostResponse::missing()
    }

    /// A response with this status and no body. A number that is no HTTP status becomes 500.
    pub fn status(status: u16) -> CannedResponse {
        CannedResponse::new(status)
    }

    /// A redirect with this status and `Location`.
    pub fn redirect(status: u16, location: &str) -> CannedResponse {
        CannedResponse::new(status).location(location)
    }

    /// After phones ring: a 200 with this JSON body in place of the operation.
    pub fn success(body: &str) -> CannedResponse {
        CannedResponse::new(200)
            .body("application/json", body)
            .after_ringing()
    }

    /// After phones ring: a 200 whose body is this many spaces.
    pub fn large_body(bytes: u64) -> CannedResponse {
        Self::success("").padding(bytes)
    }

    /// After phones ring: the service's response with these `Location`s in place of its own.
    pub fn locations<'a>(locations: impl IntoIterator<Item = &'a str>) -> ResponseFault {
        let locations = locations.into_iter().map(HeaderValue::try_from);
        ResponseFault::own_with_locations(locations.filter_map(Result::ok).collect())
    }

    /// After phones ring: the service's response, reset in its first line, after the status.
    pub const fn truncated_head() -> ResponseFault {
        ResponseFault::own(WriteMode::TruncateHead)
    }

    /// After phones ring: the service's response, reset where its body begins.
    pub const fn truncated_body() -> ResponseFault {
        ResponseFault::own(WriteMode::TruncateBody)
    }

    /// After phones ring: the service's response byte by byte, with this pause after each.
    pub const fn slow_response(pause: Duration) -> ResponseFault {
        ResponseFault::own(WriteMode::Slow(pause))
    }

    const fn connection(fault: ConnectionFault) -> Self {
        Self(FaultKind::Connection(fault))
    }
}

impl From<ResponseFault> for Fault {
    fn from(fault: ResponseFault) -> Self {
        Self(FaultKind::Request(RequestFault::Response(fault)))
    }
}

impl From<CannedResponse> for Fault {
    fn from(response: CannedResponse) -> Self {
        ResponseFault::from(response).into()
    }
}

impl From<LostResponse> for Fault {
    fn from(response: LostResponse) -> Self {
        ResponseFault::from(response).into()
    }
}
