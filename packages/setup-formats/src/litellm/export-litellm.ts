/**
 * @file Endpoints, modes and aliases → a LiteLLM `config.yaml`. Secrets are references to variables.
 * `model_info.patchbay` says what an entry is here, so that an import of the file gives the same set-up back.
 */
import { catalogue, officialEndpoint } from '@patchbay/provider-core'
import type { Endpoint, GatewayAlias, ModelAddress } from '@patchbay/provider-core/model'
import type { Connection } from './export-base.ts'
import { exportEndpoint } from './export-endpoint.ts'
import { createLedger, type ExportLedger } from './export-notes.ts'
import type { ExportableSetup, LitellmExport } from './exported.ts'
import type { EntryMark } from './entry-mark.ts'
import { prefixOfCatalogue } from './providers.ts'
import { writeYaml } from './write-yaml.ts'

interface Entry {
  readonly model_name: string
  readonly litellm_params: Readonly<Record<string, unknown>>
  readonly model_info?: { readonly patchbay: EntryMark }
}

/** What entries are made from: the connections that could be written, and the names that are in use. */
interface Workshop {
  readonly setup: ExportableSetup
  readonly ledger: ExportLedger
  readonly connections: ReadonlyMap<
    string,
    { readonly endpoint: Endpoint; readonly slug: string; readonly connection: Connection }
  >
  readonly officials: Map<string, Connection>
  readonly entries: Entry[]
  readonly names: Set<string>
}

/** Writes a set-up for LiteLLM. What it cannot say stands in the report. */
export function exportLitellm(setup: ExportableSetup): LitellmExport {
  const ledger = createLedger()
  const workshop: Workshop = {
    setup,
    ledger,
    connections: connect(setup, ledger),
    officials: new Map(),
    entries: [],
    names: new Set(),
  }
  const aliasNames = new Set(setup.aliases.map(({ name }) => name))
  for (const { endpoint, slug, connection } of workshop.connections.values())
    writeModels(workshop, endpoint, slug, connection, aliasNames)
  writeModes(workshop)
  const settings = writeAliases(workshop)
  const masterKey = ledger.variable(
    'LITELLM_MASTER_KEY',
    'Key that clients of the LiteLLM proxy send: begins with sk- and is hard to guess',
  )
  const config = {
    model_list: workshop.entries,
    litellm_settings: { drop_params: true },
    ...(Object.keys(settings).length === 0 ? {} : { router_settings: settings }),
    general_settings: { master_key: masterKey },
  }
  const text = writeYaml(config)
  return { text, variables: ledger.variables, report: ledger.report }
}

function connect(setup: ExportableSetup, ledger: ExportLedger): Workshop['connections'] {
  const slugs = new Set<string>()
  const connections = new Map<
    string,
    { endpoint: Endpoint; slug: string; connection: Connection }
  >()
  for (const endpoint of setup.endpoints) {
    if (endpoint.embedded !== undefined) continue
    const connection = exportEndpoint(endpoint, ledger)
    if (connection === undefined) continue
    const base =
      endpoint.name
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-|-$/g, '') || 'endpoint'
    let slug = base
    for (let number = 2; slugs.has(slug); number += 1) slug = `${base}-${number}`
    slugs.add(slug)
    connections.set(endpoint.id, { endpoint, slug, connection })
  }
  return connections
}

/** Every model of an endpoint under `slug/model`, as the gateway names it. */
function writeModels(
  workshop: Workshop,
  endpoint: Endpoint,
  slug: string,
  connection: Connection,
  aliasNames: ReadonlySet<string>,
): void {
  const listed = new Set(endpoint.models)
  for (const id of new Set([...endpoint.models, ...Object.keys(endpoint.modelMapping)])) {
    const name = `${slug}/${id}`
    if (aliasNames.has(name))
      workshop.ledger
        .notesOf(endpoint.name)
        .approximate(
          `models.${id}`,
          'An alias has the name of this model. LiteLLM shares requests between the two.',
        )
    write(workshop, name, connection, endpoint, id, {
      endpoint: endpoint.name,
      as: listed.has(id) ? 'model' : 'mapping',
      model: id,
      ...(listed.has(id) && Object.hasOwn(endpoint.modelMapping, id) ? { mapped: true } : {}),
    })
  }
  if (endpoint.models.length === 0)
    write(workshop, `${slug}/*`, connection, endpoint, '*', {
      endpoint: endpoint.name,
      as: 'model',
      model: '*',
    })
}

function write(
  { entries, names }: Workshop,
  name: string,
  { model, params }: Connection,
  endpoint: Endpoint | undefined,
  modelId: string,
  mark: EntryMark,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  names.add(name)
  const mapping = endpoint?.modelMapping
  const upstream =
    modelId !== '*' && mapping !== undefined && Object.hasOwn(mapping, modelId)
      ? (mapping[modelId] ?? modelId)
      : modelId
  entries.push({
    model_name: name,
    litellm_params: { model: model(upstream), ...params, ...extra },
    model_info: {
      patchbay: {
        ...mark,
        ...(mark.endpoint === undefined || endpoint?.dialect === undefined
          ? {}
          : { dialect: endpoint.dialect }),
      },
    },
  })
}

