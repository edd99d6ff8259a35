package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.catalogue.Backends;
import dev.partitura.engine.backend.catalogue.MixedBackend;
import dev.partitura.engine.backend.priced.PricedBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.MixedPrecision;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanCheck;
import dev.partitura.engine.plan.schedule.InPieces;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.partition.Exchanging;
import dev.partitura.engine.task.partition.Partition;
import dev.partitura.engine.task.partition.ShardedNetwork;
import dev.partitura.engine.task.sequence.SequencePieces;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays networks on clusters by plans: binds the batch, rewrites, chooses a program, and spreads it
/// over replicas and micro-batches. Pure: no weights are read, no inputs made, no native memory is
/// taken. Keeps what it found last, so that a plan that changes in one place is laid out anew in
/// that place only. Any thread.
public final class Lowering {
  private final Recent<BatchTrial.Bound, NetworkTypes> types = new Recent<>();
  private final Recent<BoundKey, BatchBinding> bound = new Recent<>();
  private final Recent<ProgramKey, Program> programs = new Recent<>();
  private final Recent<ShardedKey, Program> sharded = new Recent<>();
  private final StepPrograms steps;
  private final boolean predicts;

  /// Lays out what is to run: what a device has no memory for is refused.
  public Lowering() {
    this(false);
  }

  private Lowering(boolean predicts) {
    this.predicts = predicts;
    steps = new StepPrograms(predicts);
  }

  /// Lays out what is to be predicted: also what a device has no memory for, and devices that are
  /// alike once where they may be, see [Folding].
  public static Lowering toPredict() {
    return new Lowering(true);
  }

  /// What a binding follows from.
  private record BoundKey(
      Same<Network> network,
      int replicas,
      int microBatches,
      int batch,
      Map<String, TensorType> feeds,
      long memoryBytes) {}

  /// What a program follows from.
  ///
  /// @param stages of the ops, in the order of the network
  private record ProgramKey(
      Same<Network> network,
      Map<String, TensorType> inputs,
      Passes passes,
      List<Integer> stages,
      Backend backend) {}

  /// What a program follows from whose ops are split among shards.
  private record ShardedKey(
      ProgramKey program,
      Same<Cluster> cluster,
      List<Part> parts,
      String collective,
      boolean sequenceParallel,
      Exchanging how) {}

  /// @param batch samples of one iteration over all replicas and micro-batches; 0 takes what the
  ///   plan says, else what the feeds hold or, without feeds, the smallest the plan can split
  /// @param feeds types of the tensors that will be fed, by input
  /// @param backend to compute with; null takes the preferred one of the plan's devices
  /// @throws ProblemException when network, plan, batch or feeds do not fit; holds every problem
  ///   found
  public Lowered lower(
      Network network,
      Cluster cluster,
      Plan plan,
      int batch,
      Map<String, TensorType> feeds,
      @Nullable Backend backend) {
    var binding = bind(network, cluster, plan, batch, feeds);
    var pieces = pieces(binding, plan);
    var chosen = backend != null ? backend : backend(cluster, plan);
    var folding = folding(cluster, pieces.plan(), chosen);
    return spread(
        cluster,
        plan,
        pieces.plan(),
        folding,
        binding,
        chosen,
        program(network, cluster, binding, pieces, chosen, how(chosen, folding)),
        KeptPieces.NONE,
        ReplicaPieces.none(plan.replicas()),
        new Asked(network, null, batch, feeds));
  }

  private static SequencePieces pieces(BatchBinding binding, Plan plan) {
    return SequencePieces.of(binding.types(), binding.batchInputs(), plan);
  }

  private @Nullable Folding folding(Cluster cluster, Plan plan, Backend backend) {
    boolean several = plan.isSharded() || plan.replicas() > 1;
    return predicts && several && !backend.computes() && Folding.fits(cluster, plan)
        ? Folding.of(cluster, plan)
        : null;
  }

  private static Exchanging how(Backend backend, @Nullable Folding folding) {
    return folding != null
        ? Exchanging.ALIKE
        : backend.computes() ? Exchanging.MESSAGES : Exchanging.WHOLE;
  }

