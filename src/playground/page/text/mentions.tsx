import type { Id } from "../../client-api.ts";
import { useDirectory, useUser } from "../workspace/directory.ts";
import { emojiCharacter } from "./emoji.ts";

export function UserMention({ id, label = "" }: { readonly id: Id; readonly label?: string }) {
  const user = useUser(id);
  const self = useDirectory().self.id === id;
  return (
    <span className={self ? "mention mention-self" : "mention"}>@{user?.realName ?? (label || id)}</span>
  );
}

export function ChannelMention({ id, label = "" }: { readonly id: Id; readonly label?: string }) {
  const channel = useDirectory().channels.find((other) => other.id === id);
  return <span className="mention">#{channel?.name ?? (label || id)}</span>;
}

export function UsergroupMention({ id, label = "" }: { readonly id: Id; readonly label?: string }) {
  return <span className="mention">{label || `@${id}`}</span>;
}

export function BroadcastMention({ range }: { readonly range: string }) {
  return <span className="mention mention-self">@{range}</span>;
}

export function Emoji({ name }: { readonly name: string }) {
  const character = emojiCharacter(name);
  if (character === undefined) return <>:{name}:</>;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll("_", " ")} title={`:${name}:`}>
      {character}
    </span>
  );
}
