import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerDetail, LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { EN_DASH } from '../../ui/format-text.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { deedOf, factsOf, stateOf, stateWordOf } from './read-entry.ts';

interface HangingProps {
  readonly detail: LedgerDetail;
  readonly onShow: (commandId: string) => void;
}

/** What hangs on a command, what stands in its place, whether it can be taken back, and its proof. */
export function Hanging({ detail, onShow }: HangingProps): ReactNode {
  const { t } = useTranslation();
  const { entry, dependants, proof, withdrawal } = detail;
  const isHere = entry.state === 'waiting' || entry.state === 'sent';
  const rows = [
    { name: t('syncLedger.proof.command'), value: entry.commandId },
    ...(entry.otherDevice ? [] : [{ name: t('syncLedger.proof.sequence'), value: String(entry.sequence) }]),
    { name: t('syncLedger.proof.hash'), value: proof.hash },
    {
      name: t('syncLedger.proof.version'),
      value: proof.companyVersion === null ? EN_DASH : String(proof.companyVersion),
    },
    { name: t('syncLedger.proof.incarnation'), value: proof.incarnation },
  ];
  return (
    <>
      {entry.replacedBy !== null || entry.replaces !== null ? (
        <p className="entry-link-line">
          <Button
            type="link"
            size="small"
            className="entry-link"
            onClick={() => onShow(entry.replacedBy ?? entry.replaces ?? '')}
          >
            {t(entry.replacedBy === null ? 'syncLedger.showReplaced' : 'syncLedger.showReplacing')}
          </Button>
        </p>
      ) : null}
      {isHere && withdrawal === 'unshown' ? (
        <p className="small text-3">{t('syncLedger.unshown.noWithdrawal')}</p>
      ) : null}
      {isHere && withdrawal === 'done' ? <p className="small text-3">{t('syncLedger.withdrawn')}</p> : null}
      {dependants.length > 0 ? (
        <section className="entry-hanging">
          <h3 className="entry-heading text-3 small">{t('syncLedger.dependants')}</h3>
          <ul>
            {dependants.map((each) => (
              <Dependant key={each.commandId} entry={each} onShow={onShow} />
            ))}
          </ul>
        </section>
      ) : null}
      <details className="entry-proof small">
        <summary>{t('syncLedger.proof.title')}</summary>
        <dl data-selectable>
          {rows.map((row) => (
            <div key={row.name} className="proof-row">
              <dt className="text-3">{row.name}</dt>
              <dd>{row.value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function Dependant({
  entry,
  onShow,
}: {
  readonly entry: LedgerEntry;
  readonly onShow: HangingProps['onShow'];
}): ReactNode {
  return (
    <li className="fact-row">
      <Button type="link" size="small" className="entry-link" onClick={() => onShow(entry.commandId)}>
        {[deedOf(entry), factsOf(entry).document].filter((word) => word !== null).join(' ')}
      </Button>
      <StateTag state={stateOf(entry)} plain>
        {stateWordOf(entry)}
      </StateTag>
    </li>
  );
}
