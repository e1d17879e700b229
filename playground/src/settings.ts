// What the user has chosen, beside the key, which is kept apart so that no
// link or snippet can carry it.

import { create } from "@bufbuild/protobuf";

import { EntityType } from "../gen/kayan/v1/entity_pb";
import { type AdHocList, AdHocListSchema, Match, OffsetEncoding } from "../gen/kayan/v1/options_pb";
import { type ExtractEntitiesRequest, ExtractEntitiesRequestSchema } from "../gen/kayan/v1/service_pb";
import { KINDS } from "./kinds";

export interface Settings {
  text: string;
  offsetEncoding: OffsetEncoding;
  /** `YYYY-MM-DD` or empty. */
  referenceDate: string;
  listType: EntityType;
  listSubtype: string;
  listMatch: Match;
  /** One name a line, a tab or `=` before its id. */
  listLines: string;
  /** Types that are not shown. */
  hidden: Set<EntityType>;
  /** Mentions with a lower confidence are not shown. */
  minConfidence: number;
}

export function defaults(): Settings {
  return {
    text: "",
    offsetEncoding: OffsetEncoding.UTF16,
    referenceDate: "",
    listType: EntityType.PERSON,
    listSubtype: "",
    listMatch: Match.FOLDED,
    listLines: "",
    hidden: new Set(),
    minConfidence: 0,
  };
}

function list(settings: Settings): AdHocList[] {
  const entries = settings.listLines
    .split("\n")
    .map((line) => line.split(/\t|=/))
    .map(([surface = "", id = ""]) => ({ surface: surface.trim(), id: id.trim() }))
    .filter(({ surface }) => surface !== "");
  if (entries.length === 0) {
    return [];
  }
  const { listType: type, listSubtype: subtype, listMatch: match } = settings;
  return [create(AdHocListSchema, { type, subtype: subtype.trim(), entries, match })];
}

/** The request for all mentions; the page filters by itself, since filters never change the resolution. */
export function request(settings: Settings): ExtractEntitiesRequest {
  return create(ExtractEntitiesRequestSchema, {
    document: {
      text: settings.text.toWellFormed(),
      ...(settings.referenceDate === "" ? {} : { referenceDate: settings.referenceDate }),
    },
    options: { offsetEncoding: settings.offsetEncoding, explain: true, adHocLists: list(settings) },
  });
}

/** The request that is answered with just what is shown. */
export function filteredRequest(settings: Settings): ExtractEntitiesRequest {
  const filtered = request(settings);
  if (filtered.options !== undefined) {
    if (settings.hidden.size > 0) {
      filtered.options.excludeTypes = KINDS.map((kind) => kind.type).filter((type) => settings.hidden.has(type));
    }
    if (settings.minConfidence > 0) {
      filtered.options.minConfidence = settings.minConfidence;
    }
  }
  return filtered;
}
