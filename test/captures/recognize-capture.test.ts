import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isCapture } from "../../src/captures/recognize-capture.ts";
import { PcapngWriter, writePcap } from "../pcap/capture-writer.ts";

const PCAPS = [true, false].flatMap((little) =>
  [true, false].map((nanoseconds) => writePcap([], { little, nanoseconds })),
);

describe("a file that is read as a capture", () => {
  it.each([...PCAPS, new PcapngWriter().section(), new PcapngWriter(false).section()])(
    "begins like pcap or pcapng, gzip'd or not: %#",
    (bytes) => {
      expect(isCapture(bytes)).toBe(true);
      expect(isCapture(gzipSync(bytes))).toBe(true);
      expect(isCapture(gzipSync(Buffer.concat([bytes, Buffer.alloc(5_000_000)])).subarray(0, 1_024))).toBe(
        true,
      );
    },
  );

  it.each([
    "",
    "abc",
    "-----BEGIN CERTIFICATE-----",
    gzipSync("-----BEGIN CERTIFICATE-----"),
    gzipSync(gzipSync(writePcap([]))),
    Buffer.from("1f8b0800", "hex"),
    Buffer.from("1f8bffffffffffff", "hex"),
  ])("is not anything else: %#", (bytes) => {
    expect(isCapture(typeof bytes === "string" ? Buffer.from(bytes) : bytes)).toBe(false);
  });
});
