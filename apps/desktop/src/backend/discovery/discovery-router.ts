/** @file Discovery's part of the contract, implemented by its service. */
import type { implementContract } from '../rpc.ts'
import type { DiscoveryService } from './discovery-service.ts'

type Implementer = ReturnType<typeof implementContract>['discovery']

export function createDiscoveryRouter(os: Implementer, discovery: DiscoveryService) {
  return {
    find: os.find.handler(({ input }) => discovery.find(input)),
    add: os.add.handler(({ input }) => discovery.add(input.baseUrl)),
    dismiss: os.dismiss.handler(({ input }) => discovery.dismiss(input.baseUrls)),
    restore: os.restore.handler(() => discovery.restore()),
  }
}
