/**
 * @file Who may import whom. Rules see resolved files relative to the repository root, so that a
 * relative path, a `#` import and a package name are judged alike.
 */
import { builtinModules } from 'node:module'
import { readImports, type ModuleImport } from './import-graph.ts'

/** Refuses imports whose two ends match; patterns are regular expressions, one of a list is enough. */
export interface ImportRule {
  name: string
  /** What the rule keeps true. */
  comment: string
  from: string[]
  fromExcept: string[]
  to: string[]
  /** `$1` stands for the first group of the `from` pattern that matched. */
  toExcept: string[]
}

const core = '^packages/provider-core/'
const gateway = '^packages/gateway/'
const handler = '^packages/custom-handler/'
const formats = '^packages/setup-formats/'
const ui = '^packages/ui/'
const desktop = '^apps/desktop/src/'
const host = `${desktop}(main|preload|browser-host|cli)/`
const test = '[.](test|fixture)[.]tsx?$'
const testing = '/src/testing/'

/** Matches a package by resolved path, and by bare name where it is built in or not installed. */
const npm = (...names: string[]): string[] =>
  names.flatMap((name) => [`(^|/)node_modules/${name}/`, `^${name}(/|$)`])

const builtin = (...names: string[]): string => `^(node:)?(${names.join('|')})(/|$)`
const everyBuiltin = builtin(...builtinModules.filter((name) => !name.startsWith('_')))

interface Fence {
  from: string | string[]
  except?: string | string[]
  /** Default: everything. */
  to?: string | string[]
  toExcept?: string | string[]
}

function forbid(name: string, comment: string, fence: Fence): ImportRule {
  return {
    name,
    comment,
    from: [fence.from].flat(),
    fromExcept: [fence.except ?? []].flat(),
    to: [fence.to ?? '.'].flat(),
    toExcept: [fence.toExcept ?? []].flat(),
  }
}

const layers = [
  forbid('core-is-the-bottom', 'provider-core knows no other package of the workspace', {
    from: core,
    to: ['^(apps|e2e|bench|scripts)/', '^packages/(?!provider-core/)'],
  }),
  forbid('model-is-browser-safe', 'provider-core/model stands on zod alone', {
    from: `${core}src/model/`,
    except: test,
    toExcept: [`${core}src/model/`, ...npm('zod')],
  }),
  forbid('specs-are-browser-safe', 'specs and addressing run in the window as well', {
    from: `${core}src/(specs|addressing)/`,
    except: test,
    toExcept: [`${core}src/(model|specs|addressing)/`, ...npm('zod')],
  }),
  forbid('gateway-below-the-app', 'the gateway stands on provider-core', {
    from: gateway,
    to: ['^(apps|e2e|bench|scripts)/', ui],
  }),
  forbid('handlers-below-the-app', 'custom handlers stand on provider-core', {
    from: handler,
    to: ['^(apps|e2e|bench|scripts)/', ui, gateway, formats],
  }),
  forbid('formats-are-pure', 'setup-formats: text in, plan out; no file, no network, no vault', {
    from: formats,
    except: test,
    to: ['^(apps|e2e|bench|scripts)/', ui, gateway, handler, everyBuiltin, ...npm('undici')],
  }),
  forbid('ui-knows-no-app', 'ui has no data access and no app words', {
    from: ui,
    to: ['^(apps|e2e|bench|scripts)/', core, gateway, ...npm('electron'), everyBuiltin],
    except: test,
  }),
  forbid('contract-is-only-a-contract', 'contract stands on provider-core/model, zod and oRPC', {
    from: `${desktop}contract/`,
    except: test,
    toExcept: [
      `${desktop}contract/`,
      `${core}src/model/`,
      ...npm('zod', '@orpc/contract', '@orpc/shared'),
    ],
  }),
  forbid('backend-is-host-neutral', 'backend never imports a host or the window', {
    from: `${desktop}backend/`,
    to: [host, `${desktop}renderer/`, ui, ...npm('electron', 'electron-store')],
  }),
  forbid('main-alone', 'the Electron host imports no other host and no window code', {
    from: `${desktop}main/`,
    to: [`${desktop}(preload|browser-host|cli|renderer)/`, ui],
  }),
  forbid('browser-host-alone', 'the browser host imports no other host and no window code', {
    from: `${desktop}browser-host/`,
    to: [`${desktop}(main|preload|cli|renderer)/`, ui, ...npm('electron', 'electron-store')],
  }),
  forbid('cli-alone', 'commands use backend and browser-host', {
    from: `${desktop}cli/`,
    to: [`${desktop}(main|preload|renderer)/`, ui, ...npm('electron', 'electron-store')],
  }),
  forbid('preload-is-thin', 'preload imports electron and the contract', {
    from: `${desktop}preload/`,
    except: test,
    toExcept: [`${desktop}(preload|contract)/`, ...npm('electron')],
  }),
  forbid(
    'renderer-reaches-the-contract-only',
    'renderer: contract, ui, provider-core/model and /specs',
    {
      from: `${desktop}renderer/`,
      to: ['^(apps|packages|e2e|bench|scripts)/', everyBuiltin, ...npm('electron', 'undici')],
      toExcept: [`${desktop}(renderer|contract)/`, `${ui}src/`, `${core}src/(model|specs)/`],
      except: test,
    },
  ),
  forbid('features-are-islands', 'renderer features never import each other', {
    from: `${desktop}renderer/features/([^/]+)/`,
    to: `${desktop}renderer/features/`,
    toExcept: `${desktop}renderer/features/$1/`,
  }),
  forbid('renderer-lib-is-below', 'renderer/lib knows no feature and no route', {
    from: `${desktop}renderer/lib/`,
    to: `${desktop}renderer/(app|features)/`,
  }),
  forbid('test-doubles-stay-in-tests', 'provider-core/testing is for tests', {
    from: '^(packages|apps)/',
    except: [test, testing],
    to: `${core}src/testing/`,
  }),
]

