/** @file The command line: the same backend as the window, as commands. */
import { Command, CommanderError, Help, type Option } from 'commander'
import { version } from '#backend/version'
import type { Backend } from '#backend/backend'
import type { CommandContext } from './context.ts'
import type { Run } from './endpoint-commands.ts'
import { onStopSignal } from './stop-signal.ts'

async function main(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version}\n`)
    return
  }
  const [{ openBackend, readAll }, { createOutput, reportError, reportMisuse, CommandFailed }] =
    await Promise.all([import('./context.ts'), import('./output.ts')])
  const [
    endpoints,
    providers,
    chat,
    embed,
    image,
    complete,
    data,
    serve,
    gateway,
    handler,
    discover,
  ] = await Promise.all([
    import('./endpoint-commands.ts'),
    import('./provider-commands.ts'),
    import('./chat-command.ts'),
    import('./embed-command.ts'),
    import('./image-command.ts'),
    import('./complete-command.ts'),
    import('./data-commands.ts'),
    import('./serve-command.ts'),
    import('./gateway-command.ts'),
    import('./handler-command.ts'),
    import('./discover-command.ts'),
  ])

  // Whoever read the output has gone (`| head`): nothing is left to do.
  process.stdout.on('error', () => process.exit(0))

  const stop = new AbortController()
  onStopSignal(() => stop.abort())

  const json = argv.includes('--json')
  const output = createOutput(json, process.stdout, process.stderr)
  let opening: Promise<Backend> | undefined
  const context: CommandContext = {
    output,
    signal: stop.signal,
    backend: () => (opening ??= openBackend()),
    readStandardInput: () => readAll(process.stdin),
  }
  const run: Run =
    (work) =>
    async (...args) => {
      try {
        await work(context, ...args)
      } catch (error) {
        process.exitCode = 1
        if (!(error instanceof CommandFailed)) reportError(error, output)
      } finally {
        await (await opening?.catch(() => undefined))?.close()
      }
    }

  const program = new Command('patchbay')
    .description('Plugs any model endpoint into any provider, and any tool into those endpoints.')
    .version(version)
    .option('--json', 'print JSON, one value a line')
    .configureHelp({ optionDescription: describeOption })
    // Told below, in one way with every other error.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
  serve.addServeCommand(program, run)
  gateway.addGatewayCommands(program, run)
  endpoints.addEndpointCommands(program, run)
  providers.addProviderCommands(program, run)
  chat.addChatCommand(program, run)
  embed.addEmbedCommand(program, run)
  image.addImageCommand(program, run)
  complete.addCompleteCommand(program, run)
  data.addDataCommands(program, run)
  handler.addHandlerCommands(program, run)
  discover.addDiscoverCommand(program, run)
  acceptJsonEverywhere(program)
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode
    // Help and version have been printed as asked; a command without a subcommand gets its help.
    if (error.exitCode !== 0 && error.code !== 'commander.help') reportMisuse(error.message, output)
  }
}

/** As commander does, but for what may be given several times: "default: []" says nothing to a person. */
function describeOption(option: Option): string {
  return Array.isArray(option.defaultValue)
    ? option.description
    : new Help().optionDescription(option)
}

/** `--json` may stand behind any command. */
function acceptJsonEverywhere(command: Command): void {
  for (const sub of command.commands) {
    sub.option('--json', 'print JSON, one value a line')
    acceptJsonEverywhere(sub)
  }
}

await main(process.argv.slice(2))
