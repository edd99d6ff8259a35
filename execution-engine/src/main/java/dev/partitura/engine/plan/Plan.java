package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.schedule.Placement;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.ProblemException;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// How a network is laid on a cluster. Immutable. Checked by `PlanCheck` before it runs. What kind
/// of plan it is, such as a pipeline, follows from it: see [Parallelism].
///
/// @param parts in the order in which a pipeline passes them; several may share a device
/// @param partition index of the part by op; an op that is not named belongs to part 0
/// @param microBatches slices of each replica's share that pass the parts one after another
/// @param schedule name of the order in which a part takes its micro-batches; see `plan.schedule`
/// @param collective name of the algorithm by which replicas sum their gradients; see
///   `plan.collective`
/// @param sequenceParallel whether shards also split values between their split weights, along
///   another axis of the data than the batch
/// @param replication how replicas keep alike in training
/// @param globalBatch samples of a step over all replicas and micro-batches; 0 where the plan
///   leaves that to the run
/// @param sequenceChunks pieces of its sequence in which a micro-batch is done, one after the
///   other; 1 where it is whole
public record Plan(
    List<Part> parts,
    Map<OpId, Integer> partition,
    int microBatches,
    String schedule,
    String collective,
    Passes passes,
    boolean sequenceParallel,
    Replication replication,
    int globalBatch,
    int sequenceChunks) {
  /// Pieces where a schedule takes sequences in such and nobody says in how many.
  private static final int USUAL_SEQUENCE_CHUNKS = 2;

  /// Forward-only order: a stage takes micro-batches as they come, first to last.
  public static final String FORWARD = Schedules.FORWARD;

  public Plan {
    parts = List.copyOf(parts);
    partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
    if (parts.isEmpty() || microBatches < 1 || globalBatch < 0 || sequenceChunks < 1) {
      throw new IllegalArgumentException(
          "A plan has at least one part and one micro-batch, not "
              + parts.size()
              + " and "
              + microBatches
              + ", and no batch of "
              + globalBatch
              + " and sequence in "
              + sequenceChunks);
    }
    for (int part : partition.values()) {
      Objects.checkIndex(part, parts.size());
    }
  }

  /// Of whole sequences, without sequence parallelism, with replicas that keep all that they train.
  public Plan(
      List<Part> parts,
      Map<OpId, Integer> partition,
      int microBatches,
      String schedule,
      String collective,
      Passes passes) {
    this(
        parts,
        partition,
        microBatches,
        schedule,
        collective,
        passes,
        false,
        Replication.WHOLE,
        0,
        1);
  }

  /// With gradients summed around a ring.
  public Plan(
      List<Part> parts,
      Map<OpId, Integer> partition,
      int microBatches,
      String schedule,
      Passes passes) {
    this(parts, partition, microBatches, schedule, AllReduces.RING, passes);
  }

  /// All passes, the forward schedule.
  public static Plan of(List<Mesh> meshes, Map<OpId, Integer> partition, int microBatches) {
    return new Plan(
        meshes.stream().map(Part::new).toList(), partition, microBatches, FORWARD, Passes.ALL);
  }

  /// Every op on one device.
  public static Plan single(DeviceId device) {
    return of(List.of(Mesh.of(device)), Map.of(), 1);
  }

  /// Whether any part splits its tensors among shards.
  public boolean isSharded() {
    return parts.stream().anyMatch(part -> part.mesh().shards() > 1);
  }

  /// Data-parallel degree: the batch is split evenly among the replicas. All parts of a checked
  /// plan agree on it.
  public int replicas() {
    return parts.getFirst().mesh().replicas();
  }

  /// Whether the schedule wants each two replicas on the same devices, in opposite directions.
  public boolean isBothWays() {
    var known = Schedules.find(schedule);
    return known != null && known.placement(1) == Placement.BOTH_WAYS;
  }

  public int partOf(OpId op) {
    return partition.getOrDefault(op, 0);
  }

  public Mesh meshOf(OpId op) {
    return parts.get(partOf(op)).mesh();
  }

  /// Every device that has a part, once, in the order of the parts.
  public List<DeviceId> devices() {
    var devices = new LinkedHashSet<DeviceId>();
    parts.forEach(part -> devices.addAll(part.mesh().devices()));
    return List.copyOf(devices);
  }

  /// The parts that have ops of the network, in their order: the stages that there are. All parts,
  /// where it has no ops.
  public List<Part> stages(Network network) {
    var used = new BitSet();
    network.ops().forEach(op -> used.set(partOf(op.id())));
    return used.isEmpty() ? parts : used.stream().mapToObj(parts::get).toList();
  }

  /// With the forward schedule in place of one that lists the micro-batches there were.
  public Plan withMicroBatches(int count) {
    return changed(to -> {
      to.microBatches = count;
      to.schedule = count == microBatches ? schedule : rule();
    });
  }

  public Plan withPasses(Passes newPasses) {
    return changed(to -> to.passes = newPasses);
  }

  /// With as many pieces of the sequence as the schedule wants.
  public Plan withSchedule(String newSchedule) {
    return changed(to -> {
      to.schedule = newSchedule;
      to.sequenceChunks = sequenceChunks(newSchedule, sequenceChunks);
    });
  }

  public Plan withSequenceChunks(int count) {
    return changed(to -> to.sequenceChunks = count);
  }

  /// Pieces of the sequence under a schedule.
  ///
  /// @param asked at most 1 where nobody says how many
  private static int sequenceChunks(String schedule, int asked) {
    var known = Schedules.find(schedule);
    return known == null || !known.splitsSequence() ? 1 : asked > 1 ? asked : USUAL_SEQUENCE_CHUNKS;
  }

  public Plan withCollective(String newCollective) {
    return changed(to -> to.collective = newCollective);
  }

  public Plan withSequenceParallel(boolean splits) {
    return changed(to -> to.sequenceParallel = splits);
  }

  public Plan with(Replication newReplication) {
    return changed(to -> to.replication = newReplication);
  }

  /// With so many samples in a step; 0 leaves them to the run.
  public Plan withGlobalBatch(int samples) {
    return changed(to -> to.globalBatch = samples);
  }

  /// Samples of a step where a run asks for so many.
  ///
  /// @param asked 0 where it does not; so is what is returned, where the plan says nothing either
  /// @throws ProblemException when the plan says another number
  public int batchOr(int asked) {
    if (asked > 0 && globalBatch > 0 && asked != globalBatch) {
      throw ProblemException.of("plan.samples.asked", "", globalBatch, asked);
    }
    return asked > 0 ? asked : globalBatch;
  }

  /// With the same in every part.
  public Plan withRecompute(Recompute recompute) {
    return changed(to -> to.parts = parts.stream().map(part -> part.with(recompute)).toList());
  }

  /// With the forward schedule in place of one that lists the parts there were.
  public Plan with(List<Part> newParts, Map<OpId, Integer> newPartition) {
    return changed(to -> {
      to.parts = newParts;
      to.partition = newPartition;
      to.schedule = rule();
    });
  }

  /// The schedule where it is a rule, which fits other parts and micro-batches too.
  public String rule() {
    return Schedules.isRule(schedule) ? schedule : FORWARD;
  }

  private Plan changed(Consumer<Change> change) {
    var to = new Change(this);
    change.accept(to);
    return to.made();
  }

  /// A plan while some of it is changed.
  private static final class Change {
    private List<Part> parts;
    private Map<OpId, Integer> partition;
    private int microBatches;
    private String schedule;
    private String collective;
    private Passes passes;
    private boolean sequenceParallel;
    private Replication replication;
    private int globalBatch;
    private int sequenceChunks;

    Change(Plan plan) {
      parts = plan.parts;
      partition = plan.partition;
      microBatches = plan.microBatches;
      schedule = plan.schedule;
      collective = plan.collective;
      passes = plan.passes;
      sequenceParallel = plan.sequenceParallel;
      replication = plan.replication;
      globalBatch = plan.globalBatch;
      sequenceChunks = plan.sequenceChunks;
    }

    Plan made() {
      return new Plan(
          parts,
          partition,
          microBatches,
          schedule,
          collective,
          passes,
          sequenceParallel,
          replication,
          globalBatch,
          sequenceChunks);
    }
  }
}
