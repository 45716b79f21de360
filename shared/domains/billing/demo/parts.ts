import type { DemoPart } from '../../../kernel/demo.ts';
import { paymentTermsPart } from './payment-terms.ts';
import { receivablesPart } from './receivables.ts';

export const demoParts: readonly DemoPart[] = [receivablesPart, paymentTermsPart];
