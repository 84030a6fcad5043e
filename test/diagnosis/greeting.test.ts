import { expect, it } from "vitest";
import { describeGreeting } from "../../src/diagnosis/greeting.ts";

it.each([
  ["HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n", "http"],
  ["<html>\r\n<head>", "http"],
  ["<!DOCTYPE HTML>", "http"],
  ["SSH-2.0-OpenSSH_9.6\r\n", "ssh"],
  ["220 mx.example.com ESMTP Postfix\r\n", "smtp"],
  ["220-mx.example.com ESMTP\r\n220 ready", "smtp"],
  ["220 FTP server ready\r\n", "ftp"],
  ["220 (vsFTPd 3.0.5)\r\n", "ftp"],
  ["* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "imap"],
  ["* BYE overloaded", "imap"],
  ["+OK POP3 ready\r\n", "pop3"],
  ["J\u0000\u0000\u0000\n8.0.36\u0000", "mysql"],
  ["nonsense", "unknown"],
  ["", "unknown"],
])("%j is %s", (text, protocol) => {
  expect(describeGreeting(Buffer.from(text, "latin1"))).toMatchObject({ outcome: "not_tls", protocol });
});

it("keeps the first line, and 120 characters of it", () => {
  expect(describeGreeting(Buffer.from("HTTP/1.1 400 Bad\r\nX: y")).firstBytes).toBe("HTTP/1.1 400 Bad");
  expect(describeGreeting(Buffer.alloc(256, "x")).firstBytes).toHaveLength(120);
});
