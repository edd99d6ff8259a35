package dev.partitura.engine.task.partition;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.SplitRule;
import dev.partitura.engine.operator.SplitRules;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the split rules of ops that are alike, as those of repeated layers are, once: of one type,
/// with equal attributes and sizes, and equal small constants. An op with a large constant whose
/// elements might matter is like no other. Used by one thread.
final class AlikeRules {
  /// Elements of a constant that holds sizes, axes or settings.
  private static final int MOST_ELEMENTS = 64;

  private final Map<List<Object>, Found> found = new HashMap<>();

  private record Found(OpContext whole, List<SplitRule> rules) {}

  List<SplitRule> of(OpContext whole, List<TensorType> outputs, int shards) {
    var key = key(whole, outputs, shards);
    if (key == null) {
      return SplitRules.of(whole, outputs, shards);
    }
    var known =
        found.computeIfAbsent(key, _ -> new Found(whole, SplitRules.of(whole, outputs, shards)));
    return known.whole == whole
        ? known.rules
        : known.rules.stream().map(rule -> of(whole, rule, known.whole)).toList();
  }

  /// All that a rule may depend on; null where that is too much to compare.
  private static @Nullable List<Object> key(OpContext whole, List<TensorType> outputs, int shards) {
    var op = whole.op();
    if (!op.captures().isEmpty()) {
      return null;
    }
    var key = new ArrayList<Object>();
    key.addAll(List.of(op.domain(), op.type(), op.attributes(), whole.opset(), shards));
    for (int input = 0; input < op.inputs().size(); input++) {
      key.add(whole.hasInput(input));
      key.add(String.valueOf(whole.inputTypes().get(input)));
      var constant = whole.constants().get(input);
      if (constant == null && holdsSizes(whole.inputTypes().get(input))) {
        return null;
      }
      if (constant != null && constant.isKnown()) {
        if (!constant.type().isStatic()
            || constant.type().knownShape().elementCount() > MOST_ELEMENTS) {
          return null;
        }
        var tensor = constant.tensor();
        for (long i = 0; i < tensor.elementCount(); i++) {
          key.add(constant.type().dataType().isInteger() ? tensor.longAt(i) : tensor.doubleAt(i));
        }
      }
      key.add(constant != null);
    }
    for (int output = 0; output < op.outputs().size(); output++) {
      key.add(op.outputs().get(output).isEmpty());
      key.add(String.valueOf(outputs.get(output)));
    }
    return key;
  }

  /// Of sizes that are calculated more may be known than their type says.
  private static boolean holdsSizes(@Nullable TensorType type) {
    return type != null
        && type.dataType().isInteger()
        && (type.shape() == null || type.shape().rank() <= 1);
  }

  /// A rule of another op for this one: with its own constants where the rule left them.
  private static SplitRule of(OpContext whole, SplitRule rule, OpContext other) {
    var constants = new ArrayList<@Nullable Constant>();
    for (int input = 0; input < rule.part().constants().size(); input++) {
      var part = rule.part().constants().get(input);
      constants.add(
          Objects.equals(part, other.constants().get(input)) ? whole.constants().get(input) : part);
    }
    return new SplitRule(
        rule.inputs(),
        rule.outputs(),
        new OpContext(rule.form(whole.op()), whole.opset(), rule.part().inputTypes(), constants),
        rule.outputTypes());
  }
}
