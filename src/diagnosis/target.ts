/** What is looked at. */
export interface Target {
  /** A host name (A-labels, lower case, no trailing dot) or an IP address without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** What goes into `server_name` (RFC 6066 section 3) and is the reference identifier (RFC 9525); null for none.
   *  An IP address never goes into `server_name`, yet stays the reference identifier. */
  readonly serverName: string | null;
}
