package dev.partitura.app.bench;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Category;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes a step that does nothing of every op, so that what is left of a run is the dispatch of its tasks.
final class EmptyBackend implements Backend {
  private static final Kernel NOTHING = (List<Buffer> _, List<Buffer> _, MemorySegment _) -> () -> {};

  @Override
  public DeviceKind kind() {
    return DeviceKind.CPU;
  }

  @Override
  public Program compile(LoweredNetwork lowered) {
    var network = lowered.network();
    var slots = new ArrayList<Slot>();
    var slotOf = new HashMap<String, Integer>();
    network.inputs().forEach(input -> slot(input.name(), lowered, slots, slotOf));
    var steps = new ArrayList<Step>();
    for (int index : Topology.of(network).order()) {
      var op = network.ops().get(index);
      var inputs = op.inputs().stream().map(name -> Objects.requireNonNull(slotOf.get(name))).toList();
      var outputs = op.outputs().stream().map(name -> slot(name, lowered, slots, slotOf)).toList();
      steps.add(
          new Step(
              op.name(),
              op.type(),
              Category.CONTROL,
              List.of(op.id()),
              lowered.stageOf(op.id()),
              NOTHING,
              inputs,
              outputs,
              lowered.types().work(op.id()),
              0));
    }
    return new EmptyProgram(
        List.copyOf(steps),
        List.copyOf(slots),
        network.inputs().stream().map(input -> Objects.requireNonNull(slotOf.get(input.name()))).toList(),
        network.outputs().stream().map(output -> Objects.requireNonNull(slotOf.get(output.name()))).toList());
  }

  private static int slot(String value, LoweredNetwork lowered, List<Slot> slots, Map<String, Integer> slotOf) {
    var type = Objects.requireNonNull(lowered.types().type(value));
    slots.add(new Slot(value, type, type.sizeBytes(), true, null, -1, 0));
    slotOf.put(value, slots.size() - 1);
    return slots.size() - 1;
  }

  private record EmptyProgram(List<Step> steps, List<Slot> slots, List<Integer> inputSlots, List<Integer> outputSlots)
      implements Program {
    @Override
    public void close() {
      // holds nothing
    }
  }
}
