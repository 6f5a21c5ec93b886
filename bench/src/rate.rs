//! Invites per second, at several numbers in flight.

use crate::Result;
use crate::peer::Peer;
use graph_invite_terminal::progress_bar;
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime;
use tokio::task::JoinSet;

/// How many senders there are, and how many invites each sends in a round.
const LEVELS: [(u32, u32); 3] = [(1, 2000), (64, 100), (1024, 6)];
const ROUNDS: usize = 31;

/// Prints the table. The clients take turns, so a disturbance of the machine affects all of them.
pub fn table(root: &str) -> Result<()> {
    // One thread leaves a core to the service.
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!("| In flight | | Invites per second | Against reqwest |");
    println!("| --- | --- | --- | --- |");
    let bar = progress_bar((LEVELS.len() * (ROUNDS + 1)) as u64, "rounds");
    for (in_flight, each) in LEVELS {
        let peers = Peer::NAMES.map(|name| Peer::new(name, root).map(Arc::new));
        let peers = peers.into_iter().collect::<Result<Vec<_>>>()?;
        let mut rates = vec![Vec::new(); peers.len()];
        // The first round opens the connections and does not count.
        for round in 0..=ROUNDS {
            let mut turns: Vec<_> = peers.iter().zip(&mut rates).collect();
            if round % 2 == 1 {
                turns.reverse();
            }
            for (peer, rates) in turns {
                let rate = runtime.block_on(invites_per_second(peer, in_flight, each))?;
                rates.extend((round > 0).then_some(rate));
            }
            bar.inc(1);
        }
        for (name, own) in Peer::NAMES.iter().zip(&rates) {
            let ratios = own
                .iter()
                .zip(&rates[Peer::BARE])
                .map(|(own, bare)| own / bare);
            let [_, rate, _] = quartiles(own.clone());
            let [low, ratio, high] = quartiles(ratios.collect());
            bar.suspend(|| {
                println!(
                    "| {in_flight} | {name} | {rate:.0} | {ratio:.2} ({low:.2} to {high:.2}) |"
                );
            });
        }
    }
    Ok(())
}

async fn invites_per_second(peer: &Arc<Peer>, in_flight: u32, each: u32) -> Result<f64> {
    let began = Instant::now();
    let mut senders = JoinSet::new();
    for _ in 0..in_flight {
        let peer = Arc::clone(peer);
        senders.spawn(async move {
            for _ in 0..each {
                peer.invite().await?;
            }
            Result::Ok(())
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    Ok(f64::from(in_flight * each) / began.elapsed().as_secs_f64())
}

/// The lower quartile, the median and the upper quartile.
fn quartiles(mut numbers: Vec<f64>) -> [f64; 3] {
    numbers.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| numbers[(numbers.len() - 1) * quarter / 4])
}
