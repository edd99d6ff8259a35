package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Types within a body that is run again and again, with the values it hands on to itself as
/// general as they become over the runs.
///
/// @param within all that is known there
/// @param outputs of the body
record BodyTypes(NetworkTypes within, List<TensorType> outputs) {
  BodyTypes {
    outputs = List.copyOf(outputs);
  }

  /// Cost: as many inferences as axes become unknown.
  ///
  /// @param first types of the body's inputs in the first run
  /// @param carriedInput first of the inputs that are handed on
  /// @param carriedOutput first of the outputs that become them
  /// @param carried how many there are
  /// @throws ProblemException where an output has no type, or a carried value another one each time
  static BodyTypes of(
      OpContext op,
      Network body,
      Map<String, TensorType> first,
      int carriedInput,
      int carriedOutput,
      int carried) {
    var given = new HashMap<>(first);
    while (true) {
      var outputs = new ArrayList<TensorType>();
      var within = Body.types(op, body, given);
      for (var type : Body.outputTypes(within)) {
        if (type == null) {
          throw op.refuse("op.body.untyped");
        }
        outputs.add(type);
      }
      boolean changed = false;
      for (int i = 0; i < carried; i++) {
        var name = body.inputs().get(carriedInput + i).name();
        var before = requireNonNull(given.get(name));
        var common = Body.common(op, before, outputs.get(carriedOutput + i));
        changed |= !common.equals(before);
        given.put(name, common);
        outputs.set(carriedOutput + i, common);
      }
      if (!changed) {
        return new BodyTypes(within, outputs);
      }
    }
  }
}
