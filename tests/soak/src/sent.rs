//! One invite, and its result.

use graph_invite::{
    Client, ClientContext, Participant, PhoneNumber, Ringing, SendError, UnknownReason, Uuid,
    graph_invite,
};
use graph_invite_emulator::Emulator;
use std::error::Error;
use std::sync::Arc;

const PEOPLE: u64 = 1_000;

/// Any error that ends the soak early.
pub type Failure = Box<dyn Error + Send + Sync>;

/// An invite with its result.
pub(crate) struct Sent {
    pub(crate) call: Uuid,
    pub(crate) context: ClientContext,
    pub(crate) people: Vec<PhoneNumber>,
    /// The result in words.
    pub(crate) end: String,
    /// The row of the table that it belongs to.
    pub(crate) row: String,
    /// How often each phone has rung, at least and at most.
    pub(crate) least: usize,
    pub(crate) most: usize,
}

pub(crate) async fn send(
    emulator: Arc<Emulator>,
    client: Client,
    number: u64,
) -> Result<Sent, Failure> {
    let call = emulator.add_meeting();
    let context = ClientContext::from(Uuid::new_v4());
    let people: Vec<_> = (number..=number + number % 3)
        .map(|person| PhoneNumber::parse(&format!("+1234567{:04}", person % PEOPLE)))
        .collect::<Result<_, _>>()?;
    let invite = graph_invite! {
        call: call,
        participants: [..people.iter().copied().map(Participant::phone)],
        context: &context,
    };
    let end = invite?.send(&client).await;
    let (least, most) = rings_said(&end);
    let (end, row) = words(&end);
    Ok(Sent {
        call,
        context,
        people,
        end,
        row,
        least,
        most,
    })
}

/// How often the result says that each phone has rung: at least and at most.
fn rings_said(end: &Result<Ringing, SendError>) -> (usize, usize) {
    match end {
        Ok(_) => (1, 1),
        Err(error) => (0, usize::from(!error.did_not_ring())),
    }
}

/// The result in words, and its row of the table.
fn words(end: &Result<Ringing, SendError>) -> (String, String) {
    let end = match end {
        Ok(ringing) if ringing.operation_id().is_some() => "ringing".to_owned(),
        Ok(_) => "ringing, no operation".to_owned(),
        Err(SendError::NotSent(_)) => "not sent".to_owned(),
        Err(SendError::Refused(refused)) => format!("refused, {}", refused.status()),
        Err(SendError::Unknown(unknown)) => match unknown.reason() {
            UnknownReason::Timeout(_) => "unknown, timeout".to_owned(),
            UnknownReason::Interrupted(_) => "unknown, interrupted".to_owned(),
            UnknownReason::Redirect { status } | UnknownReason::Status { status, .. } => {
                let row = format!("unknown, {}xx", status / 100);
                return (format!("unknown, {status}"), row);
            }
            other => format!("unknown, {other}"),
        },
        Err(other) => other.to_string(),
    };
    (end.clone(), end)
}
