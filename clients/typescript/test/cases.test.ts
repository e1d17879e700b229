import { fromJson, toJson, type JsonObject } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";

import {
  detailsOf,
  DocumentSchema,
  EntityType,
  EntityTypeSchema,
  ExtractEntitiesRequestSchema,
  MentionSchema,
  OffsetEncoding,
  type Mention,
} from "../src/index.js";
import { connect } from "../src/node.js";
import { cases, environment } from "./support.js";

const client = connect(environment("KAYAN_ADDRESS"));
const faulty = connect(environment("KAYAN_FAULT_ADDRESS"));
after(() => [client, faulty].forEach((each) => each.close()));

/** The contract's name of a code, where Connect's is `Canceled`. */
function codeName(code: Code): string {
  return Code[code].replace(/(?!^)(?=[A-Z])/g, "_").toUpperCase();
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (error) {
    assert(error instanceof ConnectError, String(error));
    return codeName(error.code);
  }
}

/** The JSON of the value alone, under the name of its kind. */
function valueOf(mention: Mention): JsonObject | undefined {
  const kind = mention.value.case;
  return kind && { [kind]: (toJson(MentionSchema, mention) as JsonObject)[kind]! };
}

describe("extract", () => {
  for (const wanted of cases.extract) {
    test(wanted.name, async () => {
      const document = fromJson(DocumentSchema, wanted.document);
      const response = await client.extract(document);
      assert.equal(response.documentId, document.id);
      assert.equal(response.offsetEncoding, OffsetEncoding.UTF16);
      assert.deepEqual(response.mentions.map((mention) => mention.text), wanted.mentions.map((mention) => mention.text));
      response.mentions.forEach((mention, at) => {
        const { type, text, utf16, proclitics, value } = wanted.mentions[at]!;
        assert.equal(EntityTypeSchema.value[mention.type]?.name, type);
        assert.deepEqual([mention.begin, mention.end], utf16);
        assert.equal(document.text.slice(mention.begin, mention.end), text);
        assert.deepEqual(mention.proclitics, proclitics ?? []);
        assert.deepEqual(valueOf(mention), value);
        assert.equal(mention.entityIndex === undefined, mention.type === EntityType.FIGURE);
      });
    });
  }
});

describe("errors", () => {
  for (const wanted of cases.errors) {
    test(wanted.name, async () => {
      const call = client.service.extractEntities(fromJson(ExtractEntitiesRequestSchema, wanted.request));
      await assert.rejects(call, (error: ConnectError) => {
        assert.equal(codeName(error.code), wanted.code);
        const details = detailsOf(error);
        assert.equal(details?.reason, wanted.reason);
        assert.deepEqual(details?.fields.map(({ field }) => field), wanted.fields);
        for (const [key, value] of Object.entries(wanted.metadata ?? {})) {
          assert.equal(details?.metadata[key], value);
        }
        return true;
      });
    });
  }
});

test("batch", async () => {
  const results = await client.extractBatch(cases.batch.documents.map((document) => fromJson(DocumentSchema, document)));
  assert.equal(results.length, cases.batch.results.length);
  results.forEach(({ response, error }, at) => {
    const wanted = cases.batch.results[at]!;
    if (wanted.reason) {
      assert.equal(error?.code, Code.InvalidArgument);
      assert.equal(detailsOf(error)?.reason, wanted.reason);
      assert.deepEqual(detailsOf(error)?.fields.map(({ field }) => field), wanted.fields);
    } else {
      assert.equal(response?.documentId, wanted.id);
      assert.deepEqual(response?.mentions.map((mention) => mention.text), wanted.mentions);
    }
  });
});

describe("retry", () => {
  for (const { name, fail, code } of cases.retry) {
    test(name, async () => {
      const call = faulty.extract("بيروت", {}, { headers: { "kayan-test-fail": fail } });
      assert.equal(await codeOf(call), code);
    });
  }
});

test("deadline", async () => {
  const { text, times, milliseconds } = cases.deadline;
  assert.equal(await codeOf(client.extract(text.repeat(times), {}, { timeoutMs: milliseconds })), "DEADLINE_EXCEEDED");
});

test("deadline of the service config", async () => {
  await faulty.extract("بيروت", {}, { headers: { "kayan-test-deadline": cases.deadline.default } });
});

test("rotation", async () => {
  const { calls, seconds } = cases.rotation;
  for (let n = 0; n < calls; n++) {
    const { mentions } = await client.extract("بيروت");
    assert.deepEqual(mentions.map((mention) => mention.text), ["بيروت"]);
    await setTimeout((seconds * 1000) / calls);
  }
});

describe("stream", () => {
  const { documents: count, batchSize, cut } = cases.stream;
  const documents = Array.from({ length: count }, (_, n) => ({ id: `document ${n}`, text: "بيروت" }));
  const runs: { name: string; kayan: typeof client; headers: Record<string, string> }[] = [
    { name: "in order", kayan: client, headers: {} },
    { name: "cut", kayan: faulty, headers: { "kayan-test-cut": String(cut) } },
  ];
  for (const { name, kayan, headers } of runs) {
    test(name, async () => {
      const ids = [];
      for await (const { document, response } of kayan.extractStream(documents, {}, { batchSize, headers })) {
        assert.equal(response?.documentId, document.id);
        assert.equal(response.mentions[0]?.text, "بيروت");
        ids.push(document.id);
      }
      assert.deepEqual(ids, documents.map(({ id }) => id));
    });
  }
});
