/** @file Runs custom handlers: one process for each endpoint, started when first used, kept while it is. */
import { createRedactor, ProviderError, type Redactor } from '@patchbay/provider-core'
import type { Endpoint, ResolvedEndpoint } from '@patchbay/provider-core/model'
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { CallError, readCall } from '../convert/read-call.ts'
import { createInspector } from '../manifest/create-inspector.ts'
import type { HandlerManifest } from '../manifest/manifest.ts'
import { answerRequest, refuse } from './answer-request.ts'
import type {
  CustomHandlerHost,
  HandlerHostOptions,
  RunningHandler,
} from './handler-host-options.ts'
import { defaultHandlerLimits, type HandlerLimits } from './handler-limits.ts'
import { createHandlerSession, type HandlerSession } from './handler-session.ts'
import { createLogBook } from './log-book.ts'
import { planProcess } from './start-plan.ts'

/** Room around a reply in the message that carries it. */
const envelopeBytes = 64 * 1024

/** What is kept for an endpoint. */
interface Slot {
  session: HandlerSession | undefined
  /** What the session was started with: anything else needs a new one. */
  key: string
  /** When its processes ended by themselves, or had to be ended. */
  deaths: number[]
  idle: ReturnType<typeof setTimeout> | undefined
  /** Requests that wait for the code to be loaded. */
  waiting: number
}

/** A process that has not ended, in use or on its way out. */
interface Living {
  readonly session: HandlerSession
  readonly running: RunningHandler
  readonly ended: Promise<void>
}

