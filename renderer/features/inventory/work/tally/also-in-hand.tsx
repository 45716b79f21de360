import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isInHand, type TallyLine, type TallyState, tallyLineKey } from '#shared/domains/inventory/rules/tally.ts';

/** As many as stand below the goods at hand on a small screen. */
const MOST_IN_HAND = 6;

interface AlsoInHandProps {
  readonly state: TallyState;
  readonly line: TallyLine;
}

/** Where the goods at hand were taken from, and what the next place takes with them: the last scanned first. */
export function AlsoInHand({ state, line }: AlsoInHandProps): ReactNode {
  const { t } = useTranslation();
  const others = state.lines.filter((each) => isInHand(each) && tallyLineKey(each) !== tallyLineKey(line)).reverse();
  const more = others.length - MOST_IN_HAND;
  const from = isInHand(line) ? line.from?.code : null;
  return (
    <>
      {from ? (
        <>
          <dt>{t('inventory.work.tally.cameFrom')}</dt>
          <dd>{from}</dd>
        </>
      ) : null}
      {others.length === 0 ? null : (
        <>
          <dt>{t('inventory.work.tally.alsoInHand')}</dt>
          <dd>
            {others.slice(0, MOST_IN_HAND).map((each) => (
              <OtherGoods key={tallyLineKey(each)} line={each} />
            ))}
            {more > 0 ? <p className="text-3">{t('inventory.work.tally.moreInHand', { count: more })}</p> : null}
          </dd>
        </>
      )}
    </>
  );
}

function OtherGoods({ line }: { readonly line: TallyLine }): ReactNode {
  const { t } = useTranslation();
  const { code, name, quantity, unit, lotCode, from } = line;
  const marks = [lotCode, from?.code ? t('inventory.work.tally.fromPlace', { place: from.code }) : null];
  return (
    <p className="tally-also">
      <span className="ellipsis">{t('inventory.work.tally.goodsInHand', { code, name, quantity, unit })}</span>
      <span className="text-3">{marks.filter((mark) => mark !== null).join(' · ')}</span>
    </p>
  );
}
