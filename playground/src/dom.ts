// Elements without markup: text enters the page as text nodes only.

type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element. A `true` attribute is empty, `false` and `undefined` leave it out. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children);
  return element;
}

/** The element of the page with this id. */
export function get<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`the page has no #${id}`);
  }
  return element as Kind;
}

/** Resolves when the browser has had time to paint and to take input. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The direction of a paragraph: one that has Arabic runs from the right, whatever it begins with. */
export function direction(paragraph: string): "rtl" | "auto" {
  return RIGHT_TO_LEFT.test(paragraph) ? "rtl" : "auto";
}
