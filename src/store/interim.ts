import type { Alert, AlertAct } from "../watches/alert.ts";

/** Until src/watches has them. */
export function actOnAlert(alert: Alert, act: AlertAct): Alert {
  if (act.act === "acknowledge") return { ...alert, acknowledged: { by: act.by, at: act.at } };
  if (act.act === "snooze") return { ...alert, snoozed: { by: act.by, until: act.until } };
  return { ...alert, acknowledged: null, snoozed: null };
}

export const nextDigestAt = (): number | null => null;
