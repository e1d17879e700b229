// The page: what its parts tell each other.
//
// Typing waits a moment and asks the service; a newer question gives up the
// older one. Filters work on the answer that is there, as the service would.

import { type Answer, answer, shown } from "./answer";
import { Code } from "./code";
import { copy } from "./clipboard";
import { direction, el, get } from "./dom";
import { Entities } from "./entities";
import { startFiles } from "./files";
import { Filters } from "./filters";
import { key, readForm, textArea, writeForm } from "./form";
import { inspect } from "./inspector";
import { utf8Length } from "./offsets";
import { Reading } from "./reading";
import { SAMPLE } from "./sample";
import { extract, fault, type Fault, gazetteer, server } from "./service";
import { defaults, request, type Settings } from "./settings";
import { pack, unpack } from "./share";
import { startTheme } from "./theme";

/** How long typing must rest, for short and for long texts, in milliseconds. */
const REST = 250;
const LONG_REST = 700;
const LONG_TEXT = 20_000;
/** Links of more characters may be cut by programs they are pasted into. */
const LONG_LINK = 8_000;

/** How long a notice stands, in milliseconds. */
const NOTICE = 8_000;

const settings: Settings = defaults();
let current: Answer | undefined;
let call = new AbortController();
let resting = 0;
let noticed = 0;

const reading = new Reading(get("reading"), (index) => select(index, false));
const entities = new Entities(get("entities"), (index) => select(index, true));
const filters = new Filters(settings, refilter);
const code = new Code(settings, notify);

function say(message: string): void {
  get("status").textContent = message;
}

/** Says what was done, beside the state of the answer, which may change meanwhile. */
function notify(message: string): void {
  get("notice").textContent = message;
  clearTimeout(noticed);
  noticed = setTimeout(() => (get("notice").textContent = ""), NOTICE);
}

function select(index: number, focus: boolean): void {
  const found = current?.found[index];
  if (current === undefined || found === undefined) {
    return;
  }
  reading.select(index, focus);
  inspect(get("mention"), found, current.response.offsetEncoding);
  get("inspector").classList.add("open");
  get("mention").scrollTop = 0;
}

function unselect(): void {
  reading.select(-1, false);
  get("inspector").classList.remove("open");
  get("mention").replaceChildren(el("p", { class: "quiet" }, "Choose a mention to see what it is and why."));
}

function refilter(): void {
  if (current !== undefined) {
    reading.filter(settings);
    summarize(current);
  }
  code.draw();
}

function summarize(shownAnswer: Answer, milliseconds?: number): void {
  const mentions = shownAnswer.found.filter((found) => shown(found, settings)).length;
  const things = entities.draw(shownAnswer, settings);
  const all = shownAnswer.found.length;
  const part = mentions === all ? `${all} mention${all === 1 ? "" : "s"}` : `${mentions} of ${all} mentions`;
  const time = milliseconds === undefined ? "" : ` · ${milliseconds.toFixed(0)} ms`;
  get("entity-count").textContent = String(things);
  say(`${part}, ${things} ${things === 1 ? "entity" : "entities"}${time}`);
}

function measure(): void {
  const bytes = utf8Length(settings.text).toLocaleString("en");
  const most = code.server?.maxTextBytes;
  get("size").textContent = most === undefined ? `${bytes} bytes` : `${bytes} of ${most.toLocaleString("en")} bytes`;
}

/** Looks at the fields and asks the service, at once or after a rest. */
function changed(atOnce: boolean): void {
  readForm(settings);
  textArea().dir = settings.text === "" ? "rtl" : direction(settings.text);
  measure();
  clearTimeout(resting);
  const rest = settings.text.length > LONG_TEXT ? LONG_REST : REST;
  resting = setTimeout(() => void ask(), atOnce ? 0 : rest);
  code.draw();
}

