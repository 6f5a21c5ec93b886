//! What happens later.

use crate::person::PersonId;
use uuid::Uuid;

pub(crate) struct Event {
    pub(crate) call: Uuid,
    pub(crate) action: Action,
}

pub(crate) enum Action {
    Answer {
        operation: Uuid,
        person: PersonId,
    },
    GiveUp {
        operation: Uuid,
        person: PersonId,
    },
    AdmitFromLobby {
        entry: Uuid,
    },
    Leave {
        entry: Uuid,
    },
    /// The bot has not answered a call.
    StopRingingBot,
    EndUnlessKeptAlive,
}
