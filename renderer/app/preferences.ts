/** What a person chose for this computer: theme, density, language, how to begin. Kept by the window itself, before any sign-in. */
import { create } from 'zustand';
import { bridge } from './bridge.ts';
import { type Language, languages, setTextLanguage } from './i18n.ts';
import { useSession } from './session.ts';
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
  /** The warehouse in which the person at the desk worked last at this computer; null: that is not known yet. */
  readonly workWarehouseId: string | null;
  /** The same of everybody who works at it, by the person's id. */
  readonly workWarehouses: Readonly<Record<string, string>>;
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
    workWarehouses: readTexts(kept.workWarehouses),
  };
}

function readTexts(kept: unknown): Readonly<Record<string, string>> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export const usePreferences = create<Preferences>(() => readPreferences());

function personAtDesk(): string | null {
  const { session } = useSession.getState();
  return session?.state === 'signedIn' ? session.user.id : null;
}

let person = personAtDesk();
useSession.subscribe(() => {
  const now = personAtDesk();
  if (now === person || now === null) return;
  person = now;
  const { workWarehouses, workWarehouseId } = usePreferences.getState();
  // What was kept before it was kept by person is taken for whoever comes first.
  const isKept = Object.keys(workWarehouses).length > 0;
  usePreferences.setState({ workWarehouseId: isKept ? (workWarehouses[now] ?? null) : workWarehouseId });
});

/** Changes and keeps a choice; takes effect at once. */
export function setPreference<Key extends keyof Preferences>(key: Key, value: Preferences[Key]): void {
  usePreferences.setState({ [key]: value } as unknown as Partial<Preferences>);
  const at = personAtDesk();
  if (key === 'workWarehouseId' && typeof value === 'string' && at !== null) {
    const { workWarehouses } = usePreferences.getState();
    usePreferences.setState({ workWarehouses: { ...workWarehouses, [at]: value } });
  }
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
