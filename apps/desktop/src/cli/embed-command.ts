/** @file `patchbay embed` */
import type { Command } from 'commander'
import type { EmbeddingRequest } from '@patchbay/provider-core/model'
import type { Run } from './endpoint-commands.ts'
import { addModelOptions, parseCount, resolveModel, type ModelOptions } from './model-options.ts'

interface EmbedOptions extends ModelOptions {
  dimensions?: string
  taskType?: string
}

/**
 * With --json one line: `{ model, verified, vectors: number[][], usage?, warnings }`, the vectors in the
 * order of the texts. Without it each vector is a line of numbers.
 */
export function addEmbedCommand(program: Command, run: Run): void {
  addModelOptions(program.command('embed'))
    .argument('<text...>', 'texts to embed; a single "-" reads standard input')
    .option('--dimensions <number>', 'length of each vector')
    .option('--task-type <word>', "what the vectors are for, in the vendor's word")
    .description('Print the vector of each text')
    .action(
      run(
        async (
          { backend, output, signal, readStandardInput },
          given: string[],
          options: EmbedOptions,
        ) => {
          const texts = given.length === 1 && given[0] === '-' ? [await readStandardInput()] : given
          const request: EmbeddingRequest = {
            texts,
            ...(options.dimensions === undefined
              ? {}
              : { dimensions: parseCount('--dimensions', options.dimensions, 1, 100_000) }),
            ...(options.taskType === undefined ? {} : { taskType: options.taskType }),
          }
          const opened = await backend()
          const { route, resolved, headers } = await resolveModel(opened, options, output)
          const result = await opened.engine.embed(
            { route, resolved, request },
            { signal, headers },
          )
          for (const { message } of result.warnings) output.note(`Warning: ${message}`)
          const { vectors, usage, warnings } = result
          output.result(
            {
              model: result.model ?? route.upstreamModelId,
              verified: route.verified,
              vectors,
              ...(usage === undefined ? {} : { usage }),
              warnings,
            },
            vectors.map((vector) => vector.join(' ')).join('\n'),
          )
        },
      ),
    )
}
