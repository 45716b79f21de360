import { openCompanyFiles } from '../../server/files/company-files.ts';
import { openCompany } from '../../server/open-company.ts';
import { readPlace } from '../../server/read-options.ts';
import { makeRealWorld } from '../../server/real-world.ts';
import { runSystemCommand } from '../../server/sync/system-command.ts';
import '#shared/domains/inventory/tables.ts';
import { svgPicture } from './pictures.ts';

/**
 * Writes a product with a picture for each name into a company that no server has open, in a process that has the
 * driver for Node. @returns the hashes
 */
export async function addPicturedProducts(companyFile: string, names: readonly string[]): Promise<string[]> {
  const world = makeRealWorld();
  const place = readPlace((option) => (option === 'database' ? `sqlite:${companyFile}` : undefined));
  const database = await openCompany(place, world, 'nothing');
  const files = openCompanyFiles(place, world, { error: console.error, warn: console.warn });
  try {
    const hashes = await Promise.all(names.map((name) => files.put(svgPicture(name), 'image/svg+xml')));
    await runSystemCommand({ database, world }, async (tx, { newId, created }) => {
      const rows = names.map((name, at) => ({
        id: newId(),
        code: `PIC-${at}`,
        name,
        unit: 'piece',
        packaging: null,
        category: null,
        barcode: null,
        basePrice: 100_000,
        currency: 'USD',
        taxCode: 'standard',
        reorderPoint: 0,
        discontinued: 0 as const,
        shelfLifeDays: null,
        pictureHash: hashes[at] ?? null,
        ...created,
      }));
      await tx.insertInto('products').values(rows).execute();
    });
    return hashes;
  } finally {
    await database.close();
  }
}
