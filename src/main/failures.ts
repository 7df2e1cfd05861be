import { app, dialog } from 'electron';

const isTest = process.env['CAPSTAN_TEST'] === '1';

/** Says what went wrong inside Capstan on stderr, where a terminal or the journal keeps it. */
export function report(thrown: unknown): void {
  process.stderr.write(`capstan: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
}

/** An exception, or a rejection, that nobody caught: a test ends with it, a person reads it and goes on. */
export function installFailureHandlers(): void {
  process.on('uncaughtException', tell);
  // Electron would only warn of these on stderr.
  process.on('unhandledRejection', tell);
}

function tell(thrown: unknown): void {
  report(thrown);
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (isTest) app.exit(1);
  else if (app.isReady()) void dialog.showMessageBox({ type: 'error', title: 'Capstan', message: 'Something went wrong inside Capstan', detail });
  else dialog.showErrorBox('Something went wrong inside Capstan', detail);
}
