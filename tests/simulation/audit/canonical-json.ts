/** The auditor's own canonical JSON (RFC 8785, for what arguments hold) and its own chain over commands. */
import { createHash } from 'node:crypto';

/** Members in the order of their names, nothing between. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export interface ChainedCommand {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly args: unknown;
  readonly deviceId: string;
  readonly seq: number;
  readonly userId: string;
  readonly issuedAt: number;
  readonly replaces?: string | undefined;
}

/** What the first command of a history is chained to. */
export const FIRST_LINK = '0'.repeat(64);

export function linkOf(before: string, command: ChainedCommand): string {
  return createHash('sha256')
    .update(before + canonicalJson(command))
    .digest('hex');
}
