/** @file Model ids as parts of a path. Browser-safe. */
import { AddressError } from './address.ts'

/**
 * Encodes a model id as one path segment; slashes and colons of an ARN are encoded too.
 *
 * @throws AddressError when the id cannot stand in a path.
 */
export function encodeModelSegment(modelId: string): string {
  if (modelId === '' || modelId === '.' || modelId === '..') throw refusal(modelId)
  try {
    return encodeURIComponent(modelId)
  } catch {
    throw refusal(modelId)
  }
}

/**
 * Encodes a model id that may be a resource name: its slashes stay, `@` stays (Vertex writes versions
 * with it), everything else is encoded segment by segment.
 *
 * @throws AddressError when the id cannot stand in a path.
 */
export function encodeModelPath(modelId: string): string {
  return modelId
    .split('/')
    .map((segment) => encodeModelSegment(segment).replaceAll('%40', '@'))
    .join('/')
}

/** Decodes a path segment; a segment that was not encoded properly is given back as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function refusal(modelId: string): AddressError {
  return new AddressError([
    {
      field: 'modelId',
      message: `The model id "${modelId}" cannot be part of a URL. Type the id that the endpoint expects.`,
    },
  ])
}
