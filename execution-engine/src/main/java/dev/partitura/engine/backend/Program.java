package dev.partitura.engine.backend;

import java.util.List;

/// What a backend makes of a network for one micro-batch: steps in dependency order over value
/// slots. Holds native memory (packed weights, kernels) until closed; close it after the last
/// execution.
public interface Program extends AutoCloseable {
  /// In an order in which every slot is written before it is read.
  List<Step> steps();

  List<Slot> slots();

  /// Slot of each network input, in the network's order, plain layout; -1 for an input nobody
  /// reads.
  List<Integer> inputSlots();

  /// Slot of each network output, in the network's order, plain layout.
  List<Integer> outputSlots();

  @Override
  void close();
}
