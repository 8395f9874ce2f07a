/** @file Headers by which an answer says who gave it. */
import type { Route, Warning } from '@patchbay/provider-core/model'

const byRoute = new WeakMap<Route, Readonly<Record<string, string>>>()
const maxWarnings = 20

/** `x-patchbay-endpoint`, `x-patchbay-model`, and the codes of warnings in `x-patchbay-warnings`. */
export function answerHeaders(
  route: Route,
  warnings: readonly Warning[] = [],
): Readonly<Record<string, string>> {
  let headers = byRoute.get(route)
  if (headers === undefined) {
    headers = {
      'x-patchbay-endpoint': encodeHeaderText(route.endpointName),
      'x-patchbay-model': encodeHeaderText(route.upstreamModelId),
    }
    byRoute.set(route, headers)
  }
  if (warnings.length === 0) return headers
  const codes = [...new Set(warnings.map(({ code }) => encodeHeaderText(code)))]
  return { ...headers, 'x-patchbay-warnings': codes.slice(0, maxWarnings).join(', ') }
}

/** Printable ASCII stays as it is; everything else, and `%`, is percent-encoded as UTF-8. */
export function encodeHeaderText(text: string): string {
  return text
    .toWellFormed()
    .slice(0, 300)
    .replaceAll(/[^\x20-\x24\x26-\x7E]+/gu, (piece) => encodeURIComponent(piece.toWellFormed()))
}
