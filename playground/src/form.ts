// The fields of the page as settings, and back.

import type { EntityType } from "../gen/kayan/v1/entity_pb";
import type { Match, OffsetEncoding } from "../gen/kayan/v1/options_pb";
import { get } from "./dom";
import type { Settings } from "./settings";

const field = <Kind extends HTMLElement = HTMLInputElement>(id: string) => get<Kind>(id);

export const textArea = (): HTMLTextAreaElement => field<HTMLTextAreaElement>("text");

/** The key, which lives in its field and nowhere else. */
export const key = (): string => field("key").value.trim();

/** Takes what the fields say into the settings. */
export function readForm(settings: Settings): void {
  settings.text = textArea().value;
  settings.offsetEncoding = Number(field<HTMLSelectElement>("encoding").value) as OffsetEncoding;
  settings.referenceDate = field("date").value;
  settings.listType = Number(field<HTMLSelectElement>("list-type").value) as EntityType;
  settings.listSubtype = field("list-subtype").value;
  settings.listMatch = Number(field<HTMLSelectElement>("list-match").value) as Match;
  settings.listLines = field<HTMLTextAreaElement>("list").value;
}

/** Puts settings into the fields. */
export function writeForm(settings: Settings): void {
  textArea().value = settings.text;
  field<HTMLSelectElement>("encoding").value = String(settings.offsetEncoding);
  field("date").value = settings.referenceDate;
  field<HTMLSelectElement>("list-type").value = String(settings.listType);
  field("list-subtype").value = settings.listSubtype;
  field<HTMLSelectElement>("list-match").value = String(settings.listMatch);
  field<HTMLTextAreaElement>("list").value = settings.listLines;
  field("confidence").value = String(settings.minConfidence);
  if (settings.referenceDate !== "" || settings.listLines !== "") {
    field<HTMLDetailsElement>("options").open = true;
  }
}
