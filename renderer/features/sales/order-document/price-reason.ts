/** Why a line costs what it costs (R40), in the person's words. */
import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { Reason } from '#shared/kernel/refusal.ts';

const reasonsSchema = z.array(
  z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
);

/** The reasons that a line stores; none where it has none that can be read. */
export function storedReasons(text: string): readonly Reason[] {
  try {
    return reasonsSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** The one that counts most first: `Contract CT-K7-000012`, `from 100`, `promotion SPRING 5 %`. */
export function reasonTexts(reasons: readonly Reason[], t: TFunction): readonly string[] {
  return reasons.map(({ code, params }) => {
    const until = code === 'customer' && params.validUntil !== null ? 'Until' : '';
    return t(`sales.priceReasons.${code}${until}`, { ...params });
  });
}
