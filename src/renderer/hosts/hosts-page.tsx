import { HostEncoders } from './host-encoders';

/** Every machine that can be recorded on, and how it is. */
export default function HostsPage() {
  return <HostEncoders />;
}
