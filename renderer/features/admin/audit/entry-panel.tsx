import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import { reasonText } from '../../../app/i18n.ts';
import { DateTime } from '../../../ui/format.tsx';
import { SidePanel } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { amountOf, approvalOf, columnOf, deedOf, opOf, rightOf, rowOf, toldValueOf, waysOf } from './told-entry.ts';

const states = { applied: 'done', adjusted: 'wait', rejected: 'late', failed: 'open' } as const;

export function AuditState({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t } = useTranslation();
  if (entry.state === null)
    return entry.commandId === null ? null : <StateTag state="wait">{t('admin.audit.states.waiting')}</StateTag>;
  return (
    <StateTag state={states[entry.state]} plain>
      {t(`admin.audit.states.${entry.state}`)}
    </StateTag>
  );
}

/** One entry whole: who, when, where, what became of each column, and who allowed it. */
export function AuditPanel({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t } = useTranslation();
  const rows = [...new Set(entry.changes.map(({ table, rowId }) => `${table} ${rowId}`))];
  return (
    <SidePanel label={t('admin.audit.details')} kind="sync">
      <h2 className="title">{deedOf(entry)}</h2>
      <p className="text-2">
        {[entry.document, entry.party, amountOf(entry)].filter((word) => word !== null).join(' · ')}
      </p>
      <dl className="audit-facts">
        <dt>{t('admin.audit.who')}</dt>
        <dd>{entry.userName ?? t('admin.audit.office')}</dd>
        <dt>{t('admin.audit.when')}</dt>
        <dd>
          <DateTime value={entry.at} />
          {entry.receivedAt === null ? null : (
            <span className="text-3">
              {' '}
              {t('admin.audit.received')} <DateTime value={entry.receivedAt} />
            </span>
          )}
        </dd>
        <dt>{t('admin.audit.where')}</dt>
        <dd>
          {[entry.deviceCode, entry.deviceName].filter((word) => word !== null).join(' · ') || t('admin.audit.office')}
        </dd>
        <dt>{t('admin.audit.answer')}</dt>
        <dd>
          <AuditState entry={entry} />
          {entry.reasons.map((reason) => (
            <p key={JSON.stringify(reason)} className="small text-2">
              {reasonText(reason)}
            </p>
          ))}
        </dd>
        {entry.note === undefined ? null : (
          <>
            <dt>{t('admin.audit.why')}</dt>
            <dd data-selectable>{entry.note}</dd>
          </>
        )}
        <dt>{t('admin.audit.allowedBy')}</dt>
        <dd>
          {entry.approvals.map((approval) => (
            <p key={approval.id}>{approvalOf(approval)}</p>
          ))}
          {entry.permission === null ? (
            entry.approvals.length > 0 ? null : (
              t('admin.audit.nobodyAsked')
            )
          ) : (
            <p className="text-2">{t('admin.audit.byRight', { right: rightOf(entry.permission) })}</p>
          )}
        </dd>
      </dl>
      {rows.map((key) => {
        const changes = entry.changes.filter(({ table, rowId }) => `${table} ${rowId}` === key);
        const [first] = changes;
        if (!first) return null;
        return (
          <section key={key} className="audit-row">
            <h3>{rowOf(first)}</h3>
            <table className="audit-changes">
              <thead>
                <tr>
                  <th>{t('admin.audit.column')}</th>
                  <th>{t('admin.audit.before')}</th>
                  <th>{t('admin.audit.after')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.column}>
                    <td>{change.column === 'id' ? opOf(change) : columnOf(change)}</td>
                    <td className="text-2">{toldValueOf(change, change.was)}</td>
                    <td>{toldValueOf(change, change.became)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      {entry.moreChanges > 0 ? (
        <p className="small text-3">{t('admin.audit.more', { count: entry.moreChanges })}</p>
      ) : null}
      <div className="audit-ways">
        {waysOf(entry).map(({ label, open }) => (
          <Button key={label} size="small" onClick={open}>
            {label}
          </Button>
        ))}
      </div>
    </SidePanel>
  );
}
