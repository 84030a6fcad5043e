import type { Snapshot } from "../../client-api.ts";

/** Says what is missing; nothing while all is well. */
export function Banner({ reachable, app }: { readonly reachable: boolean; readonly app: Snapshot["app"] }) {
  const text = reachable
    ? app.connected
      ? ""
      : `${app.name} is not connected: commands and clicks do not reach it.`
    : "The local workspace does not answer. Trying again …";
  return (
    <div className="banner" role="status" hidden={text === ""}>
      {text}
    </div>
  );
}
