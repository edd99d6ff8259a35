package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.task.lower.NetworkPasses;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// Runs a compiled network step after step on the calling thread, every slot in memory of its own.
final class ProgramRunner {
  private ProgramRunner() {}

  /// The network after the passes that `passes` leaves on.
  static LoweredNetwork lower(Network network, Passes passes, Map<OpId, Integer> stages) {
    var kinds = new HashMap<OpId, Integer>();
    stages.forEach((op, stage) -> kinds.put(op, Precedence.kind(stage, Phase.F)));
    return NetworkPasses.applyAll(
        new LoweredNetwork(
            network, TypeInference.infer(network), kinds, Set.of(), Map.of(), passes));
  }

  /// Outputs for random inputs made from `seed`; element values lie between -1 and 1.
  static List<Tensor> run(Backend backend, LoweredNetwork lowered, long seed) {
    var random = new SplittableRandom(seed);
    return run(backend, lowered, (_, tensor) -> fill(tensor, random));
  }

  /// Outputs for these inputs.
  static List<Tensor> run(Backend backend, LoweredNetwork lowered, List<Tensor> inputs) {
    return run(backend, lowered, (place, tensor) -> tensor.copyFrom(inputs.get(place)));
  }

  private static List<Tensor> run(
      Backend backend, LoweredNetwork lowered, BiConsumer<Integer, Tensor> feed) {
    try (var loaded = backend.load(backend.choose(lowered));
        var arena = Arena.ofConfined()) {
      var program = loaded.program();
      var buffers = buffers(program, arena);
      for (int i = 0; i < program.inputSlots().size(); i++) {
        int slot = program.inputSlots().get(i);
        if (slot >= 0) {
          feed.accept(i, Objects.requireNonNull(buffers.get(slot).tensor()));
        }
      }
      long scratchBytes = loaded.kernels().stream().mapToLong(Kernel::scratchBytes).max().orElse(0);
      var scratch = arena.allocate(Math.max(64, scratchBytes), 64);
      for (int step = 0; step < program.steps().size(); step++) {
        bind(loaded.kernels().get(step), program.steps().get(step), buffers, scratch).run();
      }
      var outputs = new ArrayList<Tensor>();
      for (int slot : program.outputSlots()) {
        var produced = Objects.requireNonNull(buffers.get(slot).tensor());
        var kept = Tensor.allocate(produced.type());
        kept.copyFrom(produced);
        outputs.add(kept);
      }
      return outputs;
    }
  }

  private static Kernel.Bound bind(
      Kernel kernel, Step step, List<Buffer> buffers, MemorySegment scratch) {
    return kernel.bind(
        step.inputs().stream().map(buffers::get).toList(),
        step.outputs().stream().map(buffers::get).toList(),
        scratch);
  }

  private static void fill(Tensor tensor, RandomGenerator random) {
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble() * 2 - 1);
    }
  }

  private static List<Buffer> buffers(Program program, Arena arena) {
    var buffers = new ArrayList<Buffer>();
    for (var slot : program.slots()) {
      var constant = slot.constant();
      if (constant != null) {
        buffers.add(Buffer.of(constant.tensor()));
      } else if (slot.isDynamic()) {
        buffers.add(Buffer.dynamic());
      } else {
        var memory =
            slot.isAlias()
                ? buffers
                    .get(slot.aliasOf())
                    .memory()
                    .asSlice(slot.aliasOffsetBytes(), slot.sizeBytes())
                : arena.allocate(Math.max(1, slot.sizeBytes()), 64);
        buffers.add(
            slot.plain()
                ? Buffer.of(Tensor.over(Objects.requireNonNull(slot.type()), memory))
                : Buffer.planned(memory));
      }
    }
    return buffers;
  }
}
