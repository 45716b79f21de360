import type { ReactNode } from 'react';

/** The satchel. */
export function Brand({ size = 18 }: { readonly size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true">
      <path d="M5.5 6V4.2C5.5 2.8 6.6 2 9 2s3.5.8 3.5 2.2V6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M3.2 6h11.6c.7 0 1.2.5 1.2 1.2v2.6H2V7.2C2 6.500 2.500 6 3.200 6z" fill="currentColor" />
      <path
        d="M2 10.800h5.400v1.400h3.200v-1.400H16v4c0 .7-.5 1.200-1.200 1.200H3.200c-.7 0-1.200-.5-1.200-1.200z"
        fill="currentColor"
      />
    </svg>
  );
}
