package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.planner.network.OpFigures.Again;
import dev.partitura.engine.planner.network.OpFigures.Figure;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prices plans by the thousand: the figures of ops are made once for each way to split and batch
/// them, and a plan is put together of sums over its stages, of what the schedule makes of them,
/// and of what replicas send each other. Used by one thread; a plan costs some microseconds once
/// what it has in common with others is known.
final class Estimator {
  /// Of a micro-batch.
  static final int MOST_SAMPLES = 2048;

  /// Of a gradient of four bytes; what lies on a wire in bfloat16 takes half.
  private static final double HALF = 0.5;

  /// Times that all values of a network together may be as large as a device, shared by shards or
  /// done again.
  private static final double ROOM = 8;

  private final NetworkRequest request;
  private final MicroBatchSizes sizes;
  private final NetworkTypes types;
  private final RepeatedOps ops;
  private final Cuts cuts;
  private final Map<String, int[]> shared;
  private final MessageTimes messages;
  private final double valueShare;
  private final KnownFigures figures;
  private final Map<SplitKey, Split> splits = new HashMap<>();
  private final Map<ShapeKey, Shaped> shapes = new HashMap<>();
  private final Map<String, Schedule> schedules = new HashMap<>();

  private record SplitKey(KnownFigures.Key figures, Recompute recompute, int stages) {}

  private record ShapeKey(
      String schedule,
      int devices,
      int chunks,
      int microBatches,
      boolean tied,
      ScheduleShape.Shares shares) {}

  private record Shaped(@Nullable ScheduleShape shape, @Nullable Problem problem) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Split(int @Nullable [] ends) {}

  Estimator(NetworkRequest request, MicroBatchSizes sizes) {
    this.request = request;
    this.sizes = sizes;
    types = OpenAxes.types(request.network(), sizes.least());
    ops = RepeatedOps.of(types);
    cuts = Cuts.of(types, ops.order());
    shared = Cuts.shared(types, ops.order());
    figures = new KnownFigures(request, ops, sizes);
    messages = new MessageTimes(request);
    valueShare = request.precision() == Precision.BF16 ? HALF : 1;
  }

  /// Samples of a micro-batch beyond which its values leave no hope to fit.
  int mostSamples() {
    double bytes = 0;
    for (var op : types.network().ops()) {
      for (var output : op.outputs()) {
        var type = types.type(output);
        bytes += type != null && type.isStatic() ? type.sizeBytes() * valueShare : 0;
      }
    }
    return (int)
        Math.clamp(
            ROOM * request.limitBytes() / Math.max(1, bytes / sizes.least()), 4, MOST_SAMPLES);
  }

  /// Of the smallest micro-batch.
  NetworkTypes types() {
    return types;
  }

  RepeatedOps ops() {
    return ops;
  }

  Cuts cuts() {
    return cuts;
  }

  /// Figures of the ops under some degrees.
  ///
  /// @throws ProblemException where the network cannot be split so
  OpFigures figures(Degrees degrees) {
    return figures.of(degrees);
  }

  /// @throws ProblemException where the network, or the schedule, cannot be laid out so
  Estimate of(Degrees degrees) {
    var of = figures(degrees);
    var ends = split(degrees, of);
    if (ends == null) {
      throw ProblemException.of("planner.stages", "", cuts.places().length + 1, degrees.stages());
    }
    int all = of.ops();
    var shares =
        ScheduleShape.Shares.of(
            of.of(Figure.FORWARD, 0, all),
            of.back(degrees.recompute(), 0, all) - of.of(Figure.WEIGHTS, 0, all),
            of.of(Figure.WEIGHTS, 0, all));
    var shape = shape(degrees, shares);
    var estimate = of(degrees, of, ends, shape);
    if (estimate.peakBytes() <= request.limitBytes()
        || degrees.chunks() > 1
        || degrees.pipeline() == 1) {
      return estimate;
    }
    var limited = limited(degrees, of, shape);
    return limited == null ? estimate : of(degrees, of, limited, shape);
  }

