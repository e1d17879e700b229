// The entities of an answer with their mentions, a page at a time.

import { type Answer, type Found, ids, shown } from "./answer";
import { direction, el } from "./dom";
import type { Settings } from "./settings";

/** Entities that are drawn at once. */
const PAGE = 100;
/** Mentions of one entity that are drawn. */
const MOST_MENTIONS = 30;

export class Entities {
  #limit = PAGE;

  constructor(
    private readonly box: HTMLElement,
    private readonly onSelect: (index: number) => void,
  ) {
    box.addEventListener("click", (event) => {
      const index = (event.target as Element).closest<HTMLElement>("[data-index]")?.dataset["index"];
      if (index !== undefined) {
        this.onSelect(Number(index));
      }
    });
  }

  /** Draws the entities of which a mention is shown; answers how many there are. */
  draw(answer: Answer, settings: Settings, keepPage = false): number {
    this.#limit = keepPage ? this.#limit : PAGE;
    const rows = answer.response.entities.flatMap((entity) => {
      const mentions = entity.mentionIndices.filter((index) => {
        const found = answer.found[index];
        return found !== undefined && shown(found, settings);
      });
      return mentions.length === 0 ? [] : [{ entity, mentions }];
    });
    const items = rows.slice(0, this.#limit).map(({ mentions }) => item(answer, mentions));
    this.box.replaceChildren(el("ul", {}, ...items));
    if (rows.length > this.#limit) {
      const more = el("button", { type: "button" }, `Show more (${rows.length - this.#limit} left)`);
      more.addEventListener("click", () => {
        this.#limit += PAGE;
        this.draw(answer, settings, true);
      });
      this.box.append(more);
    }
    return rows.length;
  }

  clear(): void {
    this.box.replaceChildren();
  }
}

function item({ found }: Answer, mentions: readonly number[]): HTMLElement {
  const first = found[mentions[0] ?? -1] as Found;
  const { kind, entity } = first;
  const name = entity?.canonicalName ?? first.mention.text;
  const known = entity === undefined ? "" : ids(entity);
  const places = mentions.slice(0, MOST_MENTIONS).map((index) => {
    const text = found[index]?.mention.text ?? "";
    return el("button", { type: "button", class: "place-link", lang: "ar", dir: direction(text), "data-index": index }, text);
  });
  const rest = mentions.length - places.length;
  return el(
    "li",
    {},
    el(
      "p",
      { class: "entity" },
      el("span", { class: `dot ${kind.id}`, role: "img", "aria-label": kind.name }),
      el("bdi", { lang: "ar", class: "arabic" }, name),
      el("span", { class: "english" }, entity?.englishName ?? ""),
      ...(known === "" ? [] : [el("code", {}, known)]),
    ),
    el("p", { class: "mentions" }, ...places, ...(rest > 0 ? [el("span", {}, ` and ${rest} more`)] : [])),
  );
}
