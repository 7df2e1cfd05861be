/** A datagram that nobody receives is dropped by the kernel: no reader can hold the recorder up (decision 0001). */
export function udpUrl(port: number, localPort: number | null, packetBytes: number): string {
  const from = localPort === null ? '' : `&localport=${localPort}`;
  return `udp://127.0.0.1:${port}?pkt_size=${packetBytes}${from}`;
}
