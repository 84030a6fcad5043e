import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout that this file belongs to, whether it runs from `src`, `dist` or `build`. */
export const PROJECT_ROOT = findRoot(import.meta.dirname);

function findRoot(directory: string): string {
  if (existsSync(join(directory, "package.json"))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error("there is no package.json above this file");
  return findRoot(parent);
}
