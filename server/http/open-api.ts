import { z } from 'zod';
import { commandEnvelopeSchema, jsonSchema } from '#shared/protocol/envelope.ts';
import type { FileMediaType } from '#shared/protocol/files.ts';
import { healthSchema } from '#shared/protocol/health.ts';
import {
  commandAnswerSchema,
  cursorSchema,
  formerAnswerSchema,
  httpErrorSchema,
  legalNumberSchema,
  pokeSchema,
  reasonSchema,
  rowBlockSchema,
  scopeBlockSchema,
} from '#shared/protocol/sync.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { type HttpRefusalCode, httpRefusals } from './http-refusal.ts';

/** Refusals that any address may answer with. */
const bodyRefusals: readonly HttpRefusalCode[] = [
  'http.damagedBody',
  'http.notJson',
  'http.invalidBody',
  'http.bodyTooLarge',
  'http.unsupportedMediaType',
  'http.unsupportedEncoding',
  'server.trouble',
  'server.busy',
  'server.otherSchema',
];

/** What several messages are made of, under the names that a generated client gives them. */
const sharedSchemas: Readonly<Record<string, z.ZodType>> = {
  HttpError: httpErrorSchema,
  Reason: reasonSchema,
  Json: jsonSchema,
  CommandEnvelope: commandEnvelopeSchema,
  CommandAnswer: commandAnswerSchema,
  FormerAnswer: formerAnswerSchema,
  LegalNumber: legalNumberSchema,
  Cursor: cursorSchema,
  RowBlock: rowBlockSchema,
  ScopeBlock: scopeBlockSchema,
  Poke: pokeSchema,
  Health: healthSchema,
};

/** The OpenAPI 3.1 description of the server, made from the schemas that validate its messages. */
export function makeOpenApi(endpoints: readonly AnyEndpoint[]): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const endpoint of endpoints) paths[endpoint.path] = { post: describeEndpoint(endpoint) };
  const bodies = Object.fromEntries(endpoints.map((endpoint) => [bodyName(endpoint), endpoint.body]));
  const answers = Object.fromEntries(endpoints.map((endpoint) => [answerName(endpoint), endpoint.answer]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Satchel server',
      version: '1',
      description:
        'Sign-in and sync. Bodies are JSON, compressed both ways with zstd or gzip where both sides can. ' +
        'How the messages belong together stands in docs/protocol.md.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: '/', description: 'The server that says this.' }],
    paths: { ...paths, ...plainPaths },
    components: {
      schemas: {
        ...jsonSchemasOf({ ...sharedSchemas, ...bodies }, 'input'),
        ...jsonSchemasOf({ ...sharedSchemas, ...answers }, 'output'),
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

/** `/v1/sync/push` → `sync.push`; parts of a word are joined: `auth.signIn`. */
function operationId({ path }: AnyEndpoint): string {
  return path
    .slice('/v1/'.length)
    .replaceAll('/', '.')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** `sync.push` → `SyncPush` */
function messageName(endpoint: AnyEndpoint): string {
  return operationId(endpoint).replace(/(?:^|\.)(.)/g, (_, letter: string) => letter.toUpperCase());
}

const bodyName = (endpoint: AnyEndpoint): string => `${messageName(endpoint)}Request`;
const answerName = (endpoint: AnyEndpoint): string => `${messageName(endpoint)}Response`;

/** Where a token is asked for outside of the commands' endpoints. */
const signedInRefusals = [
  'auth.required',
  'auth.passwordChanged',
  'auth.inactive',
  'auth.revoked',
  'auth.locked',
] as const satisfies readonly HttpRefusalCode[];

function describeEndpoint(endpoint: AnyEndpoint): Record<string, unknown> {
  const signedIn = endpoint.access === 'signedIn';
  return {
    operationId: operationId(endpoint),
    tags: [operationId(endpoint).split('.')[0]],
    summary: endpoint.summary,
    security: signedIn ? [{ token: [] }] : [],
    requestBody: { required: true, content: json(refTo(bodyName(endpoint))) },
    responses: {
      200: { description: 'Done.', content: json(refTo(answerName(endpoint))) },
      ...refusalAnswers([
        ...(signedIn ? (['auth.required', 'auth.passwordChanged'] as const) : []),
        ...endpoint.refusals,
        ...bodyRefusals,
      ]),
    },
  };
}

function refusalAnswers(codes: readonly HttpRefusalCode[]): Record<string, unknown> {
  const answers: Record<string, { description: string; content: unknown }> = {};
  for (const code of codes) {
    const [status, sentence] = httpRefusals[code];
    const line = `${code}: ${sentence}`;
    const known = answers[status];
    if (known) known.description += `\n${line}`;
    else answers[status] = { description: line, content: json(refTo('HttpError')) };
  }
  return answers;
}

function json(schema: unknown): Record<string, unknown> {
  return { 'application/json': { schema } };
}

const schemaUri = (name: string): string => `#/components/schemas/${name}`;
const refTo = (name: string): { readonly $ref: string } => ({ $ref: schemaUri(name) });

/** Each under its name; where one holds another of them, it refers to it. */
function jsonSchemasOf(named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: schemaUri, unrepresentable: 'any' });
  const plain = Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]);
  // Spelled out, JSON is a type that holds itself: generators stumble over it, and it says no more.
  return { ...Object.fromEntries(plain), Json: { description: 'Any JSON value: what it means, its command knows.' } };
}

const text = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: { type: 'string' } } } },
});
/** Bytes as they are. */
const bytes = { schema: { type: 'string', format: 'binary' } } as const;

