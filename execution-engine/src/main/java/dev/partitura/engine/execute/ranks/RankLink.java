package dev.partitura.engine.execute.ranks;

import java.io.IOException;
import java.util.function.Consumer;

/// The leader's end of the channel to one rank.
final class RankLink implements AutoCloseable {
  private final Frames frames;
  private final int rank;
  private final String host;
  private final long pid;
  private volatile long heardNanos = System.nanoTime();
  private volatile long tasksDone;

  RankLink(Frames frames, int rank, String host, long pid) {
    this.frames = frames;
    this.rank = rank;
    this.host = host;
    this.pid = pid;
  }

  int rank() {
    return rank;
  }

  String host() {
    return host;
  }

  /// Of its process, on its host.
  long pid() {
    return pid;
  }

  /// When the rank was heard last, on the scale of [System#nanoTime].
  long heardNanos() {
    return heardNanos;
  }

  /// Tasks done of the execution under way.
  long tasksDone() {
    return tasksDone;
  }

  void write(Order order, Frames.Writing content) throws IOException {
    frames.write(order, content);
  }

  /// Takes what comes until the channel ends.
  ///
  /// @param lines hears what the rank prints
  /// @param answers hears how orders end
  void listen(Consumer<String> lines, Consumer<Frames.Frame> answers) throws IOException {
    while (true) {
      var frame = frames.read();
      heardNanos = System.nanoTime();
      switch (frame.order()) {
        case ALIVE -> tasksDone = frame.content().readLong();
        case LINE -> lines.accept(Wire.text(frame.content()));
        case DONE, REFUSED -> answers.accept(frame);
        default -> throw new IOException("A rank cannot say " + frame.order());
      }
    }
  }

  @Override
  public void close() {
    frames.close();
  }
}
