//! The time to build an invite and write its body:
//! `cargo bench --manifest-path bench/Cargo.toml --bench body`.

#![allow(missing_docs, reason = "criterion makes a function without")]

mod bodies;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn time(c: &mut Criterion) {
    for body in bodies::all() {
        let mut group = c.benchmark_group(body.name);
        group.bench_function("macro", |b| b.iter(|| black_box(body.ours)()));
        group.bench_function("by hand", |b| b.iter(|| black_box(body.by_hand)()));
        group.finish();
    }
}

criterion_group!(benches, time);
criterion_main!(benches);
