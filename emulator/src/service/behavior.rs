//! What people do when their phone rings.

use std::time::Duration;

/// What a person does when their phone rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behavior {
    /// Answers at once.
    #[default]
    Answers,
    /// Answers after this time.
    AnswersAfter(Duration),
    /// Answers at once, and leaves the call after this time.
    LeavesAfter(Duration),
    /// Answers at once, and is admitted from the lobby after this time.
    WaitsInLobby(Duration),
    /// Declines at once: 603, subcode 8538.
    Declines,
    /// Is in another call: 486, subcode 8539.
    Busy,
    /// Does not answer. The phone rings for
    /// [`EmulatorBuilder::ring_time`](crate::EmulatorBuilder::ring_time): 487, subcode 10004.
    NoAnswer,
    /// The phone rings until [`Emulator::answer`](crate::Emulator::answer), or until the bot
    /// removes the person: 487, subcode 8542.
    KeepsRinging,
    /// The same, but the person answers at the moment in which the bot removes them. The answer
    /// wins: the service accepts the removal with 204, the operation completes, and the person is in
    /// the call.
    AnswersWhenRemoved,
}
