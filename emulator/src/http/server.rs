//! Runs the HTTP server.

use crate::http::router::router;
use crate::net::connection::ConnectionState;
use crate::net::endpoint::Endpoint;
use crate::net::listener::FaultyListener;
use crate::service::Service;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Starts a server in a task of its own. It stops when the returned value is dropped.
pub(crate) fn start(service: &Arc<Service>, endpoint: &Arc<Endpoint>) -> oneshot::Sender<()> {
    let (stop, stopped) = oneshot::channel::<()>();
    let listener = FaultyListener::new(Arc::clone(endpoint), Arc::clone(&service.faults));
    let router = router(Arc::clone(service));
    let router = router.into_make_service_with_connect_info::<ConnectionState>();
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        // An error means that the sender was dropped.
        let _ = stopped.await;
    });
    tokio::spawn(server.into_future());
    stop
}
