import { InputNumber } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LimitKind } from '#shared/domains/admin/model.ts';
import type { LimitRow } from '#shared/domains/admin/queries/people.ts';
import { offerUndo } from '../../../app/notices.ts';
import { chordOf } from '../../../app/shortcuts.ts';
import { useCommand } from '../../../app/use-command.ts';
import { newId } from './use-people.ts';

interface LimitFieldProps {
  readonly label: string;
  readonly kind: LimitKind;
  readonly limits: readonly LimitRow[];
  /** What holds where nothing stands. */
  readonly otherwise: string;
  readonly currency: string;
  readonly decimals: number;
  readonly command: 'admin.setRoleLimit' | 'admin.setPersonLimit';
  readonly owner: { readonly roleId: string } | { readonly userId: string };
}

/** 1000000.00 as 1,000,000: what is not there is not read. */
function grouped(value: number | string | undefined): string {
  const [whole = '', decimals = ''] = String(value ?? '').split('.');
  const kept = decimals.replace(/0+$/, '');
  return whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ',') + (kept === '' ? '' : `.${kept}`);
}

/** A limit in percent or in the company's currency; empty is as the role, or the company, says. Kept by Enter and on leaving, with a word of it. */
export function LimitField(props: LimitFieldProps): ReactNode {
  const { label, kind, limits, otherwise, currency, decimals, command, owner } = props;
  const { t } = useTranslation();
  const set = useCommand(command);
  const [isKept, setKept] = useState(false);
  const known = limits.find((limit) => limit.kind === kind);
  const scale = kind === 'discount' ? 100 : 10 ** decimals;
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const shown = typed === undefined ? (known ? known.value / scale : null) : typed;
  const before = known?.value ?? null;
  const value = shown === null ? null : Math.round(shown * scale);
  const isUnsaved = typed !== undefined && value !== before;
  const keep = async () => {
    if (set.running) return;
    if (isUnsaved) {
      const reply = await set.run({ ...owner, id: known?.id ?? (await newId()), kind, value });
      if (reply.state !== 'rejected') {
        setKept(true);
        offerUndo({
          label: () => t('admin.people.limitSaved', { name: label }),
          run: async () => {
            setKept(false);
            await set.run({ ...owner, id: await newId(), kind, value: before });
          },
        });
      }
    }
    setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== undefined) {
      event.stopPropagation();
      setTyped(undefined);
    }
    // The page's own save goes on to what else was typed.
    if (chordOf(event.nativeEvent) === 'mod+s') void keep();
  };
  return (
    <span className="limit-box">
      <InputNumber<number>
        className="limit-field"
        aria-label={label}
        size="small"
        min={0}
        max={kind === 'discount' ? 100 : 1_000_000_000}
        precision={kind === 'discount' ? 2 : decimals}
        formatter={(value) => grouped(value)}
        parser={(text) => Number((text ?? '').replaceAll(',', ''))}
        controls={false}
        value={shown}
        placeholder={otherwise}
        suffix={kind === 'discount' ? '%' : currency}
        onChange={(next) => {
          setKept(false);
          setTyped(next);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => void keep()}
        onPressEnter={() => void keep()}
      />
      <span role="status" className={`small ${isUnsaved ? 'limit-unsaved' : 'text-3'}`}>
        {isUnsaved ? t('admin.people.limitUnsaved') : isKept ? t('admin.people.limitKept') : ''}
      </span>
    </span>
  );
}
