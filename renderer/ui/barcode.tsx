import type { ReactNode } from 'react';
import { ean13Bars } from '#shared/kernel/labels/ean13.ts';
import './barcode.css';

const QUIET_MODULES = 10;
const HEIGHT_MODULES = 32;

/** An article number as a scanner reads it, its digits below; what is no EAN-13 stands as text alone. */
export function Barcode({ value }: { readonly value: string }): ReactNode {
  const bars = ean13Bars(value);
  if (bars === null) return <span data-selectable>{value}</span>;
  return (
    <figure className="barcode">
      <Bars bars={bars} />
      <figcaption data-selectable>{value}</figcaption>
    </figure>
  );
}

function Bars({ bars }: { readonly bars: string }): ReactNode {
  return (
    <svg
      viewBox={`${-QUIET_MODULES} 0 ${bars.length + 2 * QUIET_MODULES} ${HEIGHT_MODULES}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {[...bars].map((bar, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have nothing but their place
        bar === '1' ? <rect key={at} x={at} y={0} width={1} height={HEIGHT_MODULES} /> : null,
      )}
    </svg>
  );
}
