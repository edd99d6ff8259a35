package dev.partitura.engine.training;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A parameter that is read in several places, such as a table by which words come in and go out,
/// is kept in each of them: every place sums its own gradients, the first updates by all sums, and
/// the others take over what it made. So neither it nor its gradients are sent with every
/// micro-batch. Source: the embeddings that the first and the last stage share, Shoeybi et al.
/// 2019, arXiv:1909.08053. Immutable.
///
/// @param network in which each place reads its own
/// @param copies by parameter those that other places keep, in the order of the places
record SharedParameters(Network network, Map<String, List<String>> copies) {
  /// @param place of an op of the network
  /// @param unshared parameters that stay in one place
  static SharedParameters of(Network network, ToIntFunction<OpId> place, Set<String> unshared) {
    var readers = new HashMap<String, TreeMap<Integer, List<Op>>>();
    Set<String> captured = new HashSet<>();
    for (var op : network.ops()) {
      captured.addAll(op.captures());
      for (var input : new HashSet<>(op.inputs())) {
        if (isShareable(network.initializers().get(input))) {
          readers
              .computeIfAbsent(input, _ -> new TreeMap<>())
              .computeIfAbsent(place.applyAsInt(op.id()), _ -> new ArrayList<>())
              .add(op);
        }
      }
    }
    var copies = new TreeMap<String, List<String>>();
    var initializers = new LinkedHashMap<>(network.initializers());
    var renamed = new HashMap<OpId, Map<String, String>>();
    readers.forEach((parameter, byPlace) -> {
      int home = home(network, parameter, place);
      if (byPlace.size() > 1 && !captured.contains(parameter) && !unshared.contains(parameter)) {
        byPlace.forEach((at, ops) -> {
          if (at != home) {
            var copy = unused(initializers, parameter + "/place" + at);
            initializers.put(copy, initializers.get(parameter));
            copies.computeIfAbsent(parameter, _ -> new ArrayList<>()).add(copy);
            ops.forEach(
                op -> renamed.computeIfAbsent(op.id(), _ -> new HashMap<>()).put(parameter, copy));
          }
        });
      }
    });
    if (copies.isEmpty()) {
      return new SharedParameters(network, Map.of());
    }
    var ops = network.ops().stream().map(op -> reading(op, renamed)).toList();
    return new SharedParameters(network.withOps(ops).withInitializers(initializers), copies);
  }

  private static boolean isShareable(@Nullable Constant constant) {
    return constant != null
        && constant.type().dataType().isFloating()
        && constant.type().knownShape().elementCount() > 1;
  }

  /// That of the first op that reads it.
  private static int home(Network network, String parameter, ToIntFunction<OpId> place) {
    return network.ops().stream()
        .filter(op -> op.inputs().contains(parameter))
        .mapToInt(op -> place.applyAsInt(op.id()))
        .findFirst()
        .orElseThrow();
  }

  private static String unused(Map<String, Constant> taken, String wanted) {
    var name = wanted;
    for (int i = 2; taken.containsKey(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static Op reading(Op op, Map<OpId, Map<String, String>> renamed) {
    var names = renamed.get(op.id());
    return names == null
        ? op
        : op.withInputs(
            op.inputs().stream().map(input -> names.getOrDefault(input, input)).toList());
  }

  /// By copy the parameter that it is one of.
  Map<String, String> originals() {
    var originals = new HashMap<String, String>();
    copies.forEach((parameter, each) -> each.forEach(copy -> originals.put(copy, parameter)));
    return originals;
  }
}
