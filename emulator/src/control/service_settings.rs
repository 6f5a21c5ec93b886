//! How the service behaves: settings of an emulator.

use crate::control::builder::EmulatorBuilder;
use crate::notifications::quirk::{Quirk, Quirks};
use std::time::Duration;

/// How the service behaves.
impl EmulatorBuilder {
    /// Sets how long an unanswered phone rings; 1 second by default. At the service it is about a
    /// minute.
    pub const fn ring_time(mut self, time: Duration) -> Self {
        self.settings.ring_time = time;
        self
    }

    /// Answers 404 to a `GET` of an operation that has ended. The documentation only hints that the
    /// service does that, so it is off by default.
    pub const fn forget_ended_operations(mut self) -> Self {
        self.settings.forget_ended_operations = true;
        self
    }

    /// Shows `null` as the id of each participant in the answer to an invite, as the printed
    /// examples do. Then a bot can't learn the id of a person whose phone rings, and can't cancel
    /// the invite.
    ///
    /// The documentation says that a bot cancels an invite by the id of the participant, and not
    /// where that id comes from. That the answer shows it is a guess of this emulator.
    pub const fn hide_participant_ids(mut self) -> Self {
        self.settings.shows_participant_ids = false;
        self
    }

    /// Refuses every new call with 403 and code 7503, as for a bot whose channel in Azure has no
    /// calling. Here the service knows the bot by default.
    pub const fn unregistered_bot(mut self) -> Self {
        self.settings.knows_bot = false;
        self
    }

    /// Lets the bot remove no participants, and so cancel no invites: 403, code 7504. At the service
    /// this is so until an administrator allows it (`Set-CsApplicationMeetingConfiguration` with
    /// `-AllowRemoveParticipantAppIds`). Here it is allowed by default.
    pub const fn forbid_removal(mut self) -> Self {
        self.settings.allows_removal = false;
        self
    }

    /// Sets the roles of the tokens that the bot gets with its secret. By default these are
    /// `Calls.Initiate.All`, `Calls.InitiateGroupCall.All` and `Calls.JoinGroupCall.All`.
    ///
    /// | Request | One of these roles |
    /// | --- | --- |
    /// | an invite, a new group call | `Calls.InitiateGroupCall.All` |
    /// | a new call to one person | `Calls.Initiate.All` |
    /// | joining a meeting | `Calls.JoinGroupCall.All`, `Calls.JoinGroupCallAsGuest.All` |
    /// | removing a participant | the same |
    ///
    /// Without them the service refuses the request: 403, code 7504.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// // A bot that may invite, and may not cancel an invite.
    /// let emulator = Emulator::builder().roles(["Calls.InitiateGroupCall.All"]);
    /// # let _ = emulator;
    /// ```
    pub fn roles<'a>(mut self, roles: impl IntoIterator<Item = &'a str>) -> Self {
        self.roles = roles.into_iter().map(str::to_owned).collect();
        self
    }

    /// Sets the quirks of notifications: these and no others.
    pub fn quirks(mut self, quirks: impl IntoIterator<Item = Quirk>) -> Self {
        self.settings.quirks = Quirks::new(quirks);
        self
    }
}
