import { expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { countingStep, roundUpToStep } from './counting-step.ts';

const step = (unit: string, tracking = 'none') => countingStep({ unit, tracking });

it('R31 pieces and boxes are counted in whole ones, what is weighed or measured by the thousandth', () => {
  for (const unit of ['pcs', 'box', '盒', '箱', 'pair', 'bottle', '']) expect(step(unit)).toBe(ONE_UNIT);
  for (const unit of ['kg', 'KG', 'lbs.', ' m ', '公斤', '升', '平方米']) expect(step(unit)).toBe(10);
});

it('R29 what has numbers is counted piece by piece, whatever its unit is called', () => {
  expect(step('m', 'serial')).toBe(ONE_UNIT);
});

it('R34 rounded up to a step: what fits stays, a part becomes a whole one', () => {
  expect(roundUpToStep(173_340, ONE_UNIT)).toBe(180_000);
  expect(roundUpToStep(180_000, ONE_UNIT)).toBe(180_000);
  expect(roundUpToStep(173_334, 10)).toBe(173_340);
  expect(roundUpToStep(0, ONE_UNIT)).toBe(0);
});
