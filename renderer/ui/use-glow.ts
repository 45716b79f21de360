import { useEffect, useRef, useState } from 'react';

/** A little longer than the glow itself (`.glow`). */
const GLOW_MS = 1_500;

/**
 * Keys of rows whose figures changed while they were shown: they glow once. New pages and new questions are no change.
 * @param stampOf the figures of a row that matter, as a text
 * @param question what the list asks; answers to another one are not compared. Null while the rows are still the old ones
 */
export function useGlow<RowType>(
  rows: readonly RowType[],
  keyOf: (row: RowType) => string,
  stampOf: (row: RowType) => string,
  question: string | null,
): ReadonlySet<string> {
  const seen = useRef<{ readonly question: string; readonly stamps: ReadonlyMap<string, string> } | null>(null);
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const stamps = new Map(rows.map((row) => [keyOf(row), stampOf(row)]));
    const before = seen.current;
    seen.current = question === null ? null : { question, stamps };
    if (!before || before.question !== question) return;
    const changed = [...stamps].flatMap(([key, stamp]) => {
      const old = before.stamps.get(key);
      return old !== undefined && old !== stamp ? key : [];
    });
    if (changed.length > 0) setGlowing(new Set(changed));
  }, [rows, keyOf, stampOf, question]);
  useEffect(() => {
    if (glowing.size === 0) return;
    const timer = setTimeout(() => setGlowing(new Set()), GLOW_MS);
    return () => clearTimeout(timer);
  }, [glowing]);
  return glowing;
}
