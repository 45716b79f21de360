/**
 * The company's server as the device sees it. Guards:
 * - every answer is parsed before anything of it is used; what is no Satchel answer is told apart from a Satchel error;
 * - plain HTTP only to this very computer: a password or token never crosses a network unencrypted;
 * - bodies travel compressed, as the server last said that it can read them; answers beyond the limit are refused while
 *   they are unpacked.
 */
import { z } from 'zod';
import type { RefusalParams } from '#shared/kernel/refusal.ts';
import type { ByteWay, NetworkResponse, NetworkStream, World } from '#shared/kernel/world.ts';
import {
  type AuditExport,
  type AuditFile,
  type AuditPage,
  type AuditSearch,
  auditFileSchema,
  auditPageSchema,
} from '#shared/protocol/audit.ts';
import {
  type JoinRequest,
  type SignInRequest,
  type SignInResponse,
  type SignOutRequest,
  signInResponseSchema,
} from '#shared/protocol/auth.ts';
import {
  type FileKeepRequest,
  type FileKeepResponse,
  type FileLookUpResponse,
  fileKeepResponseSchema,
  fileLookUpResponseSchema,
} from '#shared/protocol/files.ts';
import { BODY_LIMIT_BYTES, FILE_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import {
  type QuarantineRequest,
  type QuarantineResponse,
  quarantineResponseSchema,
} from '#shared/protocol/quarantine.ts';
import {
  type RejectionsRequest,
  type RejectionsResponse,
  rejectionsResponseSchema,
} from '#shared/protocol/rejections.ts';
import {
  type ChecksumsRequest,
  type ChecksumsResponse,
  checksumsResponseSchema,
  type SnapshotRequest,
  type SnapshotResponse,
  snapshotResponseSchema,
} from '#shared/protocol/snapshot.ts';
import {
  httpErrorSchema,
  type PullRequest,
  type PullResponse,
  type PushRequest,
  type PushResponse,
  pullResponseSchema,
  pushResponseSchema,
} from '#shared/protocol/sync.ts';

const REQUEST_TIMEOUT_MS = 30_000;
/** A person waits for it at a form. */
const HEALTH_TIMEOUT_MS = 10_000;
const emptySchema = z.strictObject({});
const healthSchema = z.object({ companyId: z.string() });
/** Below this a gzip header costs more than it saves: an order of one line shrinks to half already. */
const COMPRESS_FROM_BYTES = 200;

/** The server answered, but not with what was asked for. `code` is `server.notSatchel` where it is no server of ours. */
export class ServerError extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: RefusalParams;

  constructor(status: number, code: string, params: RefusalParams) {
    super(`${status} ${code}`);
    this.name = 'ServerError';
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

type Moved = (way: ByteWay) => void;

export interface ServerClient {
  /** Whether a Satchel server is there. @throws NetworkUnreachable | ServerError */
  checkHealth(server: string): Promise<void>;
  /** @throws NetworkUnreachable | ServerError */
  signIn(server: string, request: SignInRequest): Promise<SignInResponse>;
  /** Takes an invitation. @throws NetworkUnreachable | ServerError */
  join(server: string, request: JoinRequest): Promise<SignInResponse>;
  /** Ends the token. @throws NetworkUnreachable | ServerError */
  signOut(server: string, token: string, request: SignOutRequest): Promise<void>;
  /** Hands over what a closed device has not sent. @throws NetworkUnreachable | ServerError */
  quarantine(server: string, token: string, request: QuarantineRequest): Promise<QuarantineResponse>;
  /** @param moved told while bytes move @throws NetworkUnreachable | ServerError */
  push(server: string, token: string, request: PushRequest, moved?: Moved): Promise<PushResponse>;
  /** @param moved told while bytes move @throws NetworkUnreachable | ServerError */
  pull(server: string, token: string, request: PullRequest, moved?: Moved): Promise<PullResponse>;
  /**
   * A page of whole scopes, and how many bytes it took on the network.
   * @param moved told while bytes move @throws NetworkUnreachable | ServerError
   */
  snapshot(
    server: string,
    token: string,
    request: SnapshotRequest,
    moved?: Moved,
  ): Promise<{ page: SnapshotResponse; bytes: number }>;
  /** @throws NetworkUnreachable | ServerError */
  checksums(server: string, token: string, request: ChecksumsRequest): Promise<ChecksumsResponse>;
  /** What was rejected and its person has not seen. @throws NetworkUnreachable | ServerError */
  rejections(server: string, token: string, request: RejectionsRequest): Promise<RejectionsResponse>;
  /** @throws NetworkUnreachable | ServerError */
  searchAudit(server: string, token: string, request: AuditSearch): Promise<AuditPage>;
  /** @throws NetworkUnreachable | ServerError */
  exportAudit(server: string, token: string, request: AuditExport): Promise<AuditFile>;
  /** Asks one of the addresses under /v1/admin/devices. @throws NetworkUnreachable | ServerError */
  devices<Answer>(
    server: string,
    token: string,
    name: string,
    request: unknown,
    schema: z.ZodType<Answer>,
  ): Promise<Answer>;
  /** The bytes that the server has under this hash, unchecked. @throws NetworkUnreachable | ServerError */
  file(server: string, token: string, hash: string): Promise<Uint8Array>;
  /** Which of these files the server has. @throws NetworkUnreachable | ServerError */
  lookUpFiles(server: string, token: string, hashes: readonly string[]): Promise<FileLookUpResponse>;
  /** Hands over a picture that was brought here. @throws NetworkUnreachable | ServerError */
  keepFile(server: string, token: string, request: FileKeepRequest): Promise<FileKeepResponse>;
  /** @throws NetworkUnreachable */
  live(server: string, token: string, onText: (chunk: string) => void): Promise<NetworkStream>;
}

/**
 * A server's address as it is kept: scheme, host and port without a path, or null when it cannot be used.
 * `example.com` means https. Plain http is for this computer alone.
 */
export function normaliseServer(typed: string): string | null {
  const text = typed.trim();
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text);
  const withScheme = /^https?:\/\//i.test(text) ? text : `${isLocal ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.origin;
}

export function makeServerClient(world: World): ServerClient {
  const accept = world.compression.encodings.join(', ');
  /** Origins that said with their last answer that they read zstd; an older server reads gzip alone, and says nothing. */
  const zstdReaders = new Set<string>();

  function hearEncodings(origin: string, { headers }: NetworkResponse): void {
    const theirs = headers['accept-encoding']?.split(',').map((name) => name.trim()) ?? [];
    if (theirs.includes('zstd') && world.compression.encodings.includes('zstd')) zstdReaders.add(origin);
    else zstdReaders.delete(origin);
  }

  async function post<T>(
    url: string,
    token: string | null,
    message: unknown,
    schema: z.ZodType<T>,
    onProgress: Moved = () => {},
    answered: (answer: NetworkResponse) => void = () => {},
  ): Promise<T> {
    const plain = new TextEncoder().encode(JSON.stringify(message));
    const { origin } = new URL(url);
    const isLarge = plain.byteLength >= COMPRESS_FROM_BYTES;
    const encoding = zstdReaders.has(origin) ? 'zstd' : 'gzip';
    const answer = await world.network.request({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'accept-encoding': accept,
        ...(isLarge ? { 'content-encoding': encoding } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: isLarge ? await world.compression.compress(encoding, plain) : plain,
      timeoutMs: REQUEST_TIMEOUT_MS,
      onProgress,
    });
    hearEncodings(origin, answer);
    if (answer.status !== 200) throw await failureOf(url, answer);
    answered(answer);
    const parsed = schema.safeParse(await readJson(answer));
    if (!parsed.success) throw new ServerError(answer.status, 'server.notSatchel', { url });
    return parsed.data;
  }

  async function file(url: string, token: string): Promise<Uint8Array> {
    const answer = await world.network.request({
      method: 'GET',
      url,
      headers: { 'accept-encoding': accept, authorization: `Bearer ${token}` },
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    if (answer.status !== 200) throw await failureOf(url, answer);
    const bytes = await unpack(answer, FILE_LIMIT_BYTES);
    if (!bytes) throw new ServerError(answer.status, 'server.notSatchel', { url });
    return bytes;
  }

  async function failureOf(url: string, answer: NetworkResponse): Promise<ServerError> {
    const failure = httpErrorSchema.safeParse(await readJson(answer));
    if (!failure.success) return new ServerError(answer.status, 'server.notSatchel', { url });
    return new ServerError(answer.status, failure.data.error.code, failure.data.error.params);
  }

  async function readJson(answer: NetworkResponse): Promise<unknown> {
    const plain = await unpack(answer, BODY_LIMIT_BYTES);
    try {
      return plain && JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    } catch {
      return undefined;
    }
  }

  /** The body as it was before it was compressed, or undefined when it is damaged or too large. */
  async function unpack({ headers, body }: NetworkResponse, limitBytes: number): Promise<Uint8Array | undefined> {
    const encoding = headers['content-encoding'];
    if (encoding !== 'gzip' && encoding !== 'zstd') return body.byteLength > limitBytes ? undefined : body;
    try {
      return await world.compression.decompress(encoding, body, limitBytes);
    } catch {
      return undefined;
    }
  }

  return {
    async checkHealth(server) {
      const url = `${server}/v1/health`;
      const headers = { accept: 'application/json', 'accept-encoding': accept };
      const answer = await world.network.request({ method: 'GET', url, headers, timeoutMs: HEALTH_TIMEOUT_MS });
      if (answer.status !== 200) throw await failureOf(url, answer);
      if (!healthSchema.safeParse(await readJson(answer)).success) {
        throw new ServerError(answer.status, 'server.notSatchel', { url });
      }
    },
    signIn: (server, request) => post(`${server}/v1/auth/sign-in`, null, request, signInResponseSchema),
    join: (server, request) => post(`${server}/v1/auth/join`, null, request, signInResponseSchema),
    async signOut(server, token, request) {
      await post(`${server}/v1/auth/sign-out`, token, request, emptySchema);
    },
    quarantine: (server, token, request) =>
      post(`${server}/v1/sync/quarantine`, token, request, quarantineResponseSchema),
    push: (server, token, request, moved) => post(`${server}/v1/sync/push`, token, request, pushResponseSchema, moved),
    pull: (server, token, request, moved) => post(`${server}/v1/sync/pull`, token, request, pullResponseSchema, moved),
    async snapshot(server, token, request, moved) {
      let bytes = 0;
      const count = (answer: NetworkResponse): void => {
        bytes = answer.body.byteLength;
      };
      const page = await post(`${server}/v1/sync/snapshot`, token, request, snapshotResponseSchema, moved, count);
      return { page, bytes };
    },
    checksums: (server, token, request) => post(`${server}/v1/sync/checksums`, token, request, checksumsResponseSchema),
    rejections: (server, token, request) =>
      post(`${server}/v1/sync/rejections`, token, request, rejectionsResponseSchema),
    searchAudit: (server, token, request) => post(`${server}/v1/audit/search`, token, request, auditPageSchema),
    exportAudit: (server, token, request) => post(`${server}/v1/audit/export`, token, request, auditFileSchema),
    devices: (server, token, name, request, schema) =>
      post(`${server}/v1/admin/devices/${name}`, token, request, schema),
    file: (server, token, hash) => file(`${server}/v1/files/${hash}`, token),
    lookUpFiles: (server, token, hashes) =>
      post(`${server}/v1/files/look-up`, token, { hashes }, fileLookUpResponseSchema),
    keepFile: (server, token, request) => post(`${server}/v1/files/keep`, token, request, fileKeepResponseSchema),
    live: (server, token, onText) =>
      world.network.stream(
        {
          method: 'GET',
          url: `${server}/v1/sync/live`,
          headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
          timeoutMs: REQUEST_TIMEOUT_MS,
        },
        onText,
      ),
  };
}
