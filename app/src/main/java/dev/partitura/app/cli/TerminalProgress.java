package dev.partitura.app.cli;

import dev.partitura.engine.execute.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Redraws one line of a terminal, ten times a second at most. Any thread.
final class TerminalProgress implements Progress, AutoCloseable {
  private static final long PERIOD_NANOS = 100_000_000;
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintStream terminal;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  private TerminalProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /// Progress on a terminal; silence in a pipe.
  @SuppressWarnings("SystemConsoleNull") // it does return null in a pipe
  static Progress create() {
    var console = System.console();
    return console != null && console.isTerminal()
        ? new TerminalProgress(System.err)
        : Progress.NONE;
  }

  /// Clears the line, if there is one.
  static void finish(Progress progress) {
    if (progress instanceof TerminalProgress terminal) {
      terminal.close();
    }
  }

  @Override
  public void update(String phase, long done, long total) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + PERIOD_NANOS)) {
      return;
    }
    terminal.print(
        ERASE_LINE
            + (total > 0 ? String.format(Locale.ROOT, "%s %d of %d", phase, done, total) : phase));
    terminal.flush();
  }

  @Override
  public void close() {
    terminal.print(ERASE_LINE);
    terminal.flush();
  }
}
