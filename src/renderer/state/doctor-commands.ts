import { errorOf } from '@domain/errors';
import { trying, type CommandServices } from './asking';
import { examinationOf } from './doctor';

/** Looking why a host does not work as it should. */
export function doctorCommands({ request, store }: CommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const examine = async (hostId: string, triesEncoders = false) => {
    if (examinationOf(store.get().doctor, hostId).run) return;
    dispatch({ type: 'doctor-begun', hostId, triesEncoders });
    try {
      const findings = await request('doctor.run', { hostId, tryEncoders: triesEncoders });
      dispatch({ type: 'doctor-through', hostId, result: { findings, at: new Date().toISOString(), triedEncoders: triesEncoders } });
    } catch (thrown) {
      dispatch({ type: 'doctor-refused', hostId, error: errorOf(thrown) });
    }
  };
  return {
    examine,
    /** Goes to the page of the doctor, and examines the host there. */
    showExamination: (hostId: string) => {
      dispatch({ type: 'doctor-host', hostId });
      dispatch({ type: 'page', page: 'doctor' });
      void examine(hostId);
    },
    cancelExamination: async (hostId: string) => {
      dispatch({ type: 'doctor-cancelling', hostId });
      await tried(() => request('doctor.cancel', { hostId }));
    },
  };
}
