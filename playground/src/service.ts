// Calls of the server that the page came from, over gRPC-Web.

import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";

import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import {
  EntityExtractionService,
  type ExtractEntitiesRequest,
  type ExtractEntitiesResponse,
  type GetGazetteerResponse,
} from "../gen/kayan/v1/service_pb";

/** After this long a call is given up. */
const PATIENCE = 60_000;

/** The folder of the page, so that it also works behind a path of a proxy. */
const base = new URL(".", location.href);

const client = createClient(
  EntityExtractionService,
  createGrpcWebTransport({
    baseUrl: base.href.replace(/\/$/, ""),
    fetch: (input, init) => fetch(input, { ...init, credentials: "omit", referrerPolicy: "no-referrer" }),
  }),
);

/** What the server tells about itself. */
export interface Server {
  grpcAddress: string;
  maxTextBytes: number;
}

export async function server(): Promise<Server> {
  const response = await fetch(new URL("playground/server.json", base), { credentials: "omit" });
  return (await response.json()) as Server;
}

function headers(key: string): Headers {
  return new Headers(key === "" ? [] : [["authorization", `Bearer ${key}`]]);
}

export function extract(
  request: ExtractEntitiesRequest,
  key: string,
  signal: AbortSignal,
): Promise<ExtractEntitiesResponse> {
  return client.extractEntities(request, { headers: headers(key), signal, timeoutMs: PATIENCE });
}

export function gazetteer(key: string): Promise<GetGazetteerResponse> {
  return client.getGazetteer({}, { headers: headers(key), timeoutMs: PATIENCE });
}

/** An error as the service words it. */
export interface Fault {
  /** Such as `INVALID_ARGUMENT`. */
  code: string;
  /** Such as `TEXT_TOO_LONG`; empty when the error has none. */
  reason: string;
  message: string;
  /** What is wrong with which field. */
  fields: { field: string; description: string }[];
}

/** What an error says; nothing when the call was given up on purpose. */
export function fault(error: unknown): Fault | undefined {
  const known = ConnectError.from(error);
  if (known.code === Code.Canceled) {
    return undefined;
  }
  const [info] = known.findDetails(ErrorInfoSchema);
  const fields = known.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
  // Without an answer there is no word of the service: fetch throws this type.
  if (info === undefined && known.cause instanceof TypeError) {
    const message = `${base.host} does not answer (${known.rawMessage}). Is the server running?`;
    return { code: "UNREACHABLE", reason: "", message, fields: [] };
  }
  const code = (Code[known.code] ?? "Unknown").replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return { code, reason: info?.reason ?? "", message: known.rawMessage, fields };
}
