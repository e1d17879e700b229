// All that the service says of one mention, and why.

import { toJsonString } from "@bufbuild/protobuf";

import { type Displaced, type Explanation, MentionSchema } from "../gen/kayan/v1/entity_pb";
import { OffsetEncoding } from "../gen/kayan/v1/options_pb";
import { type Found, ids } from "./answer";
import { direction, el } from "./dom";
import { kindOf } from "./kinds";
import { describe } from "./value";

const UNITS: Partial<Record<OffsetEncoding, string>> = {
  [OffsetEncoding.UTF8]: "UTF-8 bytes",
  [OffsetEncoding.UTF16]: "UTF-16 units",
  [OffsetEncoding.CODE_POINT]: "code points",
};

/** The name of a unit of offsets. */
export function unit(encoding: OffsetEncoding): string {
  return UNITS[encoding] ?? "units";
}

function arabic(text: string): HTMLElement {
  return el("bdi", { lang: "ar", dir: direction(text), class: "arabic" }, text);
}

function chip(type: Displaced["type"], subtype: string): HTMLElement {
  const kind = kindOf(type);
  return el("span", { class: `chip ${kind.id}` }, subtype === "" ? kind.name : `${kind.name} · ${subtype}`);
}

function row(term: string, ...description: (Node | string)[]): HTMLElement {
  return el("div", {}, el("dt", {}, term), el("dd", {}, ...description));
}

/** Draws a mention into a box. */
export function inspect(box: HTMLElement, found: Found, encoding: OffsetEncoding): void {
  const { mention, entity } = found;
  const facts = el("dl", { class: "facts" });
  if (mention.value.case !== undefined) {
    const whole = toJsonString(MentionSchema, { ...mention, $typeName: MentionSchema.typeName });
    const value = JSON.stringify((JSON.parse(whole) as Record<string, unknown>)[mention.value.case], null, 1);
    facts.append(row("Value", el("bdi", {}, describe(mention)), el("pre", { class: "json" }, value)));
  }
  if (entity !== undefined) {
    facts.append(row("Entity", arabic(entity.canonicalName), ...(entity.englishName ? [` ${entity.englishName}`] : [])));
    facts.append(row("Ids", el("code", {}, ids(entity) || "none in the lists")));
  }
  const confidence = mention.confidence.toFixed(3);
  facts.append(
    row("Confidence", el("meter", { min: 0, max: 1, value: confidence, "aria-hidden": true }), ` ${confidence}`),
    row("Offsets", el("code", {}, `${mention.begin}–${mention.end}`), ` ${unit(encoding)}`),
  );
  if (mention.proclitics.length > 0) {
    facts.append(row("Particles", ...mention.proclitics.flatMap((particle) => [arabic(particle), " "]), "before it"));
  }
  box.replaceChildren(
    el("p", { class: "head" }, chip(mention.type, mention.subtype), " ", arabic(mention.text)),
    facts,
    ...(mention.explanation === undefined ? [] : reasons(mention.explanation)),
  );
}

function reasons(explanation: Explanation): HTMLElement[] {
  const facts = el("dl", { class: "facts" }, row("Rule", el("code", {}, explanation.rule)));
  if (explanation.entryId !== undefined) {
    facts.append(row("List entry", el("code", {}, explanation.entryId)));
  }
  if (explanation.source !== undefined) {
    facts.append(row("Source", el("code", {}, explanation.source)));
  }
  if (explanation.folding.length > 0) {
    facts.append(row("Spelling ignored", explanation.folding.join(", ")));
  }
  const evidence = el("tbody");
  let sum = 0;
  for (const { name, weight } of explanation.evidence) {
    sum += weight;
    evidence.append(weighed(name, weight));
  }
  const total = el("tfoot", {}, weighed("sum", sum));
  const table = el("table", { class: "evidence" }, el("caption", {}, "Evidence and its weight"), evidence, total);
  return [el("h3", {}, "Why"), facts, table, ...displaced(explanation.displaced)];
}

function weighed(name: string, weight: number): HTMLElement {
  const sign = weight < 0 ? "−" : "+";
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    el("td", { class: weight < 0 ? "against" : "for" }, sign + Math.abs(weight).toFixed(2)),
  );
}

function displaced(proposals: readonly Displaced[]): HTMLElement[] {
  const title = el("h3", {}, "Displaced");
  if (proposals.length === 0) {
    return [title, el("p", { class: "quiet" }, "No other proposal stood in its place.")];
  }
  const items = proposals.map((lost) =>
    el(
      "li",
      {},
      el("p", {}, chip(lost.type, ""), " ", arabic(lost.text), " ", el("code", {}, `${lost.begin}–${lost.end}`)),
      el("p", { class: "quiet" }, el("code", {}, lost.rule), `: ${lost.reason}`),
    ),
  );
  return [title, el("ul", { class: "displaced" }, ...items)];
}
