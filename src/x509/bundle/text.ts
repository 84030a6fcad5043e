/** Text whatever wrote it: UTF-8, or UTF-16 as Windows' Notepad and PowerShell's `>` write it. */
export function decodeText(bytes: Uint8Array): {
  readonly text: string;
  readonly encoding: "UTF-16LE" | "UTF-16BE" | null;
  readonly byteOrderMark: boolean;
} {
  const [first, second, third] = bytes;
  const encoding = utf16(bytes);
  if (encoding !== null) {
    const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, encoding, byteOrderMark: marked };
  }
  const byteOrderMark = first === 0xef && second === 0xbb && third === 0xbf;
  return { text: new TextDecoder().decode(bytes), encoding: null, byteOrderMark };
}

/** By its mark, or by the zero bytes that ASCII text has in it. */
function utf16(bytes: Uint8Array): "UTF-16LE" | "UTF-16BE" | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16LE";
  if (first === 0xfe && second === 0xff) return "UTF-16BE";
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0 && first !== undefined) return "UTF-16LE";
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0 && fourth !== undefined) return "UTF-16BE";
  return null;
}
