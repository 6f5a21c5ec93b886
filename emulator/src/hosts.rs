//! Which names may stand in `Host`. A page of a stranger can make its own name lead to this machine
//! (DNS rebinding), but it cannot make a browser send another name than that.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The names that are allowed besides those of this machine and of private networks.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowedHosts(pub(crate) Vec<String>);

impl AllowedHosts {
    /// Whether a value of `Host`, with or without a port, is allowed. A stranger can register none of
    /// the names without a dot, below `.localhost` or `.internal`, and no address.
    pub(crate) fn allow(&self, host: &str) -> bool {
        if let Some(address) = host.strip_prefix('[') {
            let (address, port) = address.split_once(']').unwrap_or_default();
            return address.parse::<Ipv6Addr>().is_ok() && is_port(port);
        }
        let (name, port) = match host.find(':') {
            Some(colon) => host.split_at(colon),
            None => (host, ""),
        };
        let name = name.to_ascii_lowercase();
        let is_private = name.parse::<Ipv4Addr>().is_ok()
            || !name.contains('.')
            || name.ends_with(".localhost")
            || name.ends_with(".internal");
        let is_listed = || {
            self.0
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(&name))
        };
        !name.is_empty() && is_port(port) && (is_private || is_listed())
    }
}

/// Whether it is nothing, or a colon and a number.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text
            .strip_prefix(':')
            .is_some_and(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::AllowedHosts;

    #[test]
    fn only_names_that_no_stranger_can_own_are_allowed() {
        let hosts = AllowedHosts(vec!["Bots.example".to_owned()]);
        for host in [
            "127.0.0.1:4870",
            "[::1]:4870",
            "[::1]",
            "localhost",
            "emulator:80",
            "bot.localhost",
            "host.docker.internal:4870",
            "bots.EXAMPLE:1",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "evil.example:4870",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "internal.evil.example",
            "evil.example:localhost",
            "[evil.example]",
            "localhost:80:80",
            "127.0.0.1@evil.example",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }
}
