/**
 * @file Closes the network before the user's code is loaded, but for the hosts that the endpoint names. Node 24
 * has no permission for it. Two gates: names (`net`, `dns`), and the handles beneath them (TCP, UDP, pipes),
 * through which every socket of Node passes. The gates use no method that user code could replace.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'

type Method = (this: unknown, ...values: unknown[]) => unknown
type Methods = Record<string, Method>

const { apply } = Reflect
const lowerCase = String.prototype.toLowerCase
const { isIP } = net
/** libuv's EACCES on every platform that Node runs on, as a handle returns it. */
const refusedCode = process.platform === 'win32' ? -4092 : -13

interface Rule {
  /** Without brackets; of `*.example.com` the part `.example.com`. */
  readonly host: string
  readonly below: boolean
  readonly port: number | undefined
}

/** @param network `any`, or hosts as the endpoint names them: `host`, `host:port`, `*.host` */
export function closeNetwork(network: 'any' | readonly string[]): void {
  const rules = network === 'any' ? undefined : network.map(parseRule)
  const reached = createReached()
  closeHandles(rules, reached)
  closeNames(rules, reached)
}

function parseRule(text: string): Rule {
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(
    text.startsWith('[') ? text : text.toLowerCase(),
  ) ?? ['', text]
  const bare = name.replace(/^\[|\]$/g, '').toLowerCase()
  const below = bare.startsWith('*.')
  return {
    host: below ? bare.slice(1) : bare,
    below,
    port: port === undefined ? undefined : Number(port),
  }
}

function endsWith(text: string, end: string): boolean {
  const offset = text.length - end.length
  if (offset <= 0) return false
  for (let index = 0; index < end.length; index += 1) {
    if (text[offset + index] !== end[index]) return false
  }
  return true
}

/** `port` left out: any port counts (a name is looked up before its port is known). */
function findRule(rules: readonly Rule[], host: string, port?: number): Rule | undefined {
  const name = apply(lowerCase, host, [])
  const isAddress = isIP(name) !== 0
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index] as Rule
    const named = rule.below ? !isAddress && endsWith(name, rule.host) : name === rule.host
    if (named && (port === undefined || rule.port === undefined || rule.port === port)) return rule
  }
  return undefined
}

/** Addresses that names of the rules led to. */
interface Reached {
  add(address: string, rule: Rule): void
  has(address: string, port: number): boolean
}

function createReached(): Reached {
  const known = Object.create(null) as Record<string, true>
  return {
    add: (address, { port }) => {
      known[`${address} ${port ?? 'any'}`] = true
    },
    has: (address, port) =>
      known[`${address} any`] === true || known[`${address} ${port}`] === true,
  }
}

function refuse(what: string): Error {
  return Object.assign(
    new Error(`The handler may not ${what}. Allow the host under "Network" of the endpoint.`),
    { code: 'ERR_ACCESS_DENIED' },
  )
}

function refuseAlways(what: string): Error {
  return Object.assign(new Error(`Handlers may not ${what}.`), { code: 'ERR_ACCESS_DENIED' })
}

const never = (what: string): Method =>
  function refuseCall() {
    throw refuseAlways(what)
  }

const deny: Method = () => refusedCode

function prototypeOf(handle: unknown): Methods {
  if (typeof handle !== 'object' || handle === null)
    throw new Error('The network of the handler cannot be closed.')
  return Object.getPrototypeOf(handle) as Methods
}

interface Internals {
  _createServerHandle(address: string, port: number, type: 4): { close(): void }
  _createSocketHandle(address: string, port: number, type: 'udp4', fd: -1): { close(): void }
}

/** Replaces methods of a handle for good: neither they nor the old ones can be reached afterwards. */
function seal(methods: Methods, changes: Readonly<Record<string, Method>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (methods[name] === undefined) continue
    Object.defineProperty(methods, name, { value, writable: false, configurable: false })
  }
}

function closeHandles(rules: readonly Rule[] | undefined, reached: Reached): void {
  const tcpHandle = (net as unknown as Internals)._createServerHandle('127.0.0.1', 0, 4)
  const tcp = prototypeOf(tcpHandle)
  const udpHandle = (dgram as unknown as Internals)._createSocketHandle('127.0.0.1', 0, 'udp4', -1)
  const udp = prototypeOf(udpHandle)
  const probe = net.connect({ path: process.platform === 'win32' ? '\\\\.\\pipe\\none' : '/none' })
  probe.on('error', () => undefined)
  const pipe = prototypeOf((probe as unknown as { _handle: unknown })._handle)
  tcpHandle.close()
  udpHandle.close()
  probe.destroy()

  const guard = (connect: Method): Method =>
    function connectIfAllowed(...values) {
      const [, address, port] = values
      if (typeof address !== 'string' || typeof port !== 'number') return refusedCode
      if (rules !== undefined && !reached.has(address, port)) {
        if (findRule(rules, address, port) === undefined) return refusedCode
      }
      return apply(connect, this, values)
    }
  const closed = { bind: deny, bind6: deny, listen: deny, open: deny }
  seal(tcp, {
    ...closed,
    connect: guard(tcp['connect'] as Method),
    connect6: guard(tcp['connect6'] as Method),
  })
  seal(pipe, { ...closed, connect: deny })
  const datagrams = { connect: deny, connect6: deny, send: deny, send6: deny }
  seal(udp, { ...closed, ...datagrams, addMembership: deny, addSourceSpecificMembership: deny })
}

