//! What makes the program end.

use std::io;
use std::thread;
use tokio::sync::oneshot;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C or, on Unix, the signal by which a container is stopped. None is lost from its start on.
pub(crate) struct Stop {
    #[cfg(unix)]
    signals: [Signal; 2],
}

impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            signals: [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            ],
        })
    }

    #[cfg(unix)]
    pub(crate) async fn wait(mut self) {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    pub(crate) async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Waits until nobody can write to the standard input any more.
pub(crate) async fn stdin_closed() {
    let (closed, wait) = oneshot::channel();
    // A thread of its own: a read from a terminal can't be given up.
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = wait.await;
}
