import type { DemoPart } from '../../../kernel/demo.ts';
import { ordersPart } from './orders.ts';

export const demoParts: readonly DemoPart[] = [ordersPart];
