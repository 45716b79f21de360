/**
 * What a person does about a command that the office rejected, or that no step takes back: each feature says it for the
 * commands of its screens. The sync ledger has the frame (heading, keys, letting go); it knows no command. To contribute:
 *
 *     // features/<domain>/mending.ts
 *     export const mending: Mendings = {
 *       'inventory.saveSupplier': { words: 'inventory.mending.supplier', amend: { route: 'supplierEntry' } },
 *       'inventory.blockLot': { words: 'inventory.mending.lot', isAgain: true, place: inPlace('lot', 'lotId') },
 *     };
 *     // locales: `<words>.rejected` says what to do, `<words>.undo` how it is taken back by hand.
 *
 * Guards:
 * - nothing is lost by a rejection: what can be typed again is opened as it was typed (`amend`), what is nothing but a
 *   deed is done again as it was once nothing is in its way (`isAgain`), and beside both stands the place where the
 *   person sees how things are now (`place`);
 * - whatever is sent so names the rejected command that it replaces (amending.tsx);
 * - a screen that the person may not open is not offered.
 */
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { TabParams } from './feature.ts';
import type { LoadedScreen } from './load-screen.tsx';

export interface AmendDialogProps {
  readonly entry: LedgerEntry;
  readonly onClose: () => void;
}

/** A screen by the kind of its route, with what it is opened with; null where these arguments lead nowhere. */
export interface Place {
  readonly route: string;
  readonly params?: (args: Readonly<Record<string, unknown>>) => TabParams | null;
}

export interface Mending {
  /** Key of its two texts: `.rejected`, and `.undo` unless the command has one that takes it back (`withdraw`). */
  readonly words: string;
  /**
   * Opens what it held, to be changed and sent in its place: a screen that asks `useAmended` for the command, or a dialog
   * that stands over the ledger and does the same; `open` where a screen has a way of its own.
   */
  readonly amend?:
    | Place
    | { readonly dialog: LoadedScreen<AmendDialogProps> }
    | { readonly open: (entry: LedgerEntry) => void };
  /** The same deed makes sense once more: it is sent again as it was. */
  readonly isAgain?: true;
  /** By the code of the refusal: what is done instead, where the deed can never go through any more. */
  readonly instead?: Readonly<
    Record<string, { readonly labelKey: string; readonly open: (entry: LedgerEntry) => void }>
  >;
  /** Where it is seen how things stand now, and done otherwise. */
  readonly place?: Place;
}

/** By the command's name. */
export type Mendings = Readonly<Record<string, Mending>>;

/** The page of what an argument names: `inPlace('customer', 'customerId')`. @param param by which the screen calls it */
export function inPlace(route: string, argument: string, param: string = argument): Place {
  return {
    route,
    params: (args) => {
      const id = args[argument];
      return typeof id === 'string' ? { [param]: id } : null;
    },
  };
}

/** Arguments as far as they are a record. */
export function argsOf({ args }: Pick<LedgerEntry, 'args'>): Readonly<Record<string, unknown>> {
  return typeof args === 'object' && args !== null ? { ...args } : {};
}

/** What a form types of arguments: texts by their names; what was left empty is an empty text. */
export function asTyped(args: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) => {
      if (value === null) return [[name, '']];
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
}
