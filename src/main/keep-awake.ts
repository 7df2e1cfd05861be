import { powerSaveBlocker } from 'electron';

/** Keeps the computer from going to sleep by itself; the screen may go dark. */
export class KeepAwake {
  private id: number | null = null;

  set(isWanted: boolean): void {
    if (isWanted === (this.id !== null)) return;
    if (this.id === null) {
      this.id = powerSaveBlocker.start('prevent-app-suspension');
    } else {
      powerSaveBlocker.stop(this.id);
      this.id = null;
    }
  }
}