/** Fastify's name of the address of one file. */
export const FILE_PATH = '/v1/files/:hash';

/** Fastify's name of the address of one file of the update feed. */
export const UPDATE_PATH = '/v1/updates/:name';

const plainPaths = {
  '/v1/files/{hash}': {
    get: {
      operationId: 'files.get',
      tags: ['files'],
      summary: 'A file of the company, by the SHA-256 of its bytes. It never changes: its ETag is its hash.',
      security: [{ token: [] }],
      parameters: [{ name: 'hash', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
      responses: {
        200: {
          description: 'The bytes.',
          content: {
            'image/svg+xml': bytes,
            'image/png': bytes,
            'image/jpeg': bytes,
            'image/webp': bytes,
          } satisfies Record<FileMediaType, object>,
        },
        304: { description: 'The bytes that If-None-Match names.' },
        ...refusalAnswers([...signedInRefusals, 'files.unknown', 'server.busy', 'server.trouble']),
      },
    },
  },
  '/v1/updates/{name}': {
    get: {
      operationId: 'updates.get',
      tags: ['updates'],
      summary: 'A file of the update feed: latest*.yml, its signature, an installer. Single ranges are answered.',
      security: [],
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', maxLength: 200 } },
        { name: 'Range', in: 'header', required: false, schema: { type: 'string' } },
      ],
      responses: {
        200: { description: 'The bytes.', content: { 'application/octet-stream': bytes } },
        206: { description: 'The bytes of the range.' },
        416: { description: 'The range begins behind the end.' },
        ...refusalAnswers(['updates.unknown']),
      },
    },
  },
  '/v1/sync/live': {
    get: {
      operationId: 'sync.live',
      tags: ['sync'],
      summary: 'Server-sent events: `event: moved` with {version, scopes} when data that this user sees has changed.',
      security: [{ token: [] }],
      responses: {
        ...text('text/event-stream', 'The stream; comments keep it alive.'),
        ...refusalAnswers([...signedInRefusals, 'server.busy', 'server.trouble']),
      },
    },
  },
  '/v1/health': {
    get: {
      operationId: 'server.health',
      tags: ['server'],
      summary: 'Whether the server and its database answer.',
      security: [],
      responses: {
        200: { description: 'Well.', content: json(refTo('Health')) },
        ...refusalAnswers(['server.busy', 'server.otherSchema']),
      },
    },
  },
  '/v1/metrics': {
    get: {
      operationId: 'server.metrics',
      tags: ['server'],
      summary: 'Counters for Prometheus.',
      security: [],
      responses: text('text/plain', 'Counters.'),
    },
  },
  '/v1/openapi.json': {
    get: {
      operationId: 'server.openapi',
      tags: ['server'],
      summary: 'This description.',
      security: [],
      responses: { 200: { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } },
    },
  },
} as const;
