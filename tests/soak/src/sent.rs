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
    pub(crate) end: String,
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
    let (end, least, most) = summary(&end);
    Ok(Sent {
        call,
        context,
        people,
        end,
        least,
        most,
    })
}

/// The result in words, and how often it says that each phone has rung: at least and at most.
fn summary(end: &Result<Ringing, SendError>) -> (String, usize, usize) {
    match end {
        Ok(ringing) if ringing.operation_id().is_some() => ("ringing".to_owned(), 1, 1),
        Ok(_) => ("ringing, no operation".to_owned(), 1, 1),
        Err(SendError::NotSent(_)) => ("not sent".to_owned(), 0, 0),
        Err(SendError::Refused(refused)) => (format!("refused, {}", refused.status()), 0, 0),
        Err(SendError::Unknown(unknown)) => {
            let cause = match &unknown.reason() {
                UnknownReason::Timeout(_) => "timeout".to_owned(),
                UnknownReason::Interrupted(_) => "interrupted".to_owned(),
                cause => cause.to_string(),
            };
            let cause = cause.split(", ").next().unwrap_or_default();
            (format!("unknown, {cause}"), 0, 1)
        }
        Err(other) => (format!("{other}"), 0, 0),
    }
}
