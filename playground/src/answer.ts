// An answer of the service with what the page needs to draw it.

import type { Entity, Mention } from "../gen/kayan/v1/entity_pb";
import type { ExtractEntitiesResponse } from "../gen/kayan/v1/service_pb";
import { type Kind, kindOf } from "./kinds";
import { toUtf16 } from "./offsets";
import type { Settings } from "./settings";
import { describe } from "./value";

/** A mention of the text that is on the page. */
export interface Found {
  mention: Mention;
  kind: Kind;
  entity: Entity | undefined;
  /** Place in the text, in UTF-16 units. */
  begin: number;
  end: number;
}

export interface Answer {
  text: string;
  response: ExtractEntitiesResponse;
  found: Found[];
}

export function answer(text: string, response: ExtractEntitiesResponse): Answer {
  const { mentions, entities, offsetEncoding } = response;
  // Mentions stand in the order of their begin; their ends may not, when nested.
  const begins = toUtf16(text, mentions.map((mention) => mention.begin), offsetEncoding);
  const found = mentions.map((mention, index) => {
    const begin = begins[index] ?? 0;
    return {
      mention,
      kind: kindOf(mention.type),
      entity: mention.entityIndex === undefined ? undefined : entities[mention.entityIndex],
      begin,
      end: begin + mention.text.length,
    };
  });
  return { text, response, found };
}

export function shown(found: Found, settings: Settings): boolean {
  return !settings.hidden.has(found.mention.type) && found.mention.confidence >= settings.minConfidence - 1e-6;
}

export function ids(entity: Entity): string {
  return entity.ids.map(({ system, value }) => `${system} ${value}`).join(", ");
}

/** What a mention is in one line: type, subtype, value or name, ids, confidence. */
export function summary({ mention, kind, entity }: Found): string {
  const subtype = mention.subtype === "" ? "" : ` (${mention.subtype})`;
  const name = entity?.englishName ?? entity?.canonicalName ?? "";
  const known = entity === undefined ? "" : ids(entity);
  const parts = [`${kind.name}${subtype}`, describe(mention), name, known, mention.confidence.toFixed(2)];
  return parts.filter((part) => part !== "").join(" · ");
}
