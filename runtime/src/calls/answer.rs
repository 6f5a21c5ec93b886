//! The answer to a request.

use crate::calls::error::RequestError;
use crate::graph::lenient_json;
use crate::http::response::Response;
use graph_invite_rules::wire::REQUEST_ID;
use serde::de::DeserializeOwned;
use std::fmt;

/// The answer of Graph to a [`GraphRequest`](crate::GraphRequest), with a status of 2xx.
///
/// `Debug` shows no part of the body.
#[derive(Clone)]
pub struct GraphAnswer {
    status: u16,
    request_id: Option<String>,
    location: Option<String>,
    body: Vec<u8>,
    is_complete: bool,
}

impl GraphAnswer {
    pub(super) fn of(response: Response<'_>) -> Self {
        let request_id = response.header(REQUEST_ID);
        let location = response.header("location");
        Self {
            status: response.status.as_u16(),
            request_id,
            location,
            is_complete: response.is_complete,
            body: response.into_body(),
        }
    }

    /// The HTTP status, from 200 to 299.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Where the new resource is (`Location`). It is not followed.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The body, as the service wrote it, up to 1 MiB.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Whether [`bytes`](Self::bytes) is the whole body: it was not longer than 1 MiB, and the connection
    /// did not break in the middle.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The body, read from JSON: as `serde_json::Value`, or as a type of your own.
    ///
    /// # Errors
    ///
    /// [`RequestError::Unreadable`], if the body is not [complete](Self::is_complete), not JSON (as an empty
    /// one), or not of that type.
    ///
    /// ```no_run
    /// # fn read(made: graph_invite::GraphAnswer) -> Result<(), graph_invite::RequestError> {
    /// use graph_invite::CallId;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Made {
    ///     id: CallId,
    /// }
    ///
    /// let made: Made = made.json()?;
    /// println!("{}", made.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        // The error of the parser may show a part of the body, so only a reason is kept.
        let unreadable = |reason| RequestError::Unreadable {
            status: self.status,
            reason,
        };
        if !self.is_complete {
            return Err(unreadable(
                "is cut off: it is longer than 1 MiB, or the connection broke",
            ));
        }
        let json = lenient_json::parse(&self.body).map_err(|_| unreadable("is not JSON"))?;
        T::deserialize(json).map_err(|_| unreadable("is JSON of another form than the type"))
    }
}

impl fmt::Debug for GraphAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphAnswer")
            .field("status", &self.status)
            .field("is_complete", &self.is_complete)
            .finish_non_exhaustive()
    }
}
