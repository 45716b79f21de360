/**
 * The number of the newest command that a person was shown as done, in a file beside the database. Guards: what a
 * database has lost is never lost in silence. SQLite reads a log up to its first bad frame and takes that for the end:
 * where a disk did not keep what it had confirmed, or somebody put an older file in the place, the database opens as if
 * the last commands had never been. This mark is written after each commit, without a flush, so it is never ahead of a
 * database that is whole.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Problem } from './trouble.ts';

/** Commands of this device that are nowhere on it any more, by number. */
export interface MissingCommands {
  readonly from: number;
  readonly to: number;
}

export interface PromiseMark {
  /** What was missing when it was opened. */
  readonly missing: MissingCommands | null;
  /** Call after the commit, before the person is answered. */
  note(incarnation: string, seq: number): void;
  close(): void;
}

/** Of one length, so that it is written in place: a full disk takes it too. */
const textOf = (incarnation: string, seq: number): string => `${incarnation} ${String(seq).padStart(16, '0')}\n`;

/** @param lastSeq the last number that the database knows of its history `incarnation` */
export function openPromiseMark(path: string, incarnation: string, lastSeq: number, problem: Problem): PromiseMark {
  const missing = readMissing(path, incarnation, lastSeq);
  let file: number | null = null;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      problem('promise mark', error);
    }
  };
  return {
    missing,
    note(own, seq) {
      attempt(() => {
        file ??= openSync(path, existsSync(path) ? 'r+' : 'w', 0o600);
        writeSync(file, textOf(own, seq), 0, 'latin1');
      });
    },
    close() {
      const open = file;
      file = null;
      if (open !== null) attempt(() => closeSync(open));
    },
  };
}

function readMissing(path: string, incarnation: string, lastSeq: number): MissingCommands | null {
  if (!existsSync(path)) return null;
  const [, own, seq] = /^(\S+) (\d{16})\n/.exec(readFileSync(path, 'latin1')) ?? [];
  // Of another history, or half written: it says nothing of this one.
  if (own !== incarnation || Number(seq) <= lastSeq) return null;
  return { from: lastSeq + 1, to: Number(seq) };
}
