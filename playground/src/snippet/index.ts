// The request of the page as code for other programs. A key is never in it,
// only where to put it.

import type { ExtractEntitiesRequest } from "../../gen/kayan/v1/service_pb";
import { go } from "./go";
import { grpcurl } from "./grpcurl";
import { python } from "./python";
import { typescript } from "./typescript";

export interface Call {
  request: ExtractEntitiesRequest;
  /** `HOST:PORT` of gRPC. */
  address: string;
  /** Whether the server wants a key, which is read from `KAYAN_API_KEY`. */
  keyed: boolean;
}

export const SNIPPETS: Record<string, (call: Call) => string> = { grpcurl, python, go, typescript };

/**
 * A string literal: the escapes of JSON are understood by Python, Go and
 * TypeScript alike.
 */
export function quote(text: string): string {
  return JSON.stringify(text);
}
