//! The memory of a process with many invites in flight.

use crate::Result;
use crate::peer::Peer;
use std::fs;
use std::sync::Arc;
use tokio::runtime;
use tokio::task::JoinSet;

/// The service responds to none of them before all have arrived.
pub const IN_FLIGHT: usize = 1024;

pub const HEAD: &str = "\
| | Client created | 1,024 invites in flight | Per invite |
| --- | --- | --- | --- |";

/// Prints the peak memory of this process.
pub fn row(root: &str, name: &str) -> Result<()> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let peer = Arc::new(Peer::new(name, root)?);
    let before = peak_kb()?;
    runtime.block_on(async {
        let mut invites = JoinSet::new();
        for _ in 0..IN_FLIGHT {
            let peer = Arc::clone(&peer);
            invites.spawn(async move { peer.invite().await });
        }
        while let Some(invite) = invites.join_next().await {
            invite??;
        }
        Result::Ok(())
    })?;
    let after = peak_kb()?;
    let mb = |kb: usize| format!("{}.{} MB", kb / 1024, kb % 1024 * 10 / 1024);
    let each = (after - before) / IN_FLIGHT;
    println!("| {name} | {} | {} | {each} kB |", mb(before), mb(after));
    Ok(())
}

/// The peak resident memory in kB.
fn peak_kb() -> Result<usize> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next());
    Ok(kb.ok_or("the kernel reports no VmHWM")?.parse()?)
}
