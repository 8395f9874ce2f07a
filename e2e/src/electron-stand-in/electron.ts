/**
 * @file A stand-in for the module `electron` in the main process: as much of it as Patchbay uses, with
 * Chromium pages for windows. It is not Electron; it shows that the real bundles do their wiring right.
 */
import { EventEmitter, once } from 'node:events'
import type {
  Dialog,
  Menu as ElectronMenu,
  MessageBoxOptions,
  NativeTheme,
  OpenDialogOptions,
  Shell,
} from 'electron'
import { StandInApp } from './app.ts'
import { createWindowClass } from './browser-window.ts'
import { createDefaultSession } from './default-session.ts'
import { ipcMain } from './preload-bridge.ts'
import { createProtocol } from './protocol.ts'
import { report } from './records.ts'
import { utilityProcess } from './utility-process.ts'

const app = new StandInApp()

const BrowserWindow = createWindowClass(() => ({
  chromium: app.chromium(),
  onCreated: (contents) => app.contentsCreated(contents),
  onClosed: () => {
    if (BrowserWindow.getAllWindows().length === 0) app.emit('window-all-closed')
  },
}))
app.on('stand-in-close-window', () => BrowserWindow.getAllWindows()[0]?.close())

const protocol = createProtocol(() => app.isReady())

const session = {
  defaultSession: createDefaultSession(async () => (await app.chromium()).connection.browser),
}

const shell = {
  async openExternal(url) {
    report({ type: 'open-external', url })
  },
  async openPath() {
    return ''
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath'>

const dialog = {
  showErrorBox(title, content) {
    report({ type: 'error-box', title, content })
    process.stderr.write(`${title}: ${content}\n`)
  },
  async showMessageBox(...given: [unknown, MessageBoxOptions] | [MessageBoxOptions]) {
    const { message, detail = '' } = given.length === 1 ? given[0] : given[1]
    report({ type: 'message-box', message, detail })
    const [response] = (await once(app, 'stand-in-answer')) as [number]
    return { response, checkboxChecked: false }
  },
  /** Nobody chooses: what a person would pick is typed in the form. */
  async showOpenDialog(..._given: [unknown, OpenDialogOptions] | [OpenDialogOptions]) {
    return { canceled: true, filePaths: [] }
  },
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>

class StandInTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
{
  #source: NativeTheme['themeSource'] = 'system'

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source
  }

  set themeSource(source) {
    const changed = source !== this.#source
    this.#source = source
    report({ type: 'theme', source })
    if (changed) this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

type Template = Parameters<typeof ElectronMenu.buildFromTemplate>[0]

const Menu = {
  buildFromTemplate: (template: Template) => ({ items: template }),
  setApplicationMenu(menu: { items: Template } | null) {
    const labels = (menu?.items ?? []).map((item) => item.label ?? item.role ?? '')
    report({ type: 'menu', labels })
  },
}

const nativeTheme = new StandInTheme()

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  session,
  shell,
  utilityProcess,
}
