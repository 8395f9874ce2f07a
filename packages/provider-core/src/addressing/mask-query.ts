/** @file Credential values in a URL's query, masked for showing. Browser-safe. */
import { isCredentialName } from '../model/secret.ts'
import { readQueryName } from './compose-address.ts'

/** Replaces the values of credential parameters (`key`, `code`, `sig`, …) in a URL, or in a piece of one, by `••••`. */
export function maskQuery(text: string): string {
  return text.replace(
    /([?&])([^=&?#]+)=([^&#]*)/g,
    (whole, before: string, name: string, value: string) =>
      value !== '' && isCredentialName(readQueryName(name)) ? `${before}${name}=••••` : whole,
  )
}
