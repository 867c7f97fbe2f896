import { BlockList, isIP } from "node:net";

/** An address, or a range of them as `192.168.0.0/16`. */
interface Range {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

/** Reads an address or a range in CIDR notation (RFC 4632); undefined: it is neither. */
export function parseRange(text: string): Range | undefined {
  const [, address = "", digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  const prefix = digits === undefined ? longest : Number(digits);
  return prefix > longest ? undefined : { address, family: `ipv${version as 4 | 6}`, prefix };
}

/** Whether an address is in one of the ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const text of ranges) {
    const range = parseRange(text);
    if (range) list.addSubnet(range.address, range.prefix, range.family);
  }
  const version = isIP(address);
  return version !== 0 && list.check(address, `ipv${version as 4 | 6}`);
}
