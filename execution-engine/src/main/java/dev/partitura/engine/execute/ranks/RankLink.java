package dev.partitura.engine.execute.ranks;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The leader's end of the channel to one rank.
final class RankLink implements AutoCloseable {
  private final Frames frames;
  private final int rank;
  private final String host;
  private final long pid;
  private final BlockingQueue<Frames.Frame> answers = new LinkedBlockingQueue<>();
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

  BlockingQueue<Frames.Frame> answers() {
    return answers;
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
  /// @param hearing of lines to print
  void listen(LineHearing hearing) throws IOException {
    while (true) {
      var frame = frames.read();
      heardNanos = System.nanoTime();
      switch (frame.order()) {
        case ALIVE -> tasksDone = frame.content().readLong();
        case LINE -> hearing.hear(rank, Wire.text(frame.content()));
        case DONE, REFUSED -> answers.add(frame);
        default -> throw new IOException("A rank cannot say " + frame.order());
      }
    }
  }

  /// Hears what ranks print.
  interface LineHearing {
    void hear(int rank, String line);
  }

  @Override
  public void close() {
    frames.close();
  }
}
