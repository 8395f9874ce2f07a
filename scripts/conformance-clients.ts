/**
 * @file `npm run conformance:clients`: the official client libraries before every provider type, through the
 * gateway, as a matrix. `--write` keeps it in docs/gateway-clients.md.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runClients, toMatrix } from '../packages/gateway/src/testing/clients/run-clients.ts'

const asked = process.argv.slice(2).find((word) => !word.startsWith('--'))
const cells = await runClients(({ name }) => asked === undefined || name.includes(asked))
const matrix = toMatrix(cells)
const failed = cells.filter(({ outcome }) => outcome === 'failed')
const passed = cells.filter(({ outcome }) => outcome === 'passed').length

console.log(matrix)
for (const { client, upstream, feature, reason } of failed)
  console.log(`\nFAILED ${client} → ${upstream}, ${feature}: ${reason}`)
console.log(`\n${passed} passed, ${failed.length} failed`)

if (process.argv.includes('--write') && asked === undefined) {
  const path = join(import.meta.dirname, '../docs/gateway-clients.md')
  const before = await readFile(path, 'utf8')
  const mark = '<!-- matrix -->'
  const head = before.slice(0, before.indexOf(mark) + mark.length)
  await writeFile(path, `${head}\n\n${matrix}\n`)
}
process.exit(failed.length > 0 ? 1 : 0)
