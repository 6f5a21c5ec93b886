//! What is known of one person of an invite.

use crate::graph::failure::Failure;
use crate::progress::presence::Presence;
use crate::stored::stored;
use serde::Serialize;

stored! {
    /// What is known of one person of an invite. Each field is a signal of its own, and says only what is
    /// proved.
    ///
    /// ```no_run
    /// # fn show(ringing: &graph_invite::Ringing) {
    /// for (place, person) in ringing.people().iter().enumerate() {
    ///     match &person.failure {
    ///         Some(failure) => println!("{place}: {}", failure.kind()),
    ///         None => println!("{place}: {}", person.presence),
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// Serde writes every field, by its name in camel case; a failure is personal data.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct PersonStatus {
        /// Where they are now, by the rosters.
        pub presence: Presence,
        /// Whether a roster has shown them in the call, now or before. A person who was in the call before the
        /// invite looks the same.
        pub has_joined: bool,
        /// Why they left, in one word, if the service says so.
        pub left_reason: Option<String>,
        /// Why the operation failed, if that is about them: they are the only person of the invite, or its
        /// message names them. Of several people, a failure that names no one is about none in particular.
        pub failure: Option<Failure>,
    }
}
