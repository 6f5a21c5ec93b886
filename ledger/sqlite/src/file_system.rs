//! Recognizes network shares.

use std::path::{Component, Path, Prefix};

/// File systems of other machines. `fuse.` is not one as such, so these are named one by one.
const SHARES: [&str; 27] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.blobfuse",
    "fuse.blobfuse2",
    "fuse.ceph",
    "fuse.davfs",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.mount-s3",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb3",
    "smbfs",
];

/// The kind of the network share that holds a path, if it is known to be on one. The path is absolute and
/// has no links.
pub(crate) fn network_share(path: &Path) -> Option<String> {
    if let Some(Component::Prefix(prefix)) = path.components().next()
        && matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    {
        return Some("SMB".to_owned());
    }
    // Elsewhere than on Linux there is no such file.
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind_of(&mounts, path)?;
    SHARES.contains(&kind).then(|| kind.to_owned())
}

/// The kind of file system that holds a path, by the text of `mountinfo` (see `man 5 proc`).
fn kind_of<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let (mount, source) = line.split_once(" - ")?;
        let point = unescaped(mount.split(' ').nth(4)?);
        let kind = source.split(' ').next()?;
        path.starts_with(&point).then_some((point.len(), kind))
    });
    // The longest is the innermost, and the last of equal ones lies on top.
    Some(mounts.max_by_key(|(length, _)| *length)?.1)
}

/// A mount point whose blanks are written as octal numbers.
fn unescaped(point: &str) -> String {
    let codes = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    codes
        .iter()
        .fold(point.to_owned(), |point, (code, letter)| {
            point.replace(code, letter)
        })
}

#[cfg(test)]
mod tests {
    use super::{SHARES, kind_of, network_share};
    use std::path::Path;

    const MOUNTS: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
31 22 0:26 / /home rw,relatime - cifs //files/home rw
32 31 0:27 / /home/site/local rw,relatime - tmpfs tmpfs rw
33 22 0:28 / /with\\040blank rw,relatime - nfs4 server:/share rw
34 22 0:29 / /twice rw - ext4 /dev/vdb1 rw
35 34 0:30 / /twice rw - fuse.sshfs host: rw";

    #[test]
    fn innermost_mount_tells_the_kind() {
        for (path, kind) in [
            ("/var/lib/bot", "ext4"),
            ("/home", "cifs"),
            ("/home/site/bot", "cifs"),
            ("/home/site/local/bot", "tmpfs"),
            ("/homeless", "ext4"),
            ("/with blank/bot", "nfs4"),
            ("/twice/bot", "fuse.sshfs"),
        ] {
            assert_eq!(kind_of(MOUNTS, Path::new(path)), Some(kind), "{path}");
        }
    }

    #[test]
    fn damaged_list_of_mounts_tells_nothing() {
        for mounts in ["", "22 1", "22 1 254:0 / / rw", " - ", "- - - - - - -"] {
            assert_eq!(kind_of(mounts, Path::new("/var/lib/bot")), None, "{mounts}");
        }
    }

    #[test]
    fn disk_of_this_machine_is_no_share() {
        let folder = std::env::temp_dir().canonicalize().unwrap();
        assert_eq!(network_share(&folder), None);
        assert!(SHARES.is_sorted());
    }

    #[cfg(windows)]
    #[test]
    fn unc_path_is_a_share() {
        let share = Path::new(r"\\?\UNC\server\share\bot");
        assert_eq!(network_share(share).as_deref(), Some("SMB"));
    }
}
