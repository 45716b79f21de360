import type { Diagnostics } from '#shared/protocol/desktop-bridge.ts';

/**
 * Diagnostics as lines `versions.app: 0.1.0`, the same in every language: for an administrator who did not see the
 * screen. Instants are ISO text, bytes are bytes.
 */
export function diagnosticsText(diagnostics: Diagnostics): string {
  const lines: string[] = [];
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) visit(part, path === '' ? key : `${path}.${key}`);
      return;
    }
    const isInstant = path.endsWith('AsOf') && typeof value === 'number';
    lines.push(`${path}: ${isInstant ? new Date(value).toISOString() : String(value ?? '–')}`);
  };
  visit(diagnostics, '');
  return lines.join('\n');
}
