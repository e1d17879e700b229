// Text from files: dropped on the text, or opened.

import { get } from "./dom";

/** Beyond any text that a server takes: not worth reading. */
const MOST_BYTES = 16 << 20;

export interface Listener {
  text(text: string): void;
  refused(message: string): void;
}

export function startFiles(listener: Listener): void {
  const target = get("text");
  const opener = get<HTMLInputElement>("file");
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("dropping");
  });
  target.addEventListener("dragleave", () => target.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (file !== undefined || text !== "") {
      event.preventDefault();
    }
    if (file !== undefined) {
      void read(file, listener);
    } else if (text !== "") {
      listener.text(text);
    }
  });
  get("open").addEventListener("click", () => opener.click());
  opener.addEventListener("change", () => {
    const file = opener.files?.[0];
    opener.value = "";
    if (file !== undefined) {
      void read(file, listener);
    }
  });
}

async function read(file: File, listener: Listener): Promise<void> {
  if (file.size > MOST_BYTES) {
    listener.refused(`${file.name} has ${file.size} bytes; the page reads files of up to ${MOST_BYTES}`);
    return;
  }
  try {
    listener.text(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    listener.refused(`${file.name} is no text in UTF-8`);
  }
}
