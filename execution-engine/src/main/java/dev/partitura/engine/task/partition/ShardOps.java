package dev.partitura.engine.task.partition;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Shard;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.SplitRule;
import dev.partitura.engine.operator.SplitRules;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.task.partition.Values.Origin;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the network of the ops of all shards, once it is chosen how each is split. The value that
/// the first shard has whole keeps its name. Used by one thread.
final class ShardOps {
  private final Values values;
  private final Places places;
  private final Exchanging how;
  private final Exchanges exchanges;
  private final List<Op> ops = new ArrayList<>();
  private final Map<OpId, Integer> kinds = new HashMap<>();
  private final Map<OpId, List<OpId>> origins = new HashMap<>();
  private final Map<String, Constant> initializers = new LinkedHashMap<>();
  private final Map<String, KeptPart> kept = new LinkedHashMap<>();
  private final Map<String, TensorType> keptTypes = new HashMap<>();
  private final Map<Integer, Integer> home = new HashMap<>();
  private final Map<Integer, Integer> keptIn = new HashMap<>();
  private final Map<List<Object>, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /// @param how shards exchange values; where the first stands for all, places are parts
  ShardOps(Values values, Places places, Plan plan, Exchanging how) {
    this.values = values;
    this.places = places;
    this.how = how;
    this.exchanges = new Exchanges(this, values, places, plan, how);
    initializers.putAll(network().network().initializers());
    for (int value = 0; value < values.count(); value++) {
      taken.add(values.name(value));
    }
    values.ops().forEach(op -> taken.add(op.name()));
  }

  private LoweredNetwork network() {
    return values.network();
  }

  /// @param rules by op; null where every shard does the whole
  ShardedNetwork of(List<@Nullable SplitRule> rules) {
    findKept(rules);
    var shardings = new HashMap<String, Sharding>();
    for (int index = 0; index < rules.size(); index++) {
      Checkpoint.pass();
      var op = values.ops().get(index);
      var rule = rules.get(index);
      for (int shard = 0; shard < how.laidOut(values.shards(op)); shard++) {
        add(op, rule, shard);
      }
      for (int output = 0; output < op.outputs().size(); output++) {
        var name = op.outputs().get(output);
        if (!name.isEmpty()) {
          var sharding = rule == null ? Sharding.REPLICATED : rule.outputs().get(output);
          home.put(values.number(name), Form.of(sharding));
          if (rule != null) {
            shardings.put(name, sharding);
          }
        }
      }
    }
    for (var output : network().network().outputs()) {
      int value = values.number(output.name());
      if (values.origin(value) == Origin.OP) {
        var maker = values.ops().get(values.maker(value));
        inForm(value, Form.WHOLE, values.part(maker), kind(maker), 0);
      }
    }
    return new ShardedNetwork(written(), kept, shardings, exchanges.sent());
  }

  private LoweredNetwork written() {
    var before = network().network();
    var inputs = new ArrayList<Value>();
    for (var input : before.inputs()) {
      if (!network().kept().contains(input.name())) {
        inputs.add(input);
      }
    }
    kept.keySet().forEach(name -> inputs.add(new Value(name, keptTypes.get(name))));
    var read = new HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    before.outputs().forEach(output -> read.add(output.name()));
    initializers.keySet().retainAll(read);
    var whole = before.withInputs(inputs).withInitializers(initializers).withOps(ops);
    var given = new HashMap<>(keptTypes);
    for (var input : before.inputs()) {
      var type = network().types().type(input.name());
      if (type != null && !network().kept().contains(input.name())) {
        given.put(input.name(), type);
      }
    }
    return new LoweredNetwork(
        whole,
        TypeInference.infer(whole, given, Map.of()),
        kinds,
        kept.keySet(),
        origins,
        network().passes());
  }

  /// What stays lies as the first op that writes over it wants it, in the part of that op.
  private void findKept(List<@Nullable SplitRule> rules) {
    for (int index = 0; index < rules.size(); index++) {
      var op = values.ops().get(index);
      var rule = rules.get(index);
      for (int input : Values.overwritten(op)) {
        int value = values.input(op, input);
        if (values.origin(value) == Origin.KEPT && !home.containsKey(value)) {
          keep(value, rule == null ? Form.WHOLE : Form.of(rule.inputs().get(input)), op);
        }
      }
    }
    for (var op : values.ops()) {
      for (int input = 0; input < op.inputs().size(); input++) {
        int value = values.input(op, input);
        if (value >= 0 && values.origin(value) == Origin.KEPT && !home.containsKey(value)) {
          keep(value, Form.WHOLE, op);
        }
      }
    }
  }

  private void keep(int value, int form, Op op) {
    home.put(value, form);
    int shards = values.shards(op);
    keptIn.put(value, values.part(op));
    var type = Objects.requireNonNull(values.type(value));
    int axis = Form.isAlong(form) ? Form.axis(form) : -1;
    for (int shard = 0; shard < how.laidOut(shards); shard++) {
      var name = name(value, form, shard);
      kept.put(name, new KeptPart(values.name(value), axis, shard, shards));
      keptTypes.put(name, axis < 0 ? type : SplitRules.part(type, axis, shards));
    }
  }

