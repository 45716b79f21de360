import { audit, flag, type Migration, text } from './vocabulary.ts';

export const adminFoundation: Migration = {
  id: '0004-admin-foundation',
  up: (schema) => {
    schema.createTable(
      'territories',
      {
        id: text,
        code: text,
        name: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('territories', ['code'], { unique: true });
    schema.createTable(
      'roles',
      {
        id: text,
        code: text,
        name: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('roles', ['code'], { unique: true });
    schema.createTable(
      'rolePermissions',
      {
        id: text,
        roleId: text,
        permission: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('rolePermissions', ['roleId', 'permission'], { unique: true });
    schema.createTable(
      'users',
      {
        id: text,
        login: text,
        name: text,
        roleId: text,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('users', ['login'], { unique: true });
    schema.createTable(
      'userScopes',
      {
        id: text,
        userId: text,
        scope: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('userScopes', ['userId', 'scope'], { unique: true });
    schema.createTable(
      'settings',
      {
        id: text,
        value: text,
        ...audit,
      },
      ['id'],
    );
  },
};
