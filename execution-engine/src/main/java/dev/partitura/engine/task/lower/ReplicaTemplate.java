package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.CollectiveRecipe;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tasks of one replica for one micro-batch: a node per step and per transfer, in an order in
/// which every node comes behind those it waits for, and the memory they touch. All micro-batches
/// of the replica are copies of it, but for the updates at its end, which follow them all.
/// Dependencies follow from the memory, see [TemplateMemory].
public final class ReplicaTemplate {
  private final Program program;
  private final int[] deviceOfStep;
  private final Places places;
  private final AllReduce collective;
  private final List<TaskQueue> queues;
  private final int replica;
  private final SlotHomes homes;
  private final List<TaskTemplate> nodes = new ArrayList<>();
  private final TemplateEdges edges = new TemplateEdges();
  private final TemplateMemory memory;
  private final Map<Long, Integer> transferNodes = new HashMap<>();
  private final Map<Integer, PartMessage> messages = new HashMap<>();
  private final Map<Integer, CollectiveRecipe> collectives = new HashMap<>();
  private final List<Joint> joints = new ArrayList<>();
  private int repeated;

  private ReplicaTemplate(
      Program program,
      int[] deviceOfStep,
      Places places,
      AllReduce collective,
      List<TaskQueue> queues,
      int replica,
      ReplicaPieces pieces) {
    this.program = program;
    this.deviceOfStep = deviceOfStep;
    this.places = places;
    this.collective = collective;
    this.queues = queues;
    this.replica = replica;
    homes = SlotHomes.of(program, deviceOfStep, replica, pieces);
    memory = new TemplateMemory(program, homes, node -> nodes.get(node).kind().moves(), edges);
  }

  /// What a node does that moves part of a value, or adds it to part of another.
  ///
  /// @param from slot, at `fromOffset` bytes of it
  public record PartMessage(int from, long fromOffset, int to, long toOffset, long bytes) {}

  /// Values that an op of the program exchanges among the replicas.
  ///
  /// @param scatters whether sums are scattered, or else pieces gathered
  /// @param piece slots of the pieces of a replica
  /// @param whole slots of the values of which they are pieces
  /// @param nodesBefore nodes that stand before it
  record Joint(
      boolean scatters, List<Integer> piece, List<Integer> whole, Phase phase, int nodesBefore) {}

  /// @param deviceOfStep device number of each step
  /// @param places to which the stages of the steps refer
  /// @param collective by which shards sum
  /// @param queues of the cluster
  /// @param pieces what lies in a piece of something else
  static ReplicaTemplate of(
      Program program,
      int[] deviceOfStep,
      Places places,
      AllReduce collective,
      List<TaskQueue> queues,
      int replica,
      ReplicaPieces pieces) {
    var template =
        new ReplicaTemplate(program, deviceOfStep, places, collective, queues, replica, pieces);
    for (int step = 0; step < deviceOfStep.length; step++) {
      template.addStep(step);
    }
    template.memory.settle(template.repeated);
    return template;
  }

  /// The messages of an all-reduce among shards, each in the place of its own sum.
  private void addCollective(Step step) {
    int members = step.outputs().size() / 2;
    long size = program.slots().get(step.outputs().getFirst()).sizeBytes();
    long each = collective.chunkBytes(size, members);
    for (var round : collective.rounds(members)) {
      for (var message : round) {
        long offset = message.chunk() * each;
        long bytes = Math.min(each, size - offset);
        if (bytes > 0) {
          int to = step.outputs().get(2 * message.to() + (message.adds() ? 1 : 0));
          addPart(
              TaskKind.TRANSFER,
              step,
              step.outputs().get(2 * message.to()),
              new PartMessage(
                  step.outputs().get(2 * message.from()),
                  offset,
                  to,
                  message.adds() ? 0 : offset,
                  bytes));
        }
      }
      for (var message : round) {
        long offset = message.chunk() * each;
        long bytes = Math.min(each, size - offset);
        if (message.adds() && bytes > 0) {
          int sum = step.outputs().get(2 * message.to());
          int received = step.outputs().get(2 * message.to() + 1);
          addPart(TaskKind.REDUCTION, step, sum, new PartMessage(received, 0, sum, offset, bytes));
        }
      }
    }
  }

  /// A shard's part in a collective that is done whole: it waits for what all of them bring.
  private void addWhole(Step step, int on, CollectiveRecipe recipe) {
    int out = step.outputs().getFirst();
    long bytes =
        Math.max(
            program.slots().get(step.inputs().getFirst()).sizeBytes(),
            program.slots().get(out).sizeBytes());
    int node = add(TaskKind.COLLECTIVE, step, out, on, on, bytes);
    for (int slot : step.inputs()) {
      memory.touch(node, homes.home(slot), slot, false);
    }
    memory.touch(node, on, out, true);
    collectives.put(node, recipe);
  }

