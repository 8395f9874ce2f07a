/** @file A socket to a host through a SOCKS proxy of version 5 (RFC 1928; user name and password: RFC 1929). */
import { lookup } from 'node:dns/promises'
import { connect, isIP, isIPv4, type Socket } from 'node:net'
import { ProviderError } from '../errors/provider-error.ts'
import { createByteReader, type ByteReader } from './byte-reader.ts'
import { proxyAddress, type Proxy } from './find-proxy.ts'
import { refusedSignIn, strangeProxy } from './proxy-error.ts'

const version = 5
const noSignIn = 0
const passwordSignIn = 2

const refusals: Readonly<Record<number, string>> = {
  1: 'it failed inside',
  2: 'its rules forbid it',
  3: 'the network cannot be reached',
  4: 'the host cannot be reached',
  5: 'nothing answers at that port',
  6: 'it took too long',
  7: 'it does not know the command',
  8: 'it does not know this kind of address',
}

/**
 * Asks `proxy` for a connection to `host` and `port`. Throws `ProviderError` when the proxy says no,
 * else what the socket reports. An abort of `signal` closes the socket.
 */
export async function openSocksTunnel(
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  { signal }: { readonly signal: AbortSignal },
): Promise<Socket> {
  signal.throwIfAborted()
  const address = encodeAddress(await findAddress(target.host, proxy))
  const socket = connect({ host: proxy.host, port: proxy.port, noDelay: true })
  const stop = (): void => void socket.destroy(new Error('aborted', { cause: signal.reason }))
  signal.addEventListener('abort', stop, { once: true })
  const reader = createByteReader(socket)
  try {
    await signIn(socket, reader, proxy)
    const port = [target.port >> 8, target.port & 0xff]
    socket.write(Uint8Array.from([version, 1, 0, ...address, ...port]))
    await readReply(reader, proxy, target)
    reader.release()
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function findAddress(host: string, proxy: Proxy): Promise<string> {
  if (proxy.resolvesNames || isIP(host) !== 0) return host
  return (await lookup(host)).address
}

async function signIn(socket: Socket, reader: ByteReader, proxy: Proxy): Promise<void> {
  const { username, password = '' } = proxy
  const methods = username === undefined ? [noSignIn] : [noSignIn, passwordSignIn]
  socket.write(Uint8Array.from([version, methods.length, ...methods]))
  const [answered, method] = await reader.read(2)
  if (answered !== version) throw strangeProxy(proxy, 'SOCKS 5')
  if (method === noSignIn) return
  if (method !== passwordSignIn || username === undefined) throw refusedSignIn(proxy)
  const name = encodeText(username, 'user name')
  const word = encodeText(password, 'password')
  socket.write(Uint8Array.from([1, name.length, ...name, word.length, ...word]))
  const [, status] = await reader.read(2)
  if (status !== 0) throw refusedSignIn(proxy)
}

async function readReply(
  reader: ByteReader,
  proxy: Proxy,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  const [answered, code = -1, , kind] = await reader.read(4)
  if (answered !== version) throw strangeProxy(proxy, 'SOCKS 5')
  if (code !== 0) {
    const reason = refusals[code] ?? `it answered ${code}`
    throw new ProviderError({
      code: 'connection',
      retryable: code !== 2 && code !== 7 && code !== 8,
      message: `The proxy ${proxyAddress(proxy)} opened no way to ${host}:${port}: ${reason}.`,
    })
  }
  // The address that the proxy uses: of no interest, but it has to be read off.
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await reader.read(1))[0] ?? 0)
  await reader.read(length + 2)
}

/** Address type and address. */
function encodeAddress(host: string): number[] {
  if (isIPv4(host)) return [1, ...host.split('.').map(Number)]
  if (isIP(host) === 6) return [4, ...encodeIpv6(host)]
  const name = encodeText(host, 'host name')
  return [3, name.length, ...name]
}

function encodeIpv6(address: string): number[] {
  // The URL parser writes any form, IPv4 tails too, in hexadecimal groups.
  const [, text = ''] =
    /^\[(.*)\]$/.exec(new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname) ?? []
  const [head = '', tail] = text.split('::')
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff])
}

function encodeText(text: string, what: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= 255) return bytes
  throw new ProviderError({
    code: 'settings',
    message: `The ${what} is too long for a SOCKS proxy, which takes 255 bytes.`,
  })
}
