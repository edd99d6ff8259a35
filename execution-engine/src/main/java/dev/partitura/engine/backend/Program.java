package dev.partitura.engine.backend;

import java.util.List;

/// What a backend makes of a network for one micro-batch: steps in dependency order over value
/// slots. A value without weights or native memory, shared by replicas and by every run; a
/// [LoadedProgram] computes it. Immutable; any thread.
///
/// @param steps in an order in which every slot is written before it is read
/// @param inputSlots slot of each network input, in the network's order, plain layout; -1 for an
///   input nobody reads
/// @param outputSlots slot of each network output, in the network's order, plain layout
public record Program(
    List<Step> steps, List<Slot> slots, List<Integer> inputSlots, List<Integer> outputSlots) {
  public Program {
    steps = List.copyOf(steps);
    slots = List.copyOf(slots);
    inputSlots = List.copyOf(inputSlots);
    outputSlots = List.copyOf(outputSlots);
  }
}
