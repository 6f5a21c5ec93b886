//! What is no source of tokens.

use invites::token::TokenRequest;
use invites::Client;

fn main() {
    Client::builder().token_source("eyJ0").build();
    Client::builder().token_source(|_: TokenRequest| async { 42 }).build();
    Client::builder().token_source(|_: TokenRequest| "eyJ0").build();
    Client::builder().token_source(|| async { "eyJ0" }).build();
}
