// The request as code, to copy.

import { copy } from "./clipboard";
import { get } from "./dom";
import { key } from "./form";
import type { Server } from "./service";
import { filteredRequest, type Settings } from "./settings";
import { SNIPPETS } from "./snippet/index";

/** Characters of the preview; a copy has all. */
const PREVIEW = 4_000;

export class Code {
  readonly #box = get<HTMLDetailsElement>("code");
  readonly #tabs = [...this.#box.querySelectorAll<HTMLButtonElement>("[role=tab]")];
  #language = "grpcurl";
  server: Server | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly say: (message: string) => void,
  ) {
    this.#box.addEventListener("toggle", () => this.draw());
    this.#tabs.forEach((tab, at) => {
      tab.addEventListener("click", () => this.#choose(at));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step !== undefined) {
          event.preventDefault();
          this.#choose((at + step + this.#tabs.length) % this.#tabs.length);
        }
      });
    });
    get("copy-code").addEventListener("click", () => void this.#copy());
  }

  /** Draws the code when it is open. */
  draw(): void {
    if (!this.#box.open) {
      return;
    }
    const code = this.#code();
    get("snippet").textContent = code.length > PREVIEW ? code.slice(0, PREVIEW) : code;
    get("cut").hidden = code.length <= PREVIEW;
  }

  #choose(at: number): void {
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
    });
    const tab = this.#tabs[at];
    tab?.focus();
    this.#language = tab?.dataset["language"] ?? "grpcurl";
    get("snippet").setAttribute("aria-labelledby", tab?.id ?? "");
    this.draw();
  }

  #code(): string {
    const call = { request: filteredRequest(this.settings), address: this.#address(), keyed: key() !== "" };
    return SNIPPETS[this.#language]?.(call) ?? "";
  }

  /** Where gRPC is served, as seen from here: a server may listen on all addresses. */
  #address(): string {
    const address = this.server?.grpcAddress ?? "127.0.0.1:50051";
    return address.replace(/^(0\.0\.0\.0|\[::\])/, () => location.hostname);
  }

  async #copy(): Promise<void> {
    this.say((await copy(this.#code())) ? "Code copied" : "The browser does not let this page copy");
  }
}
