/** @file `protocol`: the schemes of the app and the handlers that answer for them. */
import type { CustomScheme, Protocol } from 'electron'
import { report } from './records.ts'

type Handler = Parameters<Protocol['handle']>[1]

const handlers = new Map<string, Handler>()

/** Schemes that a handler was registered for. */
export const handledSchemes = (): Iterable<string> => handlers.keys()

/** The app's answer for a URL of one of its schemes, or undefined where none answers. */
export function answerScheme(url: string, method: string): Promise<Response> | undefined {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  // Electron declares its own global fetch types, which are those of Node.
  return handler && Promise.resolve(handler(new Request(url, { method })) as Promise<Response>)
}

/** @param isReady Electron refuses privileges that come after the app is ready, and so does this. */
export function createProtocol(
  isReady: () => boolean,
): Pick<Protocol, 'handle' | 'unhandle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged'> {
  return {
    registerSchemesAsPrivileged(schemes: CustomScheme[]) {
      if (isReady())
        throw new Error('registerSchemesAsPrivileged was called after the app was ready')
      for (const { scheme, privileges } of schemes) {
        report({ type: 'privileged-scheme', scheme, privileges: { ...privileges } })
      }
    },
    handle(scheme, handler) {
      if (!isReady()) throw new Error('protocol.handle was called before the app was ready')
      if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`)
      handlers.set(scheme, handler)
    },
    unhandle(scheme) {
      handlers.delete(scheme)
    },
    isProtocolHandled: (scheme) => handlers.has(scheme),
  }
}
