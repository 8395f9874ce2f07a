/** @file `patchbay serve`: the app in the browser. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import { writePrivateFile } from '#backend/storage/write-file'
import type { Run } from './endpoint-commands.ts'

export function addServeCommand(program: Command, run: Run): void {
  program
    .command('serve')
    .option('--port <number>', 'port on 127.0.0.1; a free one when left out', '0')
    .option('--no-open', 'do not open the browser')
    .option(
      '--link <link>',
      'open the form that a patchbay://add? link fills; "-" reads it on standard input',
    )
    .description('Serve the app to the browser, on this machine only')
    .action(
      run(async (context, options: { port: string; open: boolean; link?: string }) => {
        const { backend, output, signal } = context
        const port = Number(options.port)
        if (!Number.isInteger(port) || port < 0 || port > 65535) {
          throw new ProviderError({
            code: 'invalid-request',
            message: `--port wants a number from 0 to 65535, not "${options.port}".`,
          })
        }
        const { startBrowserHost } = await import('../browser-host/browser-host.ts')
        const opened = await backend()
        if (options.link !== undefined) {
          const link = options.link === '-' ? await context.readStandardInput() : options.link
          const read = opened.links.read(link)
          if (!read.ok) throw new ProviderError({ code: 'invalid-request', message: read.message })
          opened.links.offer(link)
        }
        const files = join(
          import.meta.dirname,
          import.meta.dirname.endsWith('chunks') ? '../..' : '..',
          'renderer',
        )
        const host = await startBrowserHost({ backend: opened, files, port })
        void opened.gateway.startWithApp()
        output.result(
          { url: host.url },
          `Patchbay is at ${host.url}\nThe link works once. Stop with Ctrl-C.`,
        )
        const { home } = await opened.info()
        const stopOpening = options.open ? await openInBrowser(host.url, home) : undefined
        void host.opened.then(stopOpening)
        // It may have been told to stop while it started.
        if (!signal.aborted) await once(signal, 'abort')
        await stopOpening?.()
        await host.close()
      }),
    )
}

/**
 * Opens the link by way of a private file, so that the one-time token is never a process argument.
 * Gives back what removes the file.
 */
async function openInBrowser(url: string, home: string): Promise<() => Promise<void>> {
  const file = join(home, `open-${randomUUID()}.html`)
  await writePrivateFile(
    file,
    `<!doctype html><meta charset="utf-8"><title>Patchbay</title><meta http-equiv="refresh" content="0;url=${url}"><a href="${url}">Open Patchbay</a>\n`,
  )
  const target = pathToFileURL(file).href
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [target]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', target]]
        : ['xdg-open', [target]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // No browser here: the printed link is what there is.
  child.on('error', () => undefined)
  child.unref()
  return () => rm(file, { force: true })
}
