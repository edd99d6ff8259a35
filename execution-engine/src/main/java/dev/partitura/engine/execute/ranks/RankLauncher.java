package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Starts ranks by MPI's own launcher and gathers them on the control channel. It listens on this
/// machine alone, only until all ranks have come, and only to who knows the token of this start.
final class RankLauncher {
  private static final int TOKEN_BYTES = 16;
  private static final int LOOK_MILLIS = 50;
  private static final int GREETING_MILLIS = 5_000;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final MpiInstallation installation;
  private final int ranks;
  private final String token;
  private final ServerSocket listening;
  private final Process process;

  /// Both streams of the launcher write here.
  @SuppressWarnings("JdkObsolete")
  private final StringBuffer said = new StringBuffer();

  private final @Nullable RankLink[] joined;
  private final Thread hook;
  private volatile boolean killed;
  private volatile @Nullable ProblemException refusal;

  private RankLauncher(
      MpiInstallation installation,
      int ranks,
      String token,
      ServerSocket listening,
      Process process) {
    this.installation = installation;
    this.ranks = ranks;
    this.token = token;
    this.listening = listening;
    this.process = process;
    joined = new RankLink[ranks];
    hook = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(hook);
    daemon("partitura-launcher", this::read);
  }

  private static void daemon(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /// @param command starts the application as a rank
  /// @param mpi which one, where it was asked for
  /// @throws ProblemException when there is no MPI or its launcher cannot be started
  static RankLauncher start(int ranks, List<String> command, @Nullable String mpi) {
    var installation = MpiInstallation.find(mpi);
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    var token = HexFormat.of().formatHex(bytes);
    var words = new ArrayList<String>();
    words.add(installation.launcher().toString());
    words.addAll(installation.kind().options(ranks));
    words.addAll(command);
    try {
      var here = InetAddress.getLoopbackAddress();
      var listening = new ServerSocket(0, ranks, here);
      listening.setSoTimeout(LOOK_MILLIS);
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(installation.kind().environment());
      builder
          .environment()
          .putAll(
              Invitation.environment(
                  here.getHostAddress(), listening.getLocalPort(), token, installation.kind()));
      var process = builder.start();
      process.getOutputStream().close();
      return new RankLauncher(installation, ranks, token, listening, process);
    } catch (IOException failed) {
      throw ProblemException.of(
          "ranks.launch", "", installation.launcher(), String.valueOf(failed.getMessage()));
    }
  }

  /// What launcher and ranks print by themselves is kept for the case that it says why they failed.
  private void read() {
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (said.length() < 1 << 16) {
          said.append(line).append('\n');
        }
      }
    } catch (IOException closed) {
      // It has ended.
    }
  }

  /// Waits for all ranks.
  ///
  /// @throws ProblemException when one does not come or is of another version
  /// @throws CancelledException when the work of this thread is cancelled meanwhile
  void gather() {
    long begun = System.nanoTime();
    try (listening) {
      while (missing() > 0) {
        if (Checkpoint.isCancelled()) {
          throw new CancelledException();
        }
        var refused = refusal;
        if (refused != null) {
          throw refused;
        }
        if (!process.isAlive() || System.nanoTime() - begun > START_NANOS) {
          throw ProblemException.of(
              "ranks.start", "", missing(), ranks, installation.kind().label(), lastWords());
        }
        accept();
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private void accept() throws IOException {
    try {
      var socket = listening.accept();
      // Whoever connects and says nothing keeps nobody waiting.
      daemon("partitura-greeting", () -> greet(socket));
    } catch (SocketTimeoutException nobody) {
      // Look at the rest.
    }
  }

  private void greet(Socket socket) {
    try {
      socket.setSoTimeout(GREETING_MILLIS);
      var frames = new Frames(socket);
      var hello = frames.readGreeting();
      if (hello == null || !Wire.text(hello.content()).equals(token)) {
        socket.close();
        return;
      }
      int rank = hello.content().readInt();
      var host = Wire.text(hello.content());
      long pid = hello.content().readLong();
      var version = Wire.text(hello.content());
      if (!version.equals(ApplicationVersion.text())) {
        refusal =
            ProblemException.of(
                "ranks.version", "", rank, host, version, ApplicationVersion.text());
      }
      socket.setSoTimeout(0);
      synchronized (joined) {
        joined[rank] = new RankLink(frames, rank, host, pid);
      }
    } catch (IOException | RuntimeException stranger) {
      try {
        socket.close();
      } catch (IOException closed) {
        // It is gone either way.
      }
    }
  }

  private int missing() {
    synchronized (joined) {
      int missing = 0;
      for (var link : joined) {
        missing += link == null ? 1 : 0;
      }
      return missing;
    }
  }

  private String lastWords() {
    return said.toString()
        .lines()
        .map(String::strip)
        .filter(line -> line.chars().filter(Character::isLetter).count() > 3)
        .findFirst()
        .orElse("nothing");
  }

  /// By rank, once all are gathered.
  List<RankLink> links() {
    synchronized (joined) {
      var links = new ArrayList<RankLink>();
      for (var link : joined) {
        links.add(Objects.requireNonNull(link));
      }
      return List.copyOf(links);
    }
  }

  /// Waits for the launcher to end, which it does once all ranks have.
  void awaitEnd(long millis) {
    try {
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    // Who did not end is killed.
  }

  /// Ends launcher and ranks, also those that are stopped and heed no signal but this.
  void kill() {
    synchronized (this) {
      if (killed) {
        return;
      }
      killed = true;
    }
    var children = new ArrayList<>(process.descendants().toList());
    synchronized (joined) {
      for (var link : joined) {
        if (link != null) {
          if (RankSession.isHere(link) && process.isAlive()) {
            ProcessHandle.of(link.pid()).ifPresent(children::add);
          }
          link.close();
        }
      }
    }
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      listening.close();
      if (!Thread.currentThread().equals(hook)) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IOException | IllegalStateException ending) {
      // The process is ending.
    }
  }
}