const single = [
  forbid('core-is-pure', 'provider-core: no window, no disk, no process, no keychain, no store', {
    from: `${core}src/`,
    except: [test, testing],
    to: [
      ...npm('electron', 'react', 'react-dom', 'keytar', '@napi-rs/keyring'),
      ...npm('conf', 'electron-store', 'ws'),
      builtin('fs', 'child_process', 'process', 'worker_threads', 'cluster', 'sqlite'),
    ],
  }),
  forbid('undici-in-transport', 'requests leave through provider-core/transport', {
    from: [`${core}src/`, `${desktop}backend/`],
    except: [test, testing, `${core}src/transport/`],
    to: npm('undici'),
  }),
  forbid('sockets-in-transport', 'sockets belong to transport, and to the demo server', {
    from: [`${core}src/`, `${desktop}backend/`],
    except: [test, testing, `${core}src/(transport|demo)/`],
    to: builtin('http', 'https', 'http2', 'net', 'tls'),
  }),
  forbid('keychain-in-one-file', 'the keychain library belongs to one file', {
    from: '^(packages|apps|bench)/',
    except: [`${desktop}backend/vault/keychain-vault[.]ts$`],
    to: npm('keytar', '@napi-rs/keyring', '@napi-rs/keyring-[^/]+'),
  }),
  forbid('conf-in-storage', 'the settings store belongs to backend/storage', {
    from: '^(packages|apps|bench)/',
    except: [`${desktop}backend/storage/[^/]+$`],
    to: npm('conf'),
  }),
  forbid('electron-store-in-main', "Electron's settings store belongs to one file of main", {
    from: '^(packages|apps|bench)/',
    except: [`${desktop}main/settings-file[.]ts$`],
    to: npm('electron-store'),
  }),
  forbid('no-computed-imports', 'what the app loads can be read off its source', {
    from: ['^packages/', desktop],
    // The one place that loads what the user wrote, in a process apart.
    except: [test, `${handler}src/runner/load-handler[.]ts$`],
    to: '[`$(+ ]',
  }),
  forbid('electron-in-its-host', 'electron is imported by main and preload', {
    from: '^(packages|apps|bench)/',
    except: [`${desktop}(main|preload)/`],
    to: npm('electron'),
  }),
]

/** The rules. Rings of imports are oxlint's matter (`import/no-cycle`). */
export const importRules: ImportRule[] = [...layers, ...single]

/** One breach of the rules; paths are relative to the repository root. */
export interface ImportBreach extends ModuleImport {
  rule: ImportRule
}

const matches = (patterns: string[], path: string): boolean =>
  patterns.some((pattern) => new RegExp(pattern).test(path))

/** Whether a rule refuses an import. */
function isBreach(rule: ImportRule, { from, to }: ModuleImport): boolean {
  const groups = rule.from.map((pattern) => new RegExp(pattern).exec(from)).find(Boolean)
  if (!groups || matches(rule.fromExcept, from)) return false
  const toExcept = rule.toExcept.map((pattern) => pattern.replaceAll('$1', groups[1] ?? ''))
  return matches(rule.to, to) && !matches(toExcept, to)
}

/**
 * Reads every import below the given folders and judges it.
 *
 * @param root absolute path of the repository
 * @param folders folders to read, relative to `root`
 * @returns the breaches, and the number of files that were read
 * @throws when a file cannot be parsed
 */
export function findImportBreaches(
  root: string,
  folders: string[],
): { breaches: ImportBreach[]; files: number } {
  const { imports, files } = readImports(root, folders)
  const breaches = imports.flatMap((entry) =>
    importRules.filter((rule) => isBreach(rule, entry)).map((rule) => ({ ...entry, rule })),
  )
  return { breaches, files }
}
