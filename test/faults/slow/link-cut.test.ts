import { linkFault } from '../support/link-fault';

linkFault('link-cut', (link) => link.cut());
