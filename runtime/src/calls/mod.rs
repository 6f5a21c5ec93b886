//! Requests about a call, and about all else of Graph.

pub(crate) mod answer;
pub(crate) mod error;
mod exchange;
pub(crate) mod path;
pub(crate) mod request;

use crate::calls::error::{Permission, RequestError, UnsentRequest};
use crate::calls::exchange::{Exchange, Target};
use crate::calls::path::PathError;
use crate::client::Client;
use crate::graph::call::CallUpdate;
use crate::graph::json::Object;
use crate::graph::operation::Operation;
use crate::graph::path::{OPERATIONS, PARTICIPANTS};
use crate::graph::roster::Roster;
use crate::http::response::Response;
use crate::redact::PersonalData;
use crate::values::service_id::{CallId, ParticipantId};
use graph_invite_rules::check_service_id;
use reqwest::Method;
use std::time::Duration;

/// Calls. Each of these is one request: see [`request`](Self::request) for its token, its time and when
/// it is repeated.
impl Client {
    /// The state of a call, and how it ended.
    ///
    /// # Errors
    ///
    /// A [`RequestError`]. The kind [`CallNotFound`](crate::FailureKind::CallNotFound) says that the call
    /// has ended or never existed.
    ///
    /// ```no_run
    /// # async fn show(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// use graph_invite::notification::CallState;
    ///
    /// if client.call(&call).await?.state == Some(CallState::Established) {
    ///     println!("people can be invited");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call(&self, call: &CallId) -> Result<CallUpdate, RequestError> {
        self.get(call, &[], CallUpdate::read).await
    }

    /// Who is in a call, or in its lobby. A peer-to-peer call has no roster, and someone whose phone rings
    /// is not on it.
    ///
    /// # Errors
    ///
    /// A [`RequestError`].
    ///
    /// ```no_run
    /// # async fn show(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// let roster = client.roster(&call).await?;
    /// println!("{} people", roster.entries.iter().filter(|entry| !entry.in_lobby).count());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn roster(&self, call: &CallId) -> Result<Roster, RequestError> {
        self.get(call, &[PARTICIPANTS], Roster::from_response).await
    }

    /// An operation of a call, such as an invite, by the id that its answer had
    /// ([`Ringing::operation_id`](crate::Ringing::operation_id)). [`Operation::outcome`] shows how it
    /// ended.
    ///
    /// # Errors
    ///
    /// A [`RequestError`]. A 404 does not prove that the operation failed: the service may delete
    /// operations that have ended.
    ///
    /// ```no_run
    /// # async fn look(client: graph_invite::Client, call: graph_invite::CallId, id: &str)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// use graph_invite::Outcome;
    ///
    /// match client.operation(&call, id).await?.outcome() {
    ///     Outcome::Failed(failure) => println!("{failure}"),
    ///     outcome => println!("{outcome:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn operation(&self, call: &CallId, id: &str) -> Result<Operation, RequestError> {
        let mut operation = match check_service_id(id) {
            Ok(()) => self.get(call, &[OPERATIONS, id], Operation::read).await?,
            Err(_) => return Err(not_an_id()),
        };
        operation.id = Some(id.to_owned());
        Ok(operation)
    }

    /// The bot leaves a call. The others may stay in it. What becomes of an invite that still rings is not
    /// documented: its outcome shows it.
    ///
    /// # Errors
    ///
    /// A [`RequestError`].
    ///
    /// ```no_run
    /// # async fn leave(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// client.hang_up(&call).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn hang_up(&self, call: &CallId) -> Result<(), RequestError> {
        let target = Target {
            method: Method::DELETE,
            url: self.call_url(call, &[]),
            body: None,
            needs: Permission::Any,
        };
        Exchange::begin(self, &target).run(|_| Ok(())).await
    }

    /// Removes somebody from a call, or stops their phone while it rings
    /// ([`Ringing::cancel`](crate::Ringing::cancel) does that for an invite, and waits for what follows).
    ///
    /// `participant` is the id of their entry on the [`roster`](Self::roster). For somebody whose phone
    /// rings, it is an id that the answer to the invite may hold. `Ok` says that the service has taken the
    /// request, and not what came of it.
    ///
    /// It needs the application permission `Calls.JoinGroupCall.All` or `Calls.JoinGroupCallAsGuest.All`,
    /// which invites do not need, and a setting of the tenant:
    /// `Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds`.
    /// Source: the page on deleting a participant.
    ///
    /// # Errors
    ///
    /// A [`RequestError`]. 404 says that nobody with this id is in the call or rings;
    /// [`StatusError::advice`](crate::StatusError::advice) says what a 403 lacks.
    ///
    /// ```no_run
    /// # async fn clear(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// for entry in client.roster(&call).await?.entries {
    ///     if let (true, Some(id)) = (entry.in_lobby, entry.id) {
    ///         client.remove(&call, &id).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn remove(
        &self,
        call: &CallId,
        participant: &ParticipantId,
    ) -> Result<(), RequestError> {
        let nobody = PersonalData::default();
        self.remove_within(Duration::MAX, call, participant, &nobody)
            .await
    }

    /// The same, in at most this time, and with errors that do not show what is personal.
    pub(crate) async fn remove_within(
        &self,
        time: Duration,
        call: &CallId,
        participant: &ParticipantId,
        personal: &PersonalData,
    ) -> Result<(), RequestError> {
        let target = Target {
            method: Method::DELETE,
            url: self.call_url(call, &[PARTICIPANTS, &participant.to_string()]),
            body: None,
            needs: Permission::Remove,
        };
        let exchange = Exchange::begin(self, &target).within(time);
        exchange.hiding(personal).run(|_| Ok(())).await
    }

    async fn get<T>(
        &self,
        call: &CallId,
        rest: &[&str],
        read: impl FnOnce(&Object) -> T,
    ) -> Result<T, RequestError> {
        let target = Target {
            method: Method::GET,
            url: self.call_url(call, rest),
            body: None,
            needs: Permission::Any,
        };
        let exchange = Exchange::begin(self, &target);
        let read = |response: Response<'_>| {
            let status = response.status.as_u16();
            let json = response.json().as_object();
            let reason = "is not a JSON object: it was cut off, or it is not Graph's";
            json.map(read)
                .ok_or(RequestError::Unreadable { status, reason })
        };
        exchange.run(read).await
    }
}

fn not_an_id() -> RequestError {
    RequestError::NotSent(UnsentRequest::Path(PathError::Segment))
}
