/**
 * The matrix of rights (R113): roles as columns, rights as rows. Guards: nothing is written before it is saved; what the
 * person has not himself cannot be given, and stands there to be read.
 */
import { Button, Input, Modal } from 'antd';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { RoleRow } from '#shared/domains/admin/queries/people.ts';
import { rightCatalogue } from '#shared/domains/admin/rules/right-catalogue.ts';
import { bridge } from '../../../app/bridge.ts';
import { useSignedIn } from '../../../app/session.ts';
import { useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { RoleLimits } from './role-limits.tsx';
import { newId, useRoleName } from './use-people.ts';

const rightRows = rightCatalogue.flatMap(({ domain, rights }) => rights.map((right) => ({ domain, right })));
const readyRights = new Map<string, ReadonlySet<string>>(
  defaultRoles.map(({ code, permissions: rights }) => [code, new Set(rights)]),
);

const keyOf = (role: Pick<RoleRow, 'id'>, right: string) => `${role.id} ${right}`;

export function RoleMatrix({ roles }: { readonly roles: readonly RoleRow[] }): ReactNode {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const own = new Set(user.permissions);
  const roleName = useRoleName();
  const tab = useTab();
  const change = useCommand('admin.changeRights');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [dialog, setDialog] = useState<RoleRow | 'new' | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const dirty = toggled.size > 0;
  useEffect(() => tab.setDirty(dirty), [dirty, tab]);

  const has = (role: RoleRow, right: string) => role.rights.includes(right) !== toggled.has(keyOf(role, right));
  const toggle = (role: RoleRow, right: string) => {
    if (!own.has(right) && !has(role, right)) return;
    const next = new Set(toggled);
    if (!next.delete(keyOf(role, right))) next.add(keyOf(role, right));
    setToggled(next);
  };
  const focusCell = (row: number, column: number) => {
    const place = {
      row: Math.max(0, Math.min(rightRows.length - 1, row)),
      column: Math.max(0, Math.min(roles.length - 1, column)),
    };
    setAt(place);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${place.row}-${place.column}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageDown: [8, 0],
      PageUp: [-8, 0],
    };
    const step = steps[event.key];
    const isEnd = event.key === 'Home' || event.key === 'End';
    if (!step && !isEnd) return;
    event.preventDefault();
    if (step) focusCell(at.row + step[0], at.column + step[1]);
    else focusCell(at.row, event.key === 'Home' ? 0 : roles.length - 1);
  };

  const save = async () => {
    for (const role of roles) {
      const changed = rightRows.map(({ right }) => right).filter((right) => toggled.has(keyOf(role, right)));
      if (changed.length === 0) continue;
      const given = changed.filter((right) => !role.rights.includes(right));
      const ids = await bridge().newIds(given.length);
      const reply = await change.run({
        roleId: role.id,
        grant: given.map((permission, place) => ({ id: ids[place], permission })),
        take: changed.filter((right) => role.rights.includes(right)),
      });
      if (reply.state === 'rejected') return;
      setToggled((left) => new Set([...left].filter((key) => !key.startsWith(`${role.id} `))));
    }
  };

  let domainBefore = '';
  return (
    <div className="page-main">
      <div className="matrix-box">
        <table ref={grid} className="matrix" aria-label={t('admin.people.matrix')}>
          <thead>
            <tr>
              <th scope="col" className="matrix-right">
                {t('admin.people.right')}
              </th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  <button
                    type="button"
                    className="link-button matrix-role"
                    title={t('admin.people.renameRole')}
                    onClick={() => setDialog(role)}
                  >
                    {roleName(role)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rightRows.map(({ domain, right }, row) => {
              const isFirst = domain !== domainBefore;
              domainBefore = domain;
              const cells = roles.map((role, column) => {
                const ready = readyRights.get(role.code);
                const isOn = has(role, right);
                const differs = ready !== undefined && ready.has(right) !== isOn;
                const marks = [
                  isOn ? 'matrix-on' : '',
                  differs ? 'matrix-differs' : '',
                  toggled.has(keyOf(role, right)) ? 'matrix-changed' : '',
                  own.has(right) ? '' : 'matrix-closed',
                ];
                return (
                  <td key={role.id} className={marks.join(' ')}>
                    <button
                      type="button"
                      role="checkbox"
                      aria-checked={isOn}
                      aria-label={`${roleName(role)}: ${t(`admin.rights.${right}.name`)}`}
                      aria-disabled={!own.has(right) && !isOn}
                      data-cell={`${row}-${column}`}
                      tabIndex={at.row === row && at.column === column ? 0 : -1}
                      title={cellTitle(t, { own: own.has(right), differs })}
                      onKeyDown={onKeyDown}
                      onFocus={() => setAt({ row, column })}
                      onClick={() => toggle(role, right)}
                    >
                      {isOn ? '✓' : ''}
                    </button>
                  </td>
                );
              });
              const line = (
                <tr key={right}>
                  <th scope="row" className="matrix-right">
                    <span>{t(`admin.rights.${right}.name`)}</span>
                    <span className="small text-3">{t(`admin.rights.${right}.text`)}</span>
                  </th>
                  {cells}
                </tr>
              );
              if (!isFirst) return line;
              return [
                <tr key={domain} className="matrix-domain">
                  <th scope="rowgroup" colSpan={roles.length + 1}>
                    {t(`admin.rightDomains.${domain}`)}
                  </th>
                </tr>,
                line,
              ];
            })}
          </tbody>
          <RoleLimits roles={roles} />
        </table>
      </div>
      <footer className="page-footer">
        <span className="small text-3 matrix-legend">{t('admin.people.matrixHelp')}</span>
        <ActionButton
          label={t('admin.people.addRole')}
          keys="a"
          labelKey="admin.people.addRole"
          disabled={dialog !== null}
          onRun={() => setDialog('new')}
        />
        {dirty ? <Button onClick={() => setToggled(new Set())}>{t('admin.people.discard')}</Button> : null}
        <ActionButton
          primary
          disabled={!dirty}
          loading={change.running}
          label={dirty ? t('admin.people.saveRights', { count: toggled.size }) : t('admin.people.save')}
          keys="mod+s"
          labelKey="admin.people.save"
          onRun={() => void save()}
        />
      </footer>
      {dialog ? (
        <RoleDialog
          role={dialog === 'new' ? null : dialog}
          rights={roles.find(({ code }) => code === 'rep')?.rights.filter((right) => own.has(right)) ?? []}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

function cellTitle(t: TFunction, { own, differs }: { own: boolean; differs: boolean }): string {
  const parts = [own ? '' : t('admin.people.notOwn'), differs ? t('admin.people.differs') : ''];
  return parts.filter((part) => part !== '').join(' · ');
}

interface RoleDialogProps {
  /** Null: a new one. */
  readonly role: RoleRow | null;
  /** What a new one begins with. */
  readonly rights: readonly string[];
  readonly onClose: () => void;
}

/** A new role, another name for one, or its end. */
function RoleDialog({ role, rights, onClose }: RoleDialogProps): ReactNode {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const [name, setName] = useState(role ? roleName(role) : '');
  const add = useCommand('admin.addRole');
  const rename = useCommand('admin.renameRole');
  const remove = useCommand('admin.removeRole');
  const save = async () => {
    if (name.trim() === '') return;
    const ids = await bridge().newIds(rights.length);
    const given = rights.map((permission, place) => ({ id: ids[place], permission }));
    const reply = role
      ? await rename.run({ roleId: role.id, name })
      : await add.run({ roleId: await newId(), name, rights: given });
    if (reply.state !== 'rejected') onClose();
  };
  const end = async () => {
    if (role && (await remove.run({ roleId: role.id })).state !== 'rejected') onClose();
  };
  const isReady = role !== null && readyRights.has(role.code);
  return (
    <Modal
      open
      centered
      title={t(role ? 'admin.people.renameRole' : 'admin.people.addRole')}
      okText={t('admin.people.save')}
      cancelText={t('admin.people.cancel')}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <label htmlFor="role-name" className="people-field">
        <span>{t('admin.people.roleName')}</span>
        <Input
          id="role-name"
          autoFocus
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => void save()}
        />
      </label>
      {role === null ? <p className="small text-3">{t('admin.people.addRoleHelp')}</p> : null}
      {role && !isReady ? (
        <Button danger onClick={() => void end()}>
          {t('admin.people.removeRole')}
        </Button>
      ) : null}
    </Modal>
  );
}
