import { gunzipSync, constants } from "node:zlib";
import { CaptureReader } from "../pcap/capture-reader.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { isGzip } from "./read-capture.ts";

const MAGIC = 4;
/** Enough for a magic number; deflate makes at most a thousand times as much of it. */
const ZIPPED = 1_024;

/** Whether a file that begins so is pcap or pcapng, perhaps gzip'd. @param head its first bytes, as many as there are */
export function isCapture(head: Uint8Array): boolean {
  if (!isGzip(head)) return hasMagic(head);
  try {
    return hasMagic(gunzipSync(head.subarray(0, ZIPPED), { finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return false;
  }
}

function hasMagic(head: Uint8Array): boolean {
  if (head.length < MAGIC) return false;
  try {
    new CaptureReader(() => undefined).push(head.subarray(0, MAGIC));
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
