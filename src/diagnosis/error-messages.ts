import { APPLE, CHROME, NSS } from "./error-messages/browsers.ts";
import { CONNECTIONS } from "./error-messages/connections.ts";
import { CURL } from "./error-messages/curl.ts";
import { DATABASES_AND_MAIL } from "./error-messages/databases-and-mail.ts";
import { DOTNET_AND_SCHANNEL } from "./error-messages/dotnet.ts";
import type { ErrorMessage } from "./error-messages/error-message.ts";
import { GNUTLS } from "./error-messages/gnutls.ts";
import { GO } from "./error-messages/go.ts";
import { JAVA } from "./error-messages/java.ts";
import { KUBERNETES } from "./error-messages/kubernetes.ts";
import { OPENSSL_ALERTS, OPENSSL_REASONS } from "./error-messages/openssl.ts";
import { OTHER_LIBRARIES } from "./error-messages/other-libraries.ts";
import { SCRIPTING } from "./error-messages/scripting.ts";
import { APACHE, HAPROXY, NGINX } from "./error-messages/servers.ts";
import { WIRESHARK } from "./error-messages/wireshark.ts";

/** Every message that is known. */
export const ERROR_MESSAGES: readonly ErrorMessage[] = [
  ...OPENSSL_ALERTS,
  ...OPENSSL_REASONS,
  ...JAVA,
  ...GO,
  ...DOTNET_AND_SCHANNEL,
  ...CURL,
  ...SCRIPTING,
  ...GNUTLS,
  ...NSS,
  ...CHROME,
  ...APPLE,
  ...NGINX,
  ...APACHE,
  ...HAPROXY,
  ...KUBERNETES,
  ...OTHER_LIBRARIES,
  ...DATABASES_AND_MAIL,
  ...WIRESHARK,
  ...CONNECTIONS,
];
