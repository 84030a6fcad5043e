/** LINKTYPE_ values, tcpdump.org/linktypes.html. The DLT_ values 12 and 14 are what raw IP is called on some systems. */
const LINK = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  raw_openbsd: 12,
  raw_bsd: 14,
  ppp_hdlc: 50,
  ppp_ether: 51,
  raw: 101,
  ieee802_11: 105,
  loop: 108,
  linux_sll: 113,
  ieee802_11_prism: 119,
  ieee802_11_radiotap: 127,
  ieee802_11_avs: 163,
  ppp_pppd: 166,
  ppi: 192,
  ppp_with_direction: 204,
  ipv4: 228,
  ipv6: 229,
  linux_sll2: 276,
} as const;
const KNOWN: ReadonlySet<number> = new Set(Object.values(LINK));

/** EtherType. */
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100, 0x9200]);
const MPLS = 0x8847;
const PPPOE_SESSION = 0x8864;
/** Below it is a length: IEEE 802.3. */
const FIRST_ETHER_TYPE = 0x0600;
const MAX_TAGS = 8;
/** AF_INET of all, AF_INET6 of Linux, NetBSD, FreeBSD and macOS. */
const ADDRESS_FAMILIES: ReadonlySet<number> = new Set([2, 10, 24, 28, 30]);

export const NOT_IP = -1;

export function knowsLinkType(linkType: number): boolean {
  return KNOWN.has(linkType);
}

/** Where the IP header of a frame begins; NOT_IP when it carries something else, or is cut before. */
export function findNetworkLayer(bytes: Buffer, start: number, end: number, linkType: number): number {
  const offset = findUnchecked(bytes, start, end, linkType);
  if (offset === NOT_IP || offset >= end) return NOT_IP;
  const version = bytes.readUInt8(offset) >> 4;
  return version === 4 || version === 6 ? offset : NOT_IP;
}

function findUnchecked(bytes: Buffer, start: number, end: number, linkType: number): number {
  switch (linkType) {
    case LINK.ethernet:
      return afterEtherType(bytes, start + 12, end);
    case LINK.linux_sll:
      return afterEtherType(bytes, start + 14, end);
    case LINK.linux_sll2:
      if (start + 20 > end) return NOT_IP;
      return isIp(bytes.readUInt16BE(start))
        ? start + 20
        : VLAN.has(bytes.readUInt16BE(start))
          ? afterEtherType(bytes, start + 22, end)
          : NOT_IP;
    case LINK.raw:
    case LINK.raw_openbsd:
    case LINK.raw_bsd:
    case LINK.ipv4:
    case LINK.ipv6:
      return start;
    case LINK.null:
    case LINK.loop:
      // Of the host that captured, so in either byte order.
      if (start + 4 > end) return NOT_IP;
      return ADDRESS_FAMILIES.has(bytes.readUInt32LE(start)) ||
        ADDRESS_FAMILIES.has(bytes.readUInt32BE(start))
        ? start + 4
        : NOT_IP;
    case LINK.ppp:
    case LINK.ppp_hdlc:
      return afterPpp(bytes, start, end);
    case LINK.ppp_pppd:
    case LINK.ppp_with_direction:
      return afterPpp(bytes, start + 1, end);
    case LINK.ppp_ether:
      return afterPpp(bytes, start + 6, end);
    case LINK.ieee802_11:
      return afterWireless(bytes, start, end);
    case LINK.ieee802_11_prism:
      return afterWireless(bytes, start + 144, end);
    case LINK.ieee802_11_radiotap:
    case LINK.ppi:
      return start + 4 > end ? NOT_IP : afterWireless(bytes, start + bytes.readUInt16LE(start + 2), end);
    case LINK.ieee802_11_avs:
      return start + 8 > end ? NOT_IP : afterWireless(bytes, start + bytes.readUInt32BE(start + 4), end);
    default:
      return NOT_IP;
  }
}

function isIp(etherType: number): boolean {
  return etherType === IPV4 || etherType === IPV6;
}

/** @param offset of the EtherType, which VLAN tags may precede. */
function afterEtherType(bytes: Buffer, offset: number, end: number): number {
  for (let tags = 0; tags < MAX_TAGS && offset + 2 <= end; tags++, offset += 4) {
    const etherType = bytes.readUInt16BE(offset);
    if (isIp(etherType)) return offset + 2;
    if (VLAN.has(etherType)) continue;
    if (etherType === PPPOE_SESSION) return afterPpp(bytes, offset + 8, end);
    if (etherType === MPLS) return afterLabels(bytes, offset + 2, end);
    return etherType < FIRST_ETHER_TYPE ? afterSnap(bytes, offset + 2, end) : NOT_IP;
  }
  return NOT_IP;
}

/** MPLS label stack entries, RFC 3032 section 2.1: the last one has the S bit. */
function afterLabels(bytes: Buffer, offset: number, end: number): number {
  for (let labels = 0; labels < MAX_TAGS && offset + 4 <= end; labels++, offset += 4) {
    if (bytes.readUInt8(offset + 2) & 1) return offset + 4;
  }
  return NOT_IP;
}

/** LLC and SNAP, RFC 1042. */
function afterSnap(bytes: Buffer, offset: number, end: number): number {
  if (offset + 8 > end || bytes.readUInt32BE(offset) !== 0xaaaa0300) return NOT_IP;
  return afterEtherType(bytes, offset + 6, end);
}

/** RFC 1661: address and control may be left out, and so may the first byte of the protocol. */
function afterPpp(bytes: Buffer, offset: number, end: number): number {
  if (offset + 4 > end) return NOT_IP;
  const address = bytes.readUInt8(offset);
  // 0f and 8f are Cisco's HDLC, where an EtherType follows.
  if (address === 0x0f || address === 0x8f) return afterEtherType(bytes, offset + 2, end);
  const protocol = address === 0xff ? offset + 2 : offset;
  const short = bytes.readUInt8(protocol) & 1;
  const value = short ? bytes.readUInt8(protocol) : bytes.readUInt16BE(protocol);
  return value === 0x21 || value === 0x57 ? protocol + (short ? 1 : 2) : NOT_IP;
}

/** IEEE 802.11 data frames that are not encrypted. */
function afterWireless(bytes: Buffer, offset: number, end: number): number {
  if (offset + 24 > end) return NOT_IP;
  const [DATA, NO_DATA, QOS] = [0x08, 0x40, 0x80];
  const [BOTH_DS, PROTECTED, ORDER] = [0x03, 0x40, 0x80];
  const control = bytes.readUInt8(offset);
  const flags = bytes.readUInt8(offset + 1);
  if ((control & 0x0c) !== DATA || control & NO_DATA || flags & PROTECTED) return NOT_IP;
  let header = 24;
  if ((flags & BOTH_DS) === BOTH_DS) header += 6;
  if (control & QOS) header += flags & ORDER ? 6 : 2;
  return afterSnap(bytes, offset + header, end);
}
