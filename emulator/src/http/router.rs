//! Which path leads where.

use crate::http::{call_handlers, discovery, handlers, health, middleware, token_endpoint};
use crate::paths::{
    ANSWER, AUTHORITIES, CALLS, HEALTH, INVITE, KEEP_ALIVE, KEYS, OPENID_CONFIGURATION, OPERATIONS,
    PARTICIPANTS, REJECT, TENANT_CONFIGURATION, TOKEN, VERSIONS,
};
use crate::service::Service;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;

pub(crate) fn router(service: Arc<Service>) -> Router {
    let of_call = |below: &str| format!("{CALLS}/{{call}}{below}");
    let calls = Router::new()
        .route(CALLS, post(call_handlers::make))
        .route(
            &of_call(""),
            get(call_handlers::show).delete(call_handlers::hang_up),
        )
        .route(&of_call(ANSWER), post(call_handlers::answer))
        .route(&of_call(REJECT), post(call_handlers::reject))
        .route(&of_call(KEEP_ALIVE), post(call_handlers::keep_alive))
        .route(&of_call(PARTICIPANTS), get(handlers::show_roster))
        .route(&of_call(INVITE), post(handlers::invite))
        .route(
            &of_call(&format!("{PARTICIPANTS}/{{participant}}")),
            get(handlers::show_participant).delete(handlers::remove_participant),
        )
        .route(
            &of_call(&format!("{OPERATIONS}/{{operation}}")),
            get(handlers::show_operation),
        );
    let graph = VERSIONS.iter().fold(Router::new(), |graph, version| {
        graph.nest(version, calls.clone())
    });
    // These need no token: they are for those who have none yet, or who check one.
    let open = Router::new()
        .route(
            OPENID_CONFIGURATION,
            get(discovery::show_openid_configuration),
        )
        .route(KEYS, get(discovery::show_keys))
        .route(HEALTH, get(health::show))
        .route(AUTHORITIES, get(discovery::show_authorities))
        .route(
            &format!("/{{tenant}}{TENANT_CONFIGURATION}"),
            get(discovery::show_tenant_configuration),
        )
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
        .layer(from_fn_with_state(Arc::clone(&service), health::check_host))
        .with_state(service)
}
