// The text with its mentions in colour.
//
// Paragraphs are drawn a few at a time, so that a long text never holds up the
// page; a newer text makes an older drawing stop. Mentions are spans that act
// as buttons: real ones would not break over lines, and would cut the letters
// of a word apart where a mention begins inside it. One of them is in the tab
// order at a time; arrows go on to the others.

import { type Answer, type Found, shown, summary } from "./answer";
import { breath, direction, el } from "./dom";
import type { Settings } from "./settings";

/** Characters and mentions that are drawn before the page takes a breath. */
const BATCH_CHARS = 6_000;
const BATCH_MARKS = 200;

export class Reading {
  #marks: (HTMLSpanElement | undefined)[] = [];
  #answer: Answer | undefined;
  #settings: Settings | undefined;
  #drawing = 0;
  /** The mention that is in the tab order. */
  #current = -1;
  #selected = -1;

  constructor(
    private readonly box: HTMLElement,
    private readonly onSelect: (index: number) => void,
  ) {
    box.addEventListener("click", (event) => this.#click(event));
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("focusin", (event) => this.#focused(event));
  }

  /** Draws an answer; resolves to false when a newer one has come in between. */
  async draw(answer: Answer, settings: Settings): Promise<boolean> {
    const drawing = ++this.#drawing;
    this.#answer = answer;
    this.#settings = settings;
    this.#marks = new Array(answer.found.length);
    this.#current = -1;
    this.#selected = -1;
    this.box.setAttribute("aria-busy", "true");
    this.box.replaceChildren();
    let batch = document.createDocumentFragment();
    let chars = 0;
    let marks = 0;
    for (const { begin, end, from, to } of paragraphs(answer)) {
      batch.append(this.#paragraph(answer, begin, end, from, to));
      chars += end - begin;
      marks += to - from;
      if (chars > BATCH_CHARS || marks > BATCH_MARKS) {
        this.box.append(batch);
        this.filter(settings, this.#filtered, to);
        await breath();
        if (drawing !== this.#drawing) {
          return false;
        }
        batch = document.createDocumentFragment();
        chars = 0;
        marks = 0;
      }
    }
    this.box.append(batch);
    this.filter(settings, this.#filtered, answer.found.length);
    this.box.removeAttribute("aria-busy");
    return true;
  }

  clear(): void {
    this.#drawing++;
    this.#answer = undefined;
    this.#marks = [];
    this.#filtered = 0;
    this.box.replaceChildren();
    this.box.removeAttribute("aria-busy");
  }

  #filtered = 0;

  /** Shows those mentions as marks that the settings let through. */
  filter(settings: Settings, from = 0, to = this.#marks.length): void {
    this.#settings = settings;
    for (let index = from; index < to; index++) {
      const found = this.#answer?.found[index];
      const mark = this.#marks[index];
      if (found !== undefined && mark !== undefined) {
        this.#dress(mark, found, shown(found, settings));
      }
    }
    this.#filtered = to === this.#marks.length ? 0 : to;
    const current = this.#marks[this.#current];
    if (current === undefined || !current.classList.contains("mark")) {
      this.#move(this.#next(-1, 1));
    }
  }

  /** Marks one mention as selected, and brings it into view. */
  select(index: number, focus: boolean): void {
    this.#marks[this.#selected]?.setAttribute("aria-pressed", "false");
    this.#selected = index;
    const mark = this.#marks[index];
    mark?.setAttribute("aria-pressed", "true");
    if (mark !== undefined && focus) {
      this.#move(index);
      mark.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "nearest" });
    }
  }

  #paragraph(answer: Answer, begin: number, end: number, from: number, to: number): HTMLElement {
    const { text, found } = answer;
    const paragraph = el("p", { dir: direction(text.slice(begin, end)) });
    let at = begin;
    for (let index = from; index < to; index++) {
      const mention = found[index];
      // A mention inside of another one has no place of its own.
      if (mention === undefined || mention.begin < at) {
        continue;
      }
      const mark = el("span", { "data-index": index }, text.slice(mention.begin, mention.end));
      this.#marks[index] = mark;
      paragraph.append(text.slice(at, mention.begin), mark);
      at = mention.end;
    }
    paragraph.append(text.slice(at, end));
    return paragraph;
  }

  #dress(mark: HTMLSpanElement, found: Found, visible: boolean): void {
    if (!visible) {
      mark.removeAttribute("class");
      for (const name of ["role", "tabindex", "title", "aria-pressed", "aria-roledescription"]) {
        mark.removeAttribute(name);
      }
      return;
    }
    mark.className = `mark ${found.kind.id}`;
    mark.title = summary(found);
    mark.tabIndex = -1;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-roledescription", `${found.kind.name} mention`);
    mark.setAttribute("aria-pressed", String(mark === this.#marks[this.#selected]));
  }

  #next(from: number, step: 1 | -1): number {
    for (let index = from + step; index >= 0 && index < this.#marks.length; index += step) {
      if (this.#marks[index]?.classList.contains("mark")) {
        return index;
      }
    }
    return -1;
  }

  #move(index: number): void {
    const before = this.#marks[this.#current];
    if (before?.classList.contains("mark")) {
      before.tabIndex = -1;
    }
    this.#current = index;
    const mark = this.#marks[index];
    if (mark !== undefined) {
      mark.tabIndex = 0;
    }
  }

  #indexOf(event: Event): number {
    const mark = (event.target as Element).closest<HTMLElement>(".mark");
    return mark === null ? -1 : Number(mark.dataset["index"]);
  }

  #focused(event: Event): void {
    const index = this.#indexOf(event);
    if (index >= 0 && index !== this.#current) {
      this.#move(index);
    }
  }

  #click(event: Event): void {
    const index = this.#indexOf(event);
    if (index >= 0) {
      this.onSelect(index);
    }
  }

  #key(event: KeyboardEvent): void {
    const index = this.#indexOf(event);
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey || this.#settings === undefined) {
      return;
    }
    const toTheLeft = this.#marks[index]?.parentElement?.dir === "rtl" ? 1 : -1;
    const targets: Record<string, () => number> = {
      ArrowLeft: () => this.#next(index, toTheLeft),
      ArrowRight: () => this.#next(index, toTheLeft === 1 ? -1 : 1),
      ArrowDown: () => this.#next(index, 1),
      ArrowUp: () => this.#next(index, -1),
      Home: () => this.#next(-1, 1),
      End: () => this.#next(this.#marks.length, -1),
    };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.onSelect(index);
      return;
    }
    const target = targets[event.key]?.();
    if (target === undefined) {
      return;
    }
    event.preventDefault();
    const mark = this.#marks[target];
    if (mark !== undefined) {
      this.#move(target);
      mark.focus();
    }
  }
}

/** The paragraphs with their mentions; a line break inside of a mention ends none. */
function* paragraphs({ text, found }: Answer): Generator<{ begin: number; end: number; from: number; to: number }> {
  let begin = 0;
  let from = 0;
  let to = 0;
  let covered = 0;
  for (let search = 0; begin <= text.length; ) {
    const line = text.indexOf("\n", search);
    const end = line < 0 ? text.length : line;
    for (let mention = found[to]; mention !== undefined && mention.begin < end; mention = found[++to]) {
      covered = Math.max(covered, mention.end);
    }
    search = end + 1;
    if (covered > end && line >= 0) {
      continue;
    }
    yield { begin, end, from, to };
    begin = end + 1;
    from = to;
  }
}
