/** @file Items of the Responses API that have no word of ours, on their way to a client of the same format: begun, in progress, done. */
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readText } from '../read-json.ts'
import { finishItem, writeWholeItem, type ItemPlace } from './item-writer.ts'

export interface VendorItems {
  /** Begins an item, or adds to what is known of one that is begun. */
  open(item: JsonObject): JsonObject[]
  /** An event about an item that is begun: numbered as the item is here. */
  progress(type: string, value: JsonObject): JsonObject[]
  /** Ends the item of this id; one that was never begun is written whole. */
  done(item: JsonObject): JsonObject[]
  /** Ends the last item of a type that is begun; `undefined` when there is none. */
  fill(type: string, fields: JsonObject): JsonObject[] | undefined
  end(): JsonObject[]
}

const numbering: ReadonlySet<string> = new Set(['type', 'output_index', 'sequence_number'])

/** @param place takes the next number of the output, for an item of this id */
export function createVendorItems(place: (prefix: string, id?: string) => ItemPlace): VendorItems {
  const open = new Map<string, { place: ItemPlace; item: JsonObject }>()

  const finish = (id: string, item: JsonObject): JsonObject[] => {
    const known = open.get(id)
    if (known === undefined) return []
    open.delete(id)
    return [finishItem(known.place, item)]
  }

  return {
    open(item) {
      const id = readText(item['id'])
      if (id === undefined || readText(item['type']) === undefined) return []
      const known = open.get(id)
      if (known !== undefined) {
        open.set(id, { ...known, item: { ...known.item, ...item } })
        return []
      }
      const at = place('item', id)
      open.set(id, { place: at, item })
      const { index, emit } = at
      return [emit('response.output_item.added', { output_index: index, item })]
    },
    progress(type, value) {
      const known = open.get(readText(value['item_id']) ?? '')
      if (known === undefined) return []
      const { index, emit } = known.place
      return [emit(type, { output_index: index, ...pickUnknown(value, numbering) })]
    },
    done(item) {
      const id = readText(item['id']) ?? ''
      return open.has(id) ? finish(id, item) : writeWholeItem(place('item', id), item)
    },
    fill(type, fields) {
      const found = [...open].findLast(([, { item }]) => item['type'] === type)
      return found && finish(found[0], { ...found[1].item, ...fields })
    },
    end: () => [...open].flatMap(([id, { item }]) => finish(id, item)),
  }
}
