/**
 * @file What model ids look like on Azure, Amazon Bedrock and Vertex AI: whether an id can be valid
 * there, and what a catalogue model is called there.
 */
import { bedrockGeoIds, type BedrockGeo, type CatalogueModel } from '../model/catalogue.ts'
import type { SpecId } from '../model/spec.ts'

/** The specs whose model ids differ from the vendor's own. */
export type CloudPlatform = Extract<SpecId, 'amazon-bedrock' | 'google-vertex' | 'azure'>

/**
 * `[geo.]vendor.model…`. The vendor is a plain word and the model starts with a letter, which is what
 * sets `xai.grok-4.7` apart from version dots as in `gpt-4.1` or `qwen3.7-max`.
 * Source: Bedrock user guide, "Supported foundation models" and "Inference profiles".
 */
const bedrockId = new RegExp(
  `^(?:(?:us-gov|${bedrockGeoIds.join('|')})\\.)?[a-z][a-z0-9]*\\.[a-z][A-Za-z0-9._:-]*$`,
)

/** Models, profiles, provisioned throughput, imported models, prompts: all have ARNs under `bedrock`. */
const bedrockArn = /^arn:aws(?:-[a-z-]+)?:(?:bedrock|sagemaker):[a-z0-9-]*:\d*:[\w.:/-]+$/

/** Google's and Anthropic's ids, `publisher/model` of partners and open models, endpoints, full names. */
const vertexId =
  /^(?:(?:gemini|gemma|claude|imagen|veo|lyria|text-embedding|text-multilingual-embedding|textembedding|multimodalembedding)[-@][\w.@-]+|(?:publishers|projects|endpoints)\/[\w.@:/-]+|[a-z0-9][a-z0-9-]*\/[\w.@-]+)$/

/** Vertex AI dates a Claude model by `@20251001`; a hyphen is Anthropic's own way. */
const anthropicDate = /^claude-.*-\d{8}$/

/** Source: Azure Resource Manager, name rules of `Microsoft.CognitiveServices/accounts/deployments`. */
const azureDeployment = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/**
 * Whether an id can be valid at an endpoint of this spec. It says nothing on whether the model is there;
 * for the four direct specs every id that is not blank can be valid.
 */
export function isPlausiblePlatformId(specId: SpecId, modelId: string): boolean {
  switch (specId) {
    case 'amazon-bedrock':
      return bedrockId.test(modelId) || bedrockArn.test(modelId)
    case 'google-vertex':
      return vertexId.test(modelId) && !anthropicDate.test(modelId)
    case 'azure':
      return azureDeployment.test(modelId)
    default:
      return modelId.trim() !== ''
  }
}

/**
 * What to map a catalogue model to on a platform: for Bedrock the inference profile of the region's
 * geography, for Vertex the platform's id, for Azure a deployment named like the model.
 *
 * @param region AWS region, such as `eu-central-1`; without one Bedrock's worldwide profile is taken
 * @returns undefined when no id of the model is known for that platform
 */
export function suggestPlatformId(
  model: CatalogueModel,
  platform: CloudPlatform,
  region?: string,
): string | undefined {
  if (platform === 'amazon-bedrock') return suggestBedrockId(model, region)
  const known =
    platform === 'google-vertex'
      ? (model.platformIds?.['google-vertex'] ?? model.id)
      : model.id.slice(model.id.lastIndexOf('/') + 1)
  return isPlausiblePlatformId(platform, known) ? known : undefined
}

function suggestBedrockId(model: CatalogueModel, region: string | undefined): string | undefined {
  const baseId = model.platformIds?.['amazon-bedrock']
  if (!baseId || !model.geoProfiles) return baseId
  // GovCloud is a partition of its own: no other profile can be called from there.
  if (region?.startsWith('us-gov-')) return `us-gov.${baseId}`
  const geo = geosOf(region).find((candidate) => model.geoProfiles?.includes(candidate))
  return geo ? `${geo}.${baseId}` : baseId
}

/**
 * Geographies whose profiles can be called from a region, nearest first.
 * Source: Bedrock user guide, "Supported Regions and models for inference profiles" (source Regions).
 */
function geosOf(region: string | undefined): readonly BedrockGeo[] {
  if (!region) return ['global']
  if (region.startsWith('us-')) return ['us', 'global']
  if (region.startsWith('ca-')) return ['ca', 'us', 'global']
  if (region.startsWith('eu-')) return ['eu', 'global']
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return ['jp', 'apac', 'global']
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return ['au', 'apac', 'global']
  if (region.startsWith('ap-south-')) return ['in', 'apac', 'global']
  if (region.startsWith('ap-')) return ['apac', 'global']
  return region.startsWith('cn-') ? [] : ['global']
}
