package dev.partitura.engine.plan.schedule;

import static java.util.Comparator.comparingDouble;

import dev.partitura.engine.limit.Checkpoint;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Plays a problem through on a clock of its own: whenever a device is free it takes the ready
/// action with the longest remaining path. A stage takes its micro-batches first to last, and a
/// device takes them up in that order, so that none waits for one that may not begin. Used once;
/// cost O(actions · log devices) and what stages held back make it look further.
final class ListScheduling {
  private static final int IDLE = -1;

  /// What sums of the same times in another order may differ by.
  private static final double ROUNDING = 1e-9;

  private final ScheduleProblem problem;
  private final Precedence precedence;
  private final RemainingPaths paths;

  /// Place of each kind by its remaining path, the longest first, and the kind in each place.
  private final int[] place;

  private final int[] kindAt;

  private final int[] started;
  private final int[] done;
  private final Lane[] lanes;
  private final PriorityQueue<Lane> busy =
      new PriorityQueue<>(
          comparingDouble((Lane lane) -> lane.endsAt).thenComparingInt(lane -> lane.number));

  /// A device as it goes.
  private final class Lane {
    final int number;
    final int most;

    /// Kinds of which each micro-batch that is under way here must be done.
    final int[] kinds;

    final BitSet ready = new BitSet();
    final int[] takenKind;
    final int[] takenMicroBatch;
    int taken;
    int running = IDLE;
    double endsAt;

    /// Micro-batches taken up, and those of which all is done.
    int begun;

    int finished;

    /// Kinds that the first unfinished micro-batch still lacks.
    int lacking;

    Lane(int number, int most) {
      this.number = number;
      this.most = most;
      kinds =
          problem.stagesOn(number).stream()
              .flatMap(stage ->
                  problem.phases().stream()
                      .filter(phase -> phase != Phase.U)
                      .map(phase -> Precedence.kind(stage, phase)))
              .mapToInt(Integer::intValue)
              .toArray();
      lacking = kinds.length;
      int actions =
          problem.stagesOn(number).size()
              * problem.phases().stream().mapToInt(problem::actions).sum();
      takenKind = new int[actions];
      takenMicroBatch = new int[actions];
    }

    /// Whether a micro-batch is under way or may be taken up.
    boolean takes(int kind, int microBatch) {
      return isUpdate(kind)
          || microBatch < begun
          || (microBatch == begun && begun - finished < most);
    }

    void start(int kind, int microBatch, double now) {
      takenKind[taken] = kind;
      takenMicroBatch[taken++] = microBatch;
      running = kind;
      endsAt = now + paths.nanos(kind);
      begun = isUpdate(kind) ? begun : Math.max(begun, microBatch + 1);
    }

    void end(int kind, int microBatch) {
      running = IDLE;
      if (!isUpdate(kind) && microBatch == finished && --lacking == 0) {
        finished++;
        for (int other : kinds) {
          lacking += done[other] > finished ? 0 : 1;
        }
      }
    }

    List<Action> order() {
      return new AbstractList<>() {
        @Override
        public Action get(int index) {
          return Precedence.action(takenKind[index], takenMicroBatch[index]);
        }

        @Override
        public int size() {
          return takenKind.length;
        }
      };
    }
  }

  /// @param precedence of a problem without mutual stages
  ListScheduling(ScheduleProblem problem, Precedence precedence) {
    this.problem = problem;
    this.precedence = precedence;
    paths = new RemainingPaths(problem, precedence);
    int kinds = Precedence.kinds(problem);
    kindAt =
        IntStream.range(0, kinds)
            .boxed()
            .sorted(comparingDouble(kind -> -paths.of(kind)))
            .mapToInt(Integer::intValue)
            .toArray();
    place = new int[kinds];
    for (int at = 0; at < kinds; at++) {
      place[kindAt[at]] = at;
    }
    started = new int[kinds];
    done = new int[kinds];
    int needed = neededUnderWay();
    lanes = new Lane[problem.devices()];
    Arrays.setAll(
        lanes,
        device -> new Lane(device, Math.min(needed, problem.places().get(device).mostUnderWay())));
  }

  /// Micro-batches that the busiest device does while one passes from end to end, and one to spare.
  private int neededUnderWay() {
    var load = new double[problem.devices()];
    double longest = 0;
    for (int kind = 0; kind < place.length; kind++) {
      if (!isUpdate(kind)) {
        load[lane(kind)] += paths.nanos(kind);
      }
      longest = Math.max(longest, paths.of(kind));
    }
    double most = Arrays.stream(load).max().orElse(0);
    return most == 0 ? problem.devices() + 1 : 1 + (int) Math.ceil(longest / most - ROUNDING);
  }

  private static boolean isUpdate(int kind) {
    return Precedence.action(kind, 0).phase() == Phase.U;
  }

  private int lane(int kind) {
    return problem.stages().get(Precedence.action(kind, 0).stage()).device();
  }

  /// All actions of each device in the order in which it took them.
  List<List<Action>> order() {
    for (int kind = 0; kind < place.length; kind++) {
      look(kind);
    }
    var free = new BitSet();
    free.set(0, lanes.length);
    for (double now = 0; ; now = busy.element().endsAt) {
      Checkpoint.pass();
      while (!busy.isEmpty() && busy.element().endsAt <= now) {
        end(busy.remove(), free);
      }
      for (int lane = free.nextSetBit(0); lane >= 0; lane = free.nextSetBit(lane + 1)) {
        begin(lanes[lane], now);
      }
      free.clear();
      if (busy.isEmpty()) {
        return Arrays.stream(lanes).map(Lane::order).toList();
      }
    }
  }

  /// @param free gets the devices that may begin something now
  private void end(Lane lane, BitSet free) {
    int kind = lane.running;
    lane.end(kind, done[kind]++);
    free.set(lane.number);
    for (int after : paths.after(kind)) {
      look(after);
      free.set(lane(after));
    }
  }

  private void begin(Lane lane, double now) {
    for (int at = lane.ready.nextSetBit(0);
        at >= 0 && lane.running == IDLE;
        at = lane.ready.nextSetBit(at + 1)) {
      int kind = kindAt[at];
      if (lane.takes(kind, started[kind])) {
        lane.ready.clear(at);
        lane.start(kind, started[kind]++, now);
        busy.add(lane);
        look(kind);
      }
    }
  }

  /// Notes whether the next action of a kind is ready.
  private void look(int kind) {
    var phase = Precedence.action(kind, 0).phase();
    boolean ready = started[kind] < problem.actions(phase);
    for (int before : precedence.before(kind)) {
      ready &= done[before] > (isUpdate(kind) ? problem.microBatches() - 1 : started[kind]);
    }
    if (ready) {
      lanes[lane(kind)].ready.set(place[kind]);
    }
  }
}
