import { audit, flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const adminOrganisation: Migration = {
  id: '0018-admin-organisation',
  up: (schema) => {
    schema.addColumn('users', 'phone', nullable(text));
    schema.addColumn('users', 'email', nullable(text));
    schema.createTable(
      'legalEntities',
      {
        id: text,
        code: text,
        name: text,
        taxNumber: nullable(text),
        address: nullable(text),
        phone: nullable(text),
        bankName: nullable(text),
        bankAccount: nullable(text),
        logoHash: nullable(text),
        baseCurrency: text,
        isDefault: flag,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('legalEntities', ['code'], { unique: true });
    schema.createTable(
      'teams',
      {
        id: text,
        code: text,
        name: text,
        leaderId: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('teams', ['code'], { unique: true });
    schema.createTable(
      'teamMembers',
      {
        id: text,
        teamId: text,
        userId: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('teamMembers', ['teamId', 'userId'], { unique: true });
    schema.createIndex('teamMembers', ['userId']);
    schema.createTable(
      'roleLimits',
      {
        id: text,
        roleId: text,
        kind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
        value: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('roleLimits', ['roleId', 'kind'], { unique: true });
    schema.createTable(
      'userLimits',
      {
        id: text,
        userId: text,
        kind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
        value: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('userLimits', ['userId', 'kind'], { unique: true });
    schema.createTable(
      'absences',
      {
        id: text,
        userId: text,
        deputyId: text,
        startsOn: text,
        endsOn: text,
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('absences', ['deputyId', 'endsOn']);
    schema.createIndex('absences', ['userId', 'endsOn']);
    schema.createTable(
      'invitations',
      {
        id: text,
        userId: text,
        codeHash: text,
        expiresAt: integer,
        usedAt: nullable(integer),
        voidedAt: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('invitations', ['userId']);
    schema.createIndex('invitations', ['codeHash'], { unique: true });
    schema.createTable(
      'documentSeries',
      {
        id: text,
        kind: text,
        prefix: text,
        numbering: oneOf('device', 'server'),
        digits: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('documentSeries', ['kind'], { unique: true });
    schema.createIndex('documentSeries', ['prefix'], { unique: true });
    schema.createTable(
      'periods',
      {
        id: text,
        legalEntityId: text,
        month: text,
        state: oneOf('open', 'closed'),
        changedAt: integer,
        changedBy: text,
        changedByName: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('periods', ['legalEntityId', 'month'], { unique: true });
    schema.createTable(
      'holidays',
      {
        id: text,
        day: text,
        name: text,
        kind: oneOf('holiday', 'workday'),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('holidays', ['day'], { unique: true });
    schema.createTable(
      'approvals',
      {
        id: text,
        documentType: text,
        documentId: text,
        documentNumber: text,
        kind: text,
        customerId: nullable(text),
        customerName: nullable(text),
        warehouseId: nullable(text),
        amountMinor: integer,
        currency: text,
        limitKind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
        limitValue: integer,
        state: oneOf('asked', 'approved', 'refused', 'voided'),
        reasons: text,
        note: nullable(text),
        fingerprint: text,
        askedAt: integer,
        askedBy: text,
        askedByName: text,
        decidedAt: nullable(integer),
        decidedBy: nullable(text),
        decidedByName: nullable(text),
        onBehalfOf: nullable(text),
        decisionNote: nullable(text),
        byCode: flag,
        validUntil: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('approvals', ['state', 'askedAt', 'id']);
    schema.createIndex('approvals', ['documentId']);
    schema.createIndex('approvals', ['customerId']);
    schema.createTable(
      'approvalSecrets',
      {
        id: text,
        userId: text,
        secret: text,
        ...audit,
      },
      ['id'],
    );
    schema.createTable(
      'importMappings',
      {
        id: text,
        kind: text,
        headings: text,
        mapping: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('importMappings', ['kind']);
  },
};
