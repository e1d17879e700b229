/**
 * Client of Kayan, the entity extractor for Arabic text.
 *
 * `kayan-client/node` connects over gRPC, `kayan-client/web` over gRPC-Web;
 * both give a `Kayan`. Offsets are UTF-16 code units, so that
 * `text.slice(mention.begin, mention.end)` is the mention.
 */
export { Kayan, type CallOptions, type DocumentInit, type OptionsInit, type Result } from "./client.js";
export { detailsOf, type ErrorDetails } from "./errors.js";
export { serviceConfig } from "./gen/service-config.js";
export * from "./gen/kayan/v1/entity_pb.js";
export * from "./gen/kayan/v1/options_pb.js";
export * from "./gen/kayan/v1/service_pb.js";
export * from "./gen/kayan/v1/value_pb.js";
