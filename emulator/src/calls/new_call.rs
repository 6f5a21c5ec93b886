//! Reading the bodies of requests about whole calls: a new one, an answer, a rejection.

use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
use crate::calls::error::RequestError;
use crate::calls::invitation::InvitedParticipant;
use crate::calls::properties::{array, object, string, tenant, url};
use graph_invite_rules::wire::ID;
use graph_invite_rules::{Clause, IdentityKind, MAX_PARTICIPANTS, check_text};
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;
use uuid::Uuid;

/// Properties of a `call`.
const CALLBACK: &str = "callbackUri";
const SOURCE: &str = "source";
pub(crate) const TARGETS: &str = "targets";
const MEDIA_CONFIG: &str = "mediaConfig";
const MODALITIES: &str = "requestedModalities";
const CHAT_INFO: &str = "chatInfo";
const THREAD: &str = "threadId";
const MEETING_INFO: &str = "meetingInfo";
const ORGANIZER: &str = "organizer";
/// What names a meeting in a `meetingInfo`, besides its organizer.
const MEETING_IDS: [&str; 2] = ["joinMeetingId", "token"];

/// Why a bot rejects a call. The page prints them with a capital, and the schema without.
const REJECT_REASONS: [&str; 3] = ["none", "busy", "forbidden"];

/// A call that the bot makes, or a meeting that it joins.
pub(crate) struct NewCall {
    pub(crate) callback: Url,
    pub(crate) tenant: Option<Uuid>,
    pub(crate) kind: CallKind,
    pub(crate) source: Option<Callee>,
    /// The people to ring. Empty for a meeting.
    pub(crate) targets: Vec<InvitedParticipant>,
}

impl NewCall {
    pub(crate) fn read(body: &Value) -> Result<Self, RequestError> {
        let callback = url(body, CALLBACK)?.ok_or_else(|| RequestError::missing(CALLBACK))?;
        array(body, MODALITIES)?;
        object(body, MEDIA_CONFIG)?.ok_or_else(|| RequestError::missing(MEDIA_CONFIG))?;
        let has_chat = has_chat(body)?;
        let targets = read_targets(body)?;
        let kind = match (object(body, MEETING_INFO)?, targets.as_slice()) {
            (Some(meeting), []) => {
                check_meeting(meeting, has_chat)?;
                CallKind::Meeting
            }
            (Some(_), _) => {
                let reason = format!("a call with a `{MEETING_INFO}` has none");
                return Err(RequestError::invalid(TARGETS, reason));
            }
            (None, []) => return Err(RequestError::missing(TARGETS)),
            (None, _) if has_chat => CallKind::GroupWithChat,
            (None, [_]) => CallKind::PeerToPeer,
            (None, _) => CallKind::Group,
        };
        let source = match object(body, SOURCE)? {
            Some(source) => Some(Callee::read(source, &format!("{SOURCE}."))?),
            None => None,
        };
        check_phones(&targets, source.as_ref())?;
        Ok(Self {
            callback,
            tenant: tenant(body, Clause::Tenant.json_name())?,
            kind,
            source,
            targets,
        })
    }
}

fn read_targets(body: &Value) -> Result<Vec<InvitedParticipant>, RequestError> {
    let targets = array(body, TARGETS)?.unwrap_or_default();
    if targets.len() > MAX_PARTICIPANTS {
        let reason = format!("a call has at most {MAX_PARTICIPANTS}");
        return Err(RequestError::invalid(TARGETS, reason));
    }
    let targets = targets.iter().enumerate();
    let targets = targets
        .map(|(place, target)| InvitedParticipant::read(target, &format!("{TARGETS}[{place}].")));
    let targets: Vec<InvitedParticipant> = targets.collect::<Result<_, _>>()?;
    let mut people = BTreeSet::new();
    let mut places = targets.iter();
    match places.position(|target| !people.insert(target.callee.person())) {
        Some(place) => Err(RequestError::invalid(
            format!("{TARGETS}[{place}]"),
            "it is there twice",
        )),
        None => Ok(targets),
    }
}

/// Whether the call has a chat.
fn has_chat(body: &Value) -> Result<bool, RequestError> {
    let Some(chat) = object(body, CHAT_INFO)? else {
        return Ok(false);
    };
    let thread = string(chat, &format!("{CHAT_INFO}."), THREAD)?.unwrap_or_default();
    check_text(&thread)
        .map_err(|error| RequestError::invalid(format!("{CHAT_INFO}.{THREAD}"), error))?;
    Ok(true)
}

/// A meeting is named by its organizer and its chat, or by an id or a token of its own.
fn check_meeting(meeting: &Value, has_chat: bool) -> Result<(), RequestError> {
    let path = format!("{MEETING_INFO}.");
    for name in MEETING_IDS {
        if string(meeting, &path, name)?.is_some() {
            return Ok(());
        }
    }
    match object(meeting, ORGANIZER)? {
        None => Err(RequestError::missing(format!("{path}{ORGANIZER}"))),
        Some(_) if !has_chat => Err(RequestError::missing(CHAT_INFO)),
        Some(_) => Ok(()),
    }
}

/// A bot calls a phone only as an application instance, which has a number of its own.
fn check_phones(
    targets: &[InvitedParticipant],
    source: Option<&Callee>,
) -> Result<(), RequestError> {
    let rings_phone = targets
        .iter()
        .any(|target| target.callee.kind == IdentityKind::Phone);
    match source {
        Some(source) if source.kind == IdentityKind::ApplicationInstance => Ok(()),
        _ if !rings_phone => Ok(()),
        _ => {
            let slot = IdentityKind::ApplicationInstance.json_name();
            Err(RequestError::missing(format!(
                "{SOURCE}.identity.{slot}.{ID}"
            )))
        }
    }
}

/// Reads the body of an answer: the callback of the call, if it has one of its own.
pub(crate) fn read_answer(body: &Value) -> Result<Option<Url>, RequestError> {
    const ACCEPTED: &str = "acceptedModalities";
    array(body, ACCEPTED)?.ok_or_else(|| RequestError::missing(ACCEPTED))?;
    object(body, MEDIA_CONFIG)?.ok_or_else(|| RequestError::missing(MEDIA_CONFIG))?;
    url(body, CALLBACK)
}

/// Reads the body of a rejection: the callback for what follows, if there is one.
pub(crate) fn read_rejection(body: &Value) -> Result<Option<Url>, RequestError> {
    const REASON: &str = "reason";
    if let Some(reason) = string(body, "", REASON)?
        && !REJECT_REASONS.contains(&&*reason.to_ascii_lowercase())
    {
        let reasons = REJECT_REASONS.join(", ");
        return Err(RequestError::invalid(
            REASON,
            format!("it is none of {reasons}"),
        ));
    }
    url(body, CALLBACK)
}
