import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, QuestionContext, QuestionWords } from "../catalog.ts";
import { sendRequest } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { formatTime } from "../format.ts";
import { INGRESS_FAULT, NO_CERTIFICATE, OVERRULE } from "./outcome-words.ts";
import { outcomes } from "./outcomes.ts";
import { LOCALE } from "./wording.ts";

function whichDirection({ target }: QuestionContext): QuestionWords {
  return {
    text: "Welche der beiden Verbindungen von Edge schlägt fehl?",
    help: [
      "Northbound ist eingehend, Client-App → Edge Router. Southbound ist ausgehend, Message Processor → Backend-Server (Zielserver).",
      "Bekommt der Client einen HTTP-Status (meist 503), steht seine eigene Verbindung, und die dahinter schlägt fehl: Southbound. Bekommt er einen TLS-Fehler und keinen HTTP-Status: Northbound.",
      `Geprüft habe ich ${formatTarget(target)}. Rufen Clients diesen Namen auf, ist es Northbound; ruft der TargetEndpoint ihn auf, Southbound.`,
    ],
  };
}

const DIRECTION_CHOICES = {
  northbound: "Northbound: Client-App → Router",
  southbound: "Southbound: Message Processor → Backend",
};

const REJECTED_BY: QuestionWords = {
  text: "Welche Seite lehnt das Zertifikat der anderen ab?",
  help: [
    "Die Seite, die den Alert sendet. Steht in einem Log „Received fatal alert“, hat die Gegenseite ihn gesendet; steht dort „PKIX path building failed“ oder „certificate verify failed“, lehnt diese Seite selbst ab.",
    "Im Mitschnitt hat ihn die erste Adresse dieser Zeile gesendet:",
    { command: "tshark -r FILE -Y tls.alert_message" },
    "Oder laden Sie den Mitschnitt hier hoch, dann sehe ich nach.",
  ],
};

