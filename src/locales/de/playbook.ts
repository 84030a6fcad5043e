import type { Catalog } from "../catalog.ts";
import { captureCommand } from "../commands.ts";

export const playbook: Catalog["playbook"] = {
  questions: {
    product: "Wo ist der Fehler aufgetreten?",
    direction_private_cloud: "Welche Verbindung schlägt fehl?",
    direction_public_cloud: "Welche Verbindung schlägt fehl?",
  },
  choices: {
    edge_private_cloud: "Apigee Edge, Private Cloud",
    edge_public_cloud: "Apigee Edge, Public Cloud",
    hybrid: "Apigee hybrid",
    not_apigee: "Nicht Apigee",
    northbound: "Northbound: Client-App → Router",
    southbound: "Southbound: Message Processor → Backend",
  },
  outcomes: {
    northbound_private_cloud: (context) => [
      "Northbound (eingehend): Die Client-App ist der TLS-Client, der Edge Router der Server. Das Zertifikat kommt aus dem Schlüsselspeicher (Keystore), auf den der virtuelle Host verweist.",
      "Mitschneiden können Sie auf der Client-App oder auf dem Router:",
      captureCommand(context),
    ],
    southbound_private_cloud: (context) => [
      "Southbound (ausgehend): Der Message Processor ist der TLS-Client, Ihr Backend der Server. Standardmäßig spricht er unter Java 8 TLS 1.2 und vertraut dem Inhalt des Truststores des Ziels.",
      "Mitschneiden können Sie auf dem Message Processor oder auf dem Backend:",
      captureCommand(context),
    ],
    northbound_public_cloud: (context) => [
      "Northbound (eingehend): Die Client-App ist der TLS-Client, der Edge Router der Server. In der Public Cloud hat nur der Support Zugriff auf den Router.",
      "Schneiden Sie auf der Client-App mit:",
      captureCommand(context),
    ],
    southbound_public_cloud: (context) => [
      "Southbound (ausgehend): Der Message Processor ist der TLS-Client, Ihr Backend der Server. In der Public Cloud hat nur der Support Zugriff auf den Message Processor.",
      "Schneiden Sie auf dem Backend-Server mit:",
      captureCommand(context),
    ],
    hybrid: () => [
      "Bei Apigee hybrid bekommt der Ingress sein Zertifikat aus einem Kubernetes-Secret, das aus dem Abschnitt virtualhosts Ihrer Overrides-Datei erzeugt wird. Prüfen Sie, ob es da ist:",
      { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
      "Fehlt es, erzeugen Sie es neu und sehen Sie noch einmal nach:",
      { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
    ],
    not_apigee: (context) => [
      "Die Befunde oben gelten für jeden TLS-Client. Welche Seite den Handshake beendet, zeigt ein Mitschnitt auf dem Client oder auf dem Server:",
      captureCommand(context),
    ],
  },
  answered: ({ question, choice, user }) => `${question} → ${choice} (${user})`,
};
