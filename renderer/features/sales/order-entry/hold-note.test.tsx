import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startTexts } from '../../../app/i18n.ts';
import type { LineFigures } from './draft-figures.ts';
import { HoldNote } from './hold-note.tsx';

const waiting = { waitsForApproval: true, line: { name: 'Mug' } } as unknown as LineFigures;
const fine = { waitsForApproval: false } as unknown as LineFigures;

it.each([
  ['en', 'Lines 1, 3 are more than 10% below the list price: the sales manager at the office decides on them.'],
  ['zh', '第 1、3 行低于目录价超过 10%，由公司的销售经理决定。'],
] as const)('R9 lists the lines that wait as one lists in %s', (language, sentence) => {
  startTexts(language);
  const props = {
    deviations: [],
    discountLimit: 1_000,
    credit: null,
    currency: 'CNY',
    today: '2026-11-23',
    overdueHoldDays: 30,
  };
  render(<HoldNote lines={[waiting, fine, waiting]} {...props} />);
  expect(screen.getByText(sentence)).toBeTruthy();
});
