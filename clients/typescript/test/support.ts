/**
 * The cases of ../../cases.json against the server at KAYAN_ADDRESS;
 * KAYAN_FAULT_ADDRESS is that of ../../testing/fault_proxy.py in front of it.
 */
import { fromJson, toJson, type JsonObject } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import {
  detailsOf,
  DocumentSchema,
  EntityType,
  EntityTypeSchema,
  ExtractEntitiesRequestSchema,
  MentionSchema,
  OffsetEncoding,
  type Kayan,
  type Mention,
} from "../src/index.js";

export interface Cases {
  extract: {
    name: string;
    document: JsonObject;
    mentions: {
      type: string;
      text: string;
      utf16: [number, number];
      proclitics?: string[];
      value?: JsonObject;
    }[];
  }[];
  errors: {
    name: string;
    request: JsonObject;
    code: string;
    reason: string;
    fields: string[];
    metadata?: Record<string, string>;
  }[];
  batch: {
    documents: JsonObject[];
    results: { id?: string; mentions?: string[]; reason?: string; fields?: string[] }[];
  };
  retry: { name: string; fail: string; code: string }[];
  deadline: { text: string; times: number; milliseconds: number; default: string };
  rotation: { seconds: number; calls: number };
  stream: { documents: number; batchSize: number; cut: number };
}

/** From dist/test/. */
export const cases = JSON.parse(readFileSync(new URL("../../../cases.json", import.meta.url), "utf8")) as Cases;

export function environment(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

/** The contract's name of a code, where Connect's is `Canceled`. */
function codeName(code: Code): string {
  return Code[code].replace(/(?!^)(?=[A-Z])/g, "_").toUpperCase();
}

export async function codeOf(call: Promise<unknown>): Promise<string> {
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

/** What an extraction must answer. */
export async function checkExtract(client: Kayan, wanted: Cases["extract"][number]): Promise<void> {
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
}

/** With what an extraction must fail. */
export async function checkError(client: Kayan, wanted: Cases["errors"][number]): Promise<void> {
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
}
