/** @file The scheme under which the window's files are served in Electron, in place of `file:`. */
import type { Privileges, Protocol } from 'electron'
import { readWindowFile } from '#backend/window/window-files'

export const appScheme = 'patchbay-app'
export const appOrigin = `${appScheme}://window`
export const appUrl = `${appOrigin}/`

/** A standard, secure scheme has an origin of its own, so CSP and `postMessage` checks mean something. */
export const appSchemePrivileges: Privileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  codeCache: true,
}

export function serveWindow(protocol: Protocol, files: string): void {
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url)
    if (url.origin !== 'null' && url.origin !== appOrigin)
      return new Response(null, { status: 404 })
    if (url.host !== 'window') return new Response(null, { status: 404 })
    const file = await readWindowFile(files, url.pathname)
    return new Response(file.body, { status: file.status, headers: file.headers })
  })
}
