//! Which path leads where.

use crate::http::{handlers, keys_endpoint, middleware, token_endpoint};
use crate::paths::{
    CALLS, INVITE, KEYS, OPENID_CONFIGURATION, OPERATIONS, PARTICIPANTS, TOKEN, VERSIONS,
};
use crate::service::Service;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;

pub(crate) fn router(service: Arc<Service>) -> Router {
    let calls = Router::new()
        .route("/{call}", get(handlers::show_call))
        .route(
            &format!("/{{call}}{PARTICIPANTS}"),
            get(handlers::show_roster),
        )
        .route(&format!("/{{call}}{INVITE}"), post(handlers::invite))
        .route(
            &format!("/{{call}}{PARTICIPANTS}/{{participant}}"),
            get(handlers::show_participant).delete(handlers::remove_participant),
        )
        .route(
            &format!("/{{call}}{OPERATIONS}/{{operation}}"),
            get(handlers::show_operation),
        );
    let graph = VERSIONS.iter().fold(Router::new(), |graph, version| {
        graph.nest(&format!("{version}{CALLS}"), calls.clone())
    });
    // These need no token: they are for those who have none yet, or who check one.
    let open = Router::new()
        .route(
            OPENID_CONFIGURATION,
            get(keys_endpoint::show_openid_configuration),
        )
        .route(KEYS, get(keys_endpoint::show_keys))
        .route(TOKEN, post(token_endpoint::issue));
    let graph = graph
        .fallback(handlers::unknown_path)
        .method_not_allowed_fallback(handlers::wrong_method)
        .with_state(Arc::clone(&service));
    // As a fallback, so that the middleware can still change the path.
    Router::new()
        .fallback_service(graph)
        .layer(from_fn_with_state(Arc::clone(&service), middleware::handle))
        .merge(open)
        .with_state(service)
}
