package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Several ops run as one: the first computes, each further one changes the result of the one
/// before it. They stand unchanged in the attribute `body`, so that the reference kernel is theirs
/// and a backend sees what it may run in one call. Made by lowering; no file holds it.
public final class Fused implements Operator {
  public static final String DOMAIN = "dev.partitura";
  public static final String TYPE = "Fused";
  private static final String BODY = "body";
  private static final Signature SIGNATURE =
      new Signature(
          DOMAIN, TYPE, Category.LAYER, List.of("inputs"), 1, true, List.of("Y"), false, List.of());

  /// The op that stands for `chain`, named after its first member. Its inputs are what the chain
  /// reads from outside, in order of first use.
  ///
  /// @param opsets of the network the chain stands in
  public static Op of(List<Op> chain, Map<String, Integer> opsets) {
    var produced = new LinkedHashSet<String>();
    var read = new LinkedHashSet<String>();
    for (var op : chain) {
      op.dependencies().stream().filter(value -> !produced.contains(value)).forEach(read::add);
      produced.addAll(op.outputs());
    }
    var result = chain.getLast().outputs().getFirst();
    var inputs = read.stream().map(value -> new Value(value, null)).toList();
    var body =
        new Network(
            chain.getFirst().name(),
            inputs,
            List.of(new Value(result, null)),
            chain,
            Map.of(),
            opsets);
    return new Op(
        new OpId(chain.getFirst().name()),
        DOMAIN,
        TYPE,
        List.copyOf(read),
        List.of(result),
        new Attributes(Map.of(BODY, new Attribute.NetworkValue(body))));
  }

  public static boolean is(Op op) {
    return op.domain().equals(DOMAIN) && op.type().equals(TYPE);
  }

  /// The ops one after another; the op itself when it is not a fused one.
  public static List<Op> chain(Op op) {
    return is(op) ? body(op).ops() : List.of(op);
  }

  /// @throws IllegalArgumentException when the op is not a fused one
  public static Network body(Op op) {
    var body = op.attributes().network(BODY);
    if (body == null) {
      throw new IllegalArgumentException("Op " + op.name() + " has no body");
    }
    return body;
  }

  /// Types inside the body, with its inputs as the context gives them.
  public static NetworkTypes innerTypes(OpContext op) {
    var body = body(op.op());
    var given = new HashMap<String, TensorType>();
    var known = new LinkedHashMap<String, Constant>();
    for (int i = 0; i < body.inputs().size(); i++) {
      var name = body.inputs().get(i).name();
      var type = op.inputTypes().get(i);
      if (type != null) {
        given.put(name, type);
      }
      var constant = op.constants().get(i);
      if (constant != null) {
        known.put(name, constant);
      }
    }
    return TypeInference.infer(body, given, known);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var inner = innerTypes(op);
    if (!inner.problems().isEmpty()) {
      throw new ProblemException(inner.problems());
    }
    var types = new ArrayList<TensorType>();
    for (var output : body(op.op()).outputs()) {
      var type = inner.type(output.name());
      if (type == null) {
        throw op.refuse("op.fused.type");
      }
      types.add(type);
    }
    return types;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    long flops = innerTypes(op).works().values().stream().mapToLong(Work::flops).sum();
    return Work.of(flops, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var body = body(op.op());
    var values = new HashMap<String, Tensor>();
    for (int i = 0; i < body.inputs().size(); i++) {
      var tensor = inputs.get(i);
      if (tensor != null) {
        values.put(body.inputs().get(i).name(), tensor);
      }
    }
    for (int index : Topology.of(body).order()) {
      run(body, body.ops().get(index), values);
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      var result = Objects.requireNonNull(values.get(body.outputs().get(i).name()));
      outputs.get(i, result.type()).copyFrom(result);
    }
  }

  private static void run(Network body, Op inner, Map<String, Tensor> values) {
    var tensors = new ArrayList<@Nullable Tensor>();
    for (var input : inner.inputs()) {
      tensors.add(values.get(input));
    }
    int version = body.opsets().getOrDefault(inner.domain(), body.opset());
    var operator = Objects.requireNonNull(Operators.find(inner));
    var produced = Evaluation.of(operator, OpContext.during(inner, version, tensors), tensors);
    for (int i = 0; i < inner.outputs().size(); i++) {
      var tensor = produced.get(i);
      if (tensor != null) {
        values.put(inner.outputs().get(i), tensor);
      }
    }
  }
}
