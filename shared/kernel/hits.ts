/**
 * The order in which hits of a search are offered: a code typed in full first, then codes that begin with it, then the
 * rest by `sortKey`. Enter takes the first hit, so the order must not depend on chance.
 */
export function orderHits<Hit extends { readonly id: string; readonly code: string }>(
  hits: readonly Hit[],
  typed: string,
  sortKey: (hit: Hit) => string,
): Hit[] {
  const wanted = typed.trim().toLowerCase();
  const rankOf = (hit: Hit): number => {
    const code = hit.code.toLowerCase();
    if (code === wanted) return 0;
    return code.startsWith(wanted) ? 1 : 2;
  };
  return [...hits].sort((left, right) => {
    const byRank = rankOf(left) - rankOf(right);
    if (byRank !== 0) return byRank;
    return compareText(sortKey(left), sortKey(right)) || compareText(left.id, right.id);
  });
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
