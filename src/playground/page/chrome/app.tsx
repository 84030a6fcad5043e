import { useMemo } from "react";
import type { ClientChannel, Snapshot } from "../../client-api.ts";
import { Conversation } from "../conversation/conversation.tsx";
import { ThreadPane } from "../conversation/thread-pane.tsx";
import { DirectoryContext, selfOf } from "../workspace/directory.ts";
import { HOME, navigate, useRoute, type Route } from "../workspace/route.ts";
import type { WorkspaceState } from "../workspace/state.ts";
import { useWorkspace } from "../workspace/use-workspace.ts";
import { AppHome } from "./app-home.tsx";
import { Banner } from "./banner.tsx";
import { ModalStack } from "./modal-stack.tsx";
import { Sidebar } from "./sidebar.tsx";

export function App() {
  const route = useRoute();
  const { workspace, conversations, reachable } = useWorkspace(route.user);
  if (workspace === undefined) {
    return <p className="loading">{reachable ? "Loading …" : "The local workspace does not answer."}</p>;
  }
  return (
    <Workspace workspace={workspace} conversations={conversations} route={route} reachable={reachable} />
  );
}

function Workspace(props: {
  readonly workspace: Omit<Snapshot, "messages">;
  readonly conversations: WorkspaceState["conversations"];
  readonly route: Route;
  readonly reachable: boolean;
}) {
  const { workspace, conversations, route, reachable } = props;
  const { users, channels, messageShortcuts, self } = workspace;
  const directory = useMemo(
    () => ({ self: selfOf({ self, users }), users, channels, messageShortcuts }),
    [self, users, channels, messageShortcuts],
  );
  const channel = channels.find(({ id }) => id === route.open) ?? firstChannel(channels);
  const isHome = route.open === HOME;
  const messages = (!isHome && channel && conversations.get(channel.id)) || [];
  return (
    <DirectoryContext value={directory}>
      <div className="workspace" data-thread={!isHome && route.thread !== undefined}>
        <Banner reachable={reachable} app={workspace.app} />
        <Sidebar workspace={workspace} route={route} open={isHome ? HOME : channel?.id} />
        {isHome || channel === undefined ? (
          <AppHome workspace={workspace} route={route} />
        ) : (
          <Conversation
            key={`${self} ${channel.id}`}
            channel={channel}
            messages={messages}
            commands={workspace.commands}
            openThread={(thread) => navigate({ ...route, open: channel.id, thread })}
          />
        )}
        {!isHome && channel !== undefined && route.thread !== undefined && (
          <ThreadPane
            key={`${channel.id} ${route.thread}`}
            channel={channel}
            messages={messages}
            parent={route.thread}
            close={() => navigate({ ...route, thread: undefined })}
          />
        )}
      </div>
      <ModalStack modals={workspace.modals} />
    </DirectoryContext>
  );
}

/** Where the bot answers at once, if there is such a channel. */
function firstChannel(channels: readonly ClientChannel[]): ClientChannel | undefined {
  return channels.find(({ botIsMember, kind }) => botIsMember && kind === "public") ?? channels[0];
}
