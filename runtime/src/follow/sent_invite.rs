//! An invite that is found again by its key.

use crate::client::Client;
use crate::follow::methods::follow_methods;
use crate::follow::watch::InviteWatch;
use crate::progress::evidence::RingStatus;
use crate::values::invite_key::InviteKey;
use std::fmt;
use std::time::Duration;
use tokio::task::JoinSet;

/// An invite that this client has begun to send: [`Client::resume`] finds it by its key.
///
/// It is the same invite as that of the [`Ringing`](crate::Ringing) or [`Unknown`](crate::Unknown)
/// of the send, and shares what they learn. It listens until the last of them is dropped.
///
/// See the page [Shutting down](crate::guide::shutting_down) of the guide.
#[derive(Clone)]
#[must_use = "a resumed invite does nothing by itself: `outcome` shows how it ends"]
pub struct SentInvite {
    watch: InviteWatch,
}

follow_methods!(SentInvite);

impl SentInvite {
    /// Asks the service now whether the invite rang: its operation, if that is known, and the roster
    /// of the call. At most two requests and 11 seconds.
    pub async fn check(&self) -> RingStatus {
        self.watch.check().await
    }
}

impl fmt::Debug for SentInvite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentInvite")
            .field("key", self.key())
            .field("watch", &self.watch)
            .finish()
    }
}

impl Client {
    /// Finds an invite that this client has begun to send, in this process.
    ///
    /// An invite is known from the first poll of its [`Sending`](crate::Sending) until the last
    /// [`Ringing`](crate::Ringing), [`Unknown`](crate::Unknown), `SentInvite` or
    /// [`Events`](crate::Events) of it is dropped. If the `Sending` was dropped before it was ready,
    /// it is known for an hour more, up to 10,000 of them. `None` says only that this client does not
    /// know the key: another process may have sent it.
    ///
    /// ```no_run
    /// # async fn page(client: graph_invite::Client, invite: graph_invite::Invite)
    /// #     -> Result<(), graph_invite::SendError> {
    /// use graph_invite::InviteStatus;
    /// use std::time::Duration;
    ///
    /// let sending = invite.send(&client);
    /// let key = sending.key().clone();
    /// match tokio::time::timeout(Duration::from_secs(3), sending).await {
    ///     Ok(sent) => println!("{:?}", sent?.outcome().await),
    ///     Err(_) => {
    ///         let invite = client.resume(&key).expect("its send has begun");
    ///         if invite.status() != InviteStatus::NotRinging {
    ///             println!("it may be ringing: {:?}", invite.outcome().await);
    ///         }
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn resume(&self, key: &InviteKey) -> Option<SentInvite> {
        let sent = self.sent_invites().get(key)?;
        let client = self.clone();
        Some(SentInvite {
            watch: InviteWatch { client, sent },
        })
    }

    /// The invites that may still ring a phone: their send goes on, no answer shows what the service
    /// did, or the service has accepted them and neither they nor their call have ended. In no order.
    ///
    /// An invite is listed as long as it is known, see [`resume`](Self::resume).
    #[must_use]
    pub fn unfinished(&self) -> Vec<SentInvite> {
        let invites = self
            .sent_invites()
            .all()
            .into_iter()
            .map(|sent| SentInvite {
                watch: InviteWatch {
                    client: self.clone(),
                    sent,
                },
            });
        let is_settled = |invite: &SentInvite| invite.watch.state().is_settled();
        invites.filter(|invite| !is_settled(invite)).collect()
    }

    /// Waits until no invite of this client is [unfinished](Self::unfinished), or until this time is
    /// over. Meanwhile it asks the service now and then, as [`Polling`](crate::Polling) says. Returns
    /// those that are still unfinished: keep their keys.
    ///
    /// ```no_run
    /// # async fn shut_down(client: graph_invite::Client) {
    /// use std::time::Duration;
    ///
    /// for invite in client.drain(Duration::from_secs(20)).await {
    ///     eprintln!("it may still be ringing: {}", invite.key());
    /// }
    /// # }
    /// ```
    #[must_use = "what is returned may still be ringing"]
    pub async fn drain(&self, timeout: Duration) -> Vec<SentInvite> {
        let finished = async {
            loop {
                let mut waits: JoinSet<()> = self
                    .unfinished()
                    .into_iter()
                    .map(|invite| async move { invite.watch.until_settled().await })
                    .collect();
                if waits.is_empty() {
                    return;
                }
                while waits.join_next().await.is_some() {}
            }
        };
        let _ = tokio::time::timeout(timeout, finished).await;
        self.unfinished()
    }
}
