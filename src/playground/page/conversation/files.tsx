import type { ClientFile } from "../../client-api.ts";

export function Files({ files }: { readonly files: readonly ClientFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="attachments">
      {files.map((file) => (
        <li key={file.id} className="attachment">
          {PICTURES.has(file.mimetype) && (
            <img
              className="attachment-picture"
              src={file.urlPrivate}
              alt={file.altText ?? ""}
              loading="lazy"
            />
          )}
          <a className="attachment-name isolate" href={file.urlPrivate} download={file.name}>
            {file.name}
          </a>
          <small>{formatSize(file.size)}</small>
        </li>
      ))}
    </ul>
  );
}

/** Shown in place; anything else is downloaded. */
const PICTURES = new Set(["image/png"]);

const UNITS = ["byte", "kilobyte", "megabyte"] as const;

export function formatSize(bytes: number): string {
  const power = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const format = { style: "unit", unit: UNITS[power], maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat("en", format).format(bytes / 1024 ** power);
}
