//! What can be learned of an invite, whether it is known to ring or not.

/// The methods of every type that follows an invite by its field `watch`.
macro_rules! follow_methods {
    ($type:ident) => {
        /// What is known of the invite, and how to learn more.
        impl $type {
            /// The call, the client context and the request id that it was sent with.
            #[must_use]
            pub fn key(&self) -> &crate::InviteKey {
                self.watch.key()
            }

            /// How far the invite has come, as far as is known now. It makes no request and does not
            /// wait.
            #[must_use]
            pub fn status(&self) -> crate::InviteStatus {
                self.watch.state().status()
            }

            /// Waits for the operation to end, as long as the client's
            /// [`outcome_timeout`](crate::ClientBuilder::outcome_timeout) says, counted from when the
            /// invite was sent. Meanwhile it asks the service now and then, as
            /// [`Polling`](crate::Polling) says. When the time is over, or the call of the invite has
            /// ended, it asks once more.
            ///
            /// You may drop the future and call this again. After
            /// [`Outcome::Unknown`](crate::Outcome::Unknown) a later call returns what is known by
            /// then, or checks once more.
            pub async fn outcome(&self) -> crate::Outcome {
                self.outcome_within(self.watch.timeout()).await
            }

            /// The same with a timeout of its own, also counted from when the invite was sent.
            pub async fn outcome_within(&self, timeout: std::time::Duration) -> crate::Outcome {
                self.watch.outcome(timeout).await
            }

            /// How the operation ended, as far as is known now. It makes no request and does not wait.
            #[must_use]
            pub fn current_outcome(&self) -> crate::Outcome {
                self.watch.state().outcome_or_unknown()
            }

            /// Stops the phones of the invite, or removes people from the lobby. Waits for what follows, and
            /// returns what is proved: at most some 40 seconds.
            ///
            /// If the invite is still being sent, no further request of it leaves. If one is under way, the
            /// cancellation waits for its answer first. Then the client requests to
            /// [remove](crate::Client::remove) everybody of the invite who is not known to be in the call.
            /// The service accepts that at once, which proves nothing. So the client listens and asks for
            /// up to 10 seconds how the operation ends.
            ///
            /// It needs an id for each person. The answer to the invite may hold it; the documents print
            /// `null` there. If it is not known, the client asks for operation and roster once.
            /// What it needs of the token and of the tenant is at [`Client::remove`](crate::Client::remove).
            ///
            /// Somebody who answers at this moment may be removed from the call by the request, or stay in
            /// it: [`presence`](Self::presence) shows where they were at the last look. If you drop the
            /// future, the requests may have left all the same.
            ///
            /// ```no_run
            /// # async fn stop(ringing: graph_invite::Ringing) {
            /// use graph_invite::Cancellation;
            ///
            /// match ringing.cancel().await {
            ///     Cancellation::Cancelled => println!("no phone rings any more"),
            ///     Cancellation::TooLate => println!("somebody answered: {:?}", ringing.presence()),
            ///     Cancellation::Refused(refused) => println!("{}", refused.advice()),
            ///     other => println!("{other}"),
            /// }
            /// # }
            /// ```
            pub async fn cancel(&self) -> crate::Cancellation {
                self.watch.cancel().await
            }

            /// Every event of the invite, from the first one on, as a stream.
            #[must_use = "a stream does nothing unless it is read"]
            pub fn events(&self) -> crate::Events {
                crate::Events::new(self.watch.clone())
            }

            /// Where the people of the invite are now, in the order of the invite.
            #[must_use]
            pub fn presence(&self) -> Vec<crate::Presence> {
                self.watch.state().presence()
            }

            /// What is known of each of the people, in the order of the invite: where they are, and
            /// whether the operation failed for them.
            #[must_use]
            pub fn people(&self) -> Vec<crate::PersonStatus> {
                self.watch.state().people()
            }

            /// How the call that they leave has ended, if it has.
            #[must_use]
            pub fn replaced_call(&self) -> Option<crate::CallEnd> {
                self.watch.state().replaced_call().cloned()
            }

            /// The id of the operation by which the service shows how the invite ends. `None` if no
            /// answer named one that the service can be asked for.
            #[must_use]
            pub fn operation_id(&self) -> Option<String> {
                self.watch.state().operation().map(str::to_owned)
            }
        }
    };
}

pub(crate) use follow_methods;
