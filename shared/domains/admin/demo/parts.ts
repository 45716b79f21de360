import type { DemoPart } from '../../../kernel/demo.ts';
import { companyPart } from './company.ts';
import { officePart } from './office.ts';

export const demoParts: readonly DemoPart[] = [companyPart, officePart];
