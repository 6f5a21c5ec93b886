//! What goes wrong between the bot and the service.

use crate::answer::Answer;
use crate::line::Writing;
use crate::refusal::Refusal;
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use std::future::pending;
use std::time::Duration;

/// Something that goes wrong with one invite.
///
/// Whether phones have rung by then is part of it: each says so, and those that can strike at
/// either time take [`after_ringing`](Self::after_ringing).
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
#[must_use = "a fault does nothing until it is given to an emulator"]
pub struct Fault {
    pub(crate) does: Does,
    /// Whether the service does what was asked of it, before it goes wrong.
    pub(crate) rings: bool,
    pub(crate) writing: Writing,
}

#[derive(Clone, Debug)]
pub(crate) enum Does {
    Refuse(Duration),
    HangUp,
    SlowTls(Duration),
    BrokenTls,
    UntrustedTls,
    ResetUnread,
    Silence,
    /// Says what it would have said, but for these `Location`s if there are any.
    OwnAnswer(Vec<HeaderValue>),
    Answer(Answer),
}

/// Before the request is read. Nobody is rung.
impl Fault {
    /// For so long nobody listens, so that the system refuses connections. Those that are open
    /// stay so.
    pub const fn refuse(time: Duration) -> Self {
        Self::new(Does::Refuse(time), false)
    }

    /// The next connection is accepted and reset at once.
    pub const fn hang_up() -> Self {
        Self::new(Does::HangUp, false)
    }

    /// The connection is reset when the request arrives, which is not read.
    pub const fn reset_unread() -> Self {
        Self::new(Does::ResetUnread, false)
    }
}

/// In the handshake of TLS. Nobody is rung. Without [`tls`](crate::EmulatorBuilder::tls) there is no
/// handshake, and these do nothing.
impl Fault {
    /// The handshake of the next connection is answered only after this time.
    pub const fn slow_tls(time: Duration) -> Self {
        Self::new(Does::SlowTls(time), false)
    }

    /// The handshake of the next connection is reset when its answer has begun.
    pub const fn broken_tls() -> Self {
        Self::new(Does::BrokenTls, false)
    }

    /// The next connection is shown a certificate that nobody trusts.
    pub const fn untrusted_tls() -> Self {
        Self::new(Does::UntrustedTls, false)
    }
}

/// After the request is read. Nobody is rung, unless [`after_ringing`](Self::after_ringing).
impl Fault {
    /// The connection is reset.
    pub fn reset() -> Self {
        Self::status(500).written(Writing::Reset)
    }

    /// No answer ever comes. The connection stays open until the bot closes it.
    pub const fn silence() -> Self {
        Self::new(Does::Silence, false)
    }

    /// This status, and no body; 500 if it is none.
    pub fn status(status: u16) -> Self {
        let answer = Answer {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: Vec::new(),
            body: "".into(),
            padding: 0,
        };
        Self::new(Does::Answer(answer), false)
    }

    /// A redirect with this status and `Location`.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header(LOCATION, location)
    }
}

/// After ringing: the invite is accepted, and only the answer is spoilt.
impl Fault {
    /// A 200 with this body, instead of the operation.
    pub fn success(body: &str) -> Self {
        Self::status(200)
            .body("application/json", body)
            .after_ringing()
    }

    /// A 200 whose body is so many bytes of blanks.
    pub fn huge(bytes: u64) -> Self {
        let mut fault = Self::success("");
        if let Does::Answer(answer) = &mut fault.does {
            answer.padding = bytes;
        }
        fault
    }

    /// The true answer, with these `Location`s instead of its own.
    pub fn locations<'a>(locations: impl IntoIterator<Item = &'a str>) -> Self {
        let locations = locations.into_iter().map(HeaderValue::try_from);
        Self::new(
            Does::OwnAnswer(locations.filter_map(Result::ok).collect()),
            true,
        )
    }

    /// The true answer, reset within its first line, after the status.
    pub const fn cut_in_head() -> Self {
        Self::new(Does::OwnAnswer(Vec::new()), true).written(Writing::CutInHead)
    }

    /// The true answer, reset where its body begins.
    pub const fn cut_in_body() -> Self {
        Self::new(Does::OwnAnswer(Vec::new()), true).truncated()
    }

    /// The true answer, byte by byte, each so long after the one before.
    pub const fn drip(pause: Duration) -> Self {
        Self::new(Does::OwnAnswer(Vec::new()), true).written(Writing::Drip(pause))
    }
}

/// What is to be changed.
impl Fault {
    /// Strikes when the invite has been accepted and phones ring. One that the service refuses
    /// gets its refusal.
    ///
    /// A [`status`](Self::status) below 500 is then a lie that the real service is not known to
    /// tell.
    pub fn after_ringing(mut self) -> Self {
        self.rings = !self.is_early();
        self
    }

    /// Adds a `Retry-After` to a [`status`](Self::status): seconds, or a date. What can't be in a
    /// header is left out.
    pub fn retry_after(self, hint: &str) -> Self {
        self.header(RETRY_AFTER, hint)
    }

    /// Sets the type and text of the body of a [`status`](Self::status).
    pub fn body(mut self, content_type: &str, body: &str) -> Self {
        if let Does::Answer(answer) = &mut self.does {
            answer.body = body.into();
        }
        self.header(CONTENT_TYPE, content_type)
    }

    /// Resets the connection where the body begins.
    pub const fn truncated(self) -> Self {
        self.written(Writing::CutInBody)
    }
}

impl Fault {
    const fn new(does: Does, rings: bool) -> Self {
        Self {
            does,
            rings,
            writing: Writing::Whole,
        }
    }

    const fn written(mut self, writing: Writing) -> Self {
        self.writing = writing;
        self
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let (Does::Answer(answer), Ok(value)) = (&mut self.does, value.try_into()) {
            answer.headers.push((name, value));
        }
        self
    }

    /// Whether it strikes before a request is read.
    pub(crate) const fn is_early(&self) -> bool {
        self.is_of_connection() || matches!(self.does, Does::ResetUnread)
    }

    /// Whether it strikes before there is a connection to send a request on.
    pub(crate) const fn is_of_connection(&self) -> bool {
        matches!(
            self.does,
            Does::Refuse(_)
                | Does::HangUp
                | Does::SlowTls(_)
                | Does::BrokenTls
                | Does::UntrustedTls
        )
    }

    /// What the bot gets to see. `own` is the service at work on what was asked.
    pub(crate) async fn answer(self, own: impl Future<Output = Response>) -> Response {
        let own = if self.rings { Some(own.await) } else { None };
        match (self.does, own) {
            (Does::Silence, _) => pending().await,
            (Does::Answer(answer), None) => answer.response(),
            (Does::Answer(answer), Some(own)) if is_accepted(&own) => answer.response(),
            (Does::OwnAnswer(locations), Some(mut own)) => {
                if !locations.is_empty() {
                    own.headers_mut().remove(LOCATION);
                }
                for location in locations {
                    own.headers_mut().append(LOCATION, location);
                }
                own
            }
            (_, own) => own.unwrap_or_default(),
        }
    }
}

fn is_accepted(response: &Response) -> bool {
    response.status().is_success() && response.extensions().get::<Refusal>().is_none()
}