function closeNames(rules: readonly Rule[] | undefined, reached: Reached): void {
  const sockets = net.Socket.prototype as unknown as Methods
  const connect = sockets['connect'] as Method
  const normalize = (net as unknown as { _normalizeArgs: (values: unknown[]) => unknown[] })
    ._normalizeArgs
  sockets['connect'] = function connectIfAllowed(...values) {
    const [first] = values
    const [options] = (Array.isArray(first) ? first : normalize(values)) as [
      Record<string, unknown>,
    ]
    const host = typeof options['host'] === 'string' ? options['host'] : 'localhost'
    const port = Number(options['port'])
    const unix = options['path'] !== undefined && options['path'] !== null
    if (unix || (rules !== undefined && findRule(rules, host, port) === undefined)) {
      // Who waits for the connection (http2) must not take it for one.
      Object.assign(this as object, { connecting: true })
      const error = unix ? refuseAlways('use local sockets') : refuse(`connect to ${host}:${port}`)
      process.nextTick(() => (this as net.Socket).destroy(error))
      return this
    }
    return apply(connect, this, values)
  }
  ;(net.Server.prototype as unknown as Methods)['listen'] = never('listen for connections')
  Object.assign(dgram, {
    createSocket: never('send datagrams'),
    Socket: never('send datagrams'),
    _createSocketHandle: never('send datagrams'),
  })
  Object.assign(net, { _createServerHandle: never('listen for connections') })
  closeDns(rules, reached)
}

type LookupDone = (error: Error | null, found?: unknown, family?: number) => void

function closeDns(rules: readonly Rule[] | undefined, reached: Reached): void {
  const resolver = new dns.Resolver() as unknown as { _handle: unknown }
  const queries = prototypeOf(resolver._handle)
  const { lookup } = dns
  const lookupLater = dns.promises.lookup

  const note = (found: unknown, rule: Rule): void => {
    const list = (Array.isArray(found) ? found : [found]) as unknown[]
    for (let index = 0; index < list.length; index += 1) {
      const entry = list[index]
      const address = typeof entry === 'string' ? entry : (entry as { address?: unknown })?.address
      if (typeof address === 'string') reached.add(address, rule)
    }
  }
  const ruleFor = (host: string): Rule => {
    const rule = rules === undefined ? anyRule : findRule(rules, host)
    if (rule === undefined && isIP(host) === 0) throw refuse(`look up ${host}`)
    return rule ?? nothingRule
  }
  const guarded = (host: unknown, options: unknown, done: unknown): void => {
    const finish = (typeof options === 'function' ? options : done) as LookupDone
    const settings = (typeof options === 'function' ? {} : options) as dns.LookupAllOptions
    const name = `${host as string}`
    let rule: Rule
    try {
      rule = ruleFor(name)
    } catch (error) {
      process.nextTick(() => finish(error as Error))
      return
    }
    lookup(name, settings, (error, found: unknown, family?: number) => {
      if (error === null && rule !== nothingRule) note(found, rule)
      finish(error, found, family)
    })
  }
  const guardedLater = async (host: unknown, options: unknown): Promise<unknown> => {
    const name = `${host as string}`
    const rule = ruleFor(name)
    const found: unknown = await lookupLater(name, (options ?? {}) as dns.LookupOptions)
    if (rule !== nothingRule) note(found, rule)
    return found
  }
  if (rules !== undefined) {
    const closed = never('ask name servers')
    for (const target of [dns, dns.promises] as unknown as Methods[]) {
      for (const name of Object.keys(target)) {
        if (/^(resolve|reverse|Resolver|lookupService|setServers)/.test(name)) target[name] = closed
      }
    }
    for (const name of Object.getOwnPropertyNames(queries)) {
      if (/^(query|getHostByAddr|setServers)/.test(name)) seal(queries, { [name]: deny })
    }
  }
  Object.assign(dns, { lookup: guarded })
  Object.assign(dns.promises, { lookup: guardedLater })
}

const anyRule: Rule = { host: '', below: true, port: undefined }
/** For addresses that are no name: looking them up leads nowhere new. */
const nothingRule: Rule = { host: '', below: false, port: undefined }
