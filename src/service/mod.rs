//! The RPC handlers and the conversion to and from the contract.

pub mod date;
pub mod proto;
