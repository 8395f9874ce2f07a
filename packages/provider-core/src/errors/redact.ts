/** @file Masks secrets in every text that leaves the engine: errors, wire records, curl. */
import { isCredentialName } from '../model/secret.ts'

export const mask = '••••'
/** Shorter values would mask half of ordinary text; header and query masking still hides them. */
const shortestSecret = 4
/** Tokens live for an hour and are renewed one by one: those before the last few have long ended. */
const maxLearned = 16

export interface Redactor {
  /** Every known secret in `text`, in any of its written forms, becomes `••••`. */
  text(text: string): string
  /** Credential headers keep their scheme (`Bearer ••••`); all other values go through `text`. */
  headers(headers: Readonly<Record<string, string>>): [string, string][]
  /** Values of credential query parameters and userinfo are masked; the rest goes through `text`. */
  url(url: string): string
  /** Learns a secret that came up on the way, such as an access token; the last sixteen are known. */
  add(secret: string): void
}

/** Creates a redactor that knows `secrets`. Values under four characters are not searched for. */
export function createRedactor(secrets: Iterable<string | undefined> = []): Redactor {
  const own = new Set<string>()
  for (const secret of secrets) {
    if (secret !== undefined) for (const form of formsOf(secret)) own.add(form)
  }
  /** Forms by the secret that was learned, the oldest first. */
  const learned = new Map<string, readonly string[]>()
  let ordered = longestFirst(own)

  const add = (secret: string): void => {
    // The same access token comes with every request.
    if (learned.has(secret) || own.has(secret)) return
    learned.set(secret, formsOf(secret))
    const [oldest] = learned.keys()
    if (learned.size > maxLearned && oldest !== undefined) learned.delete(oldest)
    ordered = longestFirst(new Set([...own, ...[...learned.values()].flat()]))
  }

  const text = (input: string): string => {
    let output = input
    for (const form of ordered) {
      if (output.includes(form)) output = output.replaceAll(form, mask)
    }
    return output
  }

  return {
    text,
    add,
    headers: (headers) =>
      Object.entries(headers).map(([name, value]) => [
        name,
        isCredentialHeader(name) ? maskCredential(value) : text(value),
      ]),
    url: (url) => text(maskUrl(url)),
  }
}

function isCredentialHeader(name: string): boolean {
  return isCredentialName(name) || name.toLowerCase() === 'set-cookie'
}

function maskCredential(value: string): string {
  const scheme = /^(Bearer|Basic|Digest|Token|ApiKey|AWS4-HMAC-SHA256)\s+\S/i.exec(value)?.[1]
  return scheme === undefined ? mask : `${scheme} ${mask}`
}

function maskUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, `$1${mask}@`)
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, lead: string, name: string) =>
      isCredentialName(decodeQueryName(name)) ? `${lead}${name}=${mask}` : whole,
    )
}

function decodeQueryName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** So that a secret that contains another is masked whole. */
function longestFirst(forms: ReadonlySet<string>): string[] {
  return [...forms].toSorted((a, b) => b.length - a.length)
}

function formsOf(secret: string): string[] {
  return secretsWithin(secret).flatMap(writtenForms)
}

/** The secret, and the secrets inside it when it is a JSON document (a service account). */
function secretsWithin(secret: string): string[] {
  const found = [secret, secret.trim()]
  for (const value of stringsOfJson(secret)) {
    if (!isSecretDocumentField(value.name)) continue
    found.push(value.text)
    // A PEM is quoted by its lines as often as in one piece.
    found.push(
      ...value.text.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----')),
    )
  }
  return found.filter((value) => value.length >= shortestSecret)
}

function isSecretDocumentField(name: string): boolean {
  return /private_key|secret|token$|password|api_?key/i.test(name)
}

function stringsOfJson(text: string): { name: string; text: string }[] {
  if (!/^\s*\{/.test(text)) return []
  try {
    const found: { name: string; text: string }[] = []
    JSON.parse(text, (name, value: unknown) => {
      if (typeof value === 'string') found.push({ name, text: value })
      return value
    })
    return found
  } catch {
    return []
  }
}

/** How a value is written in JSON, in URLs, in forms, and inside base64 at any alignment. */
function writtenForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(value.toWellFormed())
  const strictUrl = url.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  const forms = [
    value,
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    url,
    strictUrl,
    form,
    strictUrl.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  ]
  if (value.length >= 6) forms.push(...base64Forms(value))
  return forms
}

function base64Forms(value: string): string[] {
  const bytes = new TextEncoder().encode(value)
  const forms: string[] = []
  for (const offset of [0, 1, 2]) {
    const padded = new Uint8Array(offset + bytes.length)
    padded.set(bytes, offset)
    const encoded = btoa(
      Array.from(padded, (byte) => String.fromCodePoint(byte)).join(''),
    ).replaceAll('=', '')
    // Characters at the ends also hold bits of what stands beside the secret.
    const start = offset === 0 ? 0 : offset + 1
    const end = padded.length % 3 === 0 ? encoded.length : encoded.length - 1
    const inner = encoded.slice(start, end)
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return forms
}
