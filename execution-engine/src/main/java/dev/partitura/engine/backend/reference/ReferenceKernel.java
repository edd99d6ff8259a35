package dev.partitura.engine.backend.reference;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator's reference kernel over buffers.
///
/// @param inputPlaces for each input of the op its place among the step's inputs, -1 for an absent
///   one and for a constant of the context
/// @param outputPlaces for each output of the op its place among the step's outputs, -1 for one
///   nobody wants
public record ReferenceKernel(
    Operator operator, OpContext context, int[] inputPlaces, int[] outputPlaces)
    implements Kernel, Recipe {
  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    return new BoundReference(inputs, outputs);
  }

  private final class BoundReference implements Bound, Operator.Outputs {
    private final List<Buffer> inputs;
    private final List<Buffer> outputs;
    private final boolean staticTypes;

    BoundReference(List<Buffer> inputs, List<Buffer> outputs) {
      this.inputs = List.copyOf(inputs);
      this.outputs = List.copyOf(outputs);
      boolean known = true;
      for (int i = 0; i < inputPlaces.length; i++) {
        var type = context.inputTypes().get(i);
        known &= inputPlaces[i] < 0 || (type != null && type.isStatic());
      }
      staticTypes = known;
    }

    @Override
    public void run() {
      var tensors = new ArrayList<@Nullable Tensor>(inputPlaces.length);
      for (int i = 0; i < inputPlaces.length; i++) {
        int place = inputPlaces[i];
        tensors.add(place < 0 ? context.constant(i) : value(inputs.get(place)));
      }
      operator.compute(staticTypes ? context : contextOf(tensors), tensors, this);
    }

    private Tensor value(Buffer buffer) {
      var tensor = buffer.tensor();
      if (tensor == null) {
        throw new IllegalStateException(
            "Op " + context.op().name() + " reads a value that nothing has produced");
      }
      return tensor;
    }

    private OpContext contextOf(List<@Nullable Tensor> tensors) {
      return OpContext.during(context.op(), context.opset(), tensors);
    }

    @Override
    public Tensor get(int index, TensorType type) {
      int place = index < outputPlaces.length ? outputPlaces[index] : -1;
      if (place < 0) {
        return Tensor.allocate(type);
      }
      var buffer = outputs.get(place);
      if (!buffer.isPlanned()) {
        var produced = Tensor.allocate(type);
        buffer.set(produced);
        return produced;
      }
      var planned = value(buffer);
      if (planned.dataType() != type.dataType()
          || planned.elementCount() != type.knownShape().elementCount()) {
        throw new IllegalStateException(
            "Op "
                + context.op().name()
                + " ("
                + context.op().type()
                + ") produced "
                + type
                + " where "
                + planned.type()
                + " was expected");
      }
      return planned.type().equals(type) ? planned : planned.reshaped(type.knownShape());
    }

    @Override
    public boolean wanted(int index) {
      return index < outputPlaces.length && outputPlaces[index] >= 0;
    }
  }
}
