/**
 * @file Closes the network before the user's code is loaded, but for the hosts that the endpoint names. Node 24
 * has no permission for it. Two gates: names (`net`, `dns`), and the handles beneath them (TCP, UDP, pipes),
 * through which every socket of Node passes.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
import {
  apply,
  closeInheritanceOf,
  createRecord,
  endsAfterMore,
  isArray,
  settle,
  toLowerCase,
} from './untouched.ts'

type Method = (this: unknown, ...values: unknown[]) => unknown
type Methods = Record<string, Method>

const { isIP } = net
const { nextTick } = process
const Later = Promise
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
  const reached = createReached(rules)
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

function isNamed(rule: Rule, name: string): boolean {
  return rule.below ? isIP(name) === 0 && endsAfterMore(name, rule.host) : name === rule.host
}

/** `port` left out: any port counts (a name is looked up before its port is known). */
function isAllowed(rules: readonly Rule[] | undefined, host: string, port?: number): boolean {
  if (rules === undefined) return true
  const name = toLowerCase(host)
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index] as Rule
    if (!isNamed(rule, name)) continue
    if (port === undefined || rule.port === undefined || rule.port === port) return true
  }
  return false
}

/** Addresses that names of the rules led to. */
interface Reached {
  /** @param name what was looked up; ports are those of all rules that name it */
  add(address: string, name: string): void
  has(address: string, port: number): boolean
}

function createReached(rules: readonly Rule[] = []): Reached {
  const known = createRecord<true>()
  return {
    add: (address, name) => {
      for (let index = 0; index < rules.length; index += 1) {
        const rule = rules[index] as Rule
        if (isNamed(rule, name)) known[`${address} ${rule.port ?? 'any'}`] = true
      }
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
    function connectIfAllowed(request, address, port) {
      if (typeof address !== 'string' || typeof port !== 'number') return refusedCode
      if (!isAllowed(rules, address, port) && !reached.has(address, port)) return refusedCode
      return apply(connect, this, [request, address, port])
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
  for (const handle of [tcp, pipe, udp]) closeInheritanceOf(handle)
}

function closeNames(rules: readonly Rule[] | undefined, reached: Reached): void {
  const sockets = net.Socket.prototype as unknown as Methods
  const connect = sockets['connect'] as Method
  const normalize = (net as unknown as { _normalizeArgs: (values: unknown[]) => unknown[] })
    ._normalizeArgs
  sockets['connect'] = function connectIfAllowed(...values) {
    const first = values[0]
    const options = (isArray(first) ? first : normalize(values))[0] as Record<string, unknown>
    const host = typeof options['host'] === 'string' ? options['host'] : 'localhost'
    const port = Number(options['port'])
    const unix = options['path'] !== undefined && options['path'] !== null
    if (unix || !isAllowed(rules, host, port)) {
      // Who waits for the connection (http2) must not take it for one.
      Object.assign(this as object, { connecting: true })
      const error = unix ? refuseAlways('use local sockets') : refuse(`connect to ${host}:${port}`)
      nextTick(() => (this as net.Socket).destroy(error))
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

type LookupDone = (error: unknown, found?: unknown, family?: unknown) => void

function closeDns(rules: readonly Rule[] | undefined, reached: Reached): void {
  const resolver = new dns.Resolver() as unknown as { _handle: unknown }
  const queries = prototypeOf(resolver._handle)
  closeInheritanceOf(queries)
  const lookup = dns.promises.lookup as (name: string, options: unknown) => Promise<unknown>

  const note = (found: unknown, name: string): void => {
    const list: readonly unknown[] = isArray(found) ? found : [found]
    for (let index = 0; index < list.length; index += 1) {
      const { address } = list[index] as { readonly address: unknown }
      if (typeof address === 'string') reached.add(address, name)
    }
  }
  /** Node's other form hands its callback to methods that could be replaced, and so the word on what was found. */
  const find = (
    host: unknown,
    options: unknown,
    onFound: (found: unknown) => void,
    onError: (error: unknown) => void,
  ): void => {
    const name = typeof host === 'string' ? toLowerCase(host) : ''
    if (isIP(name) === 0 && !isAllowed(rules, name)) return onError(refuse(`look up ${name}`))
    settle(
      lookup(name, options ?? {}),
      (found) => {
        if (isIP(name) === 0) note(found, name)
        onFound(found)
      },
      onError,
    )
  }
  const guarded = (host: unknown, options: unknown, done: unknown): void => {
    const finish = (typeof options === 'function' ? options : done) as LookupDone
    find(
      host,
      typeof options === 'function' ? {} : options,
      (found) => {
        if (isArray(found)) return nextTick(finish, null, found)
        const { address, family } = found as { readonly address: unknown; readonly family: unknown }
        nextTick(finish, null, address, family)
      },
      (error) => nextTick(finish, error),
    )
  }
  const guardedLater = (host: unknown, options: unknown): Promise<unknown> =>
    new Later((resolve, reject) => find(host, options, resolve, reject))
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
