/** What the shared cases do not say of streams. */
import { Code, ConnectError } from "@connectrpc/connect";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { connect } from "../src/node.js";
import { environment } from "./support.js";

const client = connect(environment("KAYAN_FAULT_ADDRESS"));
after(() => client.close());

test("a fault of the caller's iterator is thrown", async () => {
  async function* documents() {
    yield "بيروت";
    throw new RangeError("mine");
  }
  await assert.rejects(async () => {
    for await (const _ of client.extractStream(documents(), {}, { batchSize: 1 }));
  }, RangeError);
});

test("no more is read than fits the window", async () => {
  let read = 0;
  function* documents() {
    for (; read < 1000; read++) {
      yield "بيروت";
    }
  }
  for await (const _ of client.extractStream(documents(), {}, { batchSize: 1 })) {
    await setTimeout(200);
    break;
  }
  assert(read < 100, `${read} documents read for one answer`);
});

test("an answer does not wait for the next document", async () => {
  let answered = () => {};
  const answer = new Promise<void>((resolve) => (answered = resolve));
  async function* documents() {
    yield "بيروت";
    await answer;
    yield "دمشق";
  }
  let answers = 0;
  for await (const _ of client.extractStream(documents(), {}, { batchSize: 1 })) {
    answers++;
    answered();
  }
  assert.equal(answers, 2);
});

test("gives up when nothing is answered", async () => {
  const headers = { "kayan-test-fail": Array(9).fill("UNAVAILABLE").join() };
  await assert.rejects(
    async () => {
      for await (const _ of client.extractStream(["بيروت"], {}, { headers }));
    },
    (error) => error instanceof ConnectError && error.code === Code.Unavailable,
  );
});
