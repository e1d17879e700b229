//! The contract `kayan.v1` as generated from `proto/`, and its descriptors.
//!
//! JSON anywhere is the canonical proto3 mapping: see [`super::json`].

#![allow(missing_docs, unreachable_pub, clippy::all)]

tonic::include_proto!("kayan.v1");

/// The serialized `FileDescriptorSet` of the contract and all it imports.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kayan.v1.descriptors.bin"));
