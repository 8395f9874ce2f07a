/** @file The window's own files, for Electron's app protocol and for the browser host: same files, same headers. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export interface WindowFile {
  readonly status: 200 | 404
  readonly headers: Record<string, string>
  readonly body: Uint8Array<ArrayBuffer>
}

/** @param connect further sources of `connect-src`, such as the WebSocket of the browser host */
export function contentSecurityPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    // Sounds of replies; the page gets their bytes over the contract.
    'media-src blob:',
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

export function securityHeaders(connect?: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  }
}

/**
 * Reads one file below `folder`; `/` is `index.html`. What is not there, or lies outside, is a 404.
 * @param path of the URL, still percent-encoded
 */
export async function readWindowFile(
  folder: string,
  path: string,
  connect?: readonly string[],
): Promise<WindowFile> {
  const headers = securityHeaders(connect)
  const file = locate(folder, path)
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined)
  if (file === undefined || body === undefined) {
    return {
      status: 404,
      headers: { ...headers, 'content-type': 'text/plain' },
      body: new TextEncoder().encode('Not found'),
    }
  }
  // File names below assets/ carry a hash of their content.
  const cache = file.includes(`${sep}assets${sep}`)
    ? 'public, max-age=31536000, immutable'
    : 'no-cache'
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': cache,
    },
    body: new Uint8Array(body),
  }
}

function locate(folder: string, path: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const root = normalize(folder)
  const file = normalize(join(root, decoded.endsWith('/') ? `${decoded}index.html` : decoded))
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : undefined
}
