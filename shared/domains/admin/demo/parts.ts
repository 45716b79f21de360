import type { DemoPart } from '../../../kernel/demo.ts';
import { companyPart } from './company.ts';

export const demoParts: readonly DemoPart[] = [companyPart];
