import { z } from 'zod';
import { encoderFamilies, type EncoderFamily } from './capabilities';

/** Folders of `resources/images`. */
export const imageRecipes = ['software', 'vaapi', 'quicksync-alpine', 'nvidia', 'jetson'] as const;
export type ImageRecipe = (typeof imageRecipes)[number];

/** The recipe that each family's image is made from (decision 0024). `quicksync-alpine` is there for the user to choose. */
export const recipeOfFamily: Readonly<Record<EncoderFamily, ImageRecipe>> = {
  software: 'software',
  vaapi: 'vaapi',
  quicksync: 'vaapi',
  nvenc: 'nvidia',
  v4l2m2m: 'software',
  jetson: 'jetson',
};

/** An image of the user's own for one family, as it was when it was chosen. */
export const imageChoiceSchema = z.object({
  /** As the user named it, for people. */
  reference: z.string().min(1).max(512),
  /** Content digest, such as sha256:...; what runs is this and nothing that gets the same name later. */
  id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** `NAME@sha256:...`, by which a registry gives the same again; null for an image that no registry has. */
  repoDigest: z.string().max(600).nullable(),
});
export type ImageChoice = z.infer<typeof imageChoiceSchema>;

/** Where the image of a family comes from: Capstan's recipe, the user's choice, or CAPSTAN_IMAGE. */
export const imageOrigins = ['recipe', 'chosen', 'environment'] as const;

/** The image that one family's recorders run in. */
export const familyImageStateSchema = z.object({
  family: z.enum(encoderFamilies),
  origin: z.enum(imageOrigins),
  reference: z.string(),
  /** Null where the daemon does not have it: it is made at the first need. */
  id: z.string().nullable(),
});
export type FamilyImageState = z.infer<typeof familyImageStateSchema>;

/** One image of the daemon that Capstan made, or that was chosen for a family. */
export const storedImageSchema = z.object({
  id: z.string(),
  references: z.array(z.string()),
  /** Recipe that it was made from; null for an image of the user's own. */
  recipe: z.string().nullable(),
  /** All layers; those that other images have too are counted in each. */
  sizeBytes: z.number().min(0),
  /** ISO 8601, when it was made. */
  createdAt: z.string(),
  /** Families that it is the image of now. */
  families: z.array(z.enum(encoderFamilies)),
  /** Containers made from it, running or ended. */
  containers: z.int().min(0),
  /** Made by Capstan, of no family now, and without containers: what `images prune` removes. */
  unused: z.boolean(),
});
export type StoredImage = z.infer<typeof storedImageSchema>;

export const imageListSchema = z.object({ families: z.array(familyImageStateSchema), images: z.array(storedImageSchema) });
export type ImageList = z.infer<typeof imageListSchema>;

/** What `images prune` removes. */
export const unusedImages = ({ images }: ImageList): StoredImage[] => images.filter(({ unused }) => unused);
