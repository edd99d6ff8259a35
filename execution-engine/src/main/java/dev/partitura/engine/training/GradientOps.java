package dev.partitura.engine.training;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Writes out the ops `Gradient` of ONNX's training domain: in the place of each come the ops that
/// compute the gradients it names. It names values of the network around it: `y`, which is
/// differentiated (its elements summed), `xs`, by which, and `zs`, on which it depends besides; its
/// inputs stand for these, whatever their own names. Source: ONNX Gradient-1.
public final class GradientOps {
  private static final String DOMAIN = "ai.onnx.preview.training";
  private static final String TYPE = "Gradient";

  private final Network network;
  private final Op gradient;
  private final List<String> xs;
  private final List<String> boundary;
  private final String y;

  private GradientOps(Network network, Op gradient) {
    this.network = network;
    this.gradient = gradient;
    this.xs = names("xs");
    this.y = gradient.attributes().stringOr("y", "");
    var all = new ArrayList<>(xs);
    all.addAll(names("zs"));
    this.boundary = List.copyOf(all);
  }

  /// The network without such ops; the same one where there are none.
  ///
  /// @throws ProblemException when an op names what is not there, sizes are open, or an op between
  ///   has no known gradient or a body
  public static Network expanded(Network network) {
    var open = network.ops().stream().filter(GradientOps::is).toList();
    if (open.isEmpty()) {
      return network;
    }
    for (var op : open) {
      var it = new GradientOps(network, op);
      var between = it.between();
      if (between.stream().noneMatch(GradientOps::is)) {
        return expanded(it.expanded(between));
      }
    }
    throw ProblemException.of(
        "training.gradient.circle", open.getFirst().name(), open.getFirst().name());
  }

  private static boolean is(Op op) {
    return op.type().equals(TYPE) && op.domain().equals(DOMAIN);
  }

  private List<String> names(String attribute) {
    return gradient.attributes().get(attribute) instanceof Attribute.Strings(var names)
        ? names
        : List.of();
  }

  /// The ops that make `y` out of the named values.
  private List<Op> between() {
    if (xs.isEmpty()
        || gradient.inputs().size() != boundary.size()
        || gradient.outputs().size() > xs.size()) {
      throw ProblemException.of(
          "training.gradient.names",
          gradient.name(),
          gradient.name(),
          gradient.inputs().size(),
          boundary.size());
    }
    var topology = Topology.of(network);
    var known = new HashSet<>(boundary);
    var needed = new HashSet<OpId>();
    var open = new ArrayList<>(List.of(y));
    while (!open.isEmpty()) {
      var next = open.removeLast();
      if (!known.add(next) || network.initializers().containsKey(next)) {
        continue;
      }
      int producer = topology.producer(next);
      if (producer < 0) {
        throw ProblemException.of(
            "training.gradient.value", gradient.name(), gradient.name(), next);
      }
      var op = network.ops().get(producer);
      if (needed.add(op.id())) {
        open.addAll(op.dependencies());
      }
    }
    return network.ops().stream().filter(op -> needed.contains(op.id())).toList();
  }

  private Network expanded(List<Op> between) {
    var part = part(between);
    var types = TypeInference.infer(part);
    requireStatic(types);
    var loss = part.outputs().getFirst().name();
    return spliced(between, Differentiated.of(types, loss, new HashSet<>(xs)));
  }

  /// What lies between the named values and the sum of `y`, as a network of its own whose inputs
  /// the named values are.
  private Network part(List<Op> between) {
    var types = TypeInference.infer(network);
    var inputs = new ArrayList<Value>();
    for (int i = 0; i < boundary.size(); i++) {
      inputs.add(new Value(boundary.get(i), types.type(gradient.inputs().get(i))));
    }
    var initializers = new LinkedHashMap<>(network.initializers());
    initializers.keySet().removeAll(boundary);
    var builder =
        NetworkBuilder.of(
            new Network(
                gradient.name(), inputs, List.of(), between, initializers, network.opsets()));
    var sum = new Attributes(Map.of("keepdims", new Attribute.IntValue(0)));
    builder.output(builder.op(builder.unique(y + "/sum"), "ReduceSum", sum, y));
    return builder.build();
  }

  private void requireStatic(NetworkTypes types) {
    if (!types.problems().isEmpty()) {
      throw new ProblemException(types.problems());
    }
    var values = new ArrayList<>(boundary);
    types.network().ops().forEach(op -> values.addAll(op.outputs()));
    for (var value : values) {
      var type = types.type(value);
      if (!value.isEmpty() && (type == null || !type.isStatic())) {
        throw ProblemException.of(
            "training.gradient.open",
            gradient.name(),
            gradient.name(),
            value,
            String.valueOf(type));
      }
    }
  }

  /// The network with the way back in the place of the op. Where the op is given other values than
  /// it names, the way there is computed from these once more.
  private Network spliced(List<Op> between, Differentiated back) {
    boolean asNamed = gradient.inputs().equals(boundary);
    var builder =
        NetworkBuilder.of(
            network.withOps(
                network.ops().stream().filter(op -> !op.id().equals(gradient.id())).toList()));
    var names = new HashMap<String, String>();
    for (int i = 0; i < boundary.size(); i++) {
      names.put(boundary.get(i), gradient.inputs().get(i));
    }
    back.network()
        .initializers()
        .forEach((name, constant) -> {
          if (!network.initializers().containsKey(name)) {
            names.put(name, builder.initializer(own(builder, name), constant));
          }
        });
    var made = new ArrayList<Op>();
    for (var op : back.network().ops()) {
      if (asNamed && between.contains(op)) {
        continue;
      }
      if (!op.captures().isEmpty()) {
        throw ProblemException.of("training.gradient.none", op.name(), op.name(), op.type());
      }
      op.outputs().forEach(output -> names.put(output, own(builder, output)));
      made.add(renamed(op, own(builder, op.name()), names));
    }
    for (int i = 0; i < gradient.outputs().size(); i++) {
      made.add(handedOut(builder, back, names, i));
    }
    var whole = builder.build();
    made.addAll(0, whole.ops());
    return whole.withOps(made);
  }

  private String own(NetworkBuilder builder, String name) {
    return builder.unique(gradient.name() + "/" + name);
  }

  private static Op renamed(Op op, String name, Map<String, String> names) {
    UnaryOperator<String> rename = value -> names.getOrDefault(value, value);
    return new Op(
        new OpId(name),
        op.domain(),
        op.type(),
        op.inputs().stream().map(rename).toList(),
        op.outputs().stream().map(rename).toList(),
        op.attributes());
  }

  /// The op that gives an output its gradient; zeros where `y` does not depend on the value.
  private Op handedOut(
      NetworkBuilder builder, Differentiated back, Map<String, String> names, int output) {
    var x = xs.get(output);
    var found = back.gradients().get(x);
    var value =
        found != null
            ? names.getOrDefault(found, found)
            : builder.initializer(own(builder, x + "/zeros"), zeros(output));
    return new Op(
        new OpId(own(builder, x + "/gradient")),
        "",
        "Identity",
        List.of(value),
        List.of(gradient.outputs().get(output)),
        Attributes.NONE);
  }

  private Tensor zeros(int input) {
    var type = TypeInference.infer(network).type(gradient.inputs().get(input));
    return Tensor.allocate(Objects.requireNonNull(type));
  }
}
