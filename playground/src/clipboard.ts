// Copying, also where the page came over plain HTTP from another machine: there
// browsers hide the clipboard.

import { el } from "./dom";

/** Copies a text; answers whether it is in the clipboard. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

function copyOldWay(text: string): boolean {
  const focused = document.activeElement;
  const box = el("textarea", { class: "offscreen", "aria-hidden": true });
  box.value = text;
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
  return copied;
}
