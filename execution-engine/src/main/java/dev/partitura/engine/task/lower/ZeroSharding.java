package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.AccumulateGradient;
import dev.partitura.engine.operator.AllGatherInto;
import dev.partitura.engine.operator.Copy;
import dev.partitura.engine.operator.CopyParameter;
import dev.partitura.engine.operator.EmptyGradient;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.ReduceScatter;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// ZeRO: each replica updates a piece of every parameter, and keeps of what the optimizer remembers
/// that piece alone. From stage 2 on it keeps the same piece of the sum of gradients, and what a
/// micro-batch gives is scattered at once; in stage 3 also of the parameter, and what an action
/// reads is gathered when it begins to and let go at its end. A network rewrites to one that all
/// replicas take, each with its pieces; what they exchange are ops between. Source: Rajbhandari et
/// al. 2020, arXiv:1910.02054. Pure.
final class ZeroSharding {
  private final LoweredNetwork before;
  private final Replication replication;
  private final int replicas;
  private final List<Op> ops = new ArrayList<>();
  private final Map<OpId, Integer> kinds;
  private final Map<OpId, List<OpId>> origins;
  private final Set<String> kept;
  private final Map<String, TensorType> inputTypes = new LinkedHashMap<>();
  private final Map<String, TensorType> wholes = new HashMap<>();
  private final Map<String, String> pieces = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /// By sum of gradients the op that adds to it, and by parameter the op that updates it.
  private final Map<String, Op> sums = new HashMap<>();

  private final Map<String, Op> updates = new LinkedHashMap<>();

  /// By what an update makes of a piece the parameter that is gathered of all.
  private final Map<String, String> wholeOf = new HashMap<>();

  private ZeroSharding(LoweredNetwork before, Plan plan) {
    this.before = before;
    this.replication = plan.replication();
    this.replicas = plan.replicas();
    kinds = new HashMap<>(before.kinds());
    origins = new HashMap<>(before.origins());
    kept = new HashSet<>(before.kept());
    for (var input : before.network().inputs()) {
      taken.add(input.name());
      inputTypes.put(input.name(), type(input.name()));
    }
    before
        .network()
        .ops()
        .forEach(op -> {
          taken.add(op.name());
          taken.addAll(op.outputs());
        });
  }

  /// @throws ProblemException where an update cannot be done in pieces
  static ZeroNetwork of(LoweredNetwork network, Plan plan) {
    return new ZeroSharding(network, plan).make();
  }

  private ZeroNetwork make() {
    findUpdates();
    updates.values().forEach(this::shardKept);
    var gathering =
        new ZeroGathering(
            this,
            before.network().ops().stream().filter(op -> phase(op) != Phase.U).toList(),
            updates.keySet());
    var scattering = new LinkedHashMap<Integer, List<Op>>();
    for (var op : before.network().ops()) {
      if (phase(op) == Phase.U) {
        continue;
      }
      if (replication.shardsGradients() && sums.containsValue(op)) {
        scatterLater(op, scattering);
      } else {
        ops.add(replication.shardsParameters() ? gathering.reading(op) : op);
      }
    }
    scattering.values().forEach(this::scatter);
    var order = new HashMap<String, Integer>();
    before.network().ops().forEach(op -> op.outputs().forEach(out -> order.put(out, order.size())));
    var sorted = new ArrayList<>(updates.values());
    sorted.sort(Comparator.comparingInt(op -> order.getOrDefault(gradient(op), 0)));
    inUpdates(AccumulateGradient.TYPE).forEach(ops::add);
    buckets(sorted).forEach(this::update);
    inUpdates(CopyParameter.TYPE).forEach(op -> ops.add(op.withInputs(gathered(op.inputs()))));
    return result();
  }

  /// Ops of a type that belong to the updates: they add up and take over what places share.
  private List<Op> inUpdates(String type) {
    return before.network().ops().stream()
        .filter(op -> phase(op) == Phase.U && op.type().equals(type))
        .toList();
  }

