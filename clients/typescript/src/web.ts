/** For browsers: gRPC-Web by fetch. The server must have it switched on. */
import { ConnectError, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport, type GrpcWebTransportOptions } from "@connectrpc/connect-web";

import { Kayan } from "./client.js";
import { backoff, MAX_ATTEMPTS, RETRYABLE, TIMEOUT_MS } from "./retry.js";

/** A client for the server at `baseUrl`, such as `https://kayan.example.org`. */
export function connectWeb(baseUrl: string, options: Omit<GrpcWebTransportOptions, "baseUrl"> = {}): Kayan {
  return new Kayan(
    createGrpcWebTransport({
      defaultTimeoutMs: TIMEOUT_MS,
      ...options,
      baseUrl,
      interceptors: [retry, ...(options.interceptors ?? [])],
    }),
  );
}

/** Repeats single calls as the service config says; what the caller has cancelled is not repeated. */
const retry: Interceptor = (next) => async (request) => {
  for (let failures = 1; ; failures++) {
    try {
      return await next(request);
    } catch (error) {
      const retryable = error instanceof ConnectError && RETRYABLE.has(error.code);
      if (request.stream || request.signal.aborted || !retryable || failures === MAX_ATTEMPTS) {
        throw error;
      }
      request.header.set("grpc-previous-rpc-attempts", String(failures));
      await backoff(failures);
    }
  }
};
