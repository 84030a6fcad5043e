import { useState, type DragEvent, type ReactNode } from "react";

/** Takes files that are dropped on it; says so while they hover. */
export function DropZone(props: {
  readonly label: string;
  readonly className: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}) {
  const [depth, setDepth] = useState(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    <div
      className={props.className}
      data-dropping={depth > 0}
      onDragEnter={(event) => hasFiles(event) && setDepth(depth + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setDepth(0);
        props.onFiles([...event.dataTransfer.files]);
      }}
    >
      {props.children}
      {depth > 0 && <div className="drop-hint">{props.label}</div>}
    </div>
  );
}
