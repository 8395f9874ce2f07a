/** @file The one window. */
import { BrowserWindow, nativeTheme } from 'electron'
import { appUrl } from './app-protocol.ts'

/** Height of the title bar that the page draws; the system's buttons lie over it. */
const titleBarHeight = 40

export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'Patchbay',
    titleBarStyle: 'hidden',
    titleBarOverlay: { height: titleBarHeight, ...overlayColours() },
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131519' : '#e9ebf0',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      enableWebSQL: false,
      devTools: process.env['PATCHBAY_DEVTOOLS'] === '1',
    },
  })
  window.once('ready-to-show', () => window.show())
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setTitleBarOverlay(overlayColours())
  })
  void window.loadURL(appUrl)
  return window
}

/** The rail's colour and the secondary text of the design tokens, for what the system draws. */
function overlayColours(): { color: string; symbolColor: string } {
  return nativeTheme.shouldUseDarkColors
    ? { color: '#131519', symbolColor: '#b6bbc6' }
    : { color: '#e9ebf0', symbolColor: '#484e5b' }
}
