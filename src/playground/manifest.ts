import { z } from "zod";

/** The parts of Slack's app manifest that decide what an app may do and what it is told. */
const manifestSchema = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string().min(1).max(80) }).optional(),
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .optional(),
      slash_commands: z
        .array(
          z.object({
            command: z.string().regex(/^\/\S{1,31}$/),
            description: z.string().max(2000),
            usage_hint: z.string().max(1000).optional(),
            should_escape: z.boolean().default(false),
          }),
        )
        .default([]),
      shortcuts: z
        .array(
          z.object({
            name: z.string().max(24),
            type: z.enum(["message", "global"]),
            callback_id: z.string().max(255),
            description: z.string().max(150),
          }),
        )
        .default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
      interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    })
    .default({}),
});

export type Manifest = z.output<typeof manifestSchema>;

/** The events that this workspace can send, each with the scopes of which Slack asks for one. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  // Accepted, never sent: there are no group direct messages here.
  "message.mpim": ["mpim:history"],
  app_mention: ["app_mentions:read"],
  app_home_opened: [],
  app_uninstalled: [],
  tokens_revoked: [],
  file_shared: ["files:read"],
  member_joined_channel: ["channels:read", "groups:read"],
  channel_archive: ["channels:read"],
  channel_unarchive: ["channels:read"],
  channel_deleted: ["channels:read"],
  channel_left: ["channels:read"],
  group_archive: ["groups:read"],
  group_unarchive: ["groups:read"],
  group_deleted: ["groups:read"],
  group_left: ["groups:read"],
  reaction_added: ["reactions:read"],
  reaction_removed: ["reactions:read"],
};

/** Throws one Error that lists every problem, as Slack refuses such a manifest (`invalid_manifest`). */
export function parseManifest(manifest: unknown): Manifest {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) throw new Error(`invalid_manifest\n${z.prettifyError(parsed.error)}`);
  const { features, oauth_config, settings } = parsed.data;
  const scopes = oauth_config.scopes.bot;
  const problems: string[] = [];
  if (features.slash_commands.length + features.shortcuts.length > 0 && !scopes.includes("commands"))
    problems.push("slash commands and shortcuts need the scope commands");
  if (features.shortcuts.length > 0 && settings.interactivity?.is_enabled !== true)
    problems.push("shortcuts need settings.interactivity.is_enabled");
  for (const event of settings.event_subscriptions?.bot_events ?? []) {
    const needed = EVENT_SCOPES[event];
    if (needed === undefined) problems.push(`the local workspace does not know the event ${event}`);
    else if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope)))
      problems.push(`the event ${event} needs the scope ${needed.join(" or ")}`);
  }
  if (problems.length > 0) throw new Error(`invalid_manifest\n${problems.join("\n")}`);
  return parsed.data;
}
