/** `auto` follows the colour scheme of whoever looks at it, where a style may: not in a PNG. */
export type LadderTheme = "light" | "dark" | "auto";

type Role =
  | "paper"
  | "band"
  | "ink"
  | "muted"
  | "lifeline"
  | "message"
  | "segment"
  | "failing"
  | "completed"
  | "on-badge";

/** The PNG's font, then those that common systems have. */
export const FONT_FAMILY = "IBM Plex Sans, Segoe UI, Helvetica Neue, Arial, sans-serif";

/** Texts have a contrast of 4.5 on paper and band, and red is never the only mark: WCAG 2.2, 1.4.1 and 1.4.3. */
const LIGHT: Readonly<Record<Role, string>> = {
  paper: "#ffffff",
  band: "#fdecef",
  ink: "#1d1c1d",
  muted: "#5e6066",
  lifeline: "#b4b8bf",
  message: "#0b62a8",
  segment: "#7d8189",
  failing: "#c0143c",
  completed: "#00714f",
  "on-badge": "#ffffff",
};

const DARK: Readonly<Record<Role, string>> = {
  paper: "#1a1d21",
  band: "#41202a",
  ink: "#ececec",
  muted: "#a9adb4",
  lifeline: "#555b64",
  message: "#6cb8f6",
  segment: "#8d929b",
  failing: "#ff8a9d",
  completed: "#4fcb92",
  "on-badge": "#14090c",
};

/** Every element draws in `currentColor`, which its class sets. */
export function styleOf(theme: LadderTheme): string {
  if (theme === "auto") return `${rules(LIGHT)}@media (prefers-color-scheme:dark){${rules(DARK)}}`;
  return rules(theme === "light" ? LIGHT : DARK);
}

function rules(palette: Readonly<Record<Role, string>>): string {
  return Object.entries(palette)
    .map(([role, color]) => `.${role}{color:${color}}`)
    .join("");
}
