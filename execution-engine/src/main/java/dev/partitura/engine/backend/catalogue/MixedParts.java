package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// The ops of some stages as a network of their own. Pure; cost O(ops).
final class MixedParts {
  private MixedParts() {}

  /// @param received inputs that other stages make
  record Part(LoweredNetwork network, Set<String> received) {}

  static Part of(LoweredNetwork whole, IntPredicate stages) {
    var network = whole.network();
    var ops =
        network.ops().stream()
            .filter(op -> stages.test(Precedence.stage(whole.kindOf(op.id()))))
            .toList();
    var read = new LinkedHashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    var wanted = new HashSet<String>();
    network.outputs().forEach(output -> wanted.add(output.name()));
    var madeElsewhere = new HashSet<String>();
    var own = Set.copyOf(ops.stream().map(op -> op.id()).toList());
    for (var op : network.ops()) {
      if (!own.contains(op.id())) {
        wanted.addAll(op.dependencies());
        madeElsewhere.addAll(op.outputs());
      }
    }
    var inputs = new ArrayList<Value>();
    network.inputs().stream().filter(input -> read.contains(input.name())).forEach(inputs::add);
    var received = new LinkedHashSet<String>();
    var known = new LinkedHashMap<String, Constant>();
    for (var value : read) {
      if (madeElsewhere.contains(value)) {
        var constant = whole.types().constants().get(value);
        if (constant != null && whole.passes().foldConstants()) {
          known.put(value, constant);
        } else {
          received.add(value);
          inputs.add(new Value(value, whole.types().type(value)));
        }
      }
    }
    var initializers = new LinkedHashMap<String, Constant>();
    network
        .initializers()
        .forEach((name, constant) -> {
          if (read.contains(name)) {
            initializers.put(name, constant);
          }
        });
    known.forEach(initializers::put);
    var outputs = new ArrayList<Value>();
    for (var op : ops) {
      for (var output : op.outputs()) {
        if (!output.isEmpty() && wanted.contains(output)) {
          outputs.add(new Value(output, whole.types().type(output)));
        }
      }
    }
    var part =
        network.withInputs(inputs).withOutputs(outputs).withOps(ops).withInitializers(initializers);
    var given = new HashMap<String, TensorType>();
    for (var input : inputs) {
      var type = whole.types().type(input.name());
      if (type != null) {
        given.put(input.name(), type);
      }
    }
    var kinds = new HashMap<OpId, Integer>();
    var origins = new HashMap<OpId, List<OpId>>();
    ops.forEach(op -> {
      kinds.put(op.id(), whole.kindOf(op.id()));
      origins.put(op.id(), whole.originsOf(op.id()));
    });
    return new Part(
        new LoweredNetwork(
            part,
            TypeInference.infer(part, given, Map.of()),
            kinds,
            whole.kept(),
            origins,
            whole.passes()),
        received);
  }
}
