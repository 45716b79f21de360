import { Button, Input, Select } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { People, PersonRow } from '#shared/domains/admin/queries/people.ts';
import { mayChange } from '#shared/kernel/field-rights.ts';
import { useAmended } from '../../../app/amending.tsx';
import { bridge } from '../../../app/bridge.ts';
import { argsOf, asTyped } from '../../../app/mending.ts';
import { useSignedIn } from '../../../app/session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { newId, useRoleName } from './use-people.ts';

interface PersonFormProps {
  readonly found: People;
  /** Null: somebody new. */
  readonly person: PersonRow | null;
  readonly onSaved?: (userId: string) => void;
}

interface Typed {
  readonly name: string;
  readonly login: string;
  readonly phone: string;
  readonly email: string;
  readonly roleId: string | null;
  readonly scopes: readonly string[];
}

const typedOf = (person: PersonRow | null): Typed => ({
  name: person?.name ?? '',
  login: person?.login ?? '',
  phone: person?.phone ?? '',
  email: person?.email ?? '',
  roleId: person?.roleId ?? null,
  scopes: person?.scopes ?? [],
});
/** Somebody whom the office rejected, as they were typed. */
function typedWithin(args: Readonly<Record<string, unknown>>): Typed {
  const { scopes } = args;
  const { name = '', login = '', phone = '', email = '', roleId } = asTyped(args);
  const given = (Array.isArray(scopes) ? (scopes as unknown[]) : []).flatMap((each) => {
    const scope: unknown = typeof each === 'object' && each !== null ? Reflect.get(each, 'scope') : null;
    return typeof scope === 'string' ? [scope] : [];
  });
  return { name, login, phone, email, roleId: roleId ?? null, scopes: given };
}
const isSame = (left: Typed, right: Typed) =>
  JSON.stringify({ ...left, scopes: [...left.scopes].sort() }) ===
  JSON.stringify({ ...right, scopes: [...right.scopes].sort() });
const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Identity, role and what somebody sees; saved as one, also without the network. */
export function PersonForm({ found, person, onSaved }: PersonFormProps): ReactNode {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const company = useCompany();
  const roleName = useRoleName();
  const tab = useTab();
  const amended = useAmended('admin.addPerson');
  const [typed, setTyped] = useState(() => (amended ? typedWithin(argsOf(amended)) : typedOf(person)));
  const add = useCommand('admin.addPerson');
  const change = useCommand('admin.changePerson');
  const changeScopes = useCommand('admin.changeScopes');
  const set = (changed: Partial<Typed>) => setTyped({ ...typed, ...changed });
  const dirty = !isSame(typed, typedOf(person));
  useEffect(() => tab.setDirty(dirty), [dirty, tab]);
  const isWhole = typed.name.trim() !== '' && typed.login.trim() !== '' && typed.roleId !== null;
  const rights = { permissions: new Set(user.permissions) };
  const mayField = (field: string) => person === null || mayChange(rights, 'admin.changePerson', field);
  const isBusy = add.running || change.running || changeScopes.running;

  const save = async () => {
    if (!isWhole || !dirty || isBusy) return;
    const identity = { name: typed.name, phone: textOrNull(typed.phone), email: textOrNull(typed.email) };
    const before = person?.scopes ?? [];
    const granted = typed.scopes.filter((scope) => !before.includes(scope));
    const ids = await bridge().newIds(granted.length);
    const grant = granted.map((scope, place) => ({ id: ids[place], scope }));
    if (person === null) {
      const userId = await newId();
      const args = { userId, login: typed.login, ...identity, roleId: typed.roleId, scopes: grant };
      if ((await add.run(args)).state !== 'rejected') onSaved?.(userId);
      return;
    }
    const others = {
      ...(typed.login === person.login ? {} : { login: typed.login }),
      ...(typed.roleId === person.roleId ? {} : { roleId: typed.roleId }),
    };
    if (!isSame({ ...typed, scopes: before }, typedOf(person))) {
      const reply = await change.run({ userId: person.id, ...identity, ...others });
      if (reply.state === 'rejected') return;
    }
    const take = before.filter((scope) => !typed.scopes.includes(scope));
    if (grant.length > 0 || take.length > 0) await changeScopes.run({ userId: person.id, grant, take });
  };
  useShortcut('mod+s', () => void save(), { labelKey: 'admin.people.save', enabled: dirty && isWhole });

  const places = (kind: 'territory' | 'warehouse') => [
    { value: `${kind}:*`, label: t(`admin.people.every.${kind}`) },
    ...(kind === 'territory' ? (company?.territories ?? []) : (company?.warehouses ?? [])).map(({ id, name }) => ({
      value: `${kind}:${id}`,
      label: name,
    })),
  ];
  const field = (name: 'name' | 'login' | 'phone' | 'email', disabled = false) => (
    <label htmlFor={`person-${name}`} className="people-field">
      <span>{t(`admin.people.${name}`)}</span>
      <Input
        id={`person-${name}`}
        autoFocus={name === 'name' && person === null}
        value={typed[name]}
        maxLength={name === 'phone' || name === 'email' ? 200 : 100}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </label>
  );
  const scopeField = (kind: 'territory' | 'warehouse') => (
    <div className="people-field">
      <label htmlFor={`person-${kind}`}>{t(`admin.people.scopes.${kind}`)}</label>
      <Select<string[]>
        id={`person-${kind}`}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        value={typed.scopes.filter((scope) => scope.startsWith(`${kind}:`))}
        options={places(kind)}
        placeholder={t('admin.people.none')}
        onChange={(chosen) =>
          set({ scopes: [...typed.scopes.filter((scope) => !scope.startsWith(`${kind}:`)), ...chosen] })
        }
      />
    </div>
  );
  return (
    <form
      className="people-form"
      aria-label={person?.name ?? t('admin.people.add')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      {field('name')}
      {field('login', !mayField('login'))}
      <div className="people-field">
        <label htmlFor="person-role">{t('admin.people.role')}</label>
        <Select<string>
          id="person-role"
          disabled={!mayField('role')}
          value={typed.roleId}
          placeholder={t('admin.people.chooseRole')}
          options={found.roles.map((role) => ({
            value: role.id,
            label: roleName(role),
            // Nobody gives what he has not himself.
            disabled: role.id !== person?.roleId && role.rights.some((right) => !user.permissions.includes(right)),
          }))}
          onChange={(roleId) => set({ roleId })}
        />
      </div>
      {field('phone')}
      {field('email')}
      {scopeField('territory')}
      {scopeField('warehouse')}
      {person === null ? null : <p className="small text-3">{t('admin.people.scopesHelp')}</p>}
      <div className="people-actions">
        {dirty && person ? (
          <Button onClick={() => setTyped(typedOf(person))}>{t('admin.people.discard')}</Button>
        ) : null}
        <Button type="primary" htmlType="submit" disabled={!dirty || !isWhole} loading={isBusy}>
          {t(person ? 'admin.people.save' : 'admin.people.add')}
          <KeyCap keys="mod+s" />
        </Button>
      </div>
    </form>
  );
}