  private void addPart(TaskKind kind, Step step, int sum, PartMessage part) {
    int from = homes.home(part.from);
    int to = homes.home(part.to);
    int node = add(kind, step, sum, to, from, kind.moves() ? part.bytes : 0);
    memory.touch(node, from, part.from, part.fromOffset, part.bytes, false);
    if (kind.adds()) {
      memory.touch(node, to, part.to, part.toOffset, part.bytes, false);
    }
    memory.touch(node, to, part.to, part.toOffset, part.bytes, true);
    messages.put(node, part);
  }

  private void addStep(int step) {
    Checkpoint.pass();
    if (SlotHomes.isCollective(program.steps().get(step))) {
      addCollective(program.steps().get(step));
      return;
    }
    if (program.steps().get(step).recipe() instanceof CollectiveRecipe recipe) {
      addWhole(program.steps().get(step), deviceOfStep[step], recipe);
      return;
    }
    if (ReplicaPieces.isJoint(program.steps().get(step))) {
      joints.add(ReplicaPieces.joint(program.steps().get(step), nodes.size()));
      return;
    }
    int onDevice = deviceOfStep[step];
    var inputs = program.steps().get(step).inputs();
    for (int slot : inputs) {
      if (!homes.isOnHost(slot)
          && homes.home(slot) != onDevice
          && !transferNodes.containsKey(TemplateMemory.key(onDevice, slot))) {
        addTransfer(slot, onDevice, program.steps().get(step));
      }
    }
    int node = add(TaskKind.COMPUTE, program.steps().get(step), step, onDevice, onDevice, 0);
    for (int slot : inputs) {
      if (!homes.isOnHost(slot)) {
        memory.touch(node, onDevice, slot, false);
      }
    }
    for (int slot : program.steps().get(step).outputs()) {
      memory.touch(node, onDevice, slot, true);
    }
  }

  private void addTransfer(int slot, int to, Step reader) {
    long bytes = program.slots().get(slot).sizeBytes();
    int node =
        add(
            TaskKind.TRANSFER,
            reader,
            slot,
            to,
            homes.home(slot),
            bytes == Slot.DYNAMIC ? 0 : bytes);
    memory.touch(node, homes.home(slot), slot, false);
    transferNodes.put(TemplateMemory.key(to, slot), node);
    memory.touch(node, to, slot, true);
  }

  private int add(TaskKind kind, Step of, int what, int on, int from, long bytes) {
    if (of.phase() != Phase.U) {
      if (repeated < nodes.size()) {
        throw new IllegalStateException("Step " + of.name() + " stands behind an update");
      }
      repeated++;
    }
    nodes.add(
        new TaskTemplate(
            kind,
            of.phase(),
            places.part(of.stage()),
            what,
            TaskQueue.find(queues, on, kind, from, of.recipe().lane()),
            from,
            replica,
            bytes));
    return nodes.size() - 1;
  }

  public Program program() {
    return program;
  }

  public int nodeCount() {
    return nodes.size();
  }

  /// Nodes that every micro-batch repeats; those behind them are done once, when all are through.
  public int repeatedCount() {
    return repeated;
  }

  /// What a node does.
  public TaskTemplate node(int node) {
    return nodes.get(node);
  }

  /// The step of the program that a node runs, or null when it runs none.
  public @Nullable Step step(int node) {
    var of = nodes.get(node);
    return switch (of.kind()) {
      case COMPUTE -> program.steps().get(of.subject());
      case TRANSFER, REDUCTION, OTHER, COLLECTIVE -> null;
    };
  }

  /// The part of a value that a node moves or adds, or null when it takes whole values.
  public @Nullable PartMessage message(int node) {
    return messages.get(node);
  }

  /// The collective among shards that a node has part in, or null.
  @Nullable CollectiveRecipe collective(int node) {
    return collectives.get(node);
  }

  /// Device that does it; for a transfer the receiver.
  public int device(int node) {
    return queues.get(nodes.get(node).queue()).device();
  }

  /// What ops of the program exchange among the replicas, in order.
  List<Joint> joints() {
    return joints;
  }

  TemplateEdges edges() {
    return edges;
  }

  List<Storage> storages() {
    return memory.storages();
  }

  /// Whether the slot is a constant, a network input or a view of one: read by every device where
  /// it is.
  public boolean isOnHost(int slot) {
    return homes.isOnHost(slot);
  }

  public int root(int slot) {
    return homes.root(slot);
  }

  public long rootOffset(int slot) {
    return homes.rootOffset(slot);
  }

  /// Device that makes a value which is not on the host.
  public int homeDevice(int slot) {
    return homes.home(slot);
  }

  /// The storage that holds `slot` on `device`, or null when that device never has it.
  @Nullable Storage find(int onDevice, int slot) {
    return memory.find(onDevice, slot);
  }
}
