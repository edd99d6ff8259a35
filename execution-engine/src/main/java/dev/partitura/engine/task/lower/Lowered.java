package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.partition.KeptPart;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network laid on a cluster by a plan: the program of one micro-batch, the tasks of all of them,
/// and where every value will lie. A value without weights, inputs or native memory; what executes
/// it loads the program and makes the inputs. Immutable; any thread.
public final class Lowered {
  private final Cluster cluster;
  private final Plan plan;
  private final BatchBinding binding;
  private final Backend backend;
  private final Program program;
  private final KeptPieces kept;
  private final @Nullable Folding folding;
  private final List<ReplicaTemplate> templates;
  private final Spread spread;
  private final TaskGraph graph;
  private final TaskNumbers numbers;
  private final LoweredMessages messages;
  private final Asked asked;
  private final long[] outputBytes;
  private final long[] keptBytes;

  Lowered(
      Cluster cluster,
      Plan plan,
      BatchBinding binding,
      Backend backend,
      Program program,
      KeptPieces kept,
      Spread spread,
      @Nullable Folding folding,
      Asked asked) {
    this.asked = asked;
    this.folding = folding;
    this.cluster = cluster;
    this.plan = plan;
    this.binding = binding;
    this.backend = backend;
    this.program = program;
    this.kept = kept;
    this.spread = spread;
    templates = spread.templates();
    graph = spread.graph();
    numbers = new TaskNumbers(templates, plan.microBatches(), spread.messages());
    messages = new LoweredMessages(templates, spread.messages(), graph, numbers);
    outputBytes = new long[cluster.devices().size()];
    keptBytes = new long[cluster.devices().size()];
    Arrays.setAll(
        outputBytes, device -> ResidentBytes.ofOutputs(templates, device, plan.microBatches()));
    Arrays.setAll(
        keptBytes,
        device -> ResidentBytes.ofKept(templates, device) + messages.receiveBytes(device));
  }

  /// The same program in the same memory, where the replicas exchange nothing; what is received
  /// needs no memory then.
  public Lowered apart() {
    return new Lowered(
        cluster,
        plan,
        binding,
        backend,
        program,
        kept,
        spread.apart(plan, graph.queues()),
        folding,
        asked);
  }

  /// What this is the layout of.
  public Asked asked() {
    return asked;
  }

  /// For which devices the devices here stand; null where each is itself.
  public @Nullable Folding folding() {
    return folding;
  }

  /// The plan with all the devices for which those here stand.
  public Plan whole() {
    return folding == null ? plan : folding.whole();
  }

  /// The cluster of [#whole].
  public Cluster wholeCluster() {
    return folding == null ? cluster : folding.on();
  }

  public Cluster cluster() {
    return cluster;
  }

  public Plan plan() {
    return plan;
  }

  public BatchBinding binding() {
    return binding;
  }

  public Backend backend() {
    return backend;
  }

  /// Sentences a person should know: what was taken for sizes that nobody gave, and which words of
  /// the plan decide nothing here.
  public List<Phrase> notes() {
    var notes = new ArrayList<>(binding.notes());
    if (folding == null) {
      notes.addAll(IdleWords.of(binding.network(), plan, spread));
    }
    return notes;
  }

  public Program program() {
    return program;
  }

  /// What part of which value a slot holds that stays from one iteration to the next, where its ops
  /// are split among shards.
  public KeptPart keptPart(String value) {
    return kept.part(value);
  }

  /// The type of that of which each replica holds a piece in a slot that stays; null where each
  /// holds all.
  public @Nullable TensorType wholeOfPieces(String value) {
    return kept.whole(value);
  }

  public TaskGraph graph() {
    return graph;
  }

  /// What replicas and shards send each other and add up.
  public LoweredMessages messages() {
    return messages;
  }

  public int replicas() {
    return templates.size();
  }

  /// Number of a replica's micro-batch among those of all replicas, as traces number them.
  public int microBatchOfBatch(int replica, int microBatch) {
    return replica * microBatches() + microBatch;
  }

