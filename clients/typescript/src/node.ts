/** For Node: gRPC by grpc-js, which balances, retries and keeps alive. */
import { credentials, type ChannelCredentials, type ChannelOptions } from "@grpc/grpc-js";

import { Kayan } from "./client.js";
import { serviceConfig } from "./gen/service-config.js";
import { GrpcTransport } from "./grpc-transport.js";

/** How to connect; absent means the recommended way. */
export interface NodeOptions {
  /** Plain text without. */
  credentials?: ChannelCredentials;
  /** The service config, as an object or JSON. */
  serviceConfig?: object | string;
  /** Further options of the channel. */
  channelOptions?: ChannelOptions;
}

/** A client for `host:port`, or `dns:///kayan-headless.NAMESPACE.svc:50051` in a cluster. */
export function connect(target: string, options: NodeOptions = {}): Kayan & { close(): void } {
  const config = options.serviceConfig ?? serviceConfig;
  const transport = new GrpcTransport(target, options.credentials ?? credentials.createInsecure(), {
    "grpc.service_config": typeof config === "string" ? config : JSON.stringify(config),
    "grpc.enable_retries": 1,
    // A dead connection is noticed within a minute and a bit, before the idle
    // timeouts of common load balancers (350 s and more) drop it silently.
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.keepalive_permit_without_calls": 1,
    // Batches of 1,000 documents with explanations can exceed gRPC's 4 MiB.
    "grpc.max_receive_message_length": 64 * 1024 * 1024,
    ...options.channelOptions,
  });
  return Object.assign(new Kayan(transport), { close: () => transport.close() });
}
