import type { BundleFault, DerObject, LimitName } from "../../x509/bundle/bundle.ts";
import { boundaryWord, codePoint } from "../selection.ts";
import { DECODE_ERRORS, count, grouped } from "./wording.ts";

const OBJECTS: Readonly<Record<DerObject, string>> = {
  certificate: "a certificate",
  certificate_request: "a certificate signing request (CSR)",
  crl: "a revocation list",
  private_key: "a private key",
  encrypted_private_key: "an encrypted private key",
  public_key: "a public key",
  pkcs7: "a PKCS#7 bundle",
  pkcs12: "a PKCS#12 keystore",
  unknown: "something else",
};

const LIMITS: Readonly<Record<LimitName, (limit: number) => string>> = {
  bytes: (limit) => count(limit, "byte"),
  objects: (limit) => count(limit, "object"),
  nesting: (limit) => `${count(limit, "level")} of nesting`,
  iterations: (limit) => count(limit, "iteration"),
};

/** `Line 12, column 5: `, `data.tls.crt: `; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  if (line === null) return within === null ? "" : `${within}: `;
  const column = "column" in fault ? `, column ${fault.column}` : "";
  return within === null ? `Line ${line}${column}: ` : `${within}, line ${line}${column}: `;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return { title: "There is no certificate in it: it is empty", expected: "Nothing stands there." };
    case "not_recognized":
      return {
        title: "This is no certificate in any form that I know",
        expected: `It begins with the bytes ${fault.firstBytes}. A PEM file begins with -----BEGIN CERTIFICATE-----, DER with 30 82.`,
      };
    case "encoding":
      return {
        title: `The file is ${fault.found} text, as Windows' Notepad and PowerShell write it`,
        expected: `${fault.found} has two bytes for each character; PEM is read as ASCII.`,
      };
    case "byte_order_mark":
      return {
        title: "An invisible byte order mark stands before the BEGIN line",
        expected:
          "The first bytes are EF BB BF; the first must be the dashes of -----BEGIN CERTIFICATE-----.",
      };
    case "literal_newline":
      return {
        title: "The line breaks became the two characters \\n",
        expected: "The backslash and the n stand where a line must end.",
      };
    case "boundary":
      return {
        title: `${{ BEGIN: "A BEGIN", END: "An END" }[boundaryWord(fault.expected)]} line is not written as it must be`,
        expected: `There stands ${fault.found} and it must be exactly ${fault.expected}, with nothing before or behind it.`,
      };
    case "boundary_missing":
      return {
        title: `The line ${fault.expected} is missing`,
        expected: `${fault.expected} is expected here.`,
      };
    case "label_mismatch":
      return {
        title: "The BEGIN and END lines of a block name different things",
        expected: `The block begins as ${fault.begin} and ends as ${fault.end}.`,
      };
    case "blocks_glued":
      return {
        title: "Two PEM blocks are glued together on one line",
        expected: "A BEGIN line begins where an END line ends; a line break belongs between them.",
      };
    case "lines_joined":
      return {
        title: "The BEGIN or END line and the base64 stand on one line",
        expected: "Both boundaries need lines of their own.",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "The base64 is damaged: a character is missing, or one too many",
        expected: `${count(fault.count, "character")} cannot be whole bytes.`,
      };
    case "padding":
      return {
        title: "The base64 is not padded as it must be",
        expected: `It ends with ${fault.found === "" ? "no padding" : fault.found} and must end with ${fault.expected === "" ? "none" : fault.expected}.`,
      };
    case "base64_twice":
      return {
        title: "The value is base64 inside base64",
        expected:
          "Decoding it once gives base64 again. In a Kubernetes secret the value of data is encoded exactly once.",
      };
    case "wrong_object":
      return {
        title: `This is ${OBJECTS[fault.found]}, not what it is called`,
        expected: `The block is called ${fault.label} and holds ${OBJECTS[fault.found]}.`,
      };
    case "no_certificate":
      return {
        title: `There is no certificate in it, only ${OBJECTS[fault.found]}`,
        expected: `Where a certificate should be stands ${OBJECTS[fault.found]}.`,
      };
    case "der_named_pem":
      return { title: "The file is called .pem and is DER", expected: "Its first byte is 30, not a dash." };
    case "der_truncated":
      return {
        title: "The certificate is cut short",
        expected: `${fault.structure} needs ${count(fault.missing, "more byte")} after byte ${grouped(fault.byte)}.`,
      };
    case "der_trailing":
      return {
        title: "Something follows the certificate inside the same block",
        expected: `Behind its end at byte ${grouped(fault.byte)} ${fault.count === 1 ? "stands 1 byte" : `stand ${grouped(fault.count)} bytes`} more.`,
      };
    case "der_malformed":
      return {
        title: "The certificate's encoding is damaged",
        expected: `${fault.structure} at byte ${grouped(fault.byte)}: ${DECODE_ERRORS[fault.reason]}.`,
      };
    case "password_missing":
      return { title: "The keystore needs a password", expected: "It cannot be opened without one." };
    case "password_wrong":
      return {
        title: "The password does not open it",
        expected: "It was made with another password, or is damaged.",
      };
    case "encryption_unsupported":
      return {
        title: "It is encrypted in a way that I cannot open",
        expected: `The algorithm is ${fault.algorithm}.`,
      };
    case "digest_mismatch":
      return {
        title: "The keystore's digest does not match the password",
        expected:
          "The password is another one, or the file was changed. Its certificates can be read all the same.",
      };
    case "entry_unreadable":
      return {
        title: "The keystore holds a secret key, and what follows it cannot be read",
        expected: "Such an entry does not say where it ends.",
      };
    case "certificate_not_included":
      return {
        title: "This tells of a certificate but does not contain it",
        expected: "The dates and names are readable; chain and key are not there to be checked.",
      };
    case "limit_exceeded":
      return {
        title: "There is more in it than I read",
        expected: `The limit is ${LIMITS[fault.what](fault.limit)}.`,
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
        title: "A part of the certificate was left out: an ellipsis stands in the base64",
        expected: `There stands ${found} where base64 should go on.`,
      };
    case "quote":
      return {
        title: "Quotation marks stand in the base64",
        expected: `There stands ${found}, which base64 does not have.`,
      };
    case "invisible":
      return {
        title: "An invisible character stands in the base64",
        expected: `There stands ${code}, which cannot be seen and which base64 does not have.`,
      };
    case "base64url":
      return {
        title: "It is base64url, where PEM has base64",
        expected: `There stands ${found}; PEM has + and / in place of - and _.`,
      };
    case "other":
      return {
        title: "The base64 is broken",
        expected: `There stands ${found} (${code}), which base64 does not have.`,
      };
  }
}

/** What to do where nobody can tell what was meant. */
export function describeRepair({ code }: BundleFault): string {
  switch (code) {
    case "password_missing":
    case "password_wrong":
      return "On the command line, give the password in a file with --password-file. Never write a password into a channel.";
    case "wrong_object":
    case "no_certificate":
      return "Take the file that your certificate authority sent you back: its first line is -----BEGIN CERTIFICATE-----.";
    case "certificate_not_included":
      return "Export the certificate itself, as PEM.";
    case "limit_exceeded":
      return "Send the certificates in question alone.";
    default:
      return "Copy the file anew from where it came from, whole and as a file rather than through a document or a chat.";
  }
}