  public int microBatches() {
    return plan.microBatches();
  }

  /// The nodes of a replica, which each of its micro-batches repeats.
  public ReplicaTemplate template(int replica) {
    return templates.get(replica);
  }

  /// Task of a node of a replica's micro-batch; for a node that is done once the same for all.
  public int task(int replica, int microBatch, int node) {
    return numbers.task(replica, microBatch, node);
  }

  /// Micro-batches of a replica that may be under way on a device at once; each has a frame of
  /// memory there.
  public int frames(int replica, int device) {
    return spread.orders().get(replica).frames(device);
  }

  /// Which of these frames a micro-batch has.
  public int frame(int replica, int device, int microBatch) {
    return spread.orders().get(replica).frame(device, microBatch);
  }

  /// Bytes of one frame of a replica on a device, a multiple of the cache line.
  public long frameBytes(int replica, int device) {
    return spread.memory().get(replica).frame()[device];
  }

  /// Bytes of what actions of a replica on a device use while they last, one after another.
  public long workspaceBytes(int replica, int device) {
    return spread.memory().get(replica).workspace()[device];
  }

  /// Bytes of constants, such as weights, that the steps of a device read, in slots or packed for
  /// them.
  public long constantBytes(int device) {
    return ResidentBytes.ofConstants(program, templates, device);
  }

  /// Bytes of the outputs that live in a device's memory, for all micro-batches.
  public long outputBytes(int device) {
    return outputBytes[device];
  }

  /// Bytes of what stays on a device from one iteration to the next.
  public long keptBytes(int device) {
    return keptBytes[device];
  }

  /// Bytes that the values on a device take, in all frames and workspaces.
  public long valueBytes(int device) {
    long bytes = outputBytes(device) + keptBytes(device);
    for (int replica = 0; replica < replicas(); replica++) {
      bytes +=
          frameBytes(replica, device) * frames(replica, device) + workspaceBytes(replica, device);
    }
    return bytes;
  }

  static long padded(long bytes) {
    return Math.ceilDiv(bytes, FramePlan.ALIGNMENT) * FramePlan.ALIGNMENT;
  }

  /// Where the values of every replica live: all memory that is neither constant, input nor
  /// dynamic.
  public List<Place> places() {
    var places = new ArrayList<Place>();
    for (int replica = 0; replica < templates.size(); replica++) {
      for (var storage : templates.get(replica).storages()) {
        if (storage.sizeBytes != Slot.DYNAMIC) {
          places.add(place(replica, storage));
        }
      }
    }
    return places;
  }

  private static Place place(int replica, Storage storage) {
    var users = new int[storage.accessCount()];
    for (int access = 0; access < users.length; access++) {
      users[access] = storage.node(access);
    }
    return new Place(
        replica,
        storage.device,
        storage.slot,
        storage.offset,
        storage.passing,
        storage.sizeBytes,
        users);
  }

  /// The memory in which `device` finds `slot`, or null when it is dynamic, constant or an input.
  public @Nullable Place find(int replica, int device, int slot) {
    var storage = templates.get(replica).find(device, slot);
    return storage == null || storage.isDynamic() ? null : place(replica, storage);
  }

  /// Whether a dynamic slot holds a network output, so that every micro-batch keeps its own.
  public boolean isPinned(int replica, int device, int slot) {
    var storage = templates.get(replica).find(device, slot);
    return storage != null && storage.pinned;
  }

  /// Memory of one value on one device.
  ///
  /// @param slot the root slot it holds
  /// @param offset in the frame; negative when every micro-batch has memory of its own, because an
  ///   output lives there, or when it stays from one iteration to the next
  /// @param passing whether it lies in the workspace in place of the frame
  /// @param users nodes of the template that write or read it, in order
  public record Place(
      int replica,
      int device,
      int slot,
      long offset,
      boolean passing,
      long sizeBytes,
      int[] users) {
    public boolean isPinned() {
      return offset == Storage.PINNED;
    }

    public boolean isKept() {
      return offset == Storage.KEPT;
    }
  }
}