  /// What was updated in pieces, once it is whole.
  private List<String> gathered(List<String> values) {
    return values.stream().map(value -> wholeOf.getOrDefault(value, value)).toList();
  }

  private ZeroNetwork result() {
    var inputs = new ArrayList<Value>();
    inputTypes.forEach((name, type) -> inputs.add(new Value(name, type)));
    var network = before.network().withInputs(inputs).withOps(ops);
    return new ZeroNetwork(
        new LoweredNetwork(
            network,
            TypeInference.infer(network, inputTypes, Map.of()),
            kinds,
            kept,
            origins,
            before.passes()),
        new ReplicaPieces(replicas, pieces),
        wholes);
  }

  private void findUpdates() {
    var made = new HashMap<String, Op>();
    before.network().ops().forEach(op -> op.outputs().forEach(output -> made.put(output, op)));
    for (var op : before.network().ops()) {
      boolean shares =
          op.type().equals(AccumulateGradient.TYPE) || op.type().equals(CopyParameter.TYPE);
      if (phase(op) == Phase.U && !shares) {
        var operator = Operators.find(op);
        if (operator == null || !operator.has(Trait.UPDATES_ELEMENTS)) {
          throw ProblemException.of(
              "plan.zero.optimizer", op.name(), op.name(), op.type(), replication.zero());
        }
        updates.put(op.inputs().getFirst(), op);
        sums.put(gradient(op), Objects.requireNonNull(made.get(gradient(op))));
      }
    }
  }

  private static String gradient(Op update) {
    return update.inputs().get(1);
  }

  private Phase phase(Op op) {
    return Precedence.phase(before.kindOf(op.id()));
  }

  TensorType type(String value) {
    return Objects.requireNonNull(before.types().type(value), value);
  }

  int kind(Op op) {
    return before.kindOf(op.id());
  }

  Replication replication() {
    return replication;
  }

  TensorType piece(TensorType whole) {
    return ReduceScatter.piece(whole, replicas);
  }

  /// Takes a piece of what is kept in place of the whole.
  private void shard(String value) {
    wholes.put(value, type(value));
    inputTypes.put(value, piece(type(value)));
  }

  private void shardKept(Op update) {
    var parameter = update.inputs().getFirst();
    update.inputs().stream().skip(1).filter(before.kept()::contains).forEach(this::shard);
    if (replication.shardsGradients()) {
      shard(sum(update));
    }
    if (replication.shardsParameters()) {
      shard(parameter);
    } else {
      var own = unique(parameter + "/own");
      inputTypes.put(own, piece(type(parameter)));
      kept.add(own);
      pieces.put(own, parameter);
    }
  }

  /// What the gradients of a parameter are added to.
  private String sum(Op update) {
    return Objects.requireNonNull(sums.get(gradient(update))).inputs().getFirst();
  }

