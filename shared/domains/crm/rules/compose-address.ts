/** The parts of a postal address as a customer's row holds them. */
export interface AddressParts {
  readonly address: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/**
 * A postal address as one text, as a document stores it; null when no part is known. Chinese runs from the country to
 * the door without signs between, other addresses from the door to the country.
 */
export function composeAddress(parts: AddressParts): string | null {
  const { address, city, region, postalCode, country } = parts;
  if (/\p{Script=Han}/u.test([address, city, region].join(''))) {
    const place = [country, region, city === region ? null : city, address].filter(Boolean).join('');
    return [place, postalCode].filter(Boolean).join(' ');
  }
  const town = [postalCode, city].filter(Boolean).join(' ');
  return [address, town, region, country].filter(Boolean).join(', ') || null;
}
