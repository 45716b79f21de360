import type { DemoPart } from '../../../kernel/demo.ts';
import { receivablesPart } from './receivables.ts';

export const demoParts: readonly DemoPart[] = [receivablesPart];