  String unique(String wanted) {
    var name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /// Adds an op of the kind of another, for which it stands.
  void add(
      Op with, String name, String type, List<String> in, List<String> out, Attributes attributes) {
    var id = new OpId(unique(name));
    kinds.put(id, before.kindOf(with.id()));
    origins.put(id, before.originsOf(with.id()));
    ops.add(new Op(id, Fused.DOMAIN, type, in, out, attributes));
  }

  private void scatterLater(Op accumulate, Map<Integer, List<Op>> waiting) {
    var same = waiting.computeIfAbsent(kind(accumulate), _ -> new ArrayList<>());
    if (!fits(same, accumulate)) {
      scatter(same);
      same.clear();
    }
    same.add(accumulate);
  }

  private boolean fits(List<Op> bucket, Op next) {
    long bytes = type(next.inputs().getFirst()).sizeBytes();
    for (var op : bucket) {
      bytes += type(op.inputs().getFirst()).sizeBytes();
    }
    return bucket.isEmpty()
        || bytes <= replication.bucketBytes()
            && kind(bucket.getFirst()) == kind(next)
            && dataType(bucket.getFirst()).equals(dataType(next));
  }

  private Object dataType(Op op) {
    return type(op.inputs().getFirst()).dataType();
  }

  /// Gradients of a micro-batch, each added in pieces to what the replicas keep of its sum.
  private void scatter(List<Op> accumulates) {
    if (accumulates.isEmpty()) {
      return;
    }
    var partials = new ArrayList<String>();
    var scattered = new ArrayList<String>();
    for (var op : accumulates) {
      var sum = op.inputs().getFirst();
      partials.add(unique(sum + "/partial"));
      scattered.add(unique(sum + "/piece"));
      add(
          op,
          sum + "/copy",
          Copy.TYPE,
          List.of(op.inputs().get(1)),
          List.of(partials.getLast()),
          Attributes.NONE);
    }
    reduceScatter(accumulates.getFirst(), partials, scattered);
    for (int i = 0; i < accumulates.size(); i++) {
      var op = accumulates.get(i);
      ops.add(op.withInputs(List.of(op.inputs().getFirst(), scattered.get(i))));
    }
  }

  private void reduceScatter(Op with, List<String> partials, List<String> scattered) {
    add(
        with,
        partials.getFirst() + "/reduce-scatter",
        ReduceScatter.TYPE,
        partials,
        scattered,
        ReduceScatter.attributes(replicas));
  }

  private List<List<Op>> buckets(List<Op> sorted) {
    var buckets = new ArrayList<List<Op>>();
    // Shards are final by turns: each fills a bucket of its own.
    var open = new HashMap<Integer, List<Op>>();
    for (var op : sorted) {
      var bucket = open.get(kind(op));
      if (bucket == null || !fits(bucket, op)) {
        bucket = new ArrayList<>();
        buckets.add(bucket);
        open.put(kind(op), bucket);
      }
      bucket.add(op);
    }
    return buckets;
  }

  /// The updates of each replica's pieces, with what they exchange before and after.
  private void update(List<Op> bucket) {
    var gradients = new ArrayList<>(bucket.stream().map(ZeroSharding::gradient).toList());
    if (!replication.shardsGradients()) {
      var sums = List.copyOf(gradients);
      gradients.replaceAll(sum -> unique(sum + "/piece"));
      reduceScatter(bucket.getFirst(), sums, gradients);
    }
    var gathered = new ArrayList<String>();
    for (int i = 0; i < bucket.size(); i++) {
      var op = bucket.get(i);
      var parameter = op.inputs().getFirst();
      var own = replication.shardsParameters() ? parameter : own(parameter);
      var inputs = new ArrayList<>(op.inputs());
      inputs.set(0, own);
      inputs.set(1, gradients.get(i));
      ops.add(op.withInputs(inputs));
      gathered.addAll(List.of(op.outputs().getFirst(), parameter));
      if (!replication.shardsGradients()) {
        var sum = gradient(op);
        add(
            op,
            sum + "/empty",
            EmptyGradient.TYPE,
            List.of(sum, op.outputs().get(1)),
            List.of(unique(sum + "/emptied")),
            Attributes.NONE);
      }
    }
    if (!replication.shardsParameters()) {
      var whole = bucket.stream().map(op -> unique(op.inputs().getFirst() + "/gathered")).toList();
      var name = bucket.getFirst().inputs().getFirst() + "/all-gather";
      add(bucket.getFirst(), name, AllGatherInto.TYPE, gathered, whole, Attributes.NONE);
      for (int i = 0; i < bucket.size(); i++) {
        wholeOf.put(bucket.get(i).outputs().getFirst(), whole.get(i));
      }
    }
  }

  private String own(String parameter) {
    return pieces.entrySet().stream()
        .filter(entry -> entry.getValue().equals(parameter))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
