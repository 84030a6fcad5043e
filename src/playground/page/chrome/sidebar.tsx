import type { ClientChannel, Id, Snapshot } from "../../client-api.ts";
import { call } from "../workspace/calls.ts";
import { useDirectory } from "../workspace/directory.ts";
import { HOME, navigate, type Route } from "../workspace/route.ts";

/** Slack locales that the bot may be asked in. */
const LOCALES: readonly (readonly [string, string])[] = [
  ["en-US", "English"],
  ["ko-KR", "한국어"],
  ["de-DE", "Deutsch"],
  ["zh-TW", "繁體中文"],
  ["ja-JP", "日本語"],
];

export function Sidebar(props: {
  readonly workspace: Omit<Snapshot, "messages">;
  readonly route: Route;
  readonly open: Id | undefined;
}) {
  const { workspace, route, open } = props;
  const { channels, team, app } = workspace;
  const direct = channels.find(({ kind, user }) => kind === "im" && user === app.botUser);
  const show = (id: Id) => navigate({ ...route, open: id, thread: undefined });
  const item = (id: Id, text: string) => (
    <li key={id}>
      <button
        type="button"
        className="sidebar-item"
        aria-current={open === id ? "page" : undefined}
        onClick={() => show(id)}
      >
        {text}
      </button>
    </li>
  );
  const people = channels.filter((channel) => channel.kind === "im" && channel !== direct);
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1 className="team">{team.name}</h1>
      <Group title="Channels">
        {channels.filter(({ kind }) => kind !== "im").map((channel) => item(channel.id, nameOf(channel)))}
      </Group>
      {people.length > 0 && (
        <Group title="Direct messages">{people.map((channel) => item(channel.id, nameOf(channel)))}</Group>
      )}
      <Group title="Apps">
        {item(HOME, `${app.name} · Home`)}
        {direct !== undefined && item(direct.id, `${app.name} · Messages`)}
      </Group>
      <Acting route={route} />
    </nav>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="sidebar-group">
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

/** Not Slack's: a person of a real workspace has no such choice. */
function Acting({ route }: { readonly route: Route }) {
  const { self, users } = useDirectory();
  return (
    <section className="acting" aria-label="Local workspace">
      <h2>Local workspace only</h2>
      <label>
        You are
        <select
          className="select"
          value={self.id}
          onChange={({ target }) => navigate({ ...route, user: target.value, thread: undefined })}
        >
          {users
            .filter(({ isBot }) => !isBot)
            .map(({ id, realName }) => (
              <option key={id} value={id}>
                {realName}
              </option>
            ))}
        </select>
      </label>
      <label>
        Your language
        <select
          className="select"
          value={self.locale}
          onChange={({ target }) => void call("set_locale", { user: self.id, locale: target.value })}
        >
          {LOCALES.some(([locale]) => locale === self.locale) || <option>{self.locale}</option>}
          {LOCALES.map(([locale, name]) => (
            <option key={locale} value={locale}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

export function nameOf({ kind, name }: ClientChannel): string {
  if (kind === "im") return name;
  return kind === "private" ? `• ${name} (private)` : `# ${name}`;
}
