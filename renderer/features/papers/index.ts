import type { Feature } from '../../app/feature.ts';
import { setPaperButton } from '../../ui/paper-button.tsx';
import { mending } from './mending.ts';
import { PrintButton } from './print-button.tsx';

setPaperButton(PrintButton);

/** Documents on paper: a button on their pages, and the dialog behind it. */
export const feature: Feature = { mending, routes: [], menu: [] };
