// The legend, which is also the filter by type, and the filter by confidence.

import type { Answer } from "./answer";
import { el, get } from "./dom";
import { KINDS } from "./kinds";
import type { Settings } from "./settings";

export class Filters {
  readonly #chips = new Map<number, { button: HTMLButtonElement; count: HTMLElement }>();

  constructor(settings: Settings, onChange: () => void) {
    const legend = get("legend");
    for (const kind of KINDS) {
      const count = el("span", { class: "count" });
      const button = el("button", { type: "button", class: `chip ${kind.id}` }, kind.plural, " ", count);
      button.addEventListener("click", () => {
        if (!settings.hidden.delete(kind.type)) {
          settings.hidden.add(kind.type);
        }
        this.show(settings);
        onChange();
      });
      this.#chips.set(kind.type, { button, count });
      legend.append(button);
    }
    const slider = get<HTMLInputElement>("confidence");
    slider.addEventListener("input", () => {
      settings.minConfidence = Number(slider.value);
      this.show(settings);
      onChange();
    });
    this.show(settings);
  }

  /** Shows what the settings say. */
  show(settings: Settings): void {
    for (const [type, { button }] of this.#chips) {
      button.setAttribute("aria-pressed", String(!settings.hidden.has(type)));
    }
    get<HTMLInputElement>("confidence").value = String(settings.minConfidence);
    get("least").textContent = settings.minConfidence.toFixed(2);
  }

  /** Counts the mentions of an answer by type. */
  count(answer: Answer | undefined): void {
    const counts = new Map<number, number>();
    for (const { mention } of answer?.found ?? []) {
      counts.set(mention.type, (counts.get(mention.type) ?? 0) + 1);
    }
    for (const [type, { count }] of this.#chips) {
      count.textContent = answer === undefined ? "" : String(counts.get(type) ?? 0);
    }
  }
}
