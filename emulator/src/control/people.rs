//! People.

use crate::calls::callee::Callee;
use crate::control::emulator::Emulator;
use crate::person::PersonId;
use crate::service::behavior::Behavior;
use crate::service::phones::{Reaction, RingingPhone};
use uuid::Uuid;

/// People.
impl Emulator {
    /// Puts a user into a call without an invite. Returns their roster entry, by which they can be
    /// moved, or `None` if the call has ended.
    #[allow(clippy::must_use_candidate, reason = "the effect is what counts")]
    pub fn add_participant(&self, call: Uuid, user: Uuid) -> Option<Uuid> {
        self.service.state().join(call, Callee::user(user))
    }

    /// Sets what a person does from now on when their phone rings; [`Behavior::Answers`] by default.
    ///
    /// ```
    /// use graph_invite_emulator::{Behavior, Emulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// emulator.set_behavior("+12345678901", Behavior::KeepsRinging);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_behavior(&self, person: impl Into<PersonId>, behavior: Behavior) {
        self.set_behaviors(person, [behavior]);
    }

    /// Sets what a person does at each of the next rings. The last behavior stays; without any, the
    /// person answers.
    ///
    /// ```
    /// use graph_invite_emulator::{Behavior, Emulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// // Does not answer the first time, and answers from then on.
    /// emulator.set_behaviors("+12345678901", [Behavior::NoAnswer, Behavior::Answers]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_behaviors(
        &self,
        person: impl Into<PersonId>,
        behaviors: impl IntoIterator<Item = Behavior>,
    ) {
        let behaviors = behaviors.into_iter().collect();
        self.service.state().set_behaviors(person.into(), behaviors);
    }

    /// The phones that ring now.
    #[must_use]
    pub fn ringing(&self) -> Vec<RingingPhone> {
        self.service.state().ringing_phones()
    }

    /// A person does something with the phone that rings for this call. Returns whether their phone
    /// did ring.
    ///
    /// ```
    /// use graph_invite_emulator::{Behavior, Emulator, Reaction};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// emulator.set_behavior("+12345678901", Behavior::KeepsRinging);
    /// // … the bot invites this phone …
    /// for phone in emulator.ringing() {
    ///     emulator.react(phone.call, &phone.person, Reaction::Declines);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn react(&self, call: Uuid, person: impl Into<PersonId>, reaction: Reaction) -> bool {
        let mut state = self.service.state();
        state.react(Some(call), &person.into(), reaction).is_some()
    }

    /// A person in the lobby of a call is admitted. Returns whether they were in the lobby.
    pub fn admit(&self, call: Uuid, person: impl Into<PersonId>) -> bool {
        self.service.state().admit(call, &person.into())
    }

    /// A person leaves a call. Returns whether they were in it.
    pub fn leave(&self, call: Uuid, person: impl Into<PersonId>) -> bool {
        self.service.state().leave_call(call, &person.into())
    }

    /// A person answers the phone that rings for this call. Returns whether their phone did ring.
    pub fn answer(&self, call: Uuid, person: impl Into<PersonId>) -> bool {
        let mut state = self.service.state();
        state.answer(call, None, &person.into(), false).is_some()
    }
}
