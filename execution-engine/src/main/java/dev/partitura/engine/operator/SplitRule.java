package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// One way in which an op is split among equal parts. Immutable.
///
/// @param inputs how each input must lie; an absent one is replicated
/// @param outputs how each output then lies
/// @param part the op as each part computes it: with the types of its inputs, and of another type
///   or with other attributes and constants than the whole where a part differs from it
/// @param outputTypes of each part
public record SplitRule(
    List<Sharding> inputs, List<Sharding> outputs, OpContext part, List<TensorType> outputTypes) {
  /// Attribute of an op that [Trait#KNOWS_PART]: which of the parts it is, from 0.
  public static final String PART = "part";

  public SplitRule {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    outputTypes = List.copyOf(outputTypes);
  }

  /// An op as one of the parts computes it, with the names of the whole.
  public Op write(Op whole, int index) {
    var form = form(whole);
    var operator = Operators.find(form);
    return operator != null && operator.has(Trait.KNOWS_PART)
        ? form.withAttributes(form.attributes().with(PART, new Attribute.IntValue(index)))
        : form;
  }

  /// The same for no part in particular.
  public Op form(Op whole) {
    var form = part.op();
    return new Op(
        whole.id(), form.domain(), form.type(), whole.inputs(), whole.outputs(), form.attributes());
  }

  /// Floating-point operations and bytes of one part.
  public Work work() {
    var operator = Operators.find(part.op());
    return operator == null ? Work.NONE : operator.work(part, outputTypes);
  }
}
