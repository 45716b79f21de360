import { z } from 'zod';

/** As the label says it: A-03-12. */
export const locationCodeSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,29}$/u);
