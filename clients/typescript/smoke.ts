// Calls every method of a running server: node dist/smoke.js HOST:PORT.
import assert from "node:assert/strict";

import { create, toJsonString } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { BadRequestSchema, ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { EntityType } from "./gen/kayan/v1/entity_pb.js";
import { OffsetEncoding } from "./gen/kayan/v1/options_pb.js";
import {
  EntityExtractionService,
  ExtractEntitiesResponseSchema,
  StreamExtractEntitiesRequestSchema,
} from "./gen/kayan/v1/service_pb.js";

// "Recep Tayyip Erdogan arrived in Beirut in 2021."
const TEXT = "😀 عاد رجب طيب أردوغان إلى بيروت في عام 2021.";

const address = process.argv[2];
assert(address, "usage: smoke.js HOST:PORT");
const service = createClient(EntityExtractionService, createGrpcTransport({ baseUrl: `http://${address}` }));
let calls = 0;

const response = await service.extractEntities({
  document: { id: "d", text: TEXT },
  options: { offsetEncoding: OffsetEncoding.UTF16 },
});
assert.equal(response.documentId, "d");
const people = response.mentions.filter((mention) => mention.type === EntityType.PERSON);
assert.deepEqual(people.map((mention) => mention.text), ["رجب طيب أردوغان"]);
for (const mention of response.mentions) {
  assert.equal(TEXT.slice(mention.begin, mention.end), mention.text);
}
const json = JSON.parse(toJsonString(ExtractEntitiesResponseSchema, response));
assert.equal(json.offsetEncoding, "OFFSET_ENCODING_UTF16");
calls++;

const batch = await service.batchExtractEntities({
  documents: [{ text: TEXT }, { text: "" }],
  allowPartialSuccess: true,
});
assert.deepEqual(batch.results.map((result) => result.result.case), ["response", "error"]);
calls++;

async function* messages() {
  for (let n = 0; n < 5; n++) {
    yield create(StreamExtractEntitiesRequestSchema, { documents: Array(n).fill({ text: TEXT }) });
  }
}
const sizes: number[] = [];
for await (const answer of service.streamExtractEntities(messages())) {
  sizes.push(answer.results.length);
}
assert.deepEqual(sizes, [0, 1, 2, 3, 4]);
calls++;

const { types } = await service.listEntityTypes({});
assert.equal(types.length, 5);
calls++;

const gazetteer = await service.getGazetteer({});
assert.equal(gazetteer.digest, response.gazetteer?.digest);
calls++;

try {
  await service.extractEntities({ document: { text: "" } });
  assert.fail("an empty text is an error");
} catch (error) {
  assert(error instanceof ConnectError, String(error));
  assert.equal(error.code, Code.InvalidArgument);
  assert.equal(error.findDetails(ErrorInfoSchema)[0]?.reason, "TEXT_EMPTY");
  assert.equal(error.findDetails(BadRequestSchema)[0]?.fieldViolations[0]?.field, "document.text");
}
calls++;

console.log(`typescript client: ${calls} calls as expected`);
