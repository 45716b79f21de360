import type { DemoPart } from '../../../kernel/demo.ts';
import { ordersPart } from './orders.ts';
import { groupsPart, pricesPart } from './prices.ts';

export const demoParts: readonly DemoPart[] = [groupsPart, ordersPart, pricesPart];
