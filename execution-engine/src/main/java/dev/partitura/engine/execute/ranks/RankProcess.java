package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.MessageThread;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A process that is one rank: joins its leader through the control channel and the other ranks
/// through MPI, does what it is told, and ends with its leader, however that ends.
public final class RankProcess {
  private static final long ALIVE_MILLIS = 200;

  private final Frames control;
  private final BlockingQueue<Frames.Frame> orders = new LinkedBlockingQueue<>();
  private final Cancellation cancellation = new Cancellation();

  /// Null until the ranks have joined.
  private volatile @Nullable RankJobs jobs;

  private volatile boolean ended;

  private RankProcess(Frames control) {
    this.control = control;
  }

  /// Does the work of a rank until its leader needs it no more. What it needs to know the launcher
  /// has put into the environment.
  ///
  /// @param networks finds a network by the words of the leader
  /// @return the exit code
  public static int run(Function<String, Network> networks) {
    var invitation = Invitation.ofEnvironment();
    try (var control = new Frames(new Socket(invitation.host(), invitation.port()))) {
      control.write(
          Order.HELLO,
          out -> {
            Wire.text(out, invitation.token());
            out.writeInt(invitation.rank());
            Wire.text(out, ThisHost.name());
            out.writeLong(ProcessHandle.current().pid());
            Wire.text(out, ApplicationVersion.text());
          });
      speakThrough(control);
      var process = new RankProcess(control);
      // Joining takes seconds where cores are few, and the leader wants to hear of each meanwhile.
      start("partitura-orders", process::listen);
      start("partitura-alive", process::tellAlive);
      try (var messages = new MessageThread(() -> new MpiTransport(new Mpi(invitation.kind())))) {
        process.serve(new RankJobs(invitation.rank(), networks, messages, new LocalExecutor()));
        messages.call(() -> {
          ((MpiTransport) messages.transport()).mpi().finish();
          return true;
        });
      }
      return 0;
    } catch (IOException gone) {
      return 1;
    } catch (Exception failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  /// Whole lines to the leader, so that those of several ranks never mix.
  private static void speakThrough(Frames control) {
    var out = new PrintStream(new LineStream(control), true, StandardCharsets.UTF_8);
    System.setOut(out);
    System.setErr(out);
  }

  private void serve(RankJobs own) throws IOException, InterruptedException {
    jobs = own;
    control.write(Order.DONE, Frames.Writing.NOTHING);
    while (true) {
      var order = orders.take();
      if (order.order() == Order.END) {
        ended = true;
        own.close();
        return;
      }
      obey(own, order);
    }
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void obey(RankJobs own, Frames.Frame order) throws IOException {
    Frames.Writing answer;
    try {
      answer = own.obey(order, cancellation);
    } catch (CancelledException _) {
      refuse(List.of());
      return;
    } catch (ProblemException refused) {
      refuse(refused.problems());
      return;
    } catch (OutOfMemoryError full) {
      refuse(List.of(Problem.of("run.memory", "", Phrase.of("words.theRun"))));
      return;
    } catch (RuntimeException | Error failed) {
      refuse(List.of(Problem.of("ranks.fault", "", failed)));
      return;
    }
    control.write(Order.DONE, answer);
  }

  /// @param problems none where the work was cancelled
  private void refuse(List<Problem> problems) throws IOException {
    control.write(Order.REFUSED, out -> WiredProblems.write(out, problems));
  }

  private void listen() {
    try {
      while (true) {
        var frame = control.read();
        if (frame.order() == Order.STOP) {
          cancellation.cancel();
        } else {
          orders.add(frame);
        }
      }
    } catch (IOException gone) {
      if (!ended) {
        // Nobody waits for this rank any more, and others may wait for it inside MPI for ever.
        Runtime.getRuntime().halt(1);
      }
    }
  }

  private void tellAlive() {
    try {
      while (true) {
        var own = jobs;
        long done = own == null ? 0 : own.tasksDone();
        control.write(Order.ALIVE, out -> out.writeLong(done));
        Thread.sleep(ALIVE_MILLIS);
      }
    } catch (IOException gone) {
      // The one who listens notices.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
