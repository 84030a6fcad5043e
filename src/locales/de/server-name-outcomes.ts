import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { captureCommand } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { callAgain, onEach, seeHandshake, theClient } from "./outcome-words.ts";

export const serverNameOutcomes: Pick<Catalog["playbook"]["outcomes"], "sni_required"> = {
  sni_required: (context) => ({
    steps: sendServerName(context),
    verify:
      context.place === "southbound_private_cloud"
        ? [
            "Auf jedem Message Processor sollte hier true stehen:",
            MESSAGE_PROCESSOR.showServerName,
            callAgain(context.place),
          ]
        : seeHandshake(context),
  }),
};

function sendServerName(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const address =
    "Prüfen Sie, ob der TargetEndpoint oder Zielserver das Backend mit seinem Namen aufruft: An eine IP-Adresse wird kein Servername gesendet.";
  switch (place) {
    case "southbound_private_cloud":
      return [
        address,
        `In der Private Cloud senden Message Processors nur dann einen Servernamen, wenn es eingestellt ist. ${onEach("auf jedem Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.sendServerName,
        "Fällt dadurch ein anderes Backend aus, verträgt es keinen Servernamen und muss aktualisiert werden.",
      ];
    case "southbound_public_cloud":
      return [
        address,
        `Richten Sie auf ${formatTarget(target)} ein Standardzertifikat für ${target.serverName ?? target.host} ein: Dann antwortet der Server auch ohne Servernamen.`,
        "Ob ein Name ankommt, zeigt ein Mitschnitt: Schneiden Sie beim Backend mit, während der Fehler auftritt, und laden Sie die Datei hier hoch:",
        captureCommand(context),
        "Enthält das Client Hello kein server_name, schicken Sie die Datei an den Apigee-Support: Nur dort lässt sich das einstellen.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "not_apigee":
      return [
        `Lassen Sie ${theClient(context, "accusative")} den Servernamen senden: Aktualisieren Sie die Software, rufen Sie den Server mit seinem Namen statt mit seiner Adresse auf und entfernen Sie -Djsse.enableSNIExtension=false aus den Java-Optionen.`,
        "Ist nginx der Client (als Proxy davor), braucht es diese Zeilen:",
        NGINX.upstreamServerName,
        ...(place === "not_apigee"
          ? ["Oder richten Sie auf dem Server ein Standardzertifikat für diesen Namen ein."]
          : []),
      ];
    case "hybrid":
      return [
        `Lassen Sie ${theClient(context, "accusative")} den Servernamen senden: Aktualisieren Sie die Software und rufen Sie den Ingress mit seinem Namen auf.`,
        "Geht das nicht, legen Sie eine Route für Clients ohne Servernamen an. CREDENTIAL ist, was der erste Befehl anzeigt; den zweiten Block speichern Sie als no-sni.yaml:",
        HYBRID.secretNames,
        HYBRID.withoutServerName,
        "Wenden Sie diese Datei an, nennen Sie die Route in der Overrides-Datei und wenden Sie auch diese an:",
        HYBRID.additionalGateway,
        HYBRID.apply,
      ];
  }
}