async function ask(): Promise<void> {
  call.abort();
  call = new AbortController();
  const { signal } = call;
  if (settings.text === "") {
    show(undefined);
    say("Paste, drop or type a text");
    return;
  }
  const { text } = settings;
  const begun = performance.now();
  get("working").hidden = false;
  try {
    const response = await extract(request(settings), key(), signal);
    if (!signal.aborted) {
      const milliseconds = performance.now() - begun;
      const next = answer(text.toWellFormed(), response);
      show(next);
      if (await reading.draw(next, settings)) {
        summarize(next, milliseconds);
      }
    }
  } catch (error) {
    const wrong = signal.aborted ? undefined : fault(error);
    if (wrong !== undefined) {
      show(undefined);
      complain(wrong);
    }
  } finally {
    get("working").hidden = !signal.aborted && call.signal === signal;
  }
}

/** Makes an answer the current one; its text is drawn by the caller. */
function show(next: Answer | undefined): void {
  current = next;
  get("error").replaceChildren();
  unselect();
  filters.count(next);
  const warnings = next?.response.warnings ?? [];
  get("warnings").replaceChildren(...warnings.map(({ code: name, message }) => el("li", {}, `${name}: ${message}`)));
  if (next === undefined) {
    reading.clear();
    entities.clear();
    get("entity-count").textContent = "";
  }
}

function complain({ code: name, reason, message, fields }: Fault): void {
  const again = el("button", { type: "button" }, "Try again");
  again.addEventListener("click", () => void ask());
  // The message names the field by itself when there is but one.
  const unsaid = fields.filter(({ description }) => !message.includes(description));
  const items = unsaid.map(({ field, description }) => el("li", {}, el("code", {}, field), ` ${description}`));
  get("error").replaceChildren(
    el("p", {}, el("code", {}, reason === "" ? name : `${name} · ${reason}`), " ", message),
    ...(items.length === 0 ? [] : [el("ul", {}, ...items)]),
    again,
  );
  say("No answer");
}

async function share(): Promise<void> {
  const fragment = await pack(settings);
  history.replaceState(null, "", fragment);
  const copied = await copy(location.href);
  const long = location.href.length > LONG_LINK ? ` It has ${location.href.length} characters; some programs cut such links.` : "";
  notify((copied ? "Link copied: it holds the text." : "The link, which holds the text, is in the address bar.") + long);
}

async function open(fragment: string): Promise<void> {
  const shared = await unpack(fragment);
  if (shared === undefined && fragment.length > 1) {
    get("error").replaceChildren(el("p", {}, "The link is damaged: it holds no text that can be read."));
    return;
  }
  Object.assign(settings, shared ?? { ...defaults(), text: SAMPLE });
  writeForm(settings);
  filters.show(settings);
  changed(true);
}

function fill(text: string): void {
  textArea().value = text;
  changed(true);
}

/** What the server says of itself. None of it is needed to work. */
async function introduce(): Promise<void> {
  try {
    code.server = await server();
    measure();
    code.draw();
    const { version, digest } = await gazetteer(key());
    get("lists").textContent = `lists ${version} · ${digest.slice(0, 12)}`;
  } catch {
    // The first question says what is wrong.
  }
}

function start(): void {
  startTheme();
  startFiles({ text: fill, refused: (message) => complain({ code: "FILE", reason: "", message, fields: [] }) });
  textArea().addEventListener("input", (event) => changed((event as InputEvent).inputType === "insertFromPaste"));
  get("options").addEventListener("input", () => changed(false));
  get("sample").addEventListener("click", () => fill(SAMPLE));
  get("clear").addEventListener("click", () => {
    fill("");
    textArea().focus();
  });
  get("share").addEventListener("click", () => void share());
  get("close").addEventListener("click", unselect);
  addEventListener("keydown", (event) => event.key === "Escape" && unselect());
  addEventListener("hashchange", () => void open(location.hash));
  void open(location.hash);
  void introduce();
}

start();
