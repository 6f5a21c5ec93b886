//! Invites per second, at several numbers in flight.

use crate::Result;
use crate::peer::Peer;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime;
use tokio::task::JoinSet;

/// How many are in flight, and how many each of these sends in a round.
const LEVELS: [(u32, u32); 3] = [(1, 2000), (64, 100), (1024, 6)];
const ROUNDS: usize = 31;

/// Prints the table. The peers take turns, so that what disturbs the machine disturbs all alike.
pub fn table(root: &str) -> Result<()> {
    // One thread, which leaves a core to the service.
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!(
        "| In flight | graph-invite | reqwest | graph-rs-sdk | graph-invite / reqwest | graph-rs-sdk / reqwest |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for (in_flight, each) in LEVELS {
        let peers = Peer::NAMES.map(|name| Peer::new(name, root).map(Arc::new));
        let [ours, reqwest, sdk] = peers;
        let peers = [ours?, reqwest?, sdk?];
        let mut rounds = Vec::new();
        for round in 0..=ROUNDS {
            let mut rates = [0.0; 3];
            let mut turns: Vec<_> = peers.iter().zip(&mut rates).collect();
            if round % 2 == 1 {
                turns.reverse();
            }
            for (peer, rate) in turns {
                *rate = runtime.block_on(invites_per_second(peer, in_flight, each))?;
            }
            rounds.push(rates);
        }
        // In which the connections were made.
        rounds.remove(0);
        let of = |number: fn(&[f64; 3]) -> f64| rounds.iter().map(number).collect();
        println!(
            "| {in_flight} | {:.0} | {:.0} | {:.0} | {} | {} |",
            Spread::of(of(|rates| rates[0])).median,
            Spread::of(of(|rates| rates[1])).median,
            Spread::of(of(|rates| rates[2])).median,
            Spread::of(of(|rates| rates[0] / rates[1])),
            Spread::of(of(|rates| rates[2] / rates[1])),
        );
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

/// Rounds in a few numbers.
struct Spread {
    median: f64,
    quartiles: [f64; 2],
}

impl Spread {
    fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |quarter: usize| numbers[(numbers.len() - 1) * quarter / 4];
        Self {
            median: at(2),
            quartiles: [at(1), at(3)],
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = self.quartiles;
        write!(f, "{:.2} ({low:.2} to {high:.2})", self.median)
    }
}