/** Creates the host of all handlers of this app. Nothing is started or read before the first request. */
export function createHandlerHost(options: HandlerHostOptions): CustomHandlerHost {
  const limits: HandlerLimits = { ...defaultHandlerLimits, ...options.limits }
  const clock = options.clock ?? (() => performance.now())
  const logs = createLogBook({
    lines: limits.logLines,
    linesPerSecond: limits.logLinesPerSecond,
    now: options.now,
  })
  const slots = new Map<string, Slot>()
  const inspect = createInspector(options.protectedFolders, clock)
  const redactors = new WeakMap<ResolvedEndpoint, Redactor>()
  const living = new Set<Living>()
  let closed = false

  const redactorFor = (resolved: ResolvedEndpoint): Redactor => {
    const known = redactors.get(resolved)
    if (known !== undefined) return known
    const redactor = createRedactor(Object.values(resolved.secrets))
    redactors.set(resolved, redactor)
    return redactor
  }

  const requireConfirmed = async ({ endpoint }: ResolvedEndpoint): Promise<HandlerManifest> => {
    const file = endpoint.handler?.file
    if (file === undefined)
      throw new ProviderError({ code: 'settings', message: 'Choose the file of your handler.' })
    const manifest = await inspect(file)
    if (await options.isConfirmed(manifest.file, manifest.hash)) return manifest
    throw new ProviderError({
      code: 'handler-unconfirmed',
      message: `${nameOf(manifest)} is not allowed to run: it is new, or changed since you allowed it. Review and allow it in Patchbay, or by: patchbay handler confirm ${argumentOf(endpoint)}`,
    })
  }

  const slotOf = (id: string): Slot => {
    const slot = slots.get(id) ?? {
      session: undefined,
      key: '',
      deaths: [],
      idle: undefined,
      waiting: 0,
    }
    slots.set(id, slot)
    return slot
  }

  const waitAfterDeaths = (slot: Slot, name: string): void => {
    const now = clock()
    slot.deaths = slot.deaths.filter((at) => now - at < limits.deathWindowMs)
    const oldest = slot.deaths.at(-limits.maxDeaths)
    if (oldest === undefined) return
    const seconds = Math.max(1, Math.ceil((oldest + limits.deathWindowMs - now) / 1000))
    throw new ProviderError({
      code: 'handler',
      message: `${name} ended ${slot.deaths.length} times in a short while. It is started again in ${seconds} s. See its log.`,
      retryAfterMs: seconds * 1000,
    })
  }

  const start = (resolved: ResolvedEndpoint, manifest: HandlerManifest, slot: Slot) => {
    const { endpoint } = resolved
    const { folder, file } = manifest
    waitAfterDeaths(slot, manifest.files[0]?.path ?? 'The handler')
    const redactor = redactorFor(resolved)
    const ending = Promise.withResolvers<void>()
    const session: HandlerSession = createHandlerSession({
      process: options.startProcess(planProcess(options.runner, manifest, limits), {
        maxMessageBytes: limits.maxReplyBytes + envelopeBytes,
      }),
      manifest,
      limits,
      start: {
        type: 'start',
        file,
        folder,
        files: Object.fromEntries(
          manifest.files.map(({ path, sha256 }) => [join(folder, path), sha256]),
        ),
        network: endpoint.handler?.network ?? [],
        maxChunkBytes: limits.maxChunkBytes,
        maxReplyBytes: limits.maxReplyBytes,
        logLinesPerSecond: limits.logLinesPerSecond,
      },
      log: (source, text) => logs.write(endpoint.id, source, text),
      redact: (text) => redactor.text(text),
      onEnd: (unexpected) => {
        if (unexpected) slot.deaths.push(clock())
        if (slot.session === session) slot.session = undefined
        clearInterval(watching)
        living.delete(entry)
        ending.resolve()
      },
    })
    const running = { file, hash: manifest.hash, endpoint }
    const entry: Living = { session, running, ended: ending.promise }
    living.add(entry)
    const watching = setInterval(() => {
      void inspect(file).then(
        ({ hash }) => hash !== manifest.hash && session.retire(),
        () => session.retire(),
      )
    }, limits.watchMs).unref()
    return session
  }

  /** A request was refused: what runs under that id ends, at once where nobody allows it any more. */
  const endRefused = (id: string): Promise<void> =>
    endWhere(async ({ file, hash, endpoint }) => {
      if (endpoint.id !== id) return 'keep'
      return (await options.isConfirmed(file, hash)) ? 'finish' : { reason: takenBack(file) }
    })

  const endWhere: CustomHandlerHost['endWhere'] = async (judge) => {
    const judging = [...living].map(async ({ session, running }) => {
      const verdict = await judge(running)
      if (verdict === 'finish') session.retire()
      else if (verdict !== 'keep') session.kill(verdict.reason)
    })
    await Promise.all(judging)
  }

  const obtain = async (
    resolved: ResolvedEndpoint,
  ): Promise<{ session: HandlerSession; manifest: HandlerManifest; slot: Slot }> => {
    const manifest = await requireConfirmed(resolved).catch(async (error: unknown) => {
      await endRefused(resolved.endpoint.id)
      throw error
    })
    if (closed) throw new ProviderError({ code: 'handler', message: 'The app is closing.' })
    const { endpoint, secrets } = resolved
    const slot = slotOf(endpoint.id)
    const key = JSON.stringify([
      manifest.file,
      manifest.hash,
      endpoint.handler?.network,
      endpoint.baseUrl,
      secrets,
    ])
    logs.setRedactor(endpoint.id, redactorFor(resolved))
    if (slot.session !== undefined && (slot.session.retired || slot.key !== key)) {
      slot.session.retire()
      slot.session = undefined
    }
    if (slot.session === undefined) {
      slot.session = start(resolved, manifest, slot)
      slot.key = key
    }
    const { session } = slot
    clearTimeout(slot.idle)
    slot.idle = setTimeout(function endIfIdle() {
      if (slot.session?.running === 0 && slot.waiting === 0) slot.session.retire()
      else slot.idle = setTimeout(endIfIdle, limits.idleMs).unref()
    }, limits.idleMs).unref()
    return { session, manifest, slot }
  }

  const awaitReady = async (
    { session, slot }: { readonly session: HandlerSession; readonly slot: Slot },
    signal: AbortSignal,
    redactor: Redactor,
  ): Promise<readonly string[]> => {
    const { promise, reject } = Promise.withResolvers<never>()
    const stop = (): void =>
      reject(new ProviderError({ code: 'aborted', message: 'The request was stopped.' }))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    slot.waiting += 1
    try {
      return await Promise.race([session.ready, promise])
    } catch (error) {
      throw redactError(error, redactor)
    } finally {
      slot.waiting -= 1
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    inspect,
    logs: logs.read,
    endWhere,
    answer: async (resolved, request) => {
      const redactor = redactorFor(resolved)
      let wanted: ReturnType<typeof readCall>
      try {
        wanted = readCall(resolved, request)
      } catch (error) {
        if (error instanceof CallError) return refuse({ status: 400, message: error.message })
        throw error
      }
      const obtained = await obtain(resolved)
      const { session } = obtained
      await awaitReady(obtained, request.signal, redactor)
      if (session.running >= limits.maxRequests)
        return refuse(
          {
            status: 429,
            message: `The handler works on ${limits.maxRequests} requests already. Try again when some have ended.`,
          },
          { 'retry-after': '1' },
        )
      const id = randomUUID().replaceAll('-', '')
      return answerRequest({
        session,
        wanted,
        request,
        redactor,
        limits,
        context: {
          id: wanted.shape === 'completions' ? `cmpl-${id}` : `chatcmpl-${id}`,
          created: Math.floor(options.now().getTime() / 1000),
          model: wanted.model,
        },
      })
    },
    prepare: async (resolved, signal) => {
      const obtained = await obtain(resolved)
      const { manifest } = obtained
      const methods = await awaitReady(obtained, signal, redactorFor(resolved))
      const name = manifest.files[0]?.path ?? 'The handler'
      if (methods.length > 0) return `${name}: ${methods.join(', ')}`
      throw new ProviderError({
        code: 'handler',
        message: `${name} exports no method of a handler. Export completion or streaming.`,
      })
    },
    close: async () => {
      closed = true
      for (const { idle } of slots.values()) clearTimeout(idle)
      const ends = [...living].map(({ session, ended }) => {
        session.kill('The app is closing.')
        return ended
      })
      await Promise.all(ends)
    },
  }
}

/** What the requests are told of a handler whose yes was taken back. */
function takenBack(file: string): string {
  return `${basename(file)} was stopped: it is not allowed to run any more.`
}

function nameOf({ file, files }: HandlerManifest): string {
  return files[0]?.path ?? file
}

/** The name for a command line; the id where a shell would make something else of the name. */
function argumentOf({ id, name }: Endpoint): string {
  if (!/^\w[\w .-]*$/.test(name)) return id
  return name.includes(' ') ? `"${name}"` : name
}

/** Secrets of the endpoint in what its code said when it was loaded. */
function redactError(error: unknown, redactor: Redactor): unknown {
  if (!(error instanceof ProviderError)) return error
  const { code, message, bodyExcerpt, retryAfterMs } = error
  return new ProviderError({
    code,
    message: redactor.text(message),
    bodyExcerpt: bodyExcerpt === undefined ? undefined : redactor.text(bodyExcerpt),
    retryAfterMs,
    cause: error.cause,
  })
}
