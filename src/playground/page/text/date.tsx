import { useDirectory } from "../workspace/directory.ts";
import { formatDateToken } from "./date-token.ts";
import type { DateToken } from "./mrkdwn.ts";
import { SafeLink } from "./safe-link.tsx";

/** The last second that a Date can hold. */
const MAX_TIMESTAMP = 8_640_000_000_000;

export function DateText({ timestamp, format, url, fallback }: Omit<DateToken, "kind">) {
  const { locale } = useDirectory().self;
  if (!(Math.abs(timestamp) <= MAX_TIMESTAMP)) return <>{fallback}</>;
  const text = formatDateToken(timestamp, format, locale, Date.now() / 1000) ?? fallback;
  const date = new Date(timestamp * 1000);
  const time = (
    <time dateTime={date.toISOString()} title={date.toLocaleString(locale)}>
      {text}
    </time>
  );
  return url === "" ? time : <SafeLink href={url}>{time}</SafeLink>;
}
