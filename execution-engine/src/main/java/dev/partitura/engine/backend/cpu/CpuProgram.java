package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import java.lang.foreign.Arena;
import java.util.List;

/// Compiled steps with the native memory of their kernels and packed weights.
record CpuProgram(
    List<Step> steps,
    List<Slot> slots,
    List<Integer> inputSlots,
    List<Integer> outputSlots,
    Arena arena)
    implements Program {
  CpuProgram {
    steps = List.copyOf(steps);
    slots = List.copyOf(slots);
    inputSlots = List.copyOf(inputSlots);
    outputSlots = List.copyOf(outputSlots);
  }

  @Override
  public void close() {
    arena.close();
  }
}