  /// Lays a training step out: forward, backward, and the updates behind all micro-batches.
  ///
  /// @param feeds types of the tensors that will be fed, by input of the network
  /// @throws ProblemException as [#lower], and where the network cannot be trained
  public LoweredStep lowerStep(
      Network network,
      Cluster cluster,
      Plan plan,
      Optimizer optimizer,
      int batch,
      Map<String, TensorType> feeds,
      @Nullable Backend backend) {
    var binding = bind(network, cluster, plan, batch, feeds);
    if (plan.sequenceChunks() > 1 && plan.isSharded()) {
      throw ProblemException.of("plan.sequence.tensor", "");
    }
    var pieces = pieces(binding, plan);
    var laidOut = pieces.plan();
    var chosen = backend != null ? backend : backend(cluster, plan);
    var folding = folding(cluster, laidOut, chosen);
    if (backend == null) {
      requireTraining(cluster, laidOut, chosen);
    }
    var made =
        steps.get(
            network,
            cluster,
            binding,
            pieces,
            schedule(plan),
            optimizer,
            averaged(plan, binding),
            chosen,
            how(chosen, folding));
    return new LoweredStep(
        made.step(),
        spread(
            cluster,
            plan,
            laidOut,
            folding,
            StepPhases.bind(made.step(), binding).with(made.laid()),
            chosen,
            made.program(),
            made.kept(),
            made.pieces(),
            new Asked(network, optimizer, batch, feeds)));
  }

  /// @throws ProblemException when a device of the plan does not train
  private static void requireTraining(Cluster cluster, Plan plan, Backend chosen) {
    for (var id : plan.devices()) {
      var device = cluster.device(id);
      if (chosen.computes() && device != null && device.kind() != DeviceKind.CPU) {
        throw ProblemException.of("gpu.train", id.name(), id);
      }
    }
  }

  /// Micro-batches over which a gradient is a mean: all, or those of a replica that goes by itself.
  private static int averaged(Plan plan, BatchBinding binding) {
    return plan.replication().averages() ? plan.microBatches() : binding.splits();
  }

  private Program program(
      Network network,
      Cluster cluster,
      BatchBinding binding,
      SequencePieces pieces,
      Backend backend,
      Exchanging how) {
    var plan = pieces.plan();
    var stages = stages(pieces);
    var key =
        new ProgramKey(new Same<>(network), binding.inputTypes(), plan.passes(), stages, backend);
    if (!plan.isSharded()) {
      return programs.get(
          key, () -> backend.choose(NetworkPasses.applyAll(phased(pieces, stages))));
    }
    return sharded.get(
        new ShardedKey(
            key,
            new Same<>(cluster),
            plan.parts(),
            plan.collective(),
            plan.sequenceParallel(),
            how),
        () ->
            backend.choose(
                NetworkPasses.applyToParts(split(cluster, pieces, stages, how).network())));
  }

  /// How the ops of a micro-batch are split among the shards of a plan that has such, and what
  /// these send each other: what [#lower] goes on from.
  ///
  /// @param batch as for [#lower]
  /// @throws ProblemException as [#lower]
  public ShardedNetwork split(Network network, Cluster cluster, Plan plan, int batch) {
    var binding = bind(network, cluster, plan, batch, Map.of());
    var pieces = pieces(binding, plan);
    return split(cluster, pieces, stages(pieces), Exchanging.MESSAGES);
  }

  private static ShardedNetwork split(
      Cluster cluster, SequencePieces pieces, List<Integer> stages, Exchanging how) {
    var whole = NetworkPasses.applyToWhole(phased(pieces, stages));
    return Partition.of(whole, pieces.plan(), cluster, how);
  }

  /// The part of each op, in the order of the network.
  private static List<Integer> stages(SequencePieces pieces) {
    return pieces.types().network().ops().stream()
        .map(op -> pieces.plan().partOf(op.id()))
        .toList();
  }

  /// The network of a micro-batch, all of it forward.
  private static LoweredNetwork phased(SequencePieces pieces, List<Integer> stages) {
    var network = pieces.types().network();
    var passes = pieces.plan().passes();
    var ops = network.ops();
    var origins = new HashMap<OpId, List<OpId>>();
    pieces.origins().forEach((op, origin) -> origins.put(op, List.of(origin)));
    var kinds = HashMap.<OpId, Integer>newHashMap(stages.size());
    for (int op = 0; op < stages.size(); op++) {
      kinds.put(ops.get(op).id(), Precedence.kind(stages.get(op), Phase.F));
    }
    if (passes.precision() == Precision.FP32) {
      return new LoweredNetwork(network, pieces.types(), kinds, Set.of(), origins, passes);
    }
    var mixed = MixedPrecision.of(pieces.types(), Set.of());
    mixed
        .owners()
        .forEach((op, owner) -> {
          kinds.put(op, kinds.get(owner));
          origins.put(op, List.of(pieces.origin(owner)));
        });
    return new LoweredNetwork(mixed.network(), mixed.types(), kinds, Set.of(), origins, passes);
  }

  /// Finds out whether a plan can split a batch, without laying it out.
  ///
  /// @param batch as for [#lower]
  /// @throws ProblemException as [#lower]
  public void checkBatch(Network network, Cluster cluster, Plan plan, int batch) {
    bind(network, cluster, plan, batch, Map.of());
  }

