//! What people do when their phone rings.

use std::time::Duration;

/// What somebody does when their phone rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Manner {
    /// Answers as soon as the response to the invite is made.
    #[default]
    Answers,
    /// Answers when it has rung for so long.
    AnswersAfter(Duration),
    /// Answers at once, and leaves the call after so long.
    LeavesAfter(Duration),
    /// Answers at once, and is let in from the lobby after so long.
    WaitsInLobby(Duration),
    /// Declines at once: 603, subcode 8538.
    Declines,
    /// Is in another call: 486, subcode 8539.
    IsBusy,
    /// Lets it ring for the time that phones ring, which is
    /// [`EmulatorBuilder::ring_time`](crate::EmulatorBuilder::ring_time): 487, subcode 10004.
    NoAnswer,
    /// Lets it ring until [`Emulator::answer`](crate::Emulator::answer).
    RingsOn,
}

/// Why somebody who was invited did not come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Declined,
    Busy,
    NotAnswered,
    CallEnded,
}

impl Ending {
    /// Code, subcode and reason of a `resultInfo`.
    ///
    /// Sources: the subcode table of Azure Communication Services (8528, 8538, 8539), and its page
    /// on how calls end (487 with 10004, 603).
    pub(crate) const fn told(self) -> (u16, u32, &'static str) {
        match self {
            Self::Declined => (603, 8538, "The callee declined the call"),
            Self::Busy => (486, 8539, "The callee is busy"),
            Self::NotAnswered => (487, 10004, "The call was not answered in time"),
            Self::CallEnded => (400, 8528, "The call is terminated"),
        }
    }
}
