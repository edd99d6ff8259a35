package dev.partitura.engine.plan;

import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;

/// Gives unknown axes of a network's inputs a size, so that its ops can be weighed against each
/// other.
final class Sized {
  private static final long SAMPLES = 1;
  private static final long PICTURE_SIDE = 224;
  private static final long LENGTH = 16;

  private Sized() {}

  /// The types themselves when every input is static already; else those for one sample.
  static NetworkTypes of(NetworkTypes types) {
    var given = new LinkedHashMap<String, TensorType>();
    boolean open = false;
    for (var input : types.network().inputs()) {
      var type = types.type(input.name());
      var shape = type == null ? null : type.shape();
      if (type == null || shape == null) {
        return types;
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (!shape.isKnown(axis)) {
          open = true;
          shape =
              shape.withSize(
                  axis,
                  axis == 0 ? SAMPLES : shape.rank() == 4 && axis > 1 ? PICTURE_SIDE : LENGTH);
        }
      }
      given.put(input.name(), type.withShape(shape));
    }
    return open ? TypeInference.infer(types.network(), given, Map.of()) : types;
  }
}