const SIDES = {
  client: "Der Client lehnt das des Servers ab",
  server: "Der Server lehnt das des Clients ab (Zwei-Wege-TLS, mTLS)",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({
      text: "Zu welchem Produkt gehört die Verbindung, die fehlschlägt?",
      help: [
        "Eigene Rechner mit /opt/apigee: Edge, Private Cloud. Edge ohne solche Rechner: Public Cloud. Pods im eigenen Kubernetes, meist im Namespace apigee: hybrid.",
      ],
    }),
    direction_private_cloud: whichDirection,
    direction_public_cloud: whichDirection,
    fault: ({ target }) => ({
      text: "Was stimmt am Server selbst nicht, ganz gleich, wer sich verbindet?",
      help: [
        "Das zeigt eine Prüfung von einem Ort, der den Server erreicht:",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_fault: ({ target }) => ({
      text: INGRESS_FAULT,
      help: [
        "Das zeigt eine Prüfung von einem Ort, der den Ingress erreicht:",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_secret: () => ({
      text: "Ist das Secret des Ingress vorhanden?",
      help: [
        "Keine Ausgabe bedeutet, dass es fehlt. PROJECT ist Ihre Apigee-Organisation, ENV_GROUP der Name der Umgebungsgruppe:",
        HYBRID.findSecret,
        "Fehlt es, steht das auch im Log von apigee-watcher:",
        HYBRID.watcherLog,
      ],
    }),
    certificate_parses: () => ({
      text: "Kann OpenSSL das Zertifikat des Ingress lesen?",
      help: [
        "Laden Sie das Zertifikat (nie den Schlüssel) in diesem Thread hoch, dann lese ich es. Oder sehen Sie selbst nach, im Secret oder in der Datei, die in den Overrides steht:",
        HYBRID.readCertificate,
        { command: "openssl x509 -in CERT_FILE -noout -subject -enddate" },
        "„unable to load certificate“, „sequence not constructed“ oder „bad end line“ bedeuten Nein.",
      ],
    }),
    key_matches: () => ({
      text: "Gehört der private Schlüssel zum Zertifikat?",
      help: [
        "Posten Sie nie den Schlüssel. Vergleichen Sie die öffentlichen Schlüssel dort, wo er liegt; keine Ausgabe bedeutet, dass sie gleich sind:",
        HYBRID.compareKey,
        "„unable to load Private Key“ bedeutet ebenfalls Nein: Dann ist der Schlüssel selbst defekt.",
      ],
    }),
    message: ({ place, target }) => ({
      text: "Was meldet die Seite, die abbricht?",
      help: [
        "Schreiben Sie die Meldung hier mit @tlscheck davor oder laden Sie einen Mitschnitt hoch, dann beantworte ich das selbst. Andernfalls sehen Sie in den Logs beider Seiten nach oder suchen Sie in einem Mitschnitt nach einem Alert.",
        ...(place === "southbound_private_cloud"
          ? (["Auf einem Message Processor:", MESSAGE_PROCESSOR.log] satisfies Line[])
          : (["Auf dem Rechner des Clients:", sendRequest(target)] satisfies Line[])),
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "Sendet der Client den Servernamen (SNI)?",
      help: [
        "Im Mitschnitt steht er im Client Hello als Erweiterung server_name. Aktuelle Clients senden ihn, aber nicht an eine bloße IP-Adresse.",
        ...(place === "southbound_private_cloud"
          ? ([
              "Ein Message Processor der Private Cloud sendet ihn nur, wenn hier true steht:",
              MESSAGE_PROCESSOR.showServerName,
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "Welcher Client scheitert?",
      help: ["Ich sende dem Server das Client Hello dieses Clients und zeige, was er bekommt."],
    }),
    client_handshake: ({ target }) => ({
      text: "Was bekommt dieser Client?",
      help: [
        "Von hier aus konnte ich es nicht testen. Von einem Ort, der den Server erreicht, geht es so (für PROFILE den Namen des Clients einsetzen):",
        { command: `tlscheck ${formatTarget(target)} --client PROFILE` },
      ],
    }),
  },
  choices: {
    product: {
      edge_private_cloud: "Apigee Edge, Private Cloud",
      edge_public_cloud: "Apigee Edge, Public Cloud",
      hybrid: "Apigee hybrid",
      not_apigee: "Nicht Apigee",
    },
    direction_private_cloud: DIRECTION_CHOICES,
    direction_public_cloud: DIRECTION_CHOICES,
    fault: { nothing: "Nichts davon: Der Server ist in Ordnung" },
    ingress_fault: {
      no_certificate: `${NO_CERTIFICATE}: Er schließt die Verbindung oder lehnt alles ab`,
      nothing: "Nichts davon: Der Ingress ist in Ordnung",
    },
    ingress_secret: { missing: "Es fehlt", present: "Es ist vorhanden" },
    certificate_parses: { no: "Nein, es kommt ein Fehler", yes: "Ja" },
    key_matches: { no: "Nein, sie unterscheiden sich", yes: "Ja" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version oder Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown, unknown_ca oder kein Pfad zu einem Vertrauensanker",
      host_name: "Der Hostname passt nicht zum Zertifikat",
      client_certificate: "certificate_required, oder ein Clientzertifikat fehlt",
      connection_cut: "Die Verbindung wird zurückgesetzt, geschlossen oder bleibt stumm",
      no_message: "Nur 503 oder gar nichts",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "Der Server braucht ihn nicht",
      sent: "Ja, der Name wird gesendet",
      not_sent: "Nein, oder es wird eine IP-Adresse aufgerufen",
    },
    client: { unlisted: "Ein anderer" },
    client_handshake: { connects: "Die Verbindung kommt zustande" },
  },
  parties: {
    client_owner: "Der Betreiber des Clients",
    server_owner: "Der Betreiber des Servers",
    backend_owner: "Der Betreiber des Backend-Servers (Zielservers)",
    edge_operator: "Der Betreiber Ihrer Edge-Installation (root auf Routern und Message Processors)",
    organization_admin: "Ein Administrator Ihrer Apigee-Organisation (Edge-UI oder Management-API)",
    apigee_support: "Der Apigee-Support: Niemand sonst hat Zugriff auf diese Rechner",
    cluster_admin: "Der Betreiber des hybrid-Clusters (kubectl, apigeectl und die Overrides-Datei)",
    network_owner: "Der Betreiber des Netzes dazwischen",
  },
  sources: {
    form: "bei der Anfrage angegeben",
    probe: "meine Prüfung",
    capture_and_probe: "der Mitschnitt und meine Prüfung zusammen",
    client_trial: "das Client Hello dieses Clients",
    capture: "der Mitschnitt",
    upload: "die Datei",
    pasted: "die eingefügte Meldung",
    documents: "folgt aus dem Produkt",
  },
  conversation: {
    why: "Warum",
    steps: "Was hier zu tun ist",
    who: "Wer das tun kann",
    verify: "Ob es geholfen hat",
    back: "Zurück",
    startOver: "Neu beginnen",
    overrule: OVERRULE,
    pick: "Bitte auswählen",
    checkAgain: "Erneut prüfen",
    tryingClient: "Das Client Hello dieses Clients wird gesendet …",
    showClients: "Welche Clients können sich verbinden?",
    makeBundle: "Für den Support zusammenstellen",
    bundleReady:
      "Für den Support: der Bericht als Text und als JSON. Sehen Sie ihn durch, bevor Sie ihn weitergeben.",
    // Causes have commas of their own.
    changed: ({ before, gone, fresh, remain }) => [
      `Seit der Prüfung vom ${formatTime(LOCALE, before)}:`,
      ...(gone.length === 0 ? [] : [`Weggefallen: ${gone.join("; ")}.`]),
      ...(fresh.length === 0 ? [] : [`Neu: ${fresh.join("; ")}.`]),
      ...(remain.length === 0 ? [] : [`Unverändert: ${remain.join("; ")}.`]),
      ...(gone.length + fresh.length === 0 ? ["Es hat sich nichts geändert."] : []),
    ],
  },
};
