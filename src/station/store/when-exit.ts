/**
 * Stands in for the when-exit of conf's atomic writes: that one sends SIGINT and SIGTERM to the process a second time,
 * which would read as a second Ctrl-C. Temporary files are removed at the end all the same.
 */
export default function whenExit(callback: () => void): () => void {
  process.on('exit', callback);
  return () => process.off('exit', callback);
}
