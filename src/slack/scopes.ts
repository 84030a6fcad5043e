/** What the app asks for at installation, and what for. The manifests ask for the same. */
export const SCOPES = {
  commands: "/tlscheck and the message shortcut",
  "chat:write": "the answer, its updates, and direct messages to who asked",
  "users:read": "the language and the time zone of who asked (users.info)",
  "app_mentions:read": "@tlscheck HOST",
  "files:read": "certificates and captures that are dropped into a thread of ours or a direct message",
  "files:write": "the complete chain, the picture of a handshake, the copy of a capture, below the verdict",
  "channels:history":
    "finding an answer of ours again after a crash, so that it is not posted twice, and knowing a thread of ours",
  "groups:history": "the same in private channels",
  "im:history": "the same in direct messages",
  "mpim:history": "the same in group direct messages",
  "channels:read":
    "showing watches in App Home to those alone who are in their channel (users.conversations)",
  "groups:read": "the same of private channels",
  "im:read": "the same of direct messages",
  "mpim:read": "the same of group direct messages",
} as const;
