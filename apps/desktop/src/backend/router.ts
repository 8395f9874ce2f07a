/** @file The contract, implemented by the services. */
import { toErrorInfo } from '@patchbay/provider-core'
import type { CheckEvent } from '@patchbay/provider-core/model'
import type { Backend } from './backend.ts'
import { checkEndpointDraft, listDraftModels, type CheckInput } from './endpoints/endpoint-check.ts'
import { createDiscoveryRouter } from './discovery/discovery-router.ts'
import { createGatewayRouter } from './gateway/gateway-router.ts'
import { createLinksRouter } from './links/links-router.ts'
import { failingAsRpc, implementContract, never } from './rpc.ts'

export function createRouter(backend: Backend) {
  const { endpoints, commands, handlers, providers, models, chat, data, vault, changes } = backend
  const os = implementContract()

  return os.router({
    app: {
      info: os.app.info.handler(() => backend.info()),
      setTheme: os.app.setTheme.handler(({ input }) => backend.setTheme(input.theme)),
      dismissNotice: os.app.dismissNotice.handler(({ input }) => {
        backend.settings.dismissNotice(input.id)
        changes.emit('app')
      }),
      changes: os.app.changes.handler(({ signal }) => changes.subscribe(signal ?? never)),
    },
    vault: {
      choose: os.vault.choose.handler(async ({ input }) => {
        const status = await vault.choose(input)
        changes.emit('app', 'vault', 'endpoints')
        return status
      }),
      unlock: os.vault.unlock.handler(async ({ input }) => {
        const status = await vault.unlock(input.passphrase)
        changes.emit('app', 'vault', 'endpoints')
        return status
      }),
      retry: os.vault.retry.handler(async () => {
        const status = await vault.describe()
        changes.emit('app', 'vault')
        return status
      }),
    },
    endpoints: {
      list: os.endpoints.list.handler(() => endpoints.list()),
      save: os.endpoints.save.handler(async ({ input }) => {
        await commands.require(input.draft)
        return endpoints.save(input)
      }),
      commandState: os.endpoints.commandState.handler(({ input }) => commands.state(input)),
      confirmCommand: os.endpoints.confirmCommand.handler(({ input }) => commands.confirm(input)),
      duplicate: os.endpoints.duplicate.handler(({ input }) => endpoints.duplicate(input.id)),
      remove: os.endpoints.remove.handler(({ input }) =>
        endpoints.remove(input.id, input.confirmed),
      ),
      undoRemove: os.endpoints.undoRemove.handler(({ input }) =>
        endpoints.undoRemove(input.undoToken),
      ),
      check: os.endpoints.check.handler(({ input, signal }) =>
        failingAsRpc(checkConfirmed(input, backend, signal ?? never)),
      ),
      listModels: os.endpoints.listModels.handler(async ({ input, signal }) => {
        try {
          await commands.require(input.draft)
          return { ok: true, models: await listDraftModels(input, backend.check, signal ?? never) }
        } catch (error) {
          return { ok: false, error: toErrorInfo(error) }
        }
      }),
      addDemo: os.endpoints.addDemo.handler(() => endpoints.addDemo()),
    },
    providers: {
      list: os.providers.list.handler(() => providers.list()),
      setMode: os.providers.setMode.handler(({ input }) => providers.setMode(input)),
      setKey: os.providers.setKey.handler(({ input }) => providers.setKey(input)),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      resolve: os.models.resolve.handler(({ input }) =>
        models.route(input.address, input.assumeModelExists),
      ),
    },
    chat: {
      list: os.chat.list.handler(({ input }) => chat.list(input.search)),
      get: os.chat.get.handler(({ input }) => chat.get(input.id)),
      rename: os.chat.rename.handler(({ input }) => chat.rename(input.id, input.title)),
      remove: os.chat.remove.handler(({ input }) => chat.remove(input.id)),
      send: os.chat.send.handler(({ input, signal }) =>
        failingAsRpc(chat.send(input, signal ?? never)),
      ),
      attach: os.chat.attach.handler(({ input }) => chat.attach(input.name, input.data)),
      detach: os.chat.detach.handler(({ input }) => chat.detach(input.id)),
      media: os.chat.media.handler(({ input }) => chat.media(input.id)),
      wire: os.chat.wire.handler(({ input }) => chat.wire(input.replyId)),
      curl: os.chat.curl.handler(({ input }) => chat.curl(input.replyId)),
    },
    discovery: createDiscoveryRouter(os.discovery, backend.discovery),
    links: createLinksRouter(os.links, backend.links),
    gateway: createGatewayRouter(os.gateway, backend.gateway),
    handlers: {
      inspect: os.handlers.inspect.handler(({ input }) => handlers.inspect(input.file)),
      confirm: os.handlers.confirm.handler(({ input }) => handlers.confirm(input.file, input.hash)),
      revoke: os.handlers.revoke.handler(({ input }) => handlers.revoke(input.file)),
      log: os.handlers.log.handler(({ input }) => [...handlers.log(input.id)]),
      chooseFile: os.handlers.chooseFile.handler(async () => ({
        file: await handlers.chooseFile(),
      })),
    },
    data: {
      export: os.data.export.handler(({ input }) => data.export(input)),
      previewImport: os.data.previewImport.handler(({ input }) => data.previewImport(input)),
      applyImport: os.data.applyImport.handler(({ input }) => data.applyImport(input)),
    },
  })
}

async function* checkConfirmed(
  input: CheckInput,
  { check, commands }: Backend,
  signal: AbortSignal,
): AsyncGenerator<CheckEvent, void, void> {
  await commands.require(input.draft)
  yield* checkEndpointDraft(input, check, signal)
}
