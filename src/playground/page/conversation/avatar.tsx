import type { Id } from "../../client-api.ts";

const HUES = 8;

/** A square with the first letters; the same person always has the same colour. */
export function Avatar({
  id,
  name,
  isBot,
}: {
  readonly id: Id;
  readonly name: string;
  readonly isBot: boolean;
}) {
  const hue = Array.from(id).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % HUES;
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? "")
    .join("");
  return (
    <div className="avatar" data-hue={isBot ? "bot" : hue} aria-hidden="true">
      {letters}
    </div>
  );
}
