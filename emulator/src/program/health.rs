//! Asks a running emulator whether it is ready.

use crate::failure::Failure;
use crate::flags::CONTROL_PORT;
use clap::ArgMatches;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// How long an answer may take, and how long to wait before the next question.
const TIMEOUT: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

pub(crate) fn run(given: &ArgMatches) -> Result<u8, Failure> {
    let port = given
        .get_one("control-port")
        .copied()
        .unwrap_or(CONTROL_PORT);
    let wait = given
        .get_one::<String>("wait")
        .map(|text| read_seconds(text))
        .transpose()?;
    let deadline = Instant::now() + wait.unwrap_or_default();
    loop {
        let why = match ask(port) {
            Ok(answer) if answer.starts_with("HTTP/1.1 200") => {
                println!("ready");
                return Ok(0);
            }
            Ok(answer) => answer.lines().next().unwrap_or_default().to_owned(),
            Err(error) => error.to_string(),
        };
        if Instant::now() >= deadline {
            return Err(Failure::Trouble(format!(
                "no emulator is ready at port {port}: {why}"
            )));
        }
        thread::sleep(PAUSE);
    }
}

fn read_seconds(text: &str) -> Result<Duration, Failure> {
    let seconds = text
        .strip_suffix('s')
        .and_then(|number| number.parse().ok());
    let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| Failure::Usage(format!("`{text}` is no time: write seconds, such as 10s")))
}

fn ask(port: u16) -> io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut socket = TcpStream::connect_timeout(&address, TIMEOUT)?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.write_all(
        b"GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )?;
    let mut answer = String::new();
    socket.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}
