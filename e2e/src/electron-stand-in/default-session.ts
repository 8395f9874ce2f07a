/** @file `session.defaultSession`: the app decides on permissions, and Chromium is told. */
import type { Session, WebContents } from 'electron'
import type { CdpSession } from './cdp-connection.ts'
import { report } from './records.ts'

type Part = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>
type Handler = Parameters<Session['setPermissionRequestHandler']>[0]
type Permission = Parameters<NonNullable<Handler>>[1]

/** Electron's names beside those of Chromium. */
const permissions: readonly [Permission, string][] = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['idle-detection', 'idle-detection'],
]

/** Chromium asks nobody over the debugger, so each question is put beforehand and the answer set. */
export function createDefaultSession(browser: () => Promise<CdpSession>): Part {
  const set = async (name: string, granted: boolean): Promise<void> => {
    const session = await browser()
    await session.send('Browser.setPermission', {
      permission: { name },
      setting: granted ? 'granted' : 'denied',
    })
  }
  return {
    setPermissionRequestHandler(handler) {
      if (!handler) return
      for (const [permission, name] of permissions) {
        const contents = {} as WebContents
        const details = { isMainFrame: true, requestingUrl: '' }
        const decide = (granted: boolean): void => {
          report({ type: 'permission', permission: name, granted })
          set(name, granted).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
        }
        handler(contents, permission, decide, details)
      }
    },
    setPermissionCheckHandler() {},
    setDevicePermissionHandler() {},
  }
}
