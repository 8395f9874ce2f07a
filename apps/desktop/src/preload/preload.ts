/** @file Hands the window's message port to the main process. The only file that imports `ipcRenderer`. */
import { ipcRenderer } from 'electron'

const channel = 'patchbay-rpc'

window.addEventListener('message', (event) => {
  const [port] = event.ports
  if (
    event.source !== window ||
    event.origin !== window.location.origin ||
    event.data !== channel ||
    !port
  )
    return
  ipcRenderer.postMessage(channel, null, [port])
})
