/** @file What was kept of a request, laid out as text. */
import type { WireRecord } from '@patchbay/provider-core/model'
import type { GatewayRequestDetail } from '#contract/gateway-shapes'

export type WirePartId = 'request' | 'response' | 'asked'

export interface WireText {
  readonly id: WirePartId
  readonly label: string
  /** Empty when nothing is known. */
  readonly text: string
  /** What a copy takes: the body alone, as it went. */
  readonly copy: string
}

/** Longer texts are shown cut; a copy has all of them. */
const longestShown = 40_000

/** The upstream request, its response, and what the tool had sent. */
export function listWireParts(detail: GatewayRequestDetail): WireText[] {
  const { wire, clientBody } = detail
  const parts: WireText[] = [
    {
      id: 'request',
      label: 'Request',
      text: wire ? writeRequest(wire) : '',
      copy: wire?.requestBody ?? '',
    },
    {
      id: 'response',
      label: 'Response',
      text: wire ? writeResponse(wire) : '',
      copy: wire?.responseBody ?? '',
    },
  ]
  if (clientBody !== undefined) {
    parts.push({ id: 'asked', label: 'As asked', text: layOut(clientBody), copy: clientBody })
  }
  return parts
}

function writeRequest(wire: WireRecord): string {
  const head = [`${wire.method} ${wire.url}`, ...wire.requestHeaders.map(writeHeader)]
  return joinParts(head, wire.requestBody)
}

function writeResponse(wire: WireRecord): string {
  if (wire.status === undefined) return ''
  return joinParts(
    [`HTTP ${wire.status}`, ...(wire.responseHeaders ?? []).map(writeHeader)],
    wire.responseBody,
  )
}

function writeHeader([name, value]: readonly [string, string]): string {
  return `${name}: ${value}`
}

function joinParts(head: readonly string[], body: string | undefined): string {
  const lines = head.join('\n')
  return body === undefined || body === '' ? lines : `${lines}\n\n${layOut(body)}`
}

/** JSON with line breaks; anything else as it came. */
function layOut(body: string): string {
  let text = body
  try {
    text = JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    // Streams and other texts stay as they are.
  }
  return text.length > longestShown ? `${text.slice(0, longestShown)}\n…` : text
}
