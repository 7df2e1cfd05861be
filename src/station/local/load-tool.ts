import type { OpenTool } from '../load/load-tool';
import { startPiped } from '../process';

/** A program of this computer. It writes at least once a second, so that it ends by its broken pipe when Capstan is killed. */
export const openLocalTool =
  (env: NodeJS.ProcessEnv): OpenTool =>
  async ({ argv }, { text, ended }) => {
    const tool = startPiped(argv, { env });
    for (const stream of [tool.stdout, tool.stderr]) {
      const decoder = new TextDecoder();
      stream.on('data', (chunk: Uint8Array) => text(decoder.decode(chunk, { stream: true })));
    }
    tool.closed.then(ended, (thrown: unknown) => {
      text(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
      ended();
    });
    return {
      close: async () => {
        tool.kill('SIGTERM');
        // One that could not be started has told so.
        await tool.closed.catch(() => undefined);
      },
    };
  };
