import type { BundleFault, DerObject } from "../../x509/bundle/bundle.ts";
import { codePoint } from "../selection.ts";

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

/** `Line 12, column 5: `, `data.tls.crt: `; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  const column = "column" in fault ? `, column ${fault.column}` : "";
  const parts = [...(within === null ? [] : [within]), ...(line === null ? [] : [`line ${line}${column}`])];
  return parts.length === 0 ? "" : `In ${parts.join(", ")}: `;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return { title: "There is no certificate in it: it is empty", expected: "nothing stands there." };
    case "not_recognized":
      return {
        title: "This is no certificate in any form that I know",
        expected: `it begins with the bytes ${fault.firstBytes}. A PEM file begins with -----BEGIN CERTIFICATE-----, DER with 30 82.`,
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
          "the first bytes are EF BB BF; the first must be the dashes of -----BEGIN CERTIFICATE-----.",
      };
    case "literal_newline":
      return {
        title: "The line breaks became the two characters \\n",
        expected: "the backslash and the n stand where a line must end.",
      };
    case "boundary":
      return {
        title: `${fault.expected.includes("BEGIN") ? "A BEGIN" : "An END"} line is not written as it must be`,
        expected: `there stands ${fault.found} and it must be exactly ${fault.expected}, with nothing before or behind it.`,
      };
    case "boundary_missing":
      return {
        title: `The line ${fault.expected} is missing`,
        expected: `${fault.expected} is expected here.`,
      };
    case "label_mismatch":
      return {
        title: "The BEGIN and END lines of a block name different things",
        expected: `the block begins as ${fault.begin} and ends as ${fault.end}.`,
      };
    case "blocks_glued":
      return {
        title: "Two PEM blocks are glued together on one line",
        expected: "a BEGIN line begins where an END line ends; a line break belongs between them.",
      };
    case "lines_joined":
      return {
        title: "The BEGIN or END line and the base64 stand on one line",
        expected: "both boundaries need lines of their own.",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "The base64 is damaged: a character is missing, or one too many",
        expected: `${fault.count} characters cannot be whole bytes.`,
      };
    case "padding":
      return {
        title: "The base64 is not padded as it must be",
        expected: `it ends with ${fault.found === "" ? "no padding" : fault.found} and must end with ${fault.expected === "" ? "none" : fault.expected}.`,
      };
    case "base64_twice":
      return {
        title: "The value is base64 inside base64",
        expected:
          "decoding it once gives base64 again. In a Kubernetes secret the value of data is encoded exactly once.",
      };
    case "wrong_object":
      return {
        title: `This is ${OBJECTS[fault.found]}, not what it is called`,
        expected: `the block is called ${fault.label} and holds ${OBJECTS[fault.found]}.`,
      };
    case "no_certificate":
      return {
        title: `There is no certificate in it, only ${OBJECTS[fault.found]}`,
        expected: `${OBJECTS[fault.found]} stands where a certificate should be.`,
      };
    case "der_named_pem":
      return { title: "The file is called .pem and is DER", expected: "its first byte is 30, not a dash." };
    case "der_truncated":
      return {
        title: "The certificate is cut short",
        expected: `${fault.structure} needs ${fault.missing} more ${fault.missing === 1 ? "byte" : "bytes"} after byte ${fault.byte}.`,
      };
    case "der_trailing":
      return {
        title: "Something follows the certificate inside the same block",
        expected: `${fault.count} bytes stand behind its end at byte ${fault.byte}.`,
      };
    case "der_malformed":
      return {
        title: "The certificate's encoding is damaged",
        expected: `${fault.structure} at byte ${fault.byte}: ${fault.reason.replaceAll("_", " ")}.`,
      };
    case "password_missing":
      return { title: "The keystore needs a password", expected: "it cannot be opened without one." };
    case "password_wrong":
      return {
        title: "The password does not open it",
        expected: "it was made with another password, or is damaged.",
      };
    case "encryption_unsupported":
      return {
        title: "It is encrypted in a way that I cannot open",
        expected: `the algorithm is ${fault.algorithm}.`,
      };
    case "digest_mismatch":
      return {
        title: "The keystore's digest does not match the password",
        expected:
          "the password is another one, or the file was changed. Its certificates can be read all the same.",
      };
    case "entry_unreadable":
      return {
        title: "The keystore holds a secret key, and what follows it cannot be read",
        expected: "such an entry does not say where it ends.",
      };
    case "certificate_not_included":
      return {
        title: "This tells of a certificate but does not contain it",
        expected: "the dates and names are readable; chain and key are not there to be checked.",
      };
    case "limit_exceeded":
      return {
        title: "There is more in it than I read",
        expected: `the limit is ${fault.limit} ${fault.what}.`,
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
        expected: `there stands ${found} where base64 should go on.`,
      };
    case "quote":
      return {
        title: "Quotation marks stand in the base64",
        expected: `there stands ${found}, which base64 does not have.`,
      };
    case "invisible":
      return {
        title: "An invisible character stands in the base64",
        expected: `there stands ${code}, which cannot be seen and which base64 does not have.`,
      };
    case "base64url":
      return {
        title: "It is base64url, where PEM has base64",
        expected: `there stands ${found}; PEM has + and / in place of - and _.`,
      };
    case "other":
      return {
        title: "The base64 is broken",
        expected: `there stands ${found} (${code}), which base64 does not have.`,
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
