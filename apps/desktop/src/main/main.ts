/** @file Electron's main process: lifecycle and the composition of the backend. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  nativeTheme,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { createBackend } from '#backend/backend'
import { createHandlers, findRunnerFolder } from '#backend/handlers/create-handlers'
import { createProviderEngine, startDemo } from '#backend/provider-engine'
import { parseEnvironment } from '#backend/environment'
import { version } from '#backend/version'
import { appScheme, appSchemePrivileges, serveWindow } from './app-protocol.ts'
import { askToAllow, chooseHandlerFile } from './ask-to-allow.ts'
import { askToRun } from './ask-to-run.ts'
import { createDeepLinks } from './deep-link.ts'
import { hardenContents, hardenSession } from './harden.ts'
import { setApplicationMenu } from './menu.ts'
import { serveRpc } from './rpc.ts'
import { createElectronStoreFile } from './settings-file.ts'
import { createHandlerProcessStarter } from './start-handler-process.ts'
import { createWindow } from './window.ts'

const dist = join(import.meta.dirname, '..')
const preload = join(dist, 'preload', 'preload.cjs')

async function start(): Promise<void> {
  const { home, keychainScope, vault, desktop, discoveryPorts } = parseEnvironment({
    env: process.env,
    platform: process.platform,
    userHome: homedir(),
    cwd: process.cwd(),
  })
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: appSchemePrivileges }])
  // Chromium's own files, and the lock of the single instance, go with the data folder.
  app.setPath('userData', join(home, 'electron'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  const links = createDeepLinks(app, process.argv, findDevelopmentEntry())
  app.on('second-instance', showWindow)
  hardenContents(app, shell)
  await app.whenReady()

  const backend = await createBackend({
    home,
    keychainScope,
    version,
    host: 'electron',
    vault,
    settingsFile: createElectronStoreFile(home),
    createEngine: createProviderEngine,
    createHandlerRuntime: createHandlers({
      home,
      runnerFolder: findRunnerFolder(import.meta.dirname),
      startProcess: createHandlerProcessStarter((...args) => utilityProcess.fork(...args)),
    }),
    startDemo,
    desktop,
    discoveryPorts,
    readVariable: (name) => process.env[name],
    askToRun: (command) => askToRun(dialog, command),
    askToAllow: (manifest) => askToAllow(dialog, manifest),
    chooseHandlerFile: () => chooseHandlerFile(dialog),
  })
  hardenSession(session.defaultSession)
  serveWindow(protocol, join(dist, 'renderer'))
  serveRpc(backend)
  setApplicationMenu(process.platform)

  const followTheme = async (): Promise<void> => {
    nativeTheme.themeSource = (await backend.info()).theme
  }
  await followTheme()
  const stop = new AbortController()
  void (async () => {
    for await (const change of backend.changes.subscribe(stop.signal)) {
      if (change.topics.includes('app')) await followTheme()
    }
  })()

  void backend.gateway.startWithApp()
  createWindow(preload)
  links.deliverTo((link) => {
    backend.links.offer(link)
    showWindow()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) createWindow(preload)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let ending: 'asked' | 'ready' | undefined
  app.on('before-quit', (event) => {
    if (ending === 'ready') return
    event.preventDefault()
    if (ending === 'asked') return
    ending = 'asked'
    stop.abort()
    void backend.close().finally(() => {
      ending = 'ready'
      app.quit()
    })
  })
  // The libraries of settings and locks answer a signal by sending it again, which would end the process
  // on the spot if nobody else listened.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit())
  }
}

/** Brings the window to the front, or opens one again where all are closed. */
function showWindow(): void {
  if (!app.isReady()) return
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) {
    createWindow(preload)
    return
  }
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Where Electron runs a checkout, a link has to name the script, too. */
function findDevelopmentEntry(): { program: string; script: string } | undefined {
  const [program, script] = process.argv
  if (!process.defaultApp || program === undefined || script === undefined) return undefined
  return { program, script: resolve(script) }
}

start().catch((error: unknown) => {
  dialog.showErrorBox(
    'Patchbay could not start',
    error instanceof Error ? error.message : String(error),
  )
  app.exit(1)
})
