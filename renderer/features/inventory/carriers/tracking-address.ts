const PLACE = '{number}';

/** The page that follows a parcel; null where the carrier has none or the parcel has no number. */
export function trackingAddress(pattern: string | null, trackingNumber: string | null): string | null {
  return pattern === null || trackingNumber === null
    ? null
    : pattern.replaceAll(PLACE, encodeURIComponent(trackingNumber));
}

/** What is wrong with a carrier's pattern; null: nothing, or none was written. */
export function patternFault(pattern: string): 'noNumber' | 'badAddress' | null {
  if (pattern.trim() === '') return null;
  if (!/^https?:\/\/[^\s/]+/i.test(pattern.trim()) || !URL.canParse(pattern.trim())) return 'badAddress';
  return pattern.includes(PLACE) ? null : 'noNumber';
}