/** A provider's mode: `provider/anything` goes to the endpoint. */
function writeModes(workshop: Workshop): void {
  const { setup, connections, ledger } = workshop
  for (const [providerId, { mode, endpointId, savedSecrets }] of Object.entries(setup.providers)) {
    if (mode === 'official') {
      const connection = savedSecrets.length === 0 ? undefined : officialOf(workshop, providerId)
      if (connection !== undefined)
        write(workshop, `${providerId}/*`, connection, undefined, '*', {
          as: 'official',
          provider: providerId,
        })
      continue
    }
    const found = connections.get(endpointId ?? '')
    if (found === undefined) {
      ledger
        .notesOf(providerId)
        .unsupported('mode', 'The custom provider that it points at is not in the file.')
      continue
    }
    const { endpoint, connection } = found
    for (const id of Object.keys(endpoint.modelMapping))
      write(workshop, `${providerId}/${id}`, connection, endpoint, id, {
        endpoint: endpoint.name,
        as: 'mode',
        provider: providerId,
        model: id,
      })
    write(workshop, `${providerId}/*`, connection, endpoint, '*', {
      endpoint: endpoint.name,
      as: 'mode',
      provider: providerId,
    })
  }
}

/** The vendor's own API, with a key from the variable that LiteLLM knows. */
function officialOf(workshop: Workshop, providerId: string): Connection | undefined {
  const known = workshop.officials.get(providerId)
  const provider = catalogue.find(({ id }) => id === providerId)
  const prefix = prefixOfCatalogue[providerId]
  if (known !== undefined || provider === undefined || prefix === undefined) return known
  const endpoint = officialEndpoint(provider)
  const key = workshop.ledger.variable(
    `${providerId.toUpperCase().replaceAll('-', '_')}_API_KEY`,
    `API key of ${provider.name}`,
  )
  const isOpenaiLike = endpoint.spec === 'openai-chat-completions' && providerId !== 'cohere'
  const connection: Connection = {
    model: (id) => `${prefix}/${id}`,
    params: { ...(isOpenaiLike ? { api_base: endpoint.baseUrl } : {}), api_key: key },
  }
  workshop.officials.set(providerId, connection)
  return connection
}

function writeAliases(workshop: Workshop): Record<string, unknown> {
  const fallbacks: Record<string, string[]>[] = []
  const onOverflow: Record<string, string[]>[] = []
  for (const alias of workshop.setup.aliases) {
    const notes = workshop.ledger.notesOf(`Alias ${alias.name}`)
    writeTargets(workshop, alias)
    if (!workshop.names.has(alias.name)) {
      notes.unsupported('', 'None of its models is in the file.')
      continue
    }
    const names = alias.fallbacks.flatMap((address) => fallbackName(workshop, alias, address) ?? [])
    if (names.length > 0) fallbacks.push({ [alias.name]: names })
    if (alias.onContextOverflow && names.length > 0) onOverflow.push({ [alias.name]: names })
    else if (alias.onContextOverflow)
      notes.unsupported('onContextOverflow', 'Without fallbacks there is nothing to say of it.')
  }
  return {
    ...(fallbacks.length === 0 ? {} : { fallbacks }),
    ...(onOverflow.length === 0 ? {} : { context_window_fallbacks: onOverflow }),
  }
}

function writeTargets(workshop: Workshop, alias: GatewayAlias): void {
  const hasWeights = alias.targets.length > 1 || alias.targets.some(({ weight }) => weight !== 1)
  for (const [index, { address, weight }] of alias.targets.entries()) {
    const place = placeOf(workshop, address)
    if (place === undefined) {
      workshop.ledger
        .notesOf(`Alias ${alias.name}`)
        .unsupported(`targets.${index}`, 'Where it sends is not in the file.')
      continue
    }
    write(
      workshop,
      alias.name,
      place.connection,
      place.endpoint,
      address.modelId,
      { ...place.mark, as: 'alias', model: address.modelId },
      hasWeights ? { weight } : {},
    )
  }
}

interface AddressPlace {
  readonly connection: Connection
  readonly endpoint: Endpoint | undefined
  /** Name under which the model stands in the file, or would. */
  readonly name: string
  readonly mark: Pick<EntryMark, 'endpoint' | 'provider'>
}

function placeOf(workshop: Workshop, address: ModelAddress): AddressPlace | undefined {
  const { setup, connections } = workshop
  if ('endpointId' in address) {
    const found = connections.get(address.endpointId)
    if (found === undefined) return undefined
    const { endpoint, slug, connection } = found
    return {
      connection,
      endpoint,
      name: `${slug}/${address.modelId}`,
      mark: { endpoint: endpoint.name },
    }
  }
  const settings = setup.providers[address.providerId]
  const name = `${address.providerId}/${address.modelId}`
  const mark = { provider: address.providerId }
  if (settings?.mode === 'custom-endpoint') {
    const found = connections.get(settings.endpointId ?? '')
    return (
      found && {
        connection: found.connection,
        endpoint: found.endpoint,
        name,
        mark: { ...mark, endpoint: found.endpoint.name },
      }
    )
  }
  const connection = officialOf(workshop, address.providerId)
  return connection && { connection, endpoint: undefined, name, mark }
}

/** Fallbacks are names in the file: a model that has none gets an entry of its own. */
function fallbackName(
  workshop: Workshop,
  alias: GatewayAlias,
  address: ModelAddress,
): string | undefined {
  const place = placeOf(workshop, address)
  const index = alias.fallbacks.indexOf(address)
  const notes = workshop.ledger.notesOf(`Alias ${alias.name}`)
  if (place === undefined) {
    notes.unsupported(`fallbacks.${index}`, 'Where it sends is not in the file.')
    return undefined
  }
  if (workshop.setup.aliases.some(({ name }) => name === place.name))
    notes.approximate(
      `fallbacks.${index}`,
      'An alias has the name of this model, so LiteLLM falls back to the alias.',
    )
  const isWritten = workshop.names.has(place.name)
  if (!isWritten)
    write(workshop, place.name, place.connection, place.endpoint, address.modelId, {
      ...place.mark,
      as: 'target',
      model: address.modelId,
    })
  return place.name
}
