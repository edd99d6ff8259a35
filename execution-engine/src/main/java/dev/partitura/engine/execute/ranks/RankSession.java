package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The ranks of one start, from their launcher to their end: gives them orders, watches that each
/// is alive, and once one is lost ends them all. Orders are given by one thread at a time.
final class RankSession implements AutoCloseable {
  /// A rank that says nothing for so long is taken for stopped. It speaks five times a second, on a
  /// thread of its own.
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

  private static final long LOOK_MILLIS = 20;
  private static final long KIND_END_MILLIS = 2_000;

  private final RankLauncher launcher;
  private final List<RankLink> links;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private volatile @Nullable ProblemException fault;
  private volatile boolean closed;
  private int jobs;

  /// How an order ended at a rank.
  private record Answer(RankLink link, Frames.Frame frame) {}

  private RankSession(RankLauncher launcher) {
    this.launcher = launcher;
    links = launcher.links();
    for (var link : links) {
      start("partitura-rank-" + link.rank(), () -> listen(link));
    }
    start("partitura-rank-watch", this::watch);
  }

  /// Starts ranks and waits until all of them are there.
  ///
  /// @param command starts the application as a rank
  /// @param mpi which one, where it was asked for
  /// @throws ProblemException when there is no MPI, or a rank does not come or is of another
  ///   version
  /// @throws CancelledException when the work of this thread is cancelled meanwhile
  static RankSession start(int ranks, List<String> command, @Nullable String mpi) {
    var launcher = RankLauncher.start(ranks, command, mpi);
    try {
      launcher.gather();
      var session = new RankSession(launcher);
      session.await(links(launcher), Checkpoint::isCancelled);
      return session;
    } catch (RuntimeException | Error failed) {
      launcher.kill();
      throw failed;
    }
  }

  private static List<RankLink> links(RankLauncher launcher) {
    return launcher.links();
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  int size() {
    return links.size();
  }

  /// A number for a further job.
  int nextJob() {
    return jobs++;
  }

  /// Whether it can take orders.
  boolean isHealthy() {
    return !closed && fault == null;
  }

  private void listen(RankLink link) {
    try {
      link.listen(
          line -> {
            synchronized (System.err) {
              System.err.println("[rank " + link.rank() + "] " + line);
            }
          },
          frame -> answers.add(new Answer(link, frame)));
    } catch (IOException gone) {
      fail(ProblemException.of("ranks.lost", "", link.rank(), link.host()));
    }
  }

  private void watch() {
    while (isHealthy()) {
      for (var link : links) {
        long silent = System.nanoTime() - link.heardNanos();
        if (silent > SILENCE_NANOS) {
          fail(
              ProblemException.of(
                  "ranks.silent",
                  "",
                  link.rank(),
                  link.host(),
                  TimeUnit.NANOSECONDS.toSeconds(silent)));
        }
      }
      try {
        Thread.sleep(10 * LOOK_MILLIS);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private void fail(ProblemException problem) {
    synchronized (this) {
      if (closed || fault != null) {
        return;
      }
      fault = problem;
    }
    launcher.kill();
  }

  /// Gives an order to some ranks and waits for all their answers.
  ///
  /// @param content of the order for each rank
  /// @param cancelled where it says true the session ends
  /// @return what each answered, in order
  /// @throws ProblemException when a rank refuses or is lost
  /// @throws CancelledException when it was cancelled
  List<DataInputStream> order(
      List<Integer> ranks, Order order, Content content, BooleanSupplier cancelled) {
    var asked = new ArrayList<RankLink>();
    for (int rank : ranks) {
      var link = links.get(rank);
      asked.add(link);
      try {
        link.write(order, content.of(rank));
      } catch (IOException gone) {
        fail(ProblemException.of("ranks.lost", "", link.rank(), link.host()));
      }
    }
    return await(asked, cancelled);
  }

  /// What an order is about, by rank.
  interface Content {
    Frames.Writing of(int rank);
  }

  /// Whoever refuses ends the wait: the others may wait for that rank inside an iteration that will
  /// never end.
  private List<DataInputStream> await(List<RankLink> asked, BooleanSupplier cancelled) {
    var contents = new HashMap<Integer, DataInputStream>();
    while (contents.size() < asked.size()) {
      var answer = answer(cancelled);
      if (answer.frame().order() == Order.REFUSED) {
        close();
        throw refusal(answer.link(), answer.frame());
      }
      contents.put(answer.link().rank(), answer.frame().content());
    }
    return asked.stream().map(link -> Objects.requireNonNull(contents.get(link.rank()))).toList();
  }

  private static RuntimeException refusal(RankLink link, Frames.Frame frame) {
    try {
      var problems = WiredProblems.read(frame.content());
      return problems.isEmpty()
          ? new CancelledException()
          : new ProblemException(problems.stream().map(problem -> refusal(link, problem)).toList());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Problem refusal(RankLink link, Problem problem) {
    return Problem.of("ranks.refused", problem.subject(), link.rank(), link.host(), problem);
  }

  private Answer answer(BooleanSupplier cancelled) {
    while (true) {
      try {
        var answer = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (answer != null) {
          return answer;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        close();
        throw new CancelledException();
      }
      // First the wish to stop: who stops all processes at once loses ranks by that.
      if (cancelled.getAsBoolean()) {
        close();
        throw new CancelledException();
      }
      var lost = fault;
      if (lost != null) {
        throw lost;
      }
      if (closed) {
        throw new CancelledException();
      }
    }
  }

  /// Tasks that some ranks have done of the execution under way.
  long tasksDone(List<Integer> ranks) {
    return ranks.stream().mapToLong(rank -> links.get(rank).tasksDone()).sum();
  }

  /// On which host a rank is.
  String host(int rank) {
    return Objects.requireNonNull(links.get(rank)).host();
  }

  static boolean isHere(RankLink link) {
    return link.host().equalsIgnoreCase(ThisHost.name());
  }

  /// Ends all ranks; those that do not end by themselves at once are killed.
  @Override
  public void close() {
    boolean kindly;
    synchronized (this) {
      kindly = !closed && fault == null;
      closed = true;
    }
    if (kindly) {
      for (var link : links) {
        try {
          link.write(Order.STOP, Frames.Writing.NOTHING);
          link.write(Order.END, Frames.Writing.NOTHING);
        } catch (IOException gone) {
          // It has ended.
        }
      }
      launcher.awaitEnd(KIND_END_MILLIS);
    }
    launcher.kill();
  }
}
