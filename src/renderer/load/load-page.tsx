import LoadView from './load-view';

/** The chosen host and its sessions at work. */
export default function LoadPage() {
  return <LoadView />;
}
