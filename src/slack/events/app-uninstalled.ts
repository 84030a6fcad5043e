import type { App } from "@slack/bolt";
import type { SlackPorts } from "../ports.ts";

/** The workspace took the app away: its token is worth nothing and is forgotten. */
export function registerUninstalled(app: App, ports: SlackPorts): void {
  app.event("app_uninstalled", async ({ body }) => {
    await ports.forgetInstallation(body.enterprise_id ?? body.team_id);
    await ports.forgetInstallation(body.team_id);
  });
}
