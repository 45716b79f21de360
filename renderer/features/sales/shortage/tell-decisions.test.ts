import { beforeEach, expect, it } from 'vitest';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { units } from '../../../../tests/support/order-company.ts';
import { startTexts } from '../../../app/i18n.ts';
import { tellDecisions } from './tell-decisions.ts';

beforeEach(() => startTexts('en'));

const nameOf = (id: string) => (id === 'changsha' ? 'Changsha' : undefined);
const told = (...lines: object[]) =>
  tellDecisions(ledgerEntry(1, { name: 'sales.settleShortage', args: { lines } }), nameOf);
const backOrderedSeen = units(45);

it('says for each line what was decided about its missing pieces', () => {
  expect(
    told(
      { choice: 'keepBackOrder', backOrderedSeen },
      { choice: 'otherWarehouse', backOrderedSeen, availableSeen: units(35), warehouseId: 'changsha' },
      { choice: 'otherWarehouse', backOrderedSeen, availableSeen: units(500) },
      { choice: 'cutLine', backOrderedSeen },
      { choice: 'substitute', backOrderedSeen },
    ),
  ).toEqual([
    'The 45 on back-order wait for goods.',
    'Changsha sends 35 of the 45 on back-order; 10 wait for goods.',
    'Another warehouse sends the 45 on back-order.',
    'The 45 on back-order were cut from the line.',
    'Another product takes the place of the 45 on back-order.',
  ]);
});

it('says nothing of what it cannot read', () => {
  expect(told({ choice: 'somethingNew' })).toEqual([]);
});
