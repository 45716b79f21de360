import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isInHand, type TallyLine, type TallyState, tallyLineKey } from '#shared/domains/inventory/rules/tally.ts';

const MOST_IN_HAND = 3;

interface AlsoInHandProps {
  readonly state: TallyState;
  readonly line: TallyLine;
}

/** Goods that the next place takes with those at hand. */
export function AlsoInHand({ state, line }: AlsoInHandProps): ReactNode {
  const { t } = useTranslation();
  const others = state.lines.filter((each) => isInHand(each) && tallyLineKey(each) !== tallyLineKey(line));
  if (others.length === 0) return null;
  const more = others.length - MOST_IN_HAND;
  return (
    <>
      <dt>{t('inventory.work.tally.alsoInHand')}</dt>
      <dd>
        {others.slice(0, MOST_IN_HAND).map(({ code, name, quantity, unit, ...each }) => (
          <p key={tallyLineKey({ code, name, quantity, unit, ...each })} className="ellipsis">
            {t('inventory.work.tally.goodsInHand', { code, name, quantity, unit })}
          </p>
        ))}
        {more > 0 ? <p className="text-3">{t('inventory.work.tally.moreInHand', { count: more })}</p> : null}
      </dd>
    </>
  );
}
