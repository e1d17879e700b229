//! A server in operation: who may call, what is read again under load, how it
//! stops, and what it tells.

#[path = "../common/mod.rs"]
mod common;

mod credentials;
mod lifecycle;
mod reload;
mod support;
mod telemetry;
mod tls;
