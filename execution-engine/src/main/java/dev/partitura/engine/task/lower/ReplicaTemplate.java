package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.CollectiveRecipe;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tasks of one replica for one micro-batch: a node per step and per transfer, in an order in
/// which every node comes behind those it waits for, and the memory they touch. All micro-batches
/// of the replica are copies of it, but for the updates at its end, which follow them all.
///
/// Dependencies follow from who reads and writes which bytes, so steps that work in place or write
/// into a part of another value need no word of their own.
public final class ReplicaTemplate {
  private final Program program;
  private final int[] deviceOfStep;
  private final Places places;
  private final AllReduce collective;
  private final int[] rootOf;
  private final long[] rootOffset;
  private final boolean[] onHost;
  private final int[] homeOf;
  private final Map<Long, Storage> storages = new LinkedHashMap<>();
  private final Map<Long, Integer> transferNodes = new HashMap<>();

  private final List<TaskQueue> queues;
  private final int replica;
  private final List<TaskTemplate> nodes = new ArrayList<>();
  private final TemplateEdges edges = new TemplateEdges();
  private final Map<Integer, PartMessage> messages = new HashMap<>();
  private final Map<Integer, CollectiveRecipe> collectives = new HashMap<>();
  private final List<Joint> joints = new ArrayList<>();
  private final int[] wholeOf;
  private final boolean[] isPiece;
  private final long[] pieceBytes;
  private final int replicas;
  private int repeated;

  private ReplicaTemplate(
      Program program,
      int[] deviceOfStep,
      Places places,
      AllReduce collective,
      List<TaskQueue> queues,
      int replica,
      int replicas) {
    this.replicas = replicas;
    this.program = program;
    this.deviceOfStep = deviceOfStep;
    this.places = places;
    this.collective = collective;
    this.queues = queues;
    this.replica = replica;
    int slots = program.slots().size();
    rootOf = new int[slots];
    rootOffset = new long[slots];
    onHost = new boolean[slots];
    homeOf = new int[slots];
    wholeOf = new int[slots];
    isPiece = new boolean[slots];
    pieceBytes = new long[slots];
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
        new ReplicaTemplate(
            program, deviceOfStep, places, collective, queues, replica, pieces.replicas());
    template.findPieces(pieces);
    template.findRoots();
    template.findHomes();
    for (int step = 0; step < deviceOfStep.length; step++) {
      template.addStep(step);
    }
    template.keep();
    template.pinOutputs();
    return template;
  }

  /// Which slots are the replica's piece of another.
  private void findPieces(ReplicaPieces pieces) {
    Arrays.fill(wholeOf, -1);
    pieces
        .of(program)
        .forEach((piece, whole) -> {
          wholeOf[piece] = whole;
          pieceBytes[whole] = program.slots().get(piece).sizeBytes();
        });
    for (int slot = 0; slot < wholeOf.length; slot++) {
      int root = slot;
      while (program.slots().get(root).isAlias()) {
        root = program.slots().get(root).aliasOf();
      }
      isPiece[slot] = wholeOf[root] >= 0;
    }
  }

  private void findRoots() {
    var slots = program.slots();
    for (int slot = 0; slot < rootOf.length; slot++) {
      int root = slot;
      long offset = 0;
      for (int hops = 0; slots.get(root).isAlias() || wholeOf[root] >= 0; hops++) {
        if (wholeOf[root] >= 0) {
          offset += replica * slots.get(root).sizeBytes();
          root = wholeOf[root];
        } else {
          offset += slots.get(root).aliasOffsetBytes();
          root = slots.get(root).aliasOf();
        }
        if (hops > rootOf.length) {
          throw new IllegalStateException("Slot " + slots.get(slot).value() + " views itself");
        }
      }
      rootOf[slot] = root;
      rootOffset[slot] = offset;
    }
    for (int slot = 0; slot < rootOf.length; slot++) {
      onHost[slot] =
          slots.get(rootOf[slot]).constant() != null
              || program.inputSlots().contains(rootOf[slot]) && !slots.get(rootOf[slot]).kept();
    }
  }

