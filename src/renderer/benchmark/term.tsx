import { Tooltip } from '@mantine/core';
import classes from './benchmark.module.css';

/** A word with what it means, for those who point at it, reach it by key or have it read out. */
export function Term({ word, meaning }: { readonly word: string; readonly meaning: string }) {
  return (
    <Tooltip label={meaning} multiline w={300} withArrow events={{ hover: true, focus: true, touch: true }} transitionProps={{ duration: 0 }}>
      <span tabIndex={0} role="note" aria-label={`${word}: ${meaning}`} className={classes['term']}>
        {word}
      </span>
    </Tooltip>
  );
}
