import { type Message } from "@bufbuild/protobuf";
import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";

import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { type Status } from "./gen/google/rpc/status_pb.js";

/** What the server says of a fault. See docs/errors.md. */
export interface ErrorDetails {
  /** Stable reason in UPPER_SNAKE_CASE, such as `TEXT_EMPTY`. */
  reason: string;
  /** The fields at fault, with what is wrong with each. */
  fields: { field: string; description: string }[];
  /** Figures behind the fault, such as `limit` and `size`. */
  metadata: Record<string, string>;
  /** Milliseconds to wait before another attempt, where the server asks for it. */
  retryDelayMs?: number;
}

/**
 * Reads the details of a failed call or of one document's error; undefined when
 * there are none: the error is not one of Kayan's but of the way there.
 */
export function detailsOf(error: unknown): ErrorDetails | undefined {
  const find = finder(error);
  const info = find?.(ErrorInfoSchema);
  if (!find || !info) {
    return undefined;
  }
  const delay = find(RetryInfoSchema)?.retryDelay;
  return {
    reason: info.reason,
    fields: (find(BadRequestSchema)?.fieldViolations ?? []).map(({ field, description }) => ({ field, description })),
    metadata: info.metadata,
    ...(delay && { retryDelayMs: Number(delay.seconds) * 1000 + delay.nanos / 1e6 }),
  };
}

function finder(error: unknown): (<D extends DescMessage>(schema: D) => MessageShape<D> | undefined) | undefined {
  if (error instanceof ConnectError) {
    return (schema) => error.findDetails(schema)[0];
  }
  if (!isStatus(error)) {
    return undefined;
  }
  return (schema) => {
    const packed = error.details.find(({ typeUrl }) => typeUrl.endsWith(`/${schema.typeName}`));
    return packed && fromBinary(schema, packed.value);
  };
}

function isStatus(error: unknown): error is Status {
  return (error as Message | undefined)?.$typeName === "google.rpc.Status";
}