  private ScheduleShape shape(Degrees degrees, ScheduleShape.Shares shares) {
    var key =
        new ShapeKey(
            degrees.schedule(),
            degrees.pipeline(),
            degrees.chunks(),
            ScheduleShape.fewer(degrees.microBatches(), degrees.pipeline()),
            !shared.isEmpty() && degrees.zero() > 1,
            shares);
    var shaped = shapes.get(key);
    if (shaped == null) {
      shaped = shaped(key);
      shapes.put(key, shaped);
    }
    if (shaped.shape() == null) {
      throw new ProblemException(List.of(Objects.requireNonNull(shaped.problem())));
    }
    return shaped.shape();
  }

  private Shaped shaped(ShapeKey key) {
    try {
      var shape =
          ScheduleShape.of(
              key.schedule(),
              key.devices(),
              key.chunks(),
              key.microBatches(),
              request.trains(),
              key.tied(),
              key.shares());
      return new Shaped(shape, null);
    } catch (ProblemException refused) {
      return new Shaped(null, refused.problems().getFirst());
    }
  }

  private int @Nullable [] split(Degrees degrees, OpFigures of) {
    return splits
        .computeIfAbsent(
            new SplitKey(KnownFigures.Key.of(degrees), degrees.recompute(), degrees.stages()),
            key ->
                new Split(
                    StageSplit.of(
                        of.ops(),
                        cuts.places(),
                        key.stages(),
                        (stage, from, to) -> micro(degrees, of, from, to))))
        .ends();
  }

  /// Where the fastest split has no room on a device: the fastest that has.
  private int @Nullable [] limited(Degrees degrees, OpFigures of, ScheduleShape shape) {
    double limit = request.limitBytes();
    return resident(degrees, of, 0, of.ops()) > limit * degrees.pipeline()
        ? null
        : StageSplit.of(
            of.ops(),
            cuts.places(),
            degrees.stages(),
            (stage, from, to) ->
                bytes(degrees, of, frames(degrees, shape, stage), from, to) > limit
                    ? Double.POSITIVE_INFINITY
                    : micro(degrees, of, from, to));
  }

  /// A micro-batch in a stage, with what a processor copies by itself.
  private double micro(Degrees degrees, OpFigures of, int from, int to) {
    double copied = 0;
    if (request.cluster().devices().getFirst().kind() == DeviceKind.CPU && from > 0) {
      copied = (request.trains() ? 2 : 1) * crossing(degrees, from);
    }
    return of.micro(degrees.recompute(), from, to) + copied;
  }

  /// Nanoseconds of what crosses a cut.
  private double crossing(Degrees degrees, int place) {
    return messages.transfer(degrees).of(crossingBytes(degrees, place));
  }

  private double crossingBytes(Degrees degrees, int place) {
    return cuts.bytes()[place] / sizes.least() * degrees.microBatch() * valueShare;
  }

  private Estimate of(Degrees degrees, OpFigures of, int[] ends, ScheduleShape shape) {
    int pipeline = degrees.pipeline();
    var placement = schedule(degrees).placement(degrees.chunks());
    var micro = new double[pipeline];
    var bytes = new double[pipeline];
    var updates = new double[pipeline];
    var gradients = new double[pipeline];
    double crossed = 0;
    for (int stage = 0; stage < degrees.stages(); stage++) {
      int device = placement.device(stage, pipeline);
      int from = ends[stage];
      int to = ends[stage + 1];
      micro[device] += micro(degrees, of, from, to);
      bytes[device] += bytes(degrees, of, frames(degrees, shape, stage), from, to);
      updates[device] += of.of(Figure.UPDATES, from, to);
      gradients[device] += of.of(Figure.GRADIENTS, from, to);
      crossed += stage > 0 ? crossing(degrees, from) : 0;
    }
    int slowest = largest(micro);
    int fullest = largest(bytes);
    double mean = 0;
    for (double each : micro) {
      mean += each / pipeline;
    }
    double passes = degrees.microBatches() * Math.max(micro[slowest], turn(degrees, of, ends));
    double behind = 0;
    for (int device = 0; device < pipeline; device++) {
      behind =
          Math.max(
              behind,
              updates[device] / (degrees.zero() > 0 ? degrees.data() : 1)
                  + exchanged(degrees, gradients[device], micro[device]));
    }
    double ramp = shape.ramp() * mean + (request.trains() ? 2 : 1) * crossed / degrees.chunks();
    return new Estimate(degrees, passes + ramp + behind, bytes[fullest], fullest, ends);
  }

  private Schedule schedule(Degrees degrees) {
    return schedules.computeIfAbsent(
        degrees.schedule(), name -> Objects.requireNonNull(Schedules.find(name)));
  }

