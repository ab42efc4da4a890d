//! A PostgreSQL server of our own, in a temporary folder, from the installed binaries.
//!
//! It ends with the test program, however that ends: a shell waits for the end of a pipe that only the program holds open.

use std::fs;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use postgres::NoTls;

/// Where a server listens; a socket in a folder, no port.
struct Server {
    folder: PathBuf,
    user: String,
    /// Its standard input is the pipe.
    _keeper: Child,
}

/// False if `MUSNAD_NO_POSTGRES=1` says that there is no server here, or the ledger is built without PostgreSQL.
pub fn wanted() -> bool {
    cfg!(feature = "postgres") && std::env::var_os("MUSNAD_NO_POSTGRES").is_none_or(|value| value != "1")
}

/// The folder of the newest installed binaries.
fn binaries() -> PathBuf {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .collect();
    let number = |bin: &PathBuf| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    versions.sort_by_key(number);
    versions.pop().expect(
        "no PostgreSQL in /usr/lib/postgresql/*/bin: install the package `postgresql`, \
         or set MUSNAD_NO_POSTGRES=1 to leave these tests out",
    )
}

/// User and group that may run a server: postgres refuses root.
fn unprivileged() -> Option<(u32, u32)> {
    let me = fs::metadata("/proc/self").ok().map(|meta| std::os::unix::fs::MetadataExt::uid(&meta));
    if me != Some(0) {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let find = |name: &str| {
        let mut fields =
            users.lines().map(|line| line.split(':')).find(|fields| fields.clone().next() == Some(name))?;
        Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Some(
        find("postgres")
            .or_else(|| find("nobody"))
            .expect("root needs a user `postgres` or `nobody` to run the server as"),
    )
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env("LC_ALL", "C");
    command
}

fn start() -> Server {
    let bin = binaries();
    let user = unprivileged();
    let folder = tempfile::Builder::new().prefix("musnad-pg-").tempdir_in("/tmp").unwrap().keep();
    if let Some((uid, gid)) = user {
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).unwrap();
    }
    let data = folder.join("data");
    let made = command(&bin.join("initdb"), user)
        .args(["--auth=trust", "--username=musnad", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    let fsync = if std::env::var_os("MUSNAD_PG_FSYNC").is_some() { "on" } else { "off" };
    let script = format!(
        "'{bin}/postgres' -D '{data}' -k '{folder}' -c listen_addresses= -c fsync={fsync} -c synchronous_commit={fsync} \
         -c max_connections=60 -c shared_buffers=64MB >'{folder}/log' 2>&1 & server=$!; cat >/dev/null; \
         kill -QUIT $server; wait $server; rm -rf '{folder}'",
        bin = bin.display(),
        data = data.display(),
        folder = folder.display()
    );
    let keeper = command(Path::new("/bin/sh"), user)
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server { folder, user: "musnad".into(), _keeper: keeper };
    let from = Instant::now();
    while postgres::Client::connect(&server.url("postgres"), NoTls).is_err() {
        assert!(
            from.elapsed() < Duration::from_secs(30),
            "the server did not start: {}",
            fs::read_to_string(server.folder.join("log")).unwrap_or_default()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    server
}

impl Server {
    fn url(&self, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgresql://{}@{folder}/{database}", self.user)
    }
}

/// The URL of a new, empty database.
pub fn database() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let server = SERVER.get_or_init(start);
    let name = format!("ledger{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut client = postgres::Client::connect(&server.url("postgres"), NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
    let _ = std::io::stderr().flush();
    server.url(&name)
}
