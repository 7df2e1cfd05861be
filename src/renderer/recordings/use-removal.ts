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
    const batch = await (from === 'here' ? removeRecordings(keys) : removeHostRecordings(keys));
    if (batch === undefined) return;
    const id = `removed-${from}-${batch}`;
    // Every language names a single one, those without a singular too.
    const number = items.length === 1 ? 'one' : 'more';
    const values = { count: items.length, name: items[0]?.name ?? '' };
    const undo = async () => {
      if ((await undoRemoval(from, batch)) === 0) dispatch({ type: 'toast', toast: { id, text: t(`removed.${from === 'here' ? 'goneHere' : 'goneHost'}.${number}`, values) } });
    };
    dispatch({
      type: 'toast',
      toast: {
        id,
        text: t(`removed.${from}.${number}`, values),
        durationSeconds: undoSeconds,
        showsTimeLeft: true,
        onHold: (isHeld) => void holdRemovals(isHeld),
        actions: [{ label: common('undo'), run: () => void undo() }],
      },
    });
  };
}
