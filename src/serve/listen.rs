//! Connections: where they are taken, and how long each may take.
//!
//! A client that sends or reads slowly holds one task and no thread, and not for ever: the head of a request must
//! arrive in [`HEAD_TIME`], and a client that reads nothing for [`WRITE_TIME`] is let go.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::{StartError, USUAL_PORT};

/// Threads that speak with clients. Pages are made on others.
pub(super) const THREADS: usize = 2;

/// How long the head of a request may take, and how long a connection may lie idle between two requests.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long a client may leave an answer unread. A stream of events speaks more often than that.
const WRITE_TIME: Duration = Duration::from_secs(30);

/// Largest head of a request, in bytes: what browsers send is a tenth of it.
const HEAD_BYTES: usize = 16 * 1024;

/// Most headers of one request.
const HEADERS: usize = 64;

/// Most connections at one time; further ones wait until one of these ends. Systems allow for 1,024 open files and
/// sockets unless they are asked for more.
const CONNECTIONS: usize = 768;

/// How long to wait when the system has no socket left.
const BREATH: Duration = Duration::from_millis(100);

/// Listens on the port, or where none is asked for on the usual one, or on any free one where that is taken.
pub(super) async fn bind(address: IpAddr, port: Option<u16>) -> Result<TcpListener, StartError> {
    let usual = SocketAddr::new(address, port.unwrap_or(USUAL_PORT));
    let bound = match TcpListener::bind(usual).await {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && port.is_none() => {
            TcpListener::bind(SocketAddr::new(address, 0)).await
        }
        bound => bound,
    };
    bound.map_err(|source| StartError::Address { address: usual, source })
}

/// Takes connections for ever.
pub(super) async fn accept(listener: TcpListener, router: Router) -> Infallible {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await;
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    speak(stream, router).await;
                    drop(place);
                });
            }
            // A client that hung up before it was heard, or no socket left: both pass.
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

/// Answers the requests of one client. That a client breaks off or breaks the rules of HTTP is no news: it was
/// answered, or cannot be.
async fn speak(stream: TcpStream, router: Router) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let _broken_off = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(router))
        .await;
}
