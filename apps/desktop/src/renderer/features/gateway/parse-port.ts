/** A TCP port as typed; undefined when it is none. */
export function parsePort(text: string): number | undefined {
  const trimmed = text.trim()
  if (!/^\d{1,5}$/.test(trimmed)) return undefined
  const port = Number(trimmed)
  return port >= 1 && port <= 65_535 ? port : undefined
}
