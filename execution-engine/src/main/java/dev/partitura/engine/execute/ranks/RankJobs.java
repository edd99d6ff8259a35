package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.GatheredValues;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.MessageThread;
import dev.partitura.engine.execute.local.PreparedRun;
import dev.partitura.engine.execute.local.Recording;
import dev.partitura.engine.execute.local.Share;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The jobs that a rank has prepared, and what it does when it is told to.
final class RankJobs implements AutoCloseable {
  private final int rank;
  private final Function<String, Network> networks;
  private final MessageThread messages;
  private final LocalExecutor executor;
  private final Lowering lowering = new Lowering();
  private final Map<Integer, PreparedRun> jobs = new ConcurrentHashMap<>();
  private ClockExchange clock = new ClockExchange(0, 0);
  private volatile @Nullable PreparedRun running;

  /// @param networks finds a network by the words of the leader
  RankJobs(
      int rank,
      Function<String, Network> networks,
      MessageThread messages,
      LocalExecutor executor) {
    this.rank = rank;
    this.networks = networks;
    this.messages = messages;
    this.executor = executor;
  }

  /// Tasks done of the execution under way. Any thread.
  long tasksDone() {
    var now = running;
    return now == null ? 0 : now.tasksDone();
  }

  @Override
  public void close() {
    jobs.values().forEach(PreparedRun::close);
    jobs.clear();
  }

  /// Does what is ordered.
  ///
  /// @return writes the answer
  Frames.Writing obey(Frames.Frame frame, Cancellation cancellation) {
    try {
      var in = frame.content();
      return switch (frame.order()) {
        case PREPARE -> prepare(in, cancellation);
        case APART -> apart(in);
        case EXECUTE -> execute(in, cancellation);
        case FILL -> fill(in);
        case KEEP -> keep(in);
        case KEPT -> kept(in);
        case OUTPUTS -> outputs(in);
        case PROBE -> new RankProbe(messages).obey(in);
        case CLOSE -> close(in);
        case END, STOP, HELLO, ALIVE, DONE, REFUSED, LINE ->
            throw new IllegalStateException("No order to a rank: " + frame.order());
      };
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private PreparedRun job(int id) {
    return Objects.requireNonNull(jobs.get(id));
  }

  private Frames.Writing prepare(DataInputStream in, Cancellation cancellation) throws IOException {
    int id = in.readInt();
    var job = Job.read(in);
    boolean trains = in.readBoolean();
    long seed = in.readLong();
    var feeds = Wire.tensors(in);
    var lowered = cancellation.during(() -> job.lower(lowering, networks));
    if (!LayoutDigest.of(lowered).equals(job.digest())) {
      throw ProblemException.of("ranks.layout", "");
    }
    var share = Share.ofRank(lowered.cluster(), rank);
    jobs.put(
        id,
        cancellation.during(() ->
            trains
                ? executor.prepareToTrain(lowered, share, messages)
                : executor.prepare(
                    lowered, new Workload.ClosedRepeats(feeds, seed, 0, 1), share, messages)));
    return Frames.Writing.NOTHING;
  }

  private Frames.Writing apart(DataInputStream in) throws IOException {
    int id = in.readInt();
    var whole = job(in.readInt());
    jobs.put(id, whole.sharing(whole.lowered().apart()));
    return Frames.Writing.NOTHING;
  }

  private Frames.Writing execute(DataInputStream in, Cancellation cancellation) throws IOException {
    var job = job(in.readInt());
    int iterations = in.readInt();
    boolean aligns = in.readBoolean();
    var ranks = GatheredValues.ranks(job.lowered());
    if (aligns) {
      clock = aligned(ranks);
    }
    var recording = job.recording(iterations);
    running = job;
    try {
      job.execute(iterations, recording, cancellation, Progress.NONE);
    } finally {
      running = null;
    }
    return out -> write(out, job, recording);
  }

  private ClockExchange aligned(List<Integer> ranks) {
    try {
      return messages.call(() -> ClockExchange.among(ranks, messages.transport()));
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }

  private void write(DataOutputStream out, PreparedRun job, Recording recording)
      throws IOException {
    var tasks = RankTimes.tasks(job.lowered(), rank);
    out.writeInt(recording.completed());
    out.writeLong(clock.errorNanos());
    for (int iteration = 0; iteration < recording.completed(); iteration++) {
      RankTimes.write(
          out, tasks, recording.of(iteration), recording.endedAt(iteration), clock.offsetNanos());
    }
  }

  private Frames.Writing fill(DataInputStream in) throws IOException {
    job(in.readInt()).fill(Wire.tensors(in));
    return Frames.Writing.NOTHING;
  }

  private Frames.Writing keep(DataInputStream in) throws IOException {
    job(in.readInt()).keep(Wire.tensors(in));
    return Frames.Writing.NOTHING;
  }

  private Frames.Writing kept(DataInputStream in) throws IOException {
    var kept = job(in.readInt()).ownKept();
    return out -> {
      out.writeInt(kept.size());
      for (var entry : kept.entrySet()) {
        out.writeInt(entry.getKey());
        Wire.tensor(out, entry.getValue());
      }
    };
  }

  private Frames.Writing outputs(DataInputStream in) throws IOException {
    var job = job(in.readInt());
    int slot = in.readInt();
    boolean first = GatheredValues.ranks(job.lowered()).getFirst() == rank;
    var parts = job.ownOutputs(first);
    parts.keySet().removeIf(part -> slot >= 0 && part.slot() != slot);
    return out -> {
      out.writeInt(parts.size());
      for (var entry : parts.entrySet()) {
        out.writeInt(entry.getKey().slot());
        out.writeInt(entry.getKey().replica());
        out.writeInt(entry.getKey().microBatch());
        Wire.tensor(out, entry.getValue());
      }
    };
  }

  private Frames.Writing close(DataInputStream in) throws IOException {
    var job = jobs.remove(in.readInt());
    if (job != null) {
      job.close();
    }
    return Frames.Writing.NOTHING;
  }
}
