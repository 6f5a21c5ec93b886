//! An invite that is found again by its key.

use crate::client::Client;
use crate::follow::methods::follow_methods;
use crate::follow::watch::InviteWatch;
use crate::ledger::LedgerError;
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
    pub(super) fn new(watch: InviteWatch) -> Self {
        Self { watch }
    }

    /// Whether nothing more can follow, or no phone rings.
    pub(super) fn is_settled(&self) -> bool {
        self.watch.state().is_settled()
    }

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
    /// Finds an invite by its key: one that this client has begun to send, or, if the client has a
    /// [ledger](crate::ledger), one that any process has.
    ///
    /// Without a ledger, an invite is known from the first poll of its [`Sending`](crate::Sending) until the
    /// last [`Ringing`](crate::Ringing), [`Unknown`](crate::Unknown), `SentInvite` or
    /// [`Events`](crate::Events) of it is dropped. If the `Sending` was dropped before it was ready,
    /// it is known for an hour more, up to 10,000 of them. `None` says only that this client does not
    /// know the key: another process may have sent it.
    ///
    /// With a ledger, the call and the context of the key are enough, and `None` says that no process has
    /// begun to send it, as far back as the ledger goes. What another process has heard is known by codes:
    /// a [`Failure`](crate::Failure) from a ledger has no message.
    ///
    /// # Errors
    ///
    /// A [`LedgerError`] if the ledger does not answer. Without a ledger there is none.
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
    ///         match client.resume(&key).await {
    ///             Ok(Some(invite)) if invite.status() == InviteStatus::NotRinging => {}
    ///             Ok(Some(invite)) => println!("it may be ringing: {:?}", invite.outcome().await),
    ///             unknown => println!("it may be ringing: {unknown:?}"),
    ///         }
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resume(&self, key: &InviteKey) -> Result<Option<SentInvite>, LedgerError> {
        if let Some(known) = self.resume_here(key) {
            return Ok(Some(known));
        }
        let Some(book) = self.book() else {
            return Ok(None);
        };
        let entry = book.key(key.call(), key.client_context(), None).await?;
        let history = book.read(entry.entry).await?;
        let watch = InviteWatch::from_ledger(self, book, &history).await?;
        Ok(watch.map(SentInvite::new))
    }

    /// The same without the ledger.
    pub(crate) fn resume_here(&self, key: &InviteKey) -> Option<SentInvite> {
        let sent = self.sent_invites().get(key)?;
        let client = self.clone();
        Some(SentInvite {
            watch: InviteWatch { client, sent },
        })
    }

    /// The invites of this client that may still ring a phone, in no order.
    pub(super) fn unfinished_here(&self) -> Vec<SentInvite> {
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
        invites.filter(|invite| !invite.is_settled()).collect()
    }

    /// Waits until no invite of this client is unfinished, those of other processes left out, or until this time is
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
                    .unfinished_here()
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
        self.unfinished_here()
    }
}
