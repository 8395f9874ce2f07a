/** @file Which hosts are reached without the proxy: the rules that curl and most programs share for NO_PROXY. */
import { BlockList, isIP } from 'node:net'

/**
 * True when a rule takes `url` past the proxy. A rule is `host` (its subdomains too), `.domain`,
 * `*.domain`, any of these with `:port`, an address, a network in CIDR form, or `*`.
 */
export function skipsProxy(url: URL, rules: readonly string[]): boolean {
  const host = bareName(url.hostname)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return rules.some((rule) => matches(rule.trim().toLowerCase(), host, port))
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '') return false
  if (rule === '*') return true
  if (rule.includes('/')) return isWithin(rule, host)
  const { name, port: wanted } = splitPort(rule)
  if (wanted !== undefined && wanted !== port) return false
  const domain = name.replace(/^\*?\./, '')
  if (isIP(host) !== 0 || isIP(domain) !== 0) return domain === host
  return host === domain || host.endsWith(`.${domain}`)
}

/** "host:8080", "[::1]:8080", "::1" and "host". */
function splitPort(rule: string): { name: string; port: string | undefined } {
  if (isIP(rule) !== 0) return { name: rule, port: undefined }
  const [, name = rule, port] = /^(.*?)(?::(\d+))?$/.exec(rule) ?? []
  return { name: bareName(name), port }
}

function isWithin(rule: string, host: string): boolean {
  const [network = '', bits = ''] = rule.split('/')
  const family = isIP(network)
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits)) return false
  const prefix = Number(bits)
  if (prefix > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, prefix, type)
  return list.check(host, type)
}

function bareName(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}
