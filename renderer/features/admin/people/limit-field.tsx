import { InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import type { LimitKind } from '#shared/domains/admin/model.ts';
import type { LimitRow } from '#shared/domains/admin/queries/people.ts';
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

/** A limit in percent or in the company's currency; empty is as the role, or the company, says. Kept on leaving. */
export function LimitField(props: LimitFieldProps): ReactNode {
  const { label, kind, limits, otherwise, currency, decimals, command, owner } = props;
  const set = useCommand(command);
  const known = limits.find((limit) => limit.kind === kind);
  const scale = kind === 'discount' ? 100 : 10 ** decimals;
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const shown = typed === undefined ? (known ? known.value / scale : null) : typed;
  const keep = async () => {
    const value = shown === null ? null : Math.round(shown * scale);
    if (set.running) return;
    if (typed !== undefined && value !== (known?.value ?? null)) {
      await set.run({ ...owner, id: known?.id ?? (await newId()), kind, value });
    }
    setTyped(undefined);
  };
  return (
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
      onChange={(value) => setTyped(value)}
      onBlur={() => void keep()}
      onPressEnter={() => void keep()}
    />
  );
}
