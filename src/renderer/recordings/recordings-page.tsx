import RecordingsList from './recordings-list';

/** Everything that was recorded: here, and on the chosen host. */
export default function RecordingsPage() {
  return <RecordingsList />;
}
