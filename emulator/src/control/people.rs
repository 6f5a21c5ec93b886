//! People.

use crate::calls::callee::Callee;
use crate::control::emulator::Emulator;
use crate::person::PersonId;
use crate::service::behavior::Behavior;
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
        self.service.state().set_behavior(person.into(), behavior);
    }

    /// A person answers the phone that rings for this call. Returns whether their phone did ring.
    pub fn answer(&self, call: Uuid, person: impl Into<PersonId>) -> bool {
        let mut state = self.service.state();
        state.answer(call, None, &person.into(), false).is_some()
    }
}
