/** The transport of browsers, by Node's fetch. KAYAN_WEB_ADDRESS is where the server may take gRPC-Web. */
import { Code, ConnectError } from "@connectrpc/connect";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connectWeb } from "../src/web.js";
import { cases, checkError, checkExtract, codeOf, environment } from "./support.js";

const baseUrl = `http://${environment("KAYAN_WEB_ADDRESS")}`;
const grpcWeb = { "content-type": "application/grpc-web+proto" };

/** A server that was built without gRPC-Web has no such path. */
async function served(): Promise<boolean> {
  const path = `${baseUrl}/kayan.v1.EntityExtractionService/ListEntityTypes`;
  const response = await fetch(path, { method: "POST", headers: grpcWeb, body: new Uint8Array(5) });
  return response.ok;
}

/** Answers the first calls with a status, and the rest as fetch does. */
function failing(codes: Code[]) {
  const seen: (string | null)[] = [];
  const fetchOrFail: typeof fetch = async (input, init) => {
    seen.push(new Headers(init?.headers).get("grpc-timeout"));
    const code = codes[seen.length - 1];
    return code === undefined
      ? fetch(input, init)
      : new Response(null, { headers: { ...grpcWeb, "grpc-status": String(code) } });
  };
  return { seen, client: connectWeb(baseUrl, { fetch: fetchOrFail }) };
}

test("gives up after four attempts, each with the deadline of the service config", async () => {
  const { seen, client } = failing(Array<Code>(9).fill(Code.Unavailable));
  assert.equal(await codeOf(client.extract("بيروت")), "UNAVAILABLE");
  assert.deepEqual(seen, Array(4).fill("30000m"));
});

test("what the caller has cancelled is not tried again", async () => {
  const { seen, client } = failing([]);
  const call = client.extract("بيروت", {}, { signal: AbortSignal.abort() });
  await assert.rejects(call, (error) => error instanceof ConnectError && error.code === Code.Canceled);
  assert(seen.length <= 1, `${seen.length} attempts`);
});

const skip = (await served()) ? false : "this server does not take gRPC-Web";
const client = connectWeb(baseUrl);

describe("web: extract", { skip }, () => {
  for (const wanted of cases.extract) {
    test(wanted.name, () => checkExtract(client, wanted));
  }
});

describe("web: errors", { skip }, () => {
  for (const wanted of cases.errors) {
    test(wanted.name, () => checkError(client, wanted));
  }
});

test("web: unavailable, then cancelled", { skip }, async () => {
  const { seen, client } = failing([Code.Unavailable, Code.Canceled]);
  const { mentions } = await client.extract("بيروت");
  assert.deepEqual(mentions.map((mention) => mention.text), ["بيروت"]);
  assert.equal(seen.length, 3);
});

test("web: batch", { skip }, async () => {
  const results = await client.extractBatch(["بيروت", ""]);
  assert.deepEqual(results.map(({ error }) => error?.code), [undefined, Code.InvalidArgument]);
});
