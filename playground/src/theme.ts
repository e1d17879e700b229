// Light, dark, or as the system has it.

import { get } from "./dom";

const THEMES = ["auto", "light", "dark"] as const;

type Theme = (typeof THEMES)[number];

function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem("kayan-theme")) ?? "auto";
  } catch {
    return "auto";
  }
}

/** Makes the button go through the themes. */
export function startTheme(): void {
  const button = get<HTMLButtonElement>("theme");
  let theme = kept();
  const apply = () => {
    document.documentElement.dataset["theme"] = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
    try {
      localStorage.setItem("kayan-theme", theme);
    } catch {
      // A browser that keeps nothing still shows it.
    }
    apply();
  });
  apply();
}