  private void findHomes() {
    Arrays.fill(homeOf, -1);
    for (int step = 0; step < deviceOfStep.length; step++) {
      if (isCollective(program.steps().get(step))) {
        findReceiving(program.steps().get(step));
      }
      for (int slot : program.steps().get(step).outputs()) {
        if (onHost[slot]) {
          throw new IllegalStateException(
              "Step " + program.steps().get(step).name() + " writes into an input or a constant");
        }
        if (homeOf[rootOf[slot]] < 0) {
          homeOf[rootOf[slot]] = deviceOfStep[step];
        }
      }
    }
    // What is kept and never written lies where it is first read.
    for (int step = 0; step < deviceOfStep.length; step++) {
      for (int slot : program.steps().get(step).inputs()) {
        int root = rootOf[slot];
        if (homeOf[root] < 0 && program.slots().get(root).kept()) {
          homeOf[root] = deviceOfStep[step];
        }
      }
    }
  }

  static boolean isCollective(Step step) {
    return step.type().equals(dev.partitura.engine.operator.AllReduce.TYPE);
  }

  /// What a shard gets, it gets where its sum lies.
  private void findReceiving(Step step) {
    for (int output = 0; output < step.outputs().size(); output += 2) {
      homeOf[rootOf[step.outputs().get(output + 1)]] = home(step.outputs().get(output));
    }
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
      touch(node, home(slot), slot, false);
    }
    touch(node, on, out, true);
    collectives.put(node, recipe);
  }

  private void addPart(TaskKind kind, Step step, int sum, PartMessage part) {
    int from = home(part.from);
    int to = home(part.to);
    int node = add(kind, step, sum, to, from, kind.moves() ? part.bytes : 0);
    touch(node, from, part.from, part.fromOffset, part.bytes, false);
    if (kind.adds()) {
      touch(node, to, part.to, part.toOffset, part.bytes, false);
    }
    touch(node, to, part.to, part.toOffset, part.bytes, true);
    messages.put(node, part);
  }

  private void addStep(int step) {
    Checkpoint.pass();
    if (isCollective(program.steps().get(step))) {
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
      if (!onHost[slot]
          && home(slot) != onDevice
          && !transferNodes.containsKey(key(onDevice, slot))) {
        addTransfer(slot, onDevice, program.steps().get(step));
      }
    }
    int node = add(TaskKind.COMPUTE, program.steps().get(step), step, onDevice, onDevice, 0);
    for (int slot : inputs) {
      if (!onHost[slot]) {
        touch(node, onDevice, slot, false);
      }
    }
    for (int slot : program.steps().get(step).outputs()) {
      touch(node, onDevice, slot, true);
    }
  }

  private int home(int slot) {
    int home = homeOf[rootOf[slot]];
    if (home < 0) {
      throw new IllegalStateException(
          "Value " + program.slots().get(slot).value() + " is read but no step writes it");
    }
    return home;
  }

  private void addTransfer(int slot, int to, Step reader) {
    long bytes = program.slots().get(slot).sizeBytes();
    int node =
        add(TaskKind.TRANSFER, reader, slot, to, home(slot), bytes == Slot.DYNAMIC ? 0 : bytes);
    touch(node, home(slot), slot, false);
    transferNodes.put(key(to, slot), node);
    touch(node, to, slot, true);
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
            TaskQueue.find(queues, on, kind, from),
            from,
            replica,
            bytes));
    return nodes.size() - 1;
  }

  private static long key(int device, int slot) {
    return (long) device << 32 | slot;
  }

  private void touch(int node, int on, int slot, boolean writes) {
    touch(node, on, slot, 0, program.slots().get(slot).sizeBytes(), writes);
  }

  /// @param from byte of the slot
  private void touch(int node, int on, int slot, long from, long bytes, boolean writes) {
    var storage = storageOf(on, slot);
    // A piece stands for the whole, which is made ready by it and complete with the others'.
    boolean whole = isPiece[slot] && storage.slot == rootOf[slot];
    long low = whole ? 0 : from + (storage.slot == slot ? 0 : rootOffset[slot]);
    long size = storage.isDynamic() ? 1 : Math.max(1, whole ? storage.sizeBytes : bytes);
    if (!storage.isDynamic() && low + size > Math.max(1, storage.sizeBytes)) {
      throw new IllegalStateException(
          "Value " + program.slots().get(slot).value() + " does not fit into the value it views");
    }
    for (int access = storage.accessCount() - 1; access >= 0; access--) {
      boolean overlaps = storage.low(access) < low + size && low < storage.high(access);
      if (overlaps && (writes || storage.writes(access))) {
        long shared =
            storage.isDynamic()
                ? 0
                : Math.min(storage.high(access), low + size) - Math.max(storage.low(access), low);
        edges.add(
            storage.node(access),
            node,
            hazard(
                storage, storage.node(access), storage.writes(access), node, slot, writes, shared));
        if (storage.writes(access)
            && storage.low(access) <= low
            && storage.high(access) >= low + size
            && storage.node(access) != node) {
          break;
        }
      }
    }
    storage.access(node, low, low + size, writes);
  }

  private Hazard hazard(
      Storage storage,
      int earlier,
      boolean written,
      int later,
      int slot,
      boolean writes,
      long bytes) {
    if (writes) {
      return new Hazard(
          written ? EdgeKind.WAW : EdgeKind.WAR,
          DependenceCause.IN_PLACE,
          storage.device,
          slot,
          storage.slot,
          bytes);
    }
    boolean moves = nodes.get(earlier).kind().moves() || nodes.get(later).kind().moves();
    var cause = moves ? DependenceCause.CUT : DependenceCause.NETWORK;
    return new Hazard(EdgeKind.RAW, cause, storage.device, slot, slot, bytes);
  }

  private Storage storageOf(int on, int slot) {
    boolean atHome = homeOf[rootOf[slot]] == on;
    int holder = atHome ? rootOf[slot] : slot;
    return storages.computeIfAbsent(
        key(on, holder), _ -> new Storage(on, holder, storedBytes(holder)));
  }

  /// Bytes of a slot, and of the pieces of all replicas where it is made of such;
  /// [dev.partitura.engine.backend.Slot#DYNAMIC] where only the run knows.
  private long storedBytes(int slot) {
    long bytes = program.slots().get(slot).sizeBytes();
    return pieceBytes[slot] > 0 ? Math.max(bytes, replicas * pieceBytes[slot]) : bytes;
  }

  /// What is kept, and what updates make, which micro-batches have no part in, lies in no frame.
  private void keep() {
    for (var storage : storages.values()) {
      boolean kept =
          program.slots().get(storage.slot).kept() && home(storage.slot) == storage.device;
      if (kept || storage.firstNode() >= repeated) {
        storage.offset = Storage.KEPT;
      } else if (storage.lastNode() >= repeated) {
        throw new IllegalStateException(
            "An update reads "
                + program.slots().get(storage.slot).value()
                + ", which every micro-batch has of its own");
      }
    }
  }

  private void pinOutputs() {
    for (int slot : program.outputSlots()) {
      if (slot >= 0 && !onHost[slot]) {
        storageOf(home(slot), slot).pinned = true;
      }
    }
    for (var storage : storages.values()) {
      if (storage.pinned) {
        storage.offset = Storage.PINNED;
      }
    }
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
    return new ArrayList<>(storages.values());
  }

  /// Whether the slot is a constant, a network input or a view of one: read by every device where
  /// it is.
  public boolean isOnHost(int slot) {
    return onHost[slot];
  }

  public int root(int slot) {
    return rootOf[slot];
  }

  public long rootOffset(int slot) {
    return rootOffset[slot];
  }

  /// Device that makes a value which is not on the host.
  public int homeDevice(int slot) {
    return home(slot);
  }

  /// The storage that holds `slot` on `device`, or null when that device never has it.
  @Nullable Storage find(int onDevice, int slot) {
    return storages.get(key(onDevice, homeOf[rootOf[slot]] == onDevice ? rootOf[slot] : slot));
  }
}
