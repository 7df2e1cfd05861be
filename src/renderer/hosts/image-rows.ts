import type { EncoderFamily } from '@domain/capabilities';
import type { FamilyImageState, ImageList, StoredImage } from '@domain/images';

/** One image and the families whose recorders run in it. */
export interface ImageRow {
  readonly reference: string;
  readonly origin: FamilyImageState['origin'];
  readonly families: readonly EncoderFamily[];
  /** Null where the daemon does not have it. */
  readonly stored: StoredImage | null;
}

/** The images of all families, each once. */
export function imageRows({ families, images }: ImageList): ImageRow[] {
  const references = [...new Set(families.map(({ reference }) => reference))];
  return references.flatMap((reference) => {
    const of = families.filter((family) => family.reference === reference);
    const [first] = of;
    if (!first) return [];
    const stored = images.find(({ id }) => id === first.id) ?? null;
    return [{ reference, origin: first.origin, families: of.map(({ family }) => family), stored }];
  });
}

/** At most this many bytes are freed: layers that other images have too stay. */
export const totalBytes = (images: readonly StoredImage[]): number => images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

export const nameOfImage = ({ id, references }: StoredImage): string => references[0] ?? id.replace(/^sha256:/, '').slice(0, 12);
