//! The database of the replicas, which can be killed.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where the ledger is. It ends with the program.
pub(crate) enum Database {
    Postgres {
        /// It runs until its input ends.
        _script: Child,
        url: String,
        /// The command that starts the server again.
        command: String,
        folder: PathBuf,
        /// Starts it again and again, once it was killed.
        again: Option<Child>,
    },
    Sqlite(PathBuf),
}

impl Database {
    /// Starts a server of its own.
    pub(crate) fn postgres() -> io::Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/postgres");
        let show =
            r#"echo "$DATABASE_URL"; echo "$POSTGRES_COMMAND"; echo "$POSTGRES_FOLDER"; exec cat"#;
        let mut script = Command::new(script)
            .args(["sh", "-c", show])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = script.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || {
            lines
                .next()
                .unwrap_or(Err(io::ErrorKind::UnexpectedEof.into()))
        };
        Ok(Self::Postgres {
            url: line()?,
            command: line()?,
            folder: line()?.into(),
            _script: script,
            again: None,
        })
    }

    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> io::Result<Self> {
        let name = format!("graph-invite-replicas-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(Self::Sqlite(folder))
    }

    /// Its address, as a replica is told.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Postgres { url, .. } => url.clone(),
            Self::Sqlite(folder) => format!("file:{}", folder.join("invites.db").display()),
        }
    }

    pub(crate) const fn can_be_killed(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Kills the server, which is started again. It is away for as long as it takes to recover.
    pub(crate) fn kill(&mut self) -> io::Result<()> {
        let Self::Postgres {
            command,
            folder,
            again,
            ..
        } = self
        else {
            return Ok(());
        };
        kill(folder)?;
        if again.is_some() {
            return Ok(());
        }
        // From now on it is started whenever it has ended. The processes of the killed one may still be there
        // for a moment, and it does not start beside them.
        let until_it_runs = format!("until {command}; do sleep 0.1; [ -d \"$0\" ] || exit; done");
        let started = Command::new("bash")
            .args(["-c", &until_it_runs])
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        *again = Some(started);
        Ok(())
    }
}

/// Kills the server of a folder by its id.
fn kill(folder: &Path) -> io::Result<()> {
    let ids = fs::read_to_string(folder.join("data/postmaster.pid"))?;
    let id = ids.lines().next().ok_or(io::ErrorKind::InvalidData)?;
    Command::new("kill").args(["-KILL", id]).status().map(drop)
}

impl Drop for Database {
    fn drop(&mut self) {
        match self {
            Self::Postgres { folder, again, .. } => {
                if let Some(again) = again {
                    let _ = again.kill();
                    let _ = kill(folder);
                }
            }
            Self::Sqlite(folder) => {
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}
