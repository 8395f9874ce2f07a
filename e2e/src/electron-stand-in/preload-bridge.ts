/** @file Joins the preload world of a page with `ipcMain`. */
import { EventEmitter } from 'node:events'
import type { IpcMain, WebFrameMain } from 'electron'
import type { CdpSession } from './cdp-connection.ts'
import { StandInPort } from './message-port-main.ts'
import { readPortValue, textOfPortValue, writePortValue } from './port-value.ts'
import {
  bindingName,
  preloadWorld,
  writePreloadScript,
  type PreloadDoors,
  type PreloadMessage,
} from './preload-world.ts'
import { report } from './records.ts'

export type SenderFrame = Pick<WebFrameMain, 'url' | 'parent'>

/** `ipcMain` is an event emitter; this app uses no more of it. */
export const ipcMain = new EventEmitter() satisfies Pick<IpcMain, 'eventNames'>

interface BindingCalled {
  name: string
  payload: string
  executionContextId: number
}

interface ContextCreated {
  context: { id: number; auxData?: { frameId?: string } }
}

export interface BridgeOptions {
  readonly session: CdpSession
  /** Text of the preload bundle. */
  readonly bundle: string
  readonly sender: unknown
  /** What the main process is to see of a frame. */
  readonly describeFrame: (frameId: string | undefined) => SenderFrame | null
}

/** Must be set up before the page loads anything. */
export async function bridgePreload(options: BridgeOptions): Promise<void> {
  const { session, bundle, sender, describeFrame } = options
  const frames = new Map<number, string | undefined>()
  const ports = new Map<string, StandInPort>()

  const call = (contextId: number, door: keyof PreloadDoors, ...args: unknown[]): void => {
    const functionDeclaration = `(...args) => globalThis.${door}(...args)`
    session
      .send('Runtime.callFunctionOn', {
        executionContextId: contextId,
        functionDeclaration,
        arguments: args.map((value) => ({ value })),
      })
      // The page is gone; its ports are closed by the event that says so.
      .catch(() => undefined)
  }

  const openPort = (contextId: number, id: number): StandInPort => {
    const port = new StandInPort({
      send(message) {
        const value = writePortValue(message)
        report({ type: 'to-window', text: textOfPortValue(value) })
        call(contextId, 'electronStandInDeliver', id, value)
      },
      close() {
        report({ type: 'port-closed-by-host' })
        call(contextId, 'electronStandInClose', id)
      },
    })
    ports.set(`${contextId}:${id}`, port)
    return port
  }

  const receive = (contextId: number, message: PreloadMessage): void => {
    if (message.type === 'post') {
      const senderFrame = describeFrame(frames.get(contextId))
      report({
        type: 'ipc',
        channel: message.channel,
        senderUrl: senderFrame?.url ?? '',
        ports: message.ports.length,
      })
      const event = {
        sender,
        senderFrame,
        ports: message.ports.map((id) => openPort(contextId, id)),
      }
      ipcMain.emit(message.channel, event, readPortValue(message.message))
    } else if (message.type === 'port-message') {
      ports.get(`${contextId}:${message.port}`)?.receive(readPortValue(message.value))
    } else {
      ports.get(`${contextId}:${message.port}`)?.disconnect()
    }
  }

  const forget = (contextId: number): void => {
    frames.delete(contextId)
    for (const [key, port] of ports) {
      if (!key.startsWith(`${contextId}:`)) continue
      ports.delete(key)
      port.disconnect()
    }
  }

  session.on('Runtime.executionContextCreated', ({ context }: ContextCreated) => {
    frames.set(context.id, context.auxData?.frameId)
  })
  session.on('Runtime.executionContextDestroyed', (event: { executionContextId: number }) =>
    forget(event.executionContextId),
  )
  session.on('Runtime.executionContextsCleared', () => {
    for (const contextId of frames.keys()) forget(contextId)
  })
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }: BindingCalled) => {
    if (name === bindingName) receive(executionContextId, JSON.parse(payload) as PreloadMessage)
  })
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', {
    name: bindingName,
    executionContextName: preloadWorld,
  })
  await session.send('Page.addScriptToEvaluateOnNewDocument', {
    source: writePreloadScript(bundle),
    worldName: preloadWorld,
  })
}
