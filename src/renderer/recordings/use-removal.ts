import { useTranslation } from 'react-i18next';
import { undoSeconds } from '@domain/contract';
import { useCommands, useDispatch } from '../state/store';

/** Takes recordings off a list, and offers for a while to put them back. */
export function useRemoval(from: 'here' | 'host'): (items: readonly { readonly key: string; readonly name: string }[]) => Promise<void> {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const { removeRecordings, removeHostRecordings, undoRemoval, holdRemovals } = useCommands();
  const dispatch = useDispatch();
  return async (items) => {
    const keys = items.map(({ key }) => key);
    const isDone = await (from === 'here' ? removeRecordings(keys) : removeHostRecordings(keys));
    if (!isDone) return;
    const values = { count: items.length, name: items[0]?.name ?? '' };
    dispatch({
      type: 'toast',
      toast: {
        id: `removed-${from}-${keys.join()}`,
        text: t(from === 'here' ? 'removed.here' : 'removed.host', values),
        durationSeconds: undoSeconds,
        showsTimeLeft: true,
        onHold: (isHeld) => void holdRemovals(isHeld),
        actions: [{ label: common('undo'), run: () => void undoRemoval(from) }],
      },
    });
  };
}
