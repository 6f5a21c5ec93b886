//! What a bot needs to know, as variables of the environment.

use crate::failure::Failure;
use graph_invite_emulator::{ControlServer, Emulator};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Where programs look for a certificate to trust.
const TRUST: [&str; 3] = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];

/// Writes the certificate, if there is one and a place for it.
pub(crate) fn write_certificate(emulator: &Emulator, path: Option<&Path>) -> Result<(), Failure> {
    let (Some(certificate), Some(path)) = (emulator.certificate(), path) else {
        return Ok(());
    };
    fs::write(path, certificate).map_err(|error| {
        Failure::Trouble(format!(
            "can't write the certificate to {}: {error}",
            path.display()
        ))
    })
}

/// A file of its own for the certificate, until this is dropped.
pub(crate) struct TemporaryFile(pub(crate) PathBuf);

impl TemporaryFile {
    pub(crate) fn new() -> Self {
        Self(env::temp_dir().join(format!("graph-invite-emulator-{}.pem", Uuid::new_v4())))
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

pub(crate) fn variables(
    emulator: &Emulator,
    control: &ControlServer,
    certificate: Option<&Path>,
) -> Vec<(String, String)> {
    let root = emulator.root();
    let mut variables: Vec<_> = [
        ("GRAPH_ROOT", root.to_owned()),
        ("GRAPH_TENANT_ID", emulator.tenant().to_string()),
        ("GRAPH_CLIENT_ID", emulator.app().to_string()),
        ("GRAPH_CLIENT_SECRET", emulator.client_secret().to_owned()),
        ("GRAPH_TOKEN", emulator.token().to_owned()),
        ("GRAPH_AUTHORITY", format!("{root}/{}", emulator.tenant())),
        ("GRAPH_EMULATOR_CONTROL", control.url()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for (name, id) in control.calls() {
        let name = name
            .to_uppercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        variables.push((format!("GRAPH_CALL_{name}"), id.to_string()));
    }
    if let Some(path) = certificate {
        let path = path.display().to_string();
        variables.extend(TRUST.map(|name| (name.to_owned(), path.clone())));
    }
    variables
}
