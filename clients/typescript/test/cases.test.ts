import { fromJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { detailsOf, DocumentSchema } from "../src/index.js";
import { connect } from "../src/node.js";
import { cases, checkError, checkExtract, codeOf, environment } from "./support.js";

const client = connect(environment("KAYAN_ADDRESS"));
const faulty = connect(environment("KAYAN_FAULT_ADDRESS"));
after(() => [client, faulty].forEach((each) => each.close()));

describe("extract", () => {
  for (const wanted of cases.extract) {
    test(wanted.name, () => checkExtract(client, wanted));
  }
});

describe("errors", () => {
  for (const wanted of cases.errors) {
    test(wanted.name, () => checkError(client, wanted));
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
