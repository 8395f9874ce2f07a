/**
 * True when a host name reaches this machine only: `localhost` and names under it, 127.0.0.0/8, ::1.
 * `0.0.0.0` counts too, because servers print it as their own address and it leads back to this machine.
 * Takes a host name as `URL.hostname` gives it (IPv6 in brackets or not).
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  if (host === '::1' || host === '::' || host === '0.0.0.0') return true
  const mapped = host.startsWith('::ffff:') ? host.slice('::ffff:'.length) : host
  return (
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(mapped) || /^7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(mapped)
  )
}
