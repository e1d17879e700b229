/**
 * The cases of ../../cases.json against the server at KAYAN_ADDRESS;
 * KAYAN_FAULT_ADDRESS is that of ../../testing/fault_proxy.py in front of it.
 */
import { type JsonObject } from "@bufbuild/protobuf";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

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
