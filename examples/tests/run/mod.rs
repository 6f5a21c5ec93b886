//! Runs the examples as programs.

use std::env;
use std::process::Command;

/// An example, as cargo built it for this test, without the variables that choose the real service.
pub(crate) fn example(name: &str) -> Command {
    let test = env::current_exe().unwrap();
    let file = format!("examples/{name}{}", env::consts::EXE_SUFFIX);
    let program = test.ancestors().nth(2).unwrap().join(file);
    assert!(program.exists(), "run `cargo build --example {name}` first");
    let mut command = Command::new(program);
    for variable in graph_invite_examples::RegisteredBot::VARIABLES {
        command.env_remove(variable);
    }
    command.env_remove("RUST_LOG");
    command
}

/// What an example prints if it succeeds.
pub(crate) fn output(name: &str, arguments: &[&str]) -> String {
    let output = example(name).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
