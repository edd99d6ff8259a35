package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A [BlockProgram] over values that all lie alike.
///
/// @param source place of the first value among the step's inputs
/// @param operands places of the other values
/// @param count elements, those that fill up rows of channels included
record BlockKernel(BlockProgram program, int source, List<Integer> operands, long count)
    implements Kernel, CpuRecipe {
  BlockKernel {
    operands = List.copyOf(operands);
  }

  @Override
  public Kernel load(Loading loading) {
    return this;
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var from = inputs.get(source).memory();
    var others = operands.stream().map(place -> inputs.get(place).memory()).toList();
    var target = outputs.getFirst().memory();
    var room = new BlockProgram.Room();
    return () -> program.run(from, others, target, count, room);
  }
}
