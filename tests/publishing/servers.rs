//! Real servers on loopback, each started for one test and ended with it.
//!
//! `tests/tools/40-servers` installs them. Where one is missing, the test says so and passes.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that ends when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A program of `tests/tools/40-servers`; nothing, with a word on it, if it is not installed.
#[expect(clippy::print_stderr, reason = "what is left out is said")]
pub(crate) fn tool(name: &str) -> Option<PathBuf> {
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(target).join("tools/servers/bin").join(name);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&paths).chain(["/usr/sbin".into()]);
    let found = [own].into_iter().chain(folders.map(|folder| folder.join(name))).find(|path| path.exists());
    if found.is_none() {
        eprintln!("left out: `{name}` is missing; tests/tools/40-servers installs it");
    }
    found
}

/// Starts a server and waits until it takes connections.
pub(crate) fn start(command: &mut Command, port: u16) -> Server {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut server = Server { child, port };
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(server.child.try_wait().unwrap().is_none(), "the server has ended: {command:?}");
        assert!(began.elapsed() < Duration::from_secs(120), "the server does not answer: {command:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// A store with one bucket `site`, which is a folder of the disk. It checks signatures.
pub(crate) fn rclone(folder: &Path, key: &str, secret: &str) -> Option<Server> {
    fs_err::create_dir_all(folder.join("site")).unwrap();
    let port = free_port();
    let mut command = Command::new(tool("rclone")?);
    command.args(["serve", "s3", "--addr", &format!("127.0.0.1:{port}")]);
    command.arg("--auth-key").arg(format!("{key},{secret}")).arg("--config=/dev/null").arg(folder);
    Some(start(&mut command, port))
}

/// A store in memory that knows conditions; buckets are made by `PUT /NAME`.
pub(crate) fn moto(arguments: &[&str]) -> Option<Server> {
    let port = free_port();
    let mut command = Command::new(tool("moto_server")?);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).args(arguments);
    Some(start(&mut command, port))
}
