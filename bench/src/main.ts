/**
 * @file `npm run bench`: every measurement with its limits in the same run. `npm run bench -- codecs memory` takes
 * only the parts that are named.
 */
import { cpus, totalmem } from 'node:os'
import { measureApp } from './app.ts'
import { measureDecoding } from './codec/decode.ts'
import { measureEncoding, measureTranslating } from './codec/encode.ts'
import { measureImport } from './import-setup.ts'
import { toTable, type Row } from './measure.ts'
import { measureMemory } from './memory.ts'

const rounds = 9

const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  app: measureApp,
  codecs: async () => [
    ...(await measureDecoding(rounds)),
    ...(await measureEncoding(rounds)),
    ...(await measureTranslating(rounds)),
  ],
  memory: measureMemory,
  import: async () => measureImport(rounds),
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => parts[name] === undefined)
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}": ${Object.keys(parts).join(', ')}.`)
  process.exit(1)
}
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`,
)
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) console.log(toTable(await measure()))
}
