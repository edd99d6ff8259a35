package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.GatheredValues;
import dev.partitura.engine.execute.local.OutputPart;
import dev.partitura.engine.execute.local.PlanExecution;
import dev.partitura.engine.execute.local.Recording;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan that ranks have prepared, as their leader sees it: tells them what to do and puts
/// together what they have seen and made.
final class RankExecution implements PlanExecution {
  /// Times that ranks keep before they are fetched.
  private static final long MOST_TIMES_BYTES = 16L << 20;

  private static final long TIMES_BYTES = 24;

  /// Clocks drift: they are aligned anew after so long.
  private static final long ALIGNED_NANOS = 2_000_000_000;

  private final RankSession session;
  private final Lowered lowered;
  private final int job;
  private final List<Integer> ranks;
  private final List<int[]> tasks;
  private final MergedTimes merging;
  private long alignedAt = System.nanoTime() - 2 * ALIGNED_NANOS;
  private boolean broken;

  private RankExecution(RankSession session, Lowered lowered) {
    this.session = session;
    this.lowered = lowered;
    job = session.nextJob();
    ranks = GatheredValues.ranks(lowered);
    tasks = ranks.stream().map(rank -> RankTimes.tasks(lowered, rank)).toList();
    merging = new MergedTimes(lowered, ranks);
  }

  /// Has every rank of a plan lay out the job and load its part.
  ///
  /// @param repeats what is fed; null where it is filled step by step
  static RankExecution prepare(
      RankSession session,
      Lowered lowered,
      Job what,
      Workload.@Nullable ClosedRepeats repeats,
      Cancellation cancellation) {
    var execution = new RankExecution(session, lowered);
    execution.order(
        Order.PREPARE,
        out -> {
          what.write(out);
          out.writeBoolean(repeats == null);
          out.writeLong(repeats == null ? 0 : repeats.seed());
          Wire.tensors(out, repeats == null ? Map.of() : repeats.feeds());
        },
        cancellation);
    return execution;
  }

  private List<DataInputStream> order(
      Order order, Frames.Writing content, Cancellation cancellation) {
    return orderEach(order, _ -> content, cancellation);
  }

  private List<DataInputStream> orderEach(
      Order order, RankSession.Content content, Cancellation cancellation) {
    try {
      return session.order(
          ranks,
          order,
          rank ->
              out -> {
                out.writeInt(job);
                content.of(rank).to(out);
              },
          () -> cancellation.isCancelled() || Checkpoint.isCancelled());
    } catch (RuntimeException | Error failed) {
      broken = true;
      throw failed;
    }
  }

  @Override
  public Lowered lowered() {
    return lowered;
  }

  @Override
  public Recording recording(int iterations) {
    return Recording.ofTasks(lowered, iterations);
  }

  @Override
  public Recording timesOf(int iterations) {
    return Recording.ofTimes(lowered, iterations);
  }

  @Override
  public boolean execute(
      int iterations, Recording recording, Cancellation cancellation, Progress progress) {
    int each = lowered.graph().taskCount();
    if (each == 0) {
      recording.skip(iterations);
      return true;
    }
    long total = (long) each * iterations;
    long most = Math.max(1, MOST_TIMES_BYTES / (TIMES_BYTES * each));
    progress.update("run", 0, total);
    try {
      for (int done = 0; done < iterations; ) {
        int next = (int) Math.min(most, iterations - done);
        int ended = execute(done, next, recording, cancellation, progress, total);
        done += ended;
        progress.update("run", (long) done * each, total);
        if (ended < next) {
          return false;
        }
      }
      return true;
    } catch (CancelledException _) {
      return false;
    }
  }

  private int execute(
      int from,
      int count,
      Recording recording,
      Cancellation cancellation,
      Progress progress,
      long total) {
    boolean aligns = System.nanoTime() - alignedAt > ALIGNED_NANOS;
    long before = (long) from * lowered.graph().taskCount();
    var answers =
        session.order(
            ranks,
            Order.EXECUTE,
            _ ->
                out -> {
                  out.writeInt(job);
                  out.writeInt(count);
                  out.writeBoolean(aligns);
                },
            () -> {
              progress.update("run", before + session.tasksDone(ranks), total);
              return cancellation.isCancelled();
            });
    if (aligns) {
      alignedAt = System.nanoTime();
    }
    try {
      int completed = count;
      long error = 0;
      for (var answer : answers) {
        completed = Math.min(completed, answer.readInt());
        error = Math.max(error, answer.readLong());
      }
      for (int iteration = 0; iteration < completed; iteration++) {
        var seen = new ArrayList<RankTimes>();
        for (int i = 0; i < answers.size(); i++) {
          seen.add(RankTimes.read(answers.get(i), tasks.get(i)));
        }
        // What the clocks of two ranks may differ is what each may differ from the first.
        var merged = merging.merge(seen, 2 * error);
        recording.add(from + iteration, merged.times(), merged.endedAt());
      }
      return completed;
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
  }

  private Map<OutputPart, Tensor> parts(int slot) {
    var parts = new HashMap<OutputPart, Tensor>();
    var answers = order(Order.OUTPUTS, out -> out.writeInt(slot), new Cancellation());
    try {
      for (var answer : answers) {
        for (int count = answer.readInt(); count > 0; count--) {
          parts.put(
              new OutputPart(answer.readInt(), answer.readInt(), answer.readInt()),
              Wire.tensor(answer));
        }
      }
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
    return parts;
  }

  @Override
  public Map<String, Tensor> outputs() {
    return GatheredValues.outputs(lowered, parts(-1));
  }

  @Override
  public double mean(String output) {
    var outputs = lowered.binding().network().outputs();
    int place = 0;
    while (!outputs.get(place).name().equals(output)) {
      place++;
    }
    int slot = lowered.program().outputSlots().get(place);
    return GatheredValues.mean(lowered, parts(slot), output);
  }

  @Override
  public void fill(Map<String, Tensor> feeds) {
    order(Order.FILL, out -> Wire.tensors(out, feeds), new Cancellation());
  }

  @Override
  public void keep(Map<String, Tensor> values) {
    orderEach(
        Order.KEEP,
        rank -> {
          var names = GatheredValues.namesKept(lowered, rank);
          var own = new LinkedHashMap<String, Tensor>();
          for (var entry : values.entrySet()) {
            if (names.contains(entry.getKey())) {
              own.put(entry.getKey(), entry.getValue());
            }
          }
          return out -> Wire.tensors(out, own);
        },
        new Cancellation());
  }

  @Override
  public Map<String, Tensor> kept(boolean apart) {
    var parts = new HashMap<Integer, Tensor>();
    var answers = order(Order.KEPT, Frames.Writing.NOTHING, new Cancellation());
    try {
      for (var answer : answers) {
        for (int count = answer.readInt(); count > 0; count--) {
          parts.put(answer.readInt(), Wire.tensor(answer));
        }
      }
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
    return GatheredValues.kept(lowered, parts, apart);
  }

  @Override
  public PlanExecution sharing(Lowered other) {
    var sharing = new RankExecution(session, other);
    sharing.order(Order.APART, out -> out.writeInt(job), new Cancellation());
    return sharing;
  }

  @Override
  public void close() {
    if (!broken && session.isHealthy()) {
      order(Order.CLOSE, Frames.Writing.NOTHING, new Cancellation());
    }
  }
}
