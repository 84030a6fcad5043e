import type { BundleFault, DerObject, LimitName } from "../../x509/bundle/bundle.ts";
import { boundaryWord, codePoint } from "../selection.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

/** In the nominative. */
const OBJECTS: Readonly<Record<DerObject, string>> = {
  certificate: "ein Zertifikat",
  certificate_request: "eine Zertifikatsanforderung (CSR)",
  crl: "eine Sperrliste",
  private_key: "ein privater Schlüssel",
  encrypted_private_key: "ein verschlüsselter privater Schlüssel",
  public_key: "ein öffentlicher Schlüssel",
  pkcs7: "ein PKCS#7-Bündel",
  pkcs12: "ein PKCS#12-Keystore",
  unknown: "etwas anderes",
};

/** In the dative. */
const LIMITS: Readonly<Record<LimitName, string>> = {
  bytes: "Bytes",
  objects: "Objekten",
  nesting: "Verschachtelungsebenen",
  iterations: "Iterationen der Schlüsselableitung",
};

/** `data.tls.crt, Zeile 12, Spalte 5: `; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  const column = "column" in fault ? `, Spalte ${fault.column}` : "";
  const parts = [...(within === null ? [] : [within]), ...(line === null ? [] : [`Zeile ${line}${column}`])];
  return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return {
        title: "Kein Zertifikat enthalten: Der Inhalt ist leer",
        expected: "Hier steht nichts.",
      };
    case "not_recognized":
      return {
        title: "Das ist in keinem mir bekannten Format ein Zertifikat",
        expected: `Die ersten Bytes sind ${fault.firstBytes}. Eine PEM-Datei beginnt mit -----BEGIN CERTIFICATE-----, DER mit 30 82.`,
      };
    case "encoding":
      return {
        title: `Die Datei ist Text in ${fault.found}, wie ihn Notepad und PowerShell unter Windows schreiben`,
        expected: `${fault.found} hat zwei Bytes je Zeichen; PEM wird als ASCII gelesen.`,
      };
    case "byte_order_mark":
      return {
        title: "Vor der BEGIN-Zeile steht eine unsichtbare Bytereihenfolge-Marke (BOM)",
        expected:
          "Die ersten Bytes sind EF BB BF; am Anfang müssen die Striche von -----BEGIN CERTIFICATE----- stehen.",
      };
    case "literal_newline":
      return {
        title: "Aus den Zeilenumbrüchen sind die zwei Zeichen \\n geworden",
        expected: "Wo eine Zeile enden muss, stehen ein Backslash und ein n.",
      };
    case "boundary":
      return {
        title: `Eine ${boundaryWord(fault.expected)}-Zeile ist falsch geschrieben`,
        expected: `Hier steht ${fault.found}, es muss aber genau ${fault.expected} lauten, ohne etwas davor oder dahinter.`,
      };
    case "boundary_missing":
      return {
        title: `Die Zeile ${fault.expected} fehlt`,
        expected: `Hier muss ${fault.expected} stehen.`,
      };
    case "label_mismatch":
      return {
        title: "BEGIN- und END-Zeile eines Blocks passen nicht zusammen",
        expected: `Der Block beginnt als ${fault.begin} und endet als ${fault.end}.`,
      };
    case "blocks_glued":
      return {
        title: "Zwei PEM-Blöcke stoßen in einer Zeile aneinander",
        expected:
          "Hinter einer END-Zeile beginnt sofort eine BEGIN-Zeile; dazwischen gehört ein Zeilenumbruch.",
      };
    case "lines_joined":
      return {
        title: "BEGIN- oder END-Zeile und Base64 stehen in derselben Zeile",
        expected: "Beide Begrenzungen brauchen eine eigene Zeile.",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "Das Base64 ist beschädigt: Ein Zeichen fehlt oder ist zu viel",
        expected: `${grouped(fault.count)} Zeichen ergeben keine ganzen Bytes.`,
      };
    case "padding":
      return {
        title: "Das Base64 ist am Ende nicht richtig aufgefüllt (Padding)",
        expected: `Am Ende steht ${fault.found === "" ? "kein Füllzeichen" : fault.found}, dort muss ${fault.expected === "" ? "keines" : fault.expected} stehen.`,
      };
    case "base64_twice":
      return {
        title: "Der Wert ist doppelt in Base64 kodiert",
        expected:
          "Einmal dekodiert ergibt er wieder Base64. In einem Kubernetes-Secret sind die Werte unter data genau einmal kodiert.",
      };
    case "wrong_object":
      return {
        title: `Die BEGIN-Zeile passt nicht zum Inhalt: Das ist ${OBJECTS[fault.found]}`,
        expected: `Der Block heißt ${fault.label}, darin steht aber ${OBJECTS[fault.found]}.`,
      };
    case "no_certificate":
      return {
        title: `Kein Zertifikat enthalten, nur ${OBJECTS[fault.found]}`,
        expected: `Wo ein Zertifikat stehen sollte, steht ${OBJECTS[fault.found]}.`,
      };
    case "der_named_pem":
      return {
        title: "Die Datei heißt .pem, ist aber DER",
        expected: "Das erste Byte ist 30, kein Bindestrich.",
      };
    case "der_truncated":
      return {
        title: "Das Zertifikat ist abgeschnitten",
        expected: `${fault.structure}: Nach Byte ${grouped(fault.byte)} ${fault.missing === 1 ? "fehlt 1 Byte" : `fehlen ${grouped(fault.missing)} Bytes`}.`,
      };
    case "der_trailing":
      return {
        title: "Im selben Block folgt auf das Zertifikat noch etwas",
        expected: `Hinter seinem Ende bei Byte ${grouped(fault.byte)} ${fault.count === 1 ? "steht noch 1 Byte" : `stehen noch ${grouped(fault.count)} Bytes`}.`,
      };
    case "der_malformed":
      return {
        title: "Die Kodierung des Zertifikats ist beschädigt",
        expected: `${fault.structure} bei Byte ${grouped(fault.byte)}: ${DECODE_ERRORS[fault.reason]}.`,
      };
    case "password_missing":
      return {
        title: "Der Keystore braucht ein Passwort",
        expected: "Ohne Passwort lässt er sich nicht öffnen.",
      };
    case "password_wrong":
      return {
        title: "Das Passwort passt nicht",
        expected: "Es gilt ein anderes Passwort, oder die Datei ist beschädigt.",
      };
    case "encryption_unsupported":
      return {
        title: "Die Verschlüsselung ist von einer Art, die ich nicht öffnen kann",
        expected: `Der Algorithmus ist ${fault.algorithm}.`,
      };
    case "digest_mismatch":
      return {
        title: "Die Prüfsumme des Keystores passt nicht zum Passwort",
        expected:
          "Das Passwort ist ein anderes, oder die Datei wurde verändert. Die Zertifikate sind trotzdem lesbar.",
      };
    case "entry_unreadable":
      return {
        title:
          "Der Keystore enthält einen geheimen Schlüssel (Secret Key); was danach kommt, ist nicht lesbar",
        expected: "Ein solcher Eintrag sagt nicht, wo er endet.",
      };
    case "certificate_not_included":
      return {
        title: "Das Zertifikat ist hier nur beschrieben, nicht enthalten",
        expected: "Daten und Namen sind lesbar; Kette und Schlüssel sind nicht da und nicht prüfbar.",
      };
    case "limit_exceeded":
      return {
        title: "Hier steht mehr, als ich lese",
        expected: `Die Grenze liegt bei ${grouped(fault.limit)} ${LIMITS[fault.what]}.`,
      };
  }
}

function describeCharacter({ found, kind }: Extract<BundleFault, { code: "character" }>): {
  title: string;
  expected: string;
} {
  const code = codePoint(found);
  switch (kind) {
    case "ellipsis":
      return {
        title: "Ein Teil des Zertifikats wurde weggelassen: Im Base64 stehen Auslassungspunkte",
        expected: `Hier steht ${found}, wo das Base64 weitergehen müsste.`,
      };
    case "quote":
      return {
        title: "Im Base64 stehen Anführungszeichen",
        expected: `Hier steht ${found}, das kommt in Base64 nicht vor.`,
      };
    case "invisible":
      return {
        title: "Im Base64 steht ein unsichtbares Zeichen",
        expected: `Hier steht ${code}; man sieht es nicht, und in Base64 kommt es nicht vor.`,
      };
    case "base64url":
      return {
        title: "Das ist Base64url, PEM verwendet aber Base64",
        expected: `Hier steht ${found}; PEM verwendet + und / statt - und _.`,
      };
    case "other":
      return {
        title: "Das Base64 ist beschädigt",
        expected: `Hier steht ${found} (${code}), das kommt in Base64 nicht vor.`,
      };
  }
}

/** What to do where nobody can tell what was meant. */
export function describeRepair({ code }: BundleFault): string {
  switch (code) {
    case "password_missing":
    case "password_wrong":
      return "Auf der Kommandozeile geben Sie das Passwort in einer Datei mit --password-file an. Schreiben Sie nie ein Passwort in einen Channel.";
    case "wrong_object":
    case "no_certificate":
      return "Nehmen Sie die Datei, die Ihnen die Zertifizierungsstelle geschickt hat: Ihre erste Zeile lautet -----BEGIN CERTIFICATE-----.";
    case "certificate_not_included":
      return "Exportieren Sie das Zertifikat selbst, als PEM.";
    case "limit_exceeded":
      return "Schicken Sie nur die Zertifikate, um die es geht.";
    default:
      return "Kopieren Sie die Datei neu von ihrem Ursprung, vollständig und als Datei statt über ein Dokument oder einen Chat.";
  }
}
