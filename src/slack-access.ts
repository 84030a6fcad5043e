import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorize, Logger as SlackLogger } from "@slack/bolt";
import type { Installation as OAuthInstallation, InstallationStore } from "@slack/oauth";
import { InstallProvider } from "@slack/oauth";
import type { WebClientOptions } from "@slack/web-api";
import { WebClient } from "@slack/web-api";
import type { Installation } from "./config.ts";
import type { Origin } from "./diagnosis/diagnosis.ts";
import { SCOPES } from "./slack/scopes.ts";
import type { InstallationVault } from "./store/installations.ts";

/** Whose token is used for what. */
export interface SlackAccess {
  readonly authorize: Authorize<boolean>;
  /** Refreshes a rotated token that runs out. */
  readonly clientFor: (origin: Pick<Origin, "team" | "enterprise">) => Promise<WebClient>;
  /** Rejects when Slack does not take our token. */
  readonly verify: () => Promise<void>;
  /** The pages of an installation, `/slack/install` and `/slack/oauth_redirect`; false when the request is for neither. */
  readonly install: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

/** @param vault where the installations of many workspaces are kept. */
export function openAccess(
  installation: Installation,
  vault: InstallationVault | null,
  options: WebClientOptions,
  logger: SlackLogger,
): SlackAccess {
  if (installation.kind === "one") return accessOne(installation.botToken, options);
  if (vault === null) throw new Error("many workspaces need a vault");
  return accessMany(installation, vault, options, logger);
}

/** One workspace: the token of the environment. `auth.test` is asked once, and again only after it failed. */
function accessOne(botToken: string, options: WebClientOptions): SlackAccess {
  const client = new WebClient(botToken, options);
  let known: Promise<{ botId?: string; botUserId?: string }> | null = null;
  const identify = () => {
    known ??= client.auth.test().then(
      ({ bot_id: botId, user_id: botUserId }) => ({
        ...(botId !== undefined && { botId }),
        ...(botUserId !== undefined && { botUserId }),
      }),
      (error: unknown) => {
        known = null;
        throw error;
      },
    );
    return known;
  };
  return {
    authorize: async () => ({ botToken, ...(await identify()) }),
    clientFor: () => Promise.resolve(client),
    verify: async () => {
      await identify();
    },
    install: () => Promise.resolve(false),
  };
}

/** Many workspaces, each with the token of its own installation. */
function accessMany(
  installation: Extract<Installation, { kind: "many" }>,
  vault: InstallationVault,
  options: WebClientOptions,
  logger: SlackLogger,
): SlackAccess {
  const provider = new InstallProvider({
    clientId: installation.clientId,
    clientSecret: installation.clientSecret,
    stateSecret: installation.stateSecret,
    installationStore: installationStore(vault),
    clientOptions: options,
    logger,
    authorizationUrl: new URL("/oauth/v2/authorize", options.slackApiUrl).href,
  });
  return {
    authorize: (source) => provider.authorize(source),
    async clientFor({ team, enterprise }) {
      const { botToken } = await provider.authorize(
        enterprise === null
          ? { teamId: team, enterpriseId: undefined, isEnterpriseInstall: false }
          : { teamId: undefined, enterpriseId: enterprise, isEnterpriseInstall: true },
      );
      if (botToken === undefined)
        throw new Error(`the installation of ${enterprise ?? team} has no bot token`);
      return new WebClient(botToken, options);
    },
    verify: () => Promise.resolve(),
    async install(request, response) {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      if (request.method !== "GET") return false;
      if (path === "/slack/install") {
        await provider.handleInstallPath(request, response, {}, { scopes: Object.keys(SCOPES) });
        return true;
      }
      if (path !== "/slack/oauth_redirect") return false;
      await provider.handleCallback(request, response);
      return true;
    },
  };
}

/** Slack's OAuth library's view of the vault. */
function installationStore(vault: InstallationVault): InstallationStore {
  const owner = (query: {
    teamId: string | undefined;
    enterpriseId: string | undefined;
    isEnterpriseInstall: boolean;
  }) => (query.isEnterpriseInstall ? query.enterpriseId : query.teamId) ?? "";
  return {
    async storeInstallation(installation) {
      const id =
        installation.isEnterpriseInstall === true ? installation.enterprise?.id : installation.team?.id;
      if (id === undefined) throw new Error("an installation without a team and without an enterprise");
      await vault.save(id, installation);
    },
    async fetchInstallation(query) {
      const found = await vault.load(owner(query));
      if (found === null) throw new Error(`the app is not installed in ${owner(query)}`);
      return found as OAuthInstallation;
    },
    deleteInstallation: (query) => vault.remove(owner(query)),
  };
}
