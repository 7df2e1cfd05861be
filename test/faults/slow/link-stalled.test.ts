import { linkFault } from '../support/link-fault';

linkFault('link-stalled', (link) => link.stall());
