import { useEffect, useState } from 'react';
import { IconVideo } from '@tabler/icons-react';
import classes from './table.module.css';

/** A row that only flies past is not worth a picture. */
const restMilliseconds = 150;
/** Those that were shown before are shown at once. */
const seen = new Set<string>();

/** A small picture of a recording, asked for once its row rests in view. */
export function Thumbnail({ id }: { readonly id: string }) {
  const [isWanted, setWanted] = useState(seen.has(id));
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (isWanted) return undefined;
    const timer = setTimeout(() => setWanted(true), restMilliseconds);
    return () => clearTimeout(timer);
  }, [isWanted]);
  return (
    <span className={classes['thumbnail']} data-testid="thumbnail">
      {isWanted && !isMissing ? (
        <img src={`/media/thumbnail/${id}`} alt="" draggable={false} decoding="async" onLoad={() => seen.add(id)} onError={() => setMissing(true)} />
      ) : (
        <IconVideo size={18} aria-hidden />
      )}
    </span>
  );
}
