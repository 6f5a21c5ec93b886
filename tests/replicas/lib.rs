//! The program is `examples/replicas`.