  private BatchBinding bind(
      Network network, Cluster cluster, Plan plan, int asked, Map<String, TensorType> feeds) {
    int batch = plan.batchOr(asked);
    var problems = new LinkedHashSet<Problem>();
    long memoryBytes = memoryBytes(cluster);
    try {
      var binding =
          bound.get(
              new BoundKey(
                  new Same<>(network),
                  plan.replicas(),
                  plan.microBatches(),
                  batch,
                  Map.copyOf(feeds),
                  memoryBytes),
              () -> BatchBinder.bind(network, plan, batch, feeds, memoryBytes, types));
      problems.addAll(check(binding.network(), binding.types(), cluster, plan));
      if (problems.isEmpty()) {
        return binding;
      }
    } catch (ProblemException refused) {
      problems.addAll(refused.problems());
      if (refused.problems().stream()
          .noneMatch(problem -> problem.code().equals("network.cycle"))) {
        problems.addAll(planProblems(network, cluster, plan));
      }
    }
    throw new ProblemException(List.copyOf(problems));
  }

  /// What is wrong with the plan whatever the batch; that values have no types is no wonder without
  /// their sizes.
  private List<Problem> planProblems(Network network, Cluster cluster, Plan plan) {
    var types = TypeInference.infer(network);
    var problems = new ArrayList<>(check(network, types, cluster, plan));
    problems.removeAll(types.problems());
    return problems;
  }

  private List<Problem> check(Network network, NetworkTypes types, Cluster cluster, Plan plan) {
    return predicts
        ? PlanCheck.checkToPredict(network, types, cluster, plan)
        : PlanCheck.check(network, types, cluster, plan);
  }

  private static long memoryBytes(Cluster cluster) {
    long bytes = cluster.hosts().stream().mapToLong(Host::memoryBytes).sum();
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  private Backend backend(Cluster cluster, Plan plan) {
    var device = cluster.device(plan.devices().getFirst());
    if (predicts && device != null && device.model() != null) {
      return new PricedBackend(device.kind());
    }
    var kinds = plan.parts().stream().map(part -> kind(cluster, part)).toList();
    if (kinds.stream().distinct().count() > 1) {
      return new MixedBackend(kinds);
    }
    var backend = Backends.find(kinds.getFirst());
    if (backend == null) {
      throw ProblemException.of("backend.missing", "");
    }
    return backend;
  }

  /// The kind of the devices of a part, which runs one program on all of them.
  private static DeviceKind kind(Cluster cluster, Part part) {
    var kinds =
        part.mesh().devices().stream()
            .map(id -> Objects.requireNonNull(cluster.device(id)).kind())
            .distinct()
            .toList();
    if (kinds.size() > 1) {
      var other =
          part.mesh().devices().stream()
              .filter(id -> Objects.requireNonNull(cluster.device(id)).kind() != kinds.getFirst())
              .findFirst()
              .orElseThrow();
      throw ProblemException.of("backend.mixed", other.name(), other);
    }
    return kinds.getFirst();
  }

  /// @param laidOut the plan of the pieces of the sequence
  private Lowered spread(
      Cluster cluster,
      Plan plan,
      Plan laidOut,
      @Nullable Folding folding,
      BatchBinding binding,
      Backend backend,
      Program program,
      KeptPieces kept,
      ReplicaPieces pieces,
      Asked asked) {
    var on = folding == null ? cluster : folding.cluster();
    var by = folding == null ? laidOut : folding.plan();
    var spread =
        Spread.of(program, on, by, schedule(plan), pieces, plan.replicas(), how(backend, folding));
    var lowered =
        new Lowered(
            on,
            folding == null ? plan : by,
            binding,
            backend,
            program,
            kept,
            spread,
            folding,
            asked);
    if (!predicts) {
      checkMemory(lowered);
    }
    return lowered;
  }

  private static Schedule schedule(Plan plan) {
    var schedule = Schedules.find(plan.schedule());
    if (schedule == null) {
      throw new IllegalStateException("A checked plan has schedule " + plan.schedule());
    }
    return plan.sequenceChunks() == 1 ? schedule : new InPieces(schedule, plan.sequenceChunks());
  }

  private static void checkMemory(Lowered lowered) {
    var problems = new ArrayList<Problem>();
    var devices = lowered.cluster().devices();
    for (int device = 0; device < devices.size(); device++) {
      long needed = lowered.valueBytes(device) + lowered.constantBytes(device);
      if (needed > devices.get(device).memoryBytes()) {
        problems.add(
            PlanCheck.lacksMemory(
                devices.get(device).id().name(), needed, devices.get(device).memoryBytes()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }
}
