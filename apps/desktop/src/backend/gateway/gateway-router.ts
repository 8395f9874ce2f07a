/** @file The gateway's part of the contract, implemented by its service. */
import type { implementContract } from '../rpc.ts'
import { failingAsRpc, never } from '../rpc.ts'
import type { GatewayService } from './gateway-service.ts'

type Implementer = ReturnType<typeof implementContract>['gateway']

export function createGatewayRouter(os: Implementer, gateway: GatewayService) {
  const { keys, aliases, inspector } = gateway
  return {
    status: os.status.handler(() => gateway.status()),
    start: os.start.handler(() => gateway.start()),
    stop: os.stop.handler(() => gateway.stop()),
    moveTo: os.moveTo.handler(({ input }) => gateway.moveTo(input.port)),
    updateSettings: os.updateSettings.handler(({ input }) => gateway.updateSettings(input)),
    keys: {
      list: os.keys.list.handler(() => keys.list()),
      create: os.keys.create.handler(({ input }) => keys.create(input)),
      reveal: os.keys.reveal.handler(({ input }) => keys.reveal(input.id)),
      rotate: os.keys.rotate.handler(({ input }) => keys.rotate(input.id)),
      update: os.keys.update.handler(({ input }) => keys.update(input)),
      revoke: os.keys.revoke.handler(({ input }) => keys.revoke(input.id)),
    },
    aliases: {
      list: os.aliases.list.handler(() => aliases.list()),
      save: os.aliases.save.handler(({ input }) => aliases.save(input)),
      remove: os.aliases.remove.handler(({ input }) => aliases.remove(input.name)),
    },
    models: os.models.handler(() => gateway.models()),
    requests: os.requests.handler(({ signal }) =>
      failingAsRpc(gateway.watchRequests(signal ?? never)),
    ),
    request: os.request.handler(({ input }) => inspector.detail(input.id)),
    clearRequests: os.clearRequests.handler(() => gateway.clearRequests()),
    curl: os.curl.handler(({ input }) => inspector.curl(input.id)),
    openInChat: os.openInChat.handler(({ input }) => inspector.openInChat(input.id)),
    usage: os.usage.handler(({ input }) => gateway.usage(input.days)),
  }
}
