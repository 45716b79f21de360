/**
 * The HTTP border of the server. Guards:
 * - a request that comes too slowly is cut off; what needs no token takes little;
 * - who asks is known before a body is read, and a body is parsed by its schema before a handler sees it;
 * - every answer of 400 and above has the one error shape with a stable code;
 * - an unexpected error tells the caller an id, and the log the rest; bodies, passwords and tokens are never logged;
 * - a file is shown as a picture at most: no script or style of elsewhere runs in it, and nobody guesses at its kind;
 * - counters are told to this machine alone;
 * - a process that its database has gone away from answers nothing (watch-schema.ts).
 */
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { makeId } from '#shared/kernel/ids.ts';
import type { FileMediaType } from '#shared/protocol/files.ts';
import { BODY_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import type { Admits, Session } from '../auth/access-token.ts';
import type { CompanyFile } from '../files/company-files.ts';
import type { ServerWorld } from '../server-world.ts';
import { isPassing } from '../sync/server-trouble.ts';
import type { SchemaWatch } from '../watch-schema.ts';
import { chooseEncoding, decodeBody, tooLarge } from './body-codec.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { errorBody, HttpRefusal } from './http-refusal.ts';
import { JsonText } from './json-text.ts';
import type { Metrics } from './metrics.ts';
import { FILE_PATH, makeOpenApi } from './open-api.ts';
import { addUpdateRoute } from './serve-updates.ts';

/** A client has this long for its headers, and for a whole request: the largest push on a thin line. */
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 5 * 60_000;

/** Devices wait longer with each try; others are told when it is worth one. */
const BUSY_STATUS = 503;
const RETRY_AFTER_SECONDS = 5;

/** What whoever runs the server reads, also when nobody else is answered. */
const OPEN_ALWAYS: ReadonlySet<string> = new Set(['/v1/health', '/v1/metrics']);

export interface AppParts {
  /** Proxies whose word on the client's address counts, as Fastify reads them; null: none. */
  readonly trustProxy: string | null;
  readonly world: ServerWorld;
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly watch: SchemaWatch;
  readonly endpoints: readonly AnyEndpoint[];
  /** The session that a bearer token opens. @throws HttpRefusal `auth.required` */
  readonly authenticate: (token: string, admits?: Admits) => Promise<Session>;
  /** Takes over the connection of a live stream until it ends. */
  readonly serveLive: (session: Session, token: string, reply: FastifyReply) => Promise<void>;
  /** The file with this hash. @throws HttpRefusal `files.unknown` */
  readonly readFile: (session: Session, hash: string) => Promise<CompanyFile>;
  /** Folder of the update feed, null: none. */
  readonly updatesFolder: string | null;
  /** Facts for whoever watches the server; rejects when the database does not answer. */
  readonly checkHealth: () => Promise<Record<string, unknown>>;
}

/** Makes the Fastify application; the caller lets it listen and closes it. */
export function createApp(parts: AppParts): FastifyInstance {
  const { world, metrics, logger } = parts;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: parts.trustProxy ?? false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    forceCloseConnections: true,
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendRefusal(reply, toRefusal(error, request)),
    clientErrorHandler: (_error, socket) => {
      const body = JSON.stringify(bodyOf(new HttpRefusal('http.badRequest')));
      if (socket.writable) {
        socket.end(
          `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
        );
      }
    },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer) =>
      decodeBody(world, request.headers['content-encoding'], bytes, limitOf(request)),
  );
  app.setNotFoundHandler(() => {
    throw new HttpRefusal('http.unknownRoute');
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error, request);
    parts.watch.note(refusal);
    if (refusal) return sendRefusal(reply, refusal);
    if (isPassing(error)) {
      request.log.warn(
        { err: error, route: request.routeOptions.url },
        'put off: the database was not to be had in time',
      );
      return sendRefusal(reply, new HttpRefusal('server.busy'));
    }
    const errorId = makeId(world.clock.now(), world.random.bytes(16));
    request.log.error({ err: error, errorId, route: request.routeOptions.url }, 'request failed');
    return sendRefusal(reply, new HttpRefusal('server.trouble', { errorId }));
  });
  app.addHook('onRequest', async (request) => {
    // Health looks by itself; a health check that comes first must not be told an old answer.
    if (!OPEN_ALWAYS.has(request.routeOptions.url ?? '')) parts.watch.refuse();
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    const bytes = compressibleBytes(reply, payload);
    if (!bytes) return payload;
    reply.header('vary', 'accept-encoding');
    // What the next request may come as (RFC 9110, 12.5.3).
    reply.header('accept-encoding', world.compression.encodings.join(', '));
    const encoding = chooseEncoding(world, request.headers['accept-encoding'], bytes.length);
    if (!encoding) return payload;
    reply.header('content-encoding', encoding);
    reply.removeHeader('content-length');
    return world.compression.compress(encoding, bytes);
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.add('satchel_http_requests_total', 1, {
      route: request.routeOptions.url ?? 'unknown',
      status: String(reply.statusCode),
    });
  });

  for (const endpoint of parts.endpoints) addEndpoint(app, endpoint, parts);
  addPlainRoutes(app, parts);
  addFileRoute(app, parts);
  addUpdateRoute(app, parts.updatesFolder);
  return app;
}

function addEndpoint(app: FastifyInstance, endpoint: AnyEndpoint, parts: AppParts): void {
  const sessions = new WeakMap<FastifyRequest, Session>();
  app.post(
    endpoint.path,
    {
      bodyLimit: endpoint.limitBytes ?? BODY_LIMIT_BYTES,
      onRequest: async (request) => {
        if (endpoint.access === 'open') return;
        sessions.set(request, await parts.authenticate(bearerToken(request), endpoint.admits));
      },
    },
    async (request, reply) => {
      const parsed = endpoint.body.safeParse(request.body);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new HttpRefusal('http.invalidBody', {
          path: (issue?.path.join('.') ?? '').slice(0, 200),
          problem: (issue?.message ?? '').slice(0, 200),
        });
      }
      const call = { body: parsed.data, remoteAddress: request.ip };
      if (endpoint.access === 'open') return answerOf(reply, await endpoint.handle(call));
      const session = sessions.get(request);
      if (!session) throw new HttpRefusal('auth.required');
      return answerOf(reply, await endpoint.handle(call, session));
    },
  );
}

/** Fastify makes text of everything but bytes. */
function answerOf(reply: FastifyReply, answer: unknown): unknown {
  if (!(answer instanceof JsonText)) return answer;
  reply.type('application/json; charset=utf-8');
  return answer.toBytes();
}

function addPlainRoutes(app: FastifyInstance, parts: AppParts): void {
  const openApi = makeOpenApi(parts.endpoints);
  app.get('/v1/openapi.json', async () => openApi);
  app.get('/v1/metrics', async (request, reply) => {
    if (!isFromHere(request, parts)) throw new HttpRefusal('http.unknownRoute');
    reply.type('text/plain; version=0.0.4; charset=utf-8');
    return parts.metrics.print();
  });
  app.get('/v1/health', async (request) => {
    try {
      return await parts.checkHealth();
    } catch (error) {
      if (error instanceof HttpRefusal) throw error;
      request.log.error({ err: error }, 'the database does not answer');
      throw new HttpRefusal('server.busy');
    }
  });
  app.get('/v1/sync/live', async (request, reply) => {
    const token = bearerToken(request);
    const session = await parts.authenticate(token);
    await parts.serveLive(session, token, reply);
  });
}

/** A file never changes under its name: whoever has it need not ask again, and no cache on the way may keep it. */
function addFileRoute(app: FastifyInstance, parts: AppParts): void {
  app.get<{ Params: { hash: string } }>(FILE_PATH, async (request, reply) => {
    const session = await parts.authenticate(bearerToken(request));
    const { hash } = request.params;
    const file = await parts.readFile(session, hash);
    const etag = `"${hash}"`;
    reply.header('etag', etag);
    reply.header('cache-control', 'private, max-age=31536000, immutable');
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type(file.mediaType).send(Buffer.from(file.bytes));
  });
}

/** Text, also as bytes, and the one kind of picture that is text; the others are compressed already. */
function compressibleBytes(reply: FastifyReply, payload: unknown): Uint8Array | null {
  if (typeof payload === 'string') return Buffer.from(payload);
  if (!(payload instanceof Uint8Array)) return null;
  const type = String(reply.getHeader('content-type'));
  const isText = type === ('image/svg+xml' satisfies FileMediaType) || type.startsWith('application/json');
  return isText ? payload : null;
}

function bearerToken(request: FastifyRequest): string {
  const match = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '');
  if (!match?.[1]) throw new HttpRefusal('auth.required');
  return match[1];
}

/** Whether this machine itself asks, and not a proxy on it for someone else. */
function isFromHere(request: FastifyRequest, { trustProxy }: AppParts): boolean {
  const isLoopback = /^(::ffff:)?127\.|^::1$/.test(request.ip);
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return isLoopback && (trustProxy !== null || !isForwarded);
}

function limitOf(request: FastifyRequest): number {
  return request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES;
}

/** The refusal that an error stands for, or null for an unexpected one. */
function toRefusal(error: unknown, request: FastifyRequest): HttpRefusal | null {
  if (error instanceof HttpRefusal) return error;
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(limitOf(request));
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new HttpRefusal('http.unsupportedMediaType');
  const fromFastify = typeof code === 'string' && code.startsWith('FST_');
  return fromFastify && typeof statusCode === 'number' && statusCode < 500 ? new HttpRefusal('http.badRequest') : null;
}

function sendRefusal(reply: FastifyReply, refusal: HttpRefusal | null): FastifyReply {
  const known = refusal ?? new HttpRefusal('http.badRequest');
  if (known.status === BUSY_STATUS) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply.status(known.status).type('application/json').send(bodyOf(known));
}

function bodyOf(refusal: HttpRefusal): unknown {
  return errorBody(refusal.reason, refusal.sentence);
}
