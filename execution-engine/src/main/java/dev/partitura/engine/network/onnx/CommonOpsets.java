package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.problem.Phrase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Finds, for each domain, one operator set under which a model and its functions mean what they
/// mean each under its own. The model's is preferred; a function's is taken where only that has all
/// the ops.
final class CommonOpsets {
  private final CallGraph calls;
  private final Source source;

  CommonOpsets(CallGraph calls, Source source) {
    this.calls = calls;
    this.source = source;
  }

  /// An operator and the set that it was written for.
  ///
  /// @param where names the function in a sentence; empty for the model
  private record Use(String domain, String type, int set, String where) {}

  /// @param opsets the model's; changed to those found
  /// @throws ProblemException when an op means something else under every candidate; names it
  void agree(GraphProto graph, Collection<FunctionProto> functions, Map<String, Integer> opsets) {
    var uses = new LinkedHashSet<Use>();
    for (var function : functions) {
      var own = OnnxReader.opsets(function.getOpsetImportList(), source);
      collect(function.getNodeList(), own, function.getName(), uses);
    }
    var ofFunctions = List.copyOf(uses);
    collect(graph.getNodeList(), opsets, "", uses);
    var seen = new HashSet<String>();
    for (var use : ofFunctions) {
      if (seen.add(use.domain())) {
        opsets.put(use.domain(), common(use.domain(), List.copyOf(uses), opsets));
      }
    }
  }

  /// Ops whose set is not stated are left to the checks behind.
  private void collect(
      List<NodeProto> nodes, Map<String, Integer> sets, String where, Collection<Use> uses) {
    for (var node : nodes) {
      var domain = OnnxReader.domain(node.getDomain());
      var set = sets.get(domain);
      if (calls.called(node) == null && set != null) {
        uses.add(new Use(domain, node.getOpType(), set, where));
      }
      node.getAttributeList().stream()
          .filter(AttributeProto::hasG)
          .forEach(attribute -> collect(attribute.getG().getNodeList(), sets, where, uses));
    }
  }

  private int common(String domain, List<Use> all, Map<String, Integer> opsets) {
    var uses = all.stream().filter(use -> use.domain().equals(domain)).toList();
    var candidates = new ArrayList<Integer>();
    if (opsets.containsKey(domain)) {
      candidates.add(opsets.get(domain));
    }
    uses.stream().map(Use::set).sorted((a, b) -> b - a).distinct().forEach(candidates::add);
    for (int candidate : candidates) {
      if (uses.stream().allMatch(use -> fits(use, candidate))) {
        return candidate;
      }
    }
    int wanted = candidates.getFirst();
    var misfit = uses.stream().filter(use -> !fits(use, wanted)).findFirst().orElseThrow();
    throw source.refuse(
        "onnx.function.opset",
        misfit.where(),
        misfit.where(),
        domain.isEmpty() ? misfit.type() : domain + "." + misfit.type(),
        version(misfit, misfit.set()),
        version(misfit, wanted));
  }

  private static boolean fits(Use use, int set) {
    return use.domain().isEmpty()
        ? OperatorSets.sameMeaning(use.type(), use.set(), set)
        : use.set() == set;
  }

  /// The set, and which version of the operator it holds where that has another number.
  private static Object version(Use use, int set) {
    int version = use.domain().isEmpty() ? OperatorSets.version(use.type(), set) : set;
    return version == set ? set : Phrase.of("words.setVersion", set, version);
  }
}
