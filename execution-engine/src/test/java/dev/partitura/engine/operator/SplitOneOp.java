package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Holds an operator's split rule against numbers: an op is run whole and in equal parts, some
/// inputs cut along some axes, and what the rule says of the outputs must be what comes out.
@NullMarked
final class SplitOneOp {
  private final OneOp one;
  private final int parts;
  private final Map<String, Integer> axes;

  private SplitOneOp(OneOp one, int parts, Map<String, Integer> axes) {
    this.one = one;
    this.parts = parts;
    this.axes = axes;
  }

  /// How often rules allowed a split, and what was wrong with it.
  record Verdict(int allowed, List<String> complaints) {}

  /// Tries each input along each axis alone, and some inputs together by chance.
  static Verdict judge(OneOp one, List<Tensor> whole, Random random) {
    var complaints = new ArrayList<String>();
    int allowed = 0;
    for (var axes : cuts(one, random)) {
      for (int parts : new int[] {2, 3}) {
        if (axes.entrySet().stream()
            .allMatch(cut -> size(one, cut.getKey(), cut.getValue()) % parts == 0)) {
          var split = new SplitOneOp(one, parts, axes);
          try {
            allowed += split.compare(whole, complaints);
          } catch (ProblemException refused) {
            complaints.add(split + " was allowed but " + refused.getMessage());
          }
        }
      }
    }
    return new Verdict(allowed, complaints);
  }

  private static long size(OneOp one, String input, int axis) {
    return tensor(one, input).shape().size(axis);
  }

  private static Tensor tensor(OneOp one, String input) {
    return requireNonNull(one.inputs().get(Integer.parseInt(input.substring(2))));
  }

  private static List<Map<String, Integer>> cuts(OneOp one, Random random) {
    var cuts = new ArrayList<Map<String, Integer>>();
    var candidates = new ArrayList<Map.Entry<String, Integer>>();
    for (int i = 0; i < one.inputs().size(); i++) {
      var tensor = one.inputs().get(i);
      for (int axis = 0; tensor != null && axis < tensor.shape().rank(); axis++) {
        if (tensor.shape().size(axis) > 1) {
          candidates.add(Map.entry("in" + i, axis));
          cuts.add(Map.of("in" + i, axis));
        }
      }
    }
    cuts.addAll(alongOneAxis(candidates));
    for (int trial = 0; trial < 12 && candidates.size() > 1; trial++) {
      var cut = new LinkedHashMap<String, Integer>();
      for (int picks = 2 + random.nextInt(2); picks > 0; picks--) {
        var candidate = candidates.get(random.nextInt(candidates.size()));
        cut.putIfAbsent(candidate.getKey(), candidate.getValue());
      }
      cuts.add(cut);
    }
    return cuts;
  }

  /// All inputs that have an axis cut along it, and each two of them.
  private static List<Map<String, Integer>> alongOneAxis(
      List<Map.Entry<String, Integer>> candidates) {
    var cuts = new ArrayList<Map<String, Integer>>();
    for (var first : candidates) {
      var all = new LinkedHashMap<String, Integer>();
      for (var second : candidates) {
        if (second.getValue().equals(first.getValue())) {
          all.put(second.getKey(), second.getValue());
          if (!second.equals(first)) {
            cuts.add(Map.ofEntries(first, second));
          }
        }
      }
      cuts.add(all);
    }
    return cuts;
  }

  /// @return 1 when the rule says something of an output, else 0
  private int compare(List<Tensor> whole, List<String> complaints) {
    var network = network();
    var inputs = new ArrayList<Map<String, Tensor>>();
    for (int part = 0; part < parts; part++) {
      var feeds = new LinkedHashMap<String, Tensor>();
      for (var cut : axes.entrySet()) {
        feeds.put(cut.getKey(), part(tensor(one, cut.getKey()), cut.getValue(), part));
      }
      inputs.add(feeds);
    }
    var partTypes = types(network, inputs.getFirst());
    var feeds = new HashMap<String, Tensor>();
    axes.keySet().forEach(name -> feeds.put(name, tensor(one, name)));
    var wholeTypes = types(network, feeds);
    if (!partTypes.problems().isEmpty() || !wholeTypes.problems().isEmpty()) {
      return 0;
    }
    var given = new HashMap<String, Sharding>();
    axes.forEach((name, axis) -> given.put(name, Sharding.along(axis)));
    var propagation =
        ShardPropagation.of(network, partTypes, wholeTypes, given, new SampleCounts(1, parts));
    boolean told = false;
    List<List<Tensor>> results = List.of();
    for (int i = 0; i < whole.size(); i++) {
      var sharding = propagation.of("out" + i);
      if (sharding instanceof Sharding.Unknown || whole.get(i).elementCount() == 0) {
        continue;
      }
      told = true;
      if (results.isEmpty()) {
        results = inputs.stream().map(part -> NetworkEvaluation.run(network, part)).toList();
      }
      int output = i;
      var pieces = results.stream().map(result -> result.get(output)).toList();
      var complaint = complaint(sharding, whole.get(i), pieces);
      if (complaint != null) {
        complaints.add(this + ", output " + i + " " + sharding + ": " + complaint);
      }
    }
    return told ? 1 : 0;
  }

  private @Nullable String complaint(Sharding sharding, Tensor whole, List<Tensor> pieces) {
    if (!(sharding instanceof Sharding.Along(int axis))) {
      return Tolerance.complaint(whole, pieces.getLast());
    }
    var joined = Tensor.allocate(whole.type());
    for (int part = 0; part < parts; part++) {
      copy(pieces.get(part), joined, axis, part, true);
    }
    return Tolerance.complaint(whole, joined);
  }

  private Tensor part(Tensor whole, int axis, int part) {
    var shape = whole.shape().withSize(axis, whole.shape().size(axis) / parts);
    var piece = Tensor.allocate(whole.type().withShape(shape));
    copy(piece, whole, axis, part, false);
    return piece;
  }

  private static void copy(Tensor piece, Tensor whole, int axis, int part, boolean intoWhole) {
    Shape shape = whole.shape();
    long inner = shape.product(axis + 1, shape.rank());
    long block = piece.shape().size(axis) * inner;
    for (long outer = 0; outer < shape.product(0, axis); outer++) {
      long at = outer * shape.size(axis) * inner + part * block;
      if (intoWhole) {
        Elements.copy(piece, outer * block, whole, at, block);
      } else {
        Elements.copy(whole, at, piece, outer * block, block);
      }
    }
  }

  private Network network() {
    var initializers = new LinkedHashMap<String, Constant>();
    var fed = new ArrayList<Value>();
    for (int i = 0; i < one.inputs().size(); i++) {
      var tensor = one.inputs().get(i);
      if (axes.containsKey("in" + i)) {
        fed.add(new Value("in" + i, null));
      } else if (tensor != null) {
        initializers.put("in" + i, Constant.of(tensor));
      }
    }
    var outputs = one.op().outputs().stream().map(name -> new Value(name, null)).toList();
    return new Network(
        "one", fed, outputs, List.of(one.op()), initializers, Map.of("", one.opset()));
  }

  private static NetworkTypes types(Network network, Map<String, Tensor> feeds) {
    var given = new HashMap<String, TensorType>();
    feeds.forEach((name, tensor) -> given.put(name, tensor.type()));
    return TypeInference.infer(network, given, Map.of());
  }

  @Override
  public String toString() {
    return one + " cut into " + parts + " along " + axes;
  }
}
