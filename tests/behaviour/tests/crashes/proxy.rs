//! Stands between a process and the service. The process may die before its request is passed on, after
//! that, before it gets the answer, and after that.

use crate::points::Points;
use invites::Url;
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::task::JoinSet;

/// How many bytes are passed on at once: more than any request or answer here has.
const PIECE: usize = 64 * 1024;

/// Passes on what comes to the URL that it returns, until the tasks are dropped.
pub(crate) async fn start(service: &Url, points: Arc<Points>, tasks: &mut JoinSet<()>) -> Url {
    let address = service.socket_addrs(|| None).unwrap().remove(0);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((process, _)) = listener.accept().await {
            let points = Arc::clone(&points);
            connections.spawn(async move {
                let service = TcpStream::connect(address).await?;
                pass_on(process, service, &points).await
            });
        }
    });
    Url::parse(&format!("http://{own}")).unwrap()
}

async fn pass_on(
    mut process: TcpStream,
    mut service: TcpStream,
    points: &Points,
) -> io::Result<()> {
    loop {
        let [mut request, mut answer] = [0; 2].map(|_| Vec::with_capacity(PIECE));
        select! {
            length = process.read_buf(&mut request) => {
                // A process that dies here has sent nothing.
                if length? == 0 || points.outside().await {
                    return Ok(());
                }
                service.write_all(&request).await?;
                if points.outside().await {
                    // What has left is not lost, and nobody reads the answer.
                    service.read_buf(&mut answer).await?;
                    return Ok(());
                }
            }
            length = service.read_buf(&mut answer) => {
                if length? == 0 || points.outside().await {
                    return Ok(());
                }
                process.write_all(&answer).await?;
                points.outside().await;
            }
        }
    }
}
