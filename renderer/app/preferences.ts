/** What a person chose for this computer: theme, density, language, how to begin. Kept by the window itself, before any sign-in. */
import { create } from 'zustand';
import { bridge } from './bridge.ts';
import { type Language, languages, setTextLanguage } from './i18n.ts';
import { measures } from './theme/tokens.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';
/** What is on the desk when a person comes back. */
export type StartUp = 'last' | 'empty';

interface Preferences {
  readonly theme: ThemeChoice;
  readonly density: Density;
  readonly language: Language;
  readonly startUp: StartUp;
  /** Keys are printed on buttons. */
  readonly keyHints: boolean;
  /** Work modes answer scans with tones. */
  readonly workSounds: boolean;
  /** The warehouse that this computer stands in, as work modes were told last; null: nobody said yet. */
  readonly workWarehouseId: string | null;
}

const KEY = 'satchel.preferences';
const themes: readonly ThemeChoice[] = ['light', 'dark', 'system'];

function oneOf<Value extends string>(value: unknown, allowed: readonly Value[], otherwise: Value): Value {
  return allowed.find((each) => each === value) ?? otherwise;
}

function readPreferences(): Preferences {
  let kept: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) kept = parsed as Record<string, unknown>;
  } catch {
    // Unreadable choices are as good as none.
  }
  const system: Language = typeof navigator !== 'undefined' && navigator.language.startsWith('zh') ? 'zh' : 'en';
  return {
    theme: oneOf(kept.theme, themes, 'system'),
    density: oneOf(kept.density, ['compact', 'comfortable'], 'compact'),
    language: oneOf(kept.language, languages, system),
    startUp: oneOf(kept.startUp, ['last', 'empty'], 'last'),
    keyHints: kept.keyHints !== false,
    workSounds: kept.workSounds !== false,
    workWarehouseId: typeof kept.workWarehouseId === 'string' ? kept.workWarehouseId : null,
  };
}

export const usePreferences = create<Preferences>(() => readPreferences());

/** Changes and keeps a choice; takes effect at once. */
export function setPreference<Key extends keyof Preferences>(key: Key, value: Preferences[Key]): void {
  usePreferences.setState({ [key]: value } as unknown as Partial<Preferences>);
  const preferences = usePreferences.getState();
  localStorage.setItem(KEY, JSON.stringify(preferences));
  if (key === 'language') {
    setTextLanguage(preferences.language);
    void bridge().desktop.setLanguage(preferences.language);
  }
}

/** Heights that go by the chosen density. */
export function useDensity(): { readonly density: Density; readonly rowHeight: number } {
  const density = usePreferences((state) => state.density);
  return { density, rowHeight: density === 'compact' ? measures.row : measures.rowComfortable };
}
