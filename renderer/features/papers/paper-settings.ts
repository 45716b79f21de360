/** How papers are printed at this computer, by their kind: on which printer, which paper is in it. Kept by the window itself. */
import { create } from 'zustand';
import type { PaperKind } from '#shared/kernel/papers/layout.ts';
import { MOST_COPIES } from '#shared/kernel/papers/paper.ts';
import { type PaperSize, paperSizeNames } from '#shared/kernel/papers/paper-sizes.ts';
import { type Language, languages } from '../../app/i18n.ts';

export interface PaperSettings {
  /** Null: the system's dialog asks each time. */
  readonly printer: string | null;
  readonly size: PaperSize;
  /** Null: the window's. */
  readonly language: Language | null;
  readonly copies: number;
}

const KEY = 'satchel.papers';
const LONGEST_PRINTER = 300;

type Kept = Readonly<Record<string, unknown>>;
const recordOf = (value: unknown): Kept => (typeof value === 'object' && value !== null ? (value as Kept) : {});

/** As they were kept; what cannot be read is as if nobody had chosen. */
function readAll(): Kept {
  try {
    return recordOf(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

const usePaperSettingsOfAll = create<{ readonly kinds: Kept }>(() => ({ kinds: readAll() }));

function settingsIn(kinds: Kept, kind: PaperKind): PaperSettings {
  const { printer, size, language, copies } = recordOf(kinds[kind]);
  return {
    printer: typeof printer === 'string' && printer !== '' ? printer.slice(0, LONGEST_PRINTER) : null,
    size: paperSizeNames.find((each) => each === size) ?? 'a4',
    language: languages.find((each) => each === language) ?? null,
    copies: typeof copies === 'number' && Number.isInteger(copies) && copies > 0 ? Math.min(copies, MOST_COPIES) : 1,
  };
}

export function paperSettings(kind: PaperKind): PaperSettings {
  return settingsIn(usePaperSettingsOfAll.getState().kinds, kind);
}

export function usePaperSettings(kind: PaperKind): PaperSettings {
  const kinds = usePaperSettingsOfAll((state) => state.kinds);
  return settingsIn(kinds, kind);
}

/** Changes and keeps choices. */
export function setPaperSettings(kind: PaperKind, change: Partial<PaperSettings>): void {
  const { kinds } = usePaperSettingsOfAll.getState();
  const changed = { ...kinds, [kind]: { ...settingsIn(kinds, kind), ...change } };
  usePaperSettingsOfAll.setState({ kinds: changed });
  localStorage.setItem(KEY, JSON.stringify(changed));
}
