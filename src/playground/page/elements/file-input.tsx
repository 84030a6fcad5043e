import { useRef, useState } from "react";
import { asNumber, asObjects, asText, asTexts } from "../json.ts";
import { DropZone } from "../conversation/drop-zone.tsx";
import { formatSize } from "../conversation/files.tsx";
import { upload } from "../workspace/calls.ts";
import { useDirectory } from "../workspace/directory.ts";
import { useElement, type ElementProps } from "./use-element.ts";

const DEFAULT_MAX_FILES = 10;

export function FileInput(props: ElementProps) {
  const { element, labelledBy, describedBy } = props;
  const { state, enter } = useElement(props);
  const user = useDirectory().self.id;
  const picker = useRef<HTMLInputElement>(null);
  const [uploading, setUploading] = useState(false);
  const [failure, setFailure] = useState("");
  const files = asObjects(state["files"]);
  const most = asNumber(element["max_files"]) ?? DEFAULT_MAX_FILES;
  const accept = asTexts(element["filetypes"]).map((extension) => `.${extension}`);

  async function add(added: readonly File[]) {
    setFailure("");
    if (files.length + added.length > most) return setFailure(`At most ${most} files, please.`);
    setUploading(true);
    const uploaded: { id: string; name: string; size: number }[] = [];
    for (const file of added) {
      const answer = await upload(user, file);
      if (!answer.ok) setFailure(`${file.name}: ${answer.message}`);
      else if (answer.fileId !== undefined)
        uploaded.push({ id: answer.fileId, name: file.name, size: file.size });
    }
    setUploading(false);
    enter({ files: [...files, ...uploaded] });
  }

  return (
    <DropZone label="Drop files here" className="file-input" onFiles={(dropped) => void add(dropped)}>
      <input
        ref={picker}
        type="file"
        hidden
        multiple={most > 1}
        accept={accept.join(",")}
        aria-labelledby={labelledBy}
        onChange={({ target }) => {
          void add([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <button
        type="button"
        className="button"
        aria-busy={uploading}
        aria-describedby={describedBy}
        onClick={() => picker.current?.click()}
      >
        {most > 1 ? "Choose files" : "Choose a file"}
      </button>
      <span className="hint">or drop {most > 1 ? "them" : "it"} here</span>
      <ul className="attachments">
        {files.map((file) => (
          <li key={asText(file["id"])} className="attachment">
            <span className="attachment-name">{asText(file["name"])}</span>
            <small>{formatSize(asNumber(file["size"]) ?? 0)}</small>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${asText(file["name"])}`}
              onClick={() => enter({ files: files.filter((other) => other !== file) })}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      {failure === "" ? null : (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </DropZone>
  );
}
