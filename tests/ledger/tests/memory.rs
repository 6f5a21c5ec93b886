//! The ledger in memory.

use graph_invite::ledger::MemoryLedger;
use graph_invite_ledger_tests::{SharedLedger, Store, contract_tests};
use std::sync::Arc;

struct Memory(MemoryLedger);

impl Store for Memory {
    async fn open(&self) -> SharedLedger {
        Arc::new(self.0.clone())
    }
}

contract_tests!(Some(Memory(MemoryLedger::new())));
