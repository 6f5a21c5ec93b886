//! Removes old records now and then.

use crate::connections::{Connections, LIMIT};
use crate::records::BATCH;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often. Each replica does it, and they skip what another one is removing.
const REMOVALS: Duration = Duration::from_secs(60);

pub(crate) async fn run(connections: Arc<Connections>) {
    loop {
        // In pieces, so that no transaction is long. What can't be removed waits for the next time.
        while let Ok(connection) = connections.get().await
            && let removal = connection.answer(Instant::now() + LIMIT, connection.remove_old())
            && let Some(Ok(BATCH)) = removal.await
        {}
        sleep(REMOVALS).await;
    }
}
