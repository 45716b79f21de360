/**
 * In which steps goods are counted (R31). A product's unit is a word that people print: that one weighs or measures it is
 * said by the word alone. Everything else is counted in whole ones, and so is what has numbers.
 */
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';

/** Of what is weighed or measured: a gram of a kilogram, a millimetre of a metre. */
const MEASURED_STEP = ONE_UNIT / 1_000;

const measures = new Set([
  ...['t', 'ton', 'tons', 'tonne', 'tonnes', 'kg', 'kgs', 'kilo', 'kilogram', 'kilograms', 'g', 'gram', 'grams', 'mg'],
  ...['lb', 'lbs', 'pound', 'pounds', 'oz', 'ounce', 'ounces'],
  ...['l', 'litre', 'litres', 'liter', 'liters', 'ml', 'cl', 'hl', 'gal', 'gallon', 'gallons'],
  ...['m', 'metre', 'metres', 'meter', 'meters', 'cm', 'mm', 'km', 'ft', 'foot', 'feet', 'yd', 'yard', 'yards'],
  ...['m2', 'm²', 'sqm', 'm3', 'm³', 'cbm'],
  ...['吨', '千克', '公斤', '斤', '市斤', '两', '克', '毫克'],
  ...['升', '公升', '毫升', '米', '公尺', '厘米', '毫米', '公里', '千米'],
  ...['平方米', '平米', '立方米', '立方'],
]);

/** The least that goods are counted by: a whole one, or a thousandth of what is weighed or measured. */
export function countingStep({ unit, tracking }: { readonly unit: string; readonly tracking: string }): Quantity {
  const word = unit.trim().toLowerCase().replace(/\.$/, '');
  return tracking !== 'serial' && measures.has(word) ? MEASURED_STEP : ONE_UNIT;
}

/** The next quantity that can be counted, from this one on. */
export function roundUpToStep(quantity: Quantity, step: Quantity): Quantity {
  return Math.ceil(quantity / step) * step;
}
