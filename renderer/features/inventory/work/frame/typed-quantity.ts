/** F4 means the same at every desk: how many there are in all, with those that were scanned. */
import type { Quantity } from '#shared/kernel/money.ts';
import type { Sentence, WorkAnswer } from './answer.ts';

/** Whose figure it is: each desk has its own reason why no more may be. */
export type TypedAt = 'receive' | 'putAway' | 'send' | 'takeIn' | 'count' | 'pick' | 'pack' | 'takeBack';

interface Limits {
  readonly unit: string;
  /** Null: as many as there are. */
  readonly most: Quantity | null;
  /** So many lie there already, and are not taken out by a figure. */
  readonly least?: Quantity;
  /** More than the books take of anything. */
  readonly isTooLarge?: true;
}

/** What stands below the field before anything is refused. */
export const quantityNote = ({ most, unit }: Limits): Sentence => ({
  key: `inventory.work.quantity.${most === null ? 'noteOpen' : 'note'}`,
  values: { most, unit },
});

/** Why the figure that was typed cannot be, and which can. */
export const quantityWrong = (at: TypedAt, { most, unit, least = 0, isTooLarge }: Limits): Sentence => {
  const notOne = at === 'count' ? 'notCounted' : 'notAnyNumber';
  const why = isTooLarge ? 'tooLarge' : most === null ? notOne : at;
  return { key: `inventory.work.quantity.wrong.${why}`, values: { most, unit, least } };
};

/** The same for the band: it is refused and heard. */
export const quantityRefused = (at: TypedAt, limits: Limits): WorkAnswer => ({
  tone: 'wrong',
  word: { key: 'inventory.work.quantity.refused' },
  text: quantityWrong(at, limits),
});

/** What is said of a figure that counts. */
export const quantityTyped = (goods: {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: Quantity;
}): WorkAnswer => ({
  tone: 'right',
  word: { key: 'inventory.work.quantity.typed' },
  text: { key: 'inventory.work.product', values: { code: goods.code, name: goods.name } },
  figure: { key: 'inventory.work.quantity.are', values: { quantity: goods.quantity, unit: goods.unit } },
});
