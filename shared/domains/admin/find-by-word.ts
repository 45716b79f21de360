import type { Tx } from '../../kernel/table.ts';

/** Whom a word of a file means: nobody who works here, or more than one. */
export type FoundPerson = { readonly id: string } | 'nobody' | 'several';

/** Active people by login, and by name where no login is called so, as an import names them. */
export async function ownersByWord(tx: Tx, words: readonly string[]): Promise<(word: string) => FoundPerson> {
  const wanted = [...new Set(words)];
  if (wanted.length === 0) return () => 'nobody';
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'login', 'name'])
    .where((eb) => eb.or([eb('login', 'in', wanted), eb('name', 'in', wanted)]))
    .where('active', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return (word) => {
    const known = rows.find(({ login }) => login === word);
    const named = known ? [known] : rows.filter(({ name }) => name === word);
    if (named.length > 1) return 'several';
    return named[0] ? { id: named[0].id } : 'nobody';
  };
}

/** Territories by code, and by name where no code is called so. */
export async function territoriesByWord(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('territories')
    .select(['id', 'code', 'name'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map([
    ...rows.map((row) => [row.name, row.id] as const),
    ...rows.map((row) => [row.code, row.id] as const),
  ]);
}
