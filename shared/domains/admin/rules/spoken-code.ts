/**
 * A word that is read out over the phone (R9): ten digits, made on the approver's device from a secret that only it and the
 * server have, with no network and without the document. Guards:
 * - a code is for one approver, one document number, one amount, one kind, and no longer than it says itself;
 * - what it was made for is part of it, every field with its length, so that no two cases read alike;
 * - it holds to the end of a full hour: neither of the two clocks has to be exact.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Instant } from '../../../kernel/instants.ts';

const HOUR_MS = 3_600_000;
/** Two digits say when it ends, eight prove it. */
const ENDS = 100;
const PROOFS = 100_000_000;
const DIGITS = 10;

export const DEFAULT_CODE_HOURS = 4;
/** Longer ones would read as shorter ones: the end is told by two digits. */
export const CODE_LIMIT_HOURS = 72;
/** So many wrong codes for a document, then none is taken any more. */
export const LIMIT_WRONG_CODES = 5;

/** What a code is for. */
export interface SpokenAbout {
  readonly approverId: string;
  readonly documentNumber: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * The code, ten digits.
 * @param secret hexadecimal
 * @param hours from now, 1 to CODE_LIMIT_HOURS
 */
export function makeSpokenCode(secret: string, about: SpokenAbout, now: Instant, hours: number): string {
  const end = Math.ceil(now / HOUR_MS) + Math.min(Math.max(1, Math.floor(hours)), CODE_LIMIT_HOURS);
  return `${pad(end % ENDS, 2)}${proofOf(secret, about, end)}`;
}

/** Until when the code may be used that was made so; for the person who reads it out. */
export function spokenCodeEnds(now: Instant, hours: number): Instant {
  return (Math.ceil(now / HOUR_MS) + Math.min(Math.max(1, Math.floor(hours)), CODE_LIMIT_HOURS)) * HOUR_MS;
}

/** Whether digits can be a code at that time at all: ten of them, whose end is neither past nor too far away. */
export function canBeSpokenCode(code: string, now: Instant): boolean {
  return endOf(code, now) !== null;
}

/** Whether a code is the approver's word for exactly this, at that time. */
export function isSpokenCode(secret: string, about: SpokenAbout, code: string, now: Instant): boolean {
  const end = endOf(code, now);
  return end !== null && code.slice(2) === proofOf(secret, about, end);
}

/** Digits as they are typed or heard: without the gaps. */
export function codeDigits(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '');
}

/** `12 3456 7890`: how it is read out. */
export function spokenGroups(code: string): string {
  return [code.slice(0, 2), code.slice(2, 6), code.slice(6)].filter((group) => group !== '').join(' ');
}

/** A document's number as it is heard: case and gaps say nothing. */
export function heardNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/** The full hour at which it ends; null where that is past, or further away than any code goes. */
function endOf(code: string, now: Instant): number | null {
  if (code.length !== DIGITS || /\D/.test(code)) return null;
  const thisHour = Math.floor(now / HOUR_MS);
  const ahead = (Number(code.slice(0, 2)) - (thisHour % ENDS) + ENDS) % ENDS;
  // The hour that runs began before now: what ends with it is over.
  if (ahead === 0 || ahead > CODE_LIMIT_HOURS + 1) return null;
  return thisHour + ahead;
}

function proofOf(secret: string, about: SpokenAbout, end: number): string {
  const { approverId, documentNumber, kind, amountMinor, currency } = about;
  const fields = [
    'satchel-word-1',
    approverId,
    heardNumber(documentNumber),
    kind,
    String(amountMinor),
    currency,
    String(end),
  ];
  const text = fields.map((field) => `${field.length}:${field}`).join('');
  const digest = hmac(sha256, hexToBytes(secret), utf8ToBytes(text));
  // Six bytes are exact in a number, and so many more than eight digits that none is much likelier than another.
  const value = digest.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0);
  return pad(value % PROOFS, DIGITS - 2);
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
