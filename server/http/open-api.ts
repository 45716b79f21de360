import { z } from 'zod';
import { type FileMediaType, fileHashSchema } from '#shared/protocol/files.ts';
import { httpErrorSchema } from '#shared/protocol/sync.ts';
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
];

/** The OpenAPI 3.1 description of the server, made from the schemas that validate its messages. */
export function makeOpenApi(endpoints: readonly AnyEndpoint[]): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const endpoint of endpoints) paths[endpoint.path] = { post: describeEndpoint(endpoint) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Satchel server',
      version: '1',
      description: 'Sign-in and sync. Bodies are JSON, compressed both ways with zstd or gzip where both sides can.',
    },
    paths: { ...paths, ...plainPaths },
    components: {
      schemas: { Error: jsonSchemaOf(httpErrorSchema, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function describeEndpoint(endpoint: AnyEndpoint): Record<string, unknown> {
  const signedIn = endpoint.access === 'signedIn';
  return {
    operationId: endpoint.path
      .slice('/v1/'.length)
      .replaceAll('/', '.')
      .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    summary: endpoint.summary,
    security: signedIn ? [{ token: [] }] : [],
    requestBody: { required: true, content: json(jsonSchemaOf(endpoint.body, 'input')) },
    responses: {
      200: { description: 'Done.', content: json(jsonSchemaOf(endpoint.answer, 'output')) },
      ...refusalAnswers([...(signedIn ? (['auth.required'] as const) : []), ...endpoint.refusals, ...bodyRefusals]),
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
    else answers[status] = { description: line, content: json({ $ref: '#/components/schemas/Error' }) };
  }
  return answers;
}

function json(schema: unknown): Record<string, unknown> {
  return { 'application/json': { schema } };
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const text = (type: string, description: string) => ({ 200: { description, content: { [type]: {} } } });

/** Fastify's name of the address of one file. */
export const FILE_PATH = '/v1/files/:hash';

/** Fastify's name of the address of one file of the update feed. */
export const UPDATE_PATH = '/v1/updates/:name';

const plainPaths = {
  '/v1/files/{hash}': {
    get: {
      operationId: 'files.get',
      summary: 'A file of the company, by the SHA-256 of its bytes. It never changes: its ETag is its hash.',
      security: [{ token: [] }],
      parameters: [{ name: 'hash', in: 'path', required: true, schema: jsonSchemaOf(fileHashSchema, 'input') }],
      responses: {
        200: {
          description: 'The bytes.',
          content: { 'image/svg+xml': {}, 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} } satisfies Record<
            FileMediaType,
            object
          >,
        },
        304: { description: 'The bytes that If-None-Match names.' },
        ...refusalAnswers(['auth.required', 'auth.inactive', 'files.unknown']),
      },
    },
  },
  '/v1/updates/{name}': {
    get: {
      operationId: 'updates.get',
      summary: 'A file of the update feed: latest*.yml, its signature, an installer. Single ranges are answered.',
      security: [],
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', maxLength: 200 } },
        { name: 'Range', in: 'header', required: false, schema: { type: 'string' } },
      ],
      responses: {
        ...text('application/octet-stream', 'The bytes.'),
        206: { description: 'The bytes of the range.' },
        416: { description: 'The range begins behind the end.' },
        ...refusalAnswers(['updates.unknown']),
      },
    },
  },
  '/v1/sync/live': {
    get: {
      operationId: 'sync.live',
      summary: 'Server-sent events: `event: moved` with {version, scopes} when data that this user sees has changed.',
      security: [{ token: [] }],
      responses: {
        ...text('text/event-stream', 'The stream; comments keep it alive.'),
        ...refusalAnswers(['auth.required']),
      },
    },
  },
  '/v1/health': {
    get: {
      operationId: 'health',
      summary: 'Whether the server and its database answer.',
      security: [],
      responses: text('application/json', 'Well.'),
    },
  },
  '/v1/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Counters for Prometheus.',
      security: [],
      responses: text('text/plain', 'Counters.'),
    },
  },
  '/v1/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This description.',
      security: [],
      responses: text('application/json', 'OpenAPI 3.1.'),
    },
  },
} as const;
