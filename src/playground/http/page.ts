import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Nothing but what this server itself serves. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Where the build puts the page, seen from `src/playground/http` and from `dist/playground/http`. */
export const DEFAULT_PAGE_DIRECTORY = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../../dist/playground/page" : "../page", import.meta.url),
);

/** A file of the built page; false: there is none, or the path leads out of the directory. */
export async function servePage(directory: string, path: string, response: ServerResponse): Promise<boolean> {
  const root = resolve(directory);
  const file = resolve(join(root, path === "/" ? "index.html" : decodePath(path)));
  const type = CONTENT_TYPES[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined) return false;
  try {
    const content = await readFile(file);
    response.writeHead(200, {
      "content-type": type,
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "cache-control": path.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-cache",
    });
    response.end(content);
    return true;
  } catch {
    return false;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}
