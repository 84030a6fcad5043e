import type { JsonObject } from "../../client-api.ts";
import { asObject, asText } from "../json.ts";
import { SafeLink } from "../text/safe-link.tsx";

/** An image of this workspace. One from elsewhere is a link only: the page makes no request to the outside. */
export function Picture({ image }: { readonly image: JsonObject }) {
  const url = asText(image["image_url"]) || asText(asObject(image["slack_file"])["url"]);
  const alt = asText(image["alt_text"]);
  if (!isOwn(url)) return <SafeLink href={url}>🖼 {alt || url}</SafeLink>;
  return <img className="picture" src={url} alt={alt} loading="lazy" />;
}

function isOwn(url: string): boolean {
  return (
    url !== "" && URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin
  );
}
