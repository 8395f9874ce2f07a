/** @file `patchbay image` */
import { stat, writeFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { ImageRequest } from '@patchbay/provider-core/model'
import type { Run } from './endpoint-commands.ts'
import { addModelOptions, parseCount, resolveModel, type ModelOptions } from './model-options.ts'

interface ImageOptions extends ModelOptions {
  out: string
  size?: string
  quality?: string
  count?: string
}

/**
 * Writes each picture into a file. With --json one line: `{ model, verified, files: [{ path, mediaType,
 * bytes, revisedPrompt? }], usage?, text?, warnings }`.
 */
export function addImageCommand(program: Command, run: Run): void {
  addModelOptions(program.command('image'))
    .argument('<prompt>', 'what to draw; "-" reads standard input')
    .requiredOption('--out <file>', 'file to write; further pictures get a number before the dot')
    .option('--size <size>', 'such as 1024x1024, or 16:9 with Google')
    .option('--quality <word>', "the vendor's word, such as high")
    .option('--count <number>', 'how many pictures')
    .description('Draw a picture and save it')
    .action(
      run(
        async (
          { backend, output, signal, readStandardInput },
          given: string,
          options: ImageOptions,
        ) => {
          await checkPlace(options.out)
          const prompt = given === '-' ? await readStandardInput() : given
          const opened = await backend()
          const { route, resolved, headers } = await resolveModel(opened, options, output)
          const call = { route, resolved, request: toRequest(prompt, options) }
          const result = await opened.engine.generateImage(call, { signal, headers })
          for (const { message } of result.warnings) output.note(`Warning: ${message}`)
          const files = []
          for (const [index, image] of result.images.entries()) {
            const { mediaType, bytes } = await opened.engine.fetchImage(image, {
              signal,
              resolved,
            })
            const path = numbered(resolve(options.out), index)
            await save(path, bytes)
            const { revisedPrompt } = image
            const words = revisedPrompt === undefined ? {} : { revisedPrompt }
            files.push({ path, mediaType, bytes: bytes.byteLength, ...words })
          }
          const { text, usage, warnings } = result
          output.result(
            {
              model: route.upstreamModelId,
              verified: route.verified,
              files,
              ...(text === undefined ? {} : { text }),
              ...(usage === undefined ? {} : { usage }),
              warnings,
            },
            files.map(({ path, mediaType }) => `Saved ${path} (${mediaType}).`).join('\n'),
          )
        },
      ),
    )
}

function toRequest(prompt: string, { size, quality, count }: ImageOptions): ImageRequest {
  return {
    prompt,
    ...(size === undefined ? {} : { size }),
    ...(quality === undefined ? {} : { quality }),
    ...(count === undefined ? {} : { count: parseCount('--count', count, 1, 100) }),
  }
}

/** `cat.png`, then `cat-2.png`, … */
function numbered(path: string, index: number): string {
  if (index === 0) return path
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}-${index + 1}${extension}`
}

/** A picture that is paid for has to have a place to go. Throws `ProviderError`. */
async function checkPlace(out: string): Promise<void> {
  const isFolder = async (path: string): Promise<boolean> =>
    (await stat(path).catch(() => undefined))?.isDirectory() === true
  const folder = dirname(resolve(out))
  const problem = (await isFolder(resolve(out)))
    ? `${out} is a folder. Name a file in it.`
    : (await isFolder(folder))
      ? undefined
      : `There is no folder ${folder}.`
  if (problem === undefined) return
  throw new ProviderError({ code: 'invalid-request', message: `--out: ${problem}` })
}

async function save(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it cannot be written.'
    throw new ProviderError({
      code: 'invalid-request',
      message: `The image could not be saved: ${reason}`,
      cause,
    })
  }
}
