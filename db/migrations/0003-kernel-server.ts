import { flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const kernelServer: Migration = {
  id: '0003-kernel-server',
  side: 'server',
  up: (schema) => {
    schema.createTable(
      'companyVersion',
      {
        id: integer,
        version: integer,
        timeline: text,
        companyId: text,
      },
      ['id'],
    );
    schema.createTable(
      'commandLog',
      {
        deviceId: text,
        incarnation: text,
        seq: integer,
        commandId: text,
        userId: text,
        name: text,
        version: integer,
        args: text,
        issuedAt: integer,
        hash: text,
        receivedAt: integer,
        answerState: oneOf('applied', 'adjusted', 'rejected', 'failed'),
        answerReasons: text,
        companyVersion: integer,
        answeredAt: integer,
        ranAt: integer,
      },
      ['deviceId', 'incarnation', 'seq'],
    );
    schema.createIndex('commandLog', ['commandId'], { unique: true });
    schema.createIndex('commandLog', ['userId', 'companyVersion']);
    schema.createIndex('commandLog', ['deviceId', 'companyVersion']);
    schema.createIndex('commandLog', ['companyVersion']);
    schema.createTable(
      'scopeLog',
      {
        scope: text,
        tableName: text,
        rowId: text,
        version: integer,
        op: oneOf('enter', 'upsert', 'leave', 'delete'),
      },
      ['scope', 'tableName', 'rowId'],
    );
    schema.createIndex('scopeLog', ['scope', 'version', 'tableName', 'rowId']);
    schema.createTable(
      'devices',
      {
        id: text,
        userId: text,
        code: text,
        name: text,
        incarnation: text,
        appVersion: text,
        lastSeq: integer,
        lastHash: text,
        lastSeenAt: integer,
        createdAt: integer,
        revokedAt: nullable(integer),
      },
      ['id', 'incarnation'],
    );
    schema.createIndex('devices', ['code'], { unique: true });
    schema.createIndex('devices', ['userId']);
    schema.createTable(
      'credentials',
      {
        userId: text,
        salt: text,
        verifier: text,
        changedAt: integer,
      },
      ['userId'],
    );
    schema.createTable(
      'accessTokens',
      {
        tokenHash: text,
        userId: text,
        deviceId: text,
        issuedAt: integer,
        expiresAt: integer,
        pushOnly: flag,
      },
      ['tokenHash'],
    );
    schema.createIndex('accessTokens', ['deviceId']);
    schema.createIndex('accessTokens', ['userId']);
    schema.createIndex('accessTokens', ['expiresAt']);
  },
};