  private void add(Op op, @Nullable SplitRule rule, int shard) {
    int shards = values.shards(op);
    var inputs = new ArrayList<String>();
    for (int input = 0; input < op.inputs().size(); input++) {
      int value = values.input(op, input);
      int form = rule == null ? Form.WHOLE : Form.of(rule.inputs().get(input));
      inputs.add(
          rule != null && isRewritten(op, rule, input)
              ? rewritten(op, rule, input)
              : value < 0
                  ? op.inputs().get(input)
                  : inForm(value, form, values.part(op), kind(op), shard));
      if (value >= 0) {
        exchanges.read(value, form, kind(op), network().originsOf(op.id()));
      }
    }
    for (var capture : op.captures()) {
      inForm(values.number(capture), Form.WHOLE, values.part(op), kind(op), 0);
      exchanges.read(values.number(capture), Form.WHOLE, kind(op), network().originsOf(op.id()));
    }
    var outputs = new ArrayList<String>();
    for (int output = 0; output < op.outputs().size(); output++) {
      var name = op.outputs().get(output);
      int form = rule == null ? Form.WHOLE : Form.of(rule.outputs().get(output));
      outputs.add(name.isEmpty() ? "" : name(values.number(name), form, shard));
    }
    var written = rule == null ? op : rule.write(op, shard);
    var id = shards == 1 ? op.id() : new OpId(unique(op.name() + "[" + shard + "]"));
    add(
        written.withId(id).withInputs(inputs).withOutputs(outputs),
        kind(op),
        values.part(op),
        shard,
        network().originsOf(op.id()));
  }

  /// @param kind of action in its part
  void add(Op op, int kind, int part, int shard, List<OpId> stands) {
    ops.add(op);
    int place = how == Exchanging.ALIKE ? part : places.place(part, shard);
    kinds.put(op.id(), Precedence.kind(place, Precedence.phase(kind)));
    origins.put(op.id(), stands);
  }

  /// Whether a part reads another constant than the whole.
  private boolean isRewritten(Op op, SplitRule rule, int input) {
    var part = rule.part().constants().get(input);
    return part != null && !part.equals(network().types().context(op).constants().get(input));
  }

  private String rewritten(Op op, SplitRule rule, int input) {
    return names.computeIfAbsent(
        List.of(op.id(), input),
        _ -> {
          var name = unique(op.name() + "/input" + input);
          initializers.put(name, Objects.requireNonNull(rule.part().constants().get(input)));
          return name;
        });
  }

  /// Kind of action of an op in its part.
  int kind(Op op) {
    return network().kindOf(op.id());
  }

  /// The form in which a value was made.
  int home(int value) {
    return home.getOrDefault(value, Form.WHOLE);
  }

  /// The part that makes or keeps a value.
  private int part(int value) {
    return values.origin(value) == Origin.OP
        ? values.part(values.ops().get(values.maker(value)))
        : keptIn.getOrDefault(value, 0);
  }

  /// The name under which a shard of a part finds a value in a form, which is made where it is not
  /// there.
  ///
  /// @param kind of action that reads it
  String inForm(int value, int form, int part, int kind, int shard) {
    int readers = places.shards(part);
    if (form == Form.PARTIAL && home(value) != Form.PARTIAL) {
      return shard == 0 ? inForm(value, Form.WHOLE, part, kind, 0) : zeros(value);
    }
    return switch (values.origin(value)) {
      case CONSTANT -> constant(value, form, readers, shard);
      case FED ->
          form == Form.WHOLE
              ? values.name(value)
              : exchanges.of(value, form, part, kind).get(shard);
      case KEPT, OP -> {
        var all = exchanges.of(value, form, part(value), kind);
        // Parts of several numbers of shards exchange what is whole.
        yield all.get(all.size() == readers ? shard : 0);
      }
    };
  }

  private String constant(int value, int form, int shards, int shard) {
    var name = values.name(value);
    if (form == Form.WHOLE) {
      return name;
    }
    var part = name(value, form, shard);
    var whole = Objects.requireNonNull(network().network().initializers().get(name));
    initializers.computeIfAbsent(part, _ -> Shard.of(whole, Form.axis(form), shard, shards));
    return part;
  }

  private String zeros(int value) {
    var type = Objects.requireNonNull(values.type(value));
    return names.computeIfAbsent(
        List.of("zeros", type),
        _ -> {
          var name = unique("zeros");
          initializers.put(
              name,
              type.dataType() == DataType.FLOAT
                  ? new Constant(type, new ConstantSource.Uniform(0, 0, 0))
                  : Constant.of(Tensor.allocate(type)));
          return name;
        });
  }

  /// The name of what a shard has of a value.
  String name(int value, int form, int shard) {
    var name = values.name(value);
    if (form == Form.WHOLE && shard == 0) {
      return name;
    }
    return names.computeIfAbsent(
        List.of(value, form, shard),
        _ ->
            unique(
                name
                    + (form == Form.WHOLE
                        ? ""
                        : form == Form.PARTIAL ? "/partial" : "/axis" + Form.axis(form))
                    + "["
                    + shard
                    + "]"));
  }

  /// A name nobody has yet.
  String unique(String wanted) {
    var name = wanted;
    while (!taken.add(name)) {
      name += "'";
    }
    return name;
  }
}
