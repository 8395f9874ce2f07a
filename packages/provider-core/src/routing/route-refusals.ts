/** @file Why there is no route, in words that say what would make one. */
import type { RouteRefusal } from '../model/route.ts'

const nearestLimit = 3

/** @param who Provider or endpoint that was asked. */
export function unknownModel(
  modelId: string,
  who: string,
  nearest: readonly string[],
): RouteRefusal {
  const shown = nearest.slice(0, nearestLimit)
  const hint =
    shown.length === 0 ? '' : ` Did you mean ${shown.map((id) => `"${id}"`).join(' or ')}?`
  return {
    code: 'unknown-model',
    message: `${who} has no model "${modelId}" that is known here.${hint} Any id can be used unverified.`,
    ...(shown.length === 0 ? {} : { nearest: shown }),
  }
}

export function unknownProvider(providerId: string): RouteRefusal {
  return { code: 'unknown-provider', message: `There is no provider "${providerId}".` }
}

/** An endpoint that was deleted: its id says nothing to anybody, so the model is named. */
export function unknownEndpoint(modelId: string): RouteRefusal {
  return {
    code: 'unknown-endpoint',
    message: `The custom provider for "${modelId}" was deleted. Choose another one.`,
  }
}

/** A provider in custom mode whose endpoint was never chosen, or was deleted. */
export function endpointNotChosen(providerName: string, gone: boolean): RouteRefusal {
  const cause = gone
    ? `${providerName} is set to a custom endpoint that does not exist any more.`
    : `${providerName} is set to a custom endpoint, but none is chosen.`
  return {
    code: 'unknown-endpoint',
    message: `${cause} Choose one in Models & Providers, or switch back to the official API.`,
  }
}

/** @param suggestion The id to map to, where one is known. */
export function mappingNeeded(
  modelId: string,
  endpointName: string,
  specLabel: string,
  suggestion: string | undefined,
): RouteRefusal {
  const cause = `"${modelId}" is not an id that ${specLabel} takes, and ${endpointName} does not map it.`
  if (suggestion === undefined) {
    return {
      code: 'mapping-needed',
      message: `${cause} Map it to the id that the endpoint expects.`,
    }
  }
  return {
    code: 'mapping-needed',
    message: `${cause} Add the mapping "${modelId}": "${suggestion}".`,
    suggestedMapping: { from: modelId, to: suggestion },
  }
}
