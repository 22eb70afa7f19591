/**
 * "Something changed, look again": wakes everyone who waits, and remembers nothing else.
 *
 * What has changed is for the woken to find out, so a signal given once too often costs a look and does no harm.
 */
export class Signal {
  private waiting: (() => void)[] = [];

  /** Resolves at the next `fire`. */
  wait(): Promise<void> {
    return new Promise((resume) => this.waiting.push(resume));
  }

  fire(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
