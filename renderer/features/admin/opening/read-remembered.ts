import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import type { RememberedMapping } from './recognise-table.ts';

/** How files were read before; none where they cannot be asked for: then the headings alone decide. */
export async function readRemembered(ask: Pick<SatchelBridge, 'query'>): Promise<readonly RememberedMapping[]> {
  const reply = await ask.query('admin.importMappings', {});
  if (!reply.ok) return [];
  const rows = reply.rows as readonly { readonly kind: string; readonly headings: string; readonly mapping: string }[];
  return rows.map(({ kind, headings, mapping }) => ({
    kind,
    headings,
    columns: JSON.parse(mapping) as RememberedMapping['columns'],
  }));
}
