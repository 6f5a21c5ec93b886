//! What every ledger must do. Each engine runs these tests.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

pub mod calls;
#[cfg(unix)]
mod cluster;
pub mod contract;
mod proxy;
mod records;

#[cfg(unix)]
pub use cluster::Cluster;
pub use proxy::Proxy;
pub use records::{entry_key, record, tag};

use graph_invite::ledger::Ledger;
use std::sync::Arc;

/// A ledger.
pub type SharedLedger = Arc<dyn Ledger>;

/// A place where an engine keeps records.
pub trait Store: Sync {
    /// Opens it once more, as another process would.
    fn open(&self) -> impl Future<Output = SharedLedger> + Send;
}

/// Makes the tests of an engine. The expression gives an empty store, or `None` to skip.
#[macro_export]
macro_rules! contract_tests {
    ($store:expr) => {
        $crate::contract_tests! {
            $store;
            every_key_has_one_winner
            acknowledged_record_is_read_by_another_connection
            records_come_back_whole
            loser_gets_the_record_that_is_there
            call_lists_who_joins_and_who_leaves_it
            open_lists_entries_without_an_end
            pages_follow_each_other_without_a_gap
            age_is_the_time_since_the_put
            old_records_are_removed_and_others_stay
            news_of_other_connections_arrive
            news_of_the_same_connection_arrive
            slow_listener_learns_that_it_missed_some
        }
    };
    ($store:expr; $($test:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(store) = $store {
                    $crate::contract::$test(&store).await;
                }
            }
        )*
    };
}