  /// Micro-batches that lie on the device of a stage at once: one more where a worker exchanges
  /// values, so that it receives while it computes.
  private int frames(Degrees degrees, ScheduleShape shape, int stage) {
    int device = schedule(degrees).placement(degrees.chunks()).device(stage, degrees.pipeline());
    int frames = shape.frames()[device];
    boolean exchanges = degrees.pipeline() > 1 || degrees.tensor() > 1;
    boolean isWorker = request.cluster().devices().getFirst().model() == null;
    return Math.min(degrees.microBatches(), frames + (exchanges && isWorker ? 1 : 0));
  }

  /// What keeps a micro-batch waiting where the first and the last stage share a parameter whose
  /// gradients replicas share, so that it stays in one place: the last gives its memory back when
  /// the first has added the gradient up, and has room for two.
  private double turn(Degrees degrees, OpFigures of, int[] ends) {
    if (degrees.zero() <= 1
        || degrees.pipeline() == 1
        || !request.trains()
        || degrees.chunks() > 1
        || schedule(degrees).splitsBackward()) {
      return 0;
    }
    double longest = 0;
    for (var places : shared.values()) {
      int first = stageOf(ends, places[0]);
      int last = stageOf(ends, places[1]);
      if (first == last) {
        continue;
      }
      int room = degrees.stages() - last + 1;
      double back = 0;
      for (int stage = first; stage <= last; stage++) {
        back +=
            of.of(Figure.INPUTS, ends[stage], ends[stage + 1])
                + of.of(Figure.WEIGHTS, ends[stage], ends[stage + 1]);
      }
      double there = of.of(Figure.FORWARD, ends[last], ends[last + 1]);
      longest = Math.max(longest, (there + back) / room);
    }
    return degrees.schedule().equals("gpipe") ? 0 : longest;
  }

  private static int stageOf(int[] ends, int place) {
    int stage = 0;
    while (ends[stage + 1] <= place) {
      stage++;
    }
    return stage;
  }

  private static int largest(double[] each) {
    int largest = 0;
    for (int at = 1; at < each.length; at++) {
      largest = each[at] > each[largest] ? at : largest;
    }
    return largest;
  }

  /// Bytes of a stage on its device.
  private double bytes(Degrees degrees, OpFigures of, int frames, int from, int to) {
    double received = from > 0 ? (request.trains() ? 2 : 1) * crossingBytes(degrees, from) : 0;
    return resident(degrees, of, from, to)
        + frames * (of.of(degrees.recompute(), Again.HELD, from, to) + received)
        + of.of(Figure.PASSING, from, to)
        + of.of(degrees.recompute(), Again.BYTES, from, to);
  }

  /// Bytes that stay.
  private static double resident(Degrees degrees, OpFigures of, int from, int to) {
    int zero = degrees.zero();
    double data = degrees.data();
    return of.of(Figure.PARAMETERS, from, to) / (zero >= 3 ? data : 1)
        + of.of(Figure.GRADIENTS, from, to) / (zero >= 2 ? data : 1)
        + of.of(Figure.STATES, from, to) / (zero >= 1 ? data : 1);
  }

  /// Nanoseconds in which replicas bring gradients together and nothing else is done.
  private double exchanged(Degrees degrees, double gradientBytes, double microNanos) {
    if (degrees.data() == 1 || !request.trains()) {
      return 0;
    }
    double bytes = gradientBytes * valueShare;
    double buckets =
        Math.max(1, Math.min(bytes / Replication.USUAL_BUCKET_BYTES, ops.network().ops().size()));
    var line = messages.sums(degrees);
    double all = buckets * line.nanos() + line.nanosPerByte() * bytes;
    double back = 2 * microNanos / 3;
    double begun = buckets * line.nanos();
    double exposed = Math.max(all - back, all / buckets);
    return switch (degrees.zero()) {
      case 0 -> exposed;
      case 1 -> Math.max(all / 2 - back, all / 2 / buckets) + all / 2;
      case 2 -> all / 2 + degrees.microBatches() * Math.max(begun / 2, all / 2 - back);
      // Parameters are gathered there and back, and gradients spread.
      default -> degrees.microBatches() * Math.max(1.5 * begun, 1.5 * all - microNanos);
    };
  }
}
