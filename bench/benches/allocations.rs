//! The number of allocations:
//! `cargo bench --manifest-path bench/Cargo.toml --bench allocations`.
//!
//! Separate from the time measurement, because counting slows each allocation.

mod bodies;

use allocation_counter::measure;

fn main() {
    println!("| Body | macro | by hand |");
    println!("| --- | --- | --- |");
    for body in bodies::all() {
        let count = |write: fn() -> Vec<u8>| measure(|| drop(write())).count_total;
        println!(
            "| {} | {} | {} |",
            body.name,
            count(body.ours),
            count(body.by_hand)
        );
    }
}
