/** @file What routing asks of the catalogue; tests hand in a small one of their own. */
import {
  findModel,
  findModelAnywhere,
  findProvider,
  isKnownPlatformId,
  isPlausiblePlatformId,
  nearestModelIds,
  suggestPlatformId,
} from '../catalogue/catalogue.ts'

export const routeCatalogue = {
  findProvider,
  findModel,
  findModelAnywhere,
  nearestModelIds,
  suggestPlatformId,
  isKnownPlatformId,
  isPlausiblePlatformId,
}

export type RouteCatalogue = Readonly<typeof routeCatalogue>
