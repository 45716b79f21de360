import { byCompany, defineTable, flag, reference, type TableType, text } from '../../kernel/table.ts';

export const territories = defineTable('territories', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
});

export const roles = defineTable('roles', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
});

/** The matrix of role × command (R113): one row a right. */
export const rolePermissions = defineTable('rolePermissions', {
  columns: { roleId: reference(), permission: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['roleId', 'permission'], unique: true }],
});

export const users = defineTable('users', {
  columns: { login: text(), name: text(), roleId: reference(), active: flag() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['login'], unique: true }],
});

/** What a user sees beside the company: `territory:<id>`, `warehouse:<id>`, or all of a kind, `territory:*`. */
export const userScopes = defineTable('userScopes', {
  columns: { userId: reference(), scope: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['userId', 'scope'], unique: true }],
});

/** Company settings; the id is the setting's key (`company.name`), the value is text that model.ts parses. */
export const settings = defineTable('settings', {
  columns: { value: text() },
  scopedBy: [byCompany()],
});

export const adminTables = [territories, roles, rolePermissions, users, userScopes, settings] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    territories: TableType<typeof territories>;
    roles: TableType<typeof roles>;
    rolePermissions: TableType<typeof rolePermissions>;
    users: TableType<typeof users>;
    userScopes: TableType<typeof userScopes>;
    settings: TableType<typeof settings>;
  }
}
