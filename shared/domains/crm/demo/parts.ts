import type { DemoPart } from '../../../kernel/demo.ts';
import { customersPart } from './customers.ts';

export const demoParts: readonly DemoPart[] = [customersPart];
