// Settings as the fragment of an address. Browsers send no fragment to any
// server; who has the link has the text.

import { EntityType } from "../gen/kayan/v1/entity_pb";
import { Match, OffsetEncoding } from "../gen/kayan/v1/options_pb";
import { defaults, type Settings } from "./settings";

const PREFIX = "#v1=";
/** A link that unpacks to more bytes than this is refused. */
const MOST_BYTES = 32 << 20;

/** The fragment, with its `#`. */
export async function pack(settings: Settings): Promise<string> {
  const json = JSON.stringify({ ...settings, text: settings.text.toWellFormed(), hidden: [...settings.hidden] });
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What a fragment holds; nothing when it is none of ours or damaged. */
export async function unpack(fragment: string): Promise<Settings | undefined> {
  if (!fragment.startsWith(PREFIX)) {
    return undefined;
  }
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return checked(JSON.parse(await bounded(stream)));
  } catch {
    return undefined;
  }
}

async function bounded(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new RangeError("the link unpacks to too much");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A link may come from anyone: each value is taken only when it is of its kind. */
function checked(found: unknown): Settings {
  const settings = defaults();
  if (typeof found !== "object" || found === null) {
    return settings;
  }
  const values = found as Record<string, unknown>;
  for (const key of ["text", "referenceDate", "listSubtype", "listLines"] as const) {
    const value = values[key];
    settings[key] = typeof value === "string" ? value : settings[key];
  }
  settings.offsetEncoding = member(OffsetEncoding, values["offsetEncoding"], settings.offsetEncoding);
  settings.listType = member(EntityType, values["listType"], settings.listType);
  settings.listMatch = member(Match, values["listMatch"], settings.listMatch);
  const hidden = Array.isArray(values["hidden"]) ? values["hidden"] : [];
  settings.hidden = new Set(hidden.filter((type) => typeof type === "number" && type in EntityType));
  const least = values["minConfidence"];
  settings.minConfidence = typeof least === "number" && least >= 0 && least <= 1 ? least : 0;
  return settings;
}

function member<T extends number>(values: Record<string | number, unknown>, value: unknown, otherwise: T): T {
  return typeof value === "number" && value > 0 && value in values ? (value as T) : otherwise;
}
