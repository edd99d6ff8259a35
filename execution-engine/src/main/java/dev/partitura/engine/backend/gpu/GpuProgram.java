package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

/// The steps of a program that are a card's, with their weights in one block of its memory.
public final class GpuProgram implements LoadedProgram {
  private static final long ALIGNMENT = 256;
  private static final Kernel NOT_LOADED =
      (_, _, _) -> {
        throw new IllegalStateException("This step was not to be computed here");
      };

  private final Program program;
  private final GpuContext context;
  private final MemorySegment block;
  private final Map<Integer, MemorySegment> constants = new HashMap<>();
  private final Map<TableKey, MemorySegment> tables = new HashMap<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private boolean closed;

  private record TableKey(int step, int number) {}

  private GpuProgram(Program program, GpuContext context, MemorySegment block) {
    this.program = program;
    this.context = context;
    this.block = block;
  }

  /// Cost: copies the weights.
  ///
  /// @param steps which of them are computed on this card
  /// @throws dev.partitura.engine.problem.ProblemException when it has no memory for them
  public static GpuProgram load(Program program, IntPredicate steps, GpuContext context) {
    var constantAt = new LinkedHashMap<Integer, Long>();
    var tableAt = new LinkedHashMap<TableKey, Long>();
    long bytes = 0;
    for (int step = 0; step < program.steps().size(); step++) {
      var of = program.steps().get(step);
      if (!steps.test(step) || !(of.recipe() instanceof GpuRecipe recipe)) {
        continue;
      }
      if (!(recipe instanceof GpuRecipe.OnHost)) {
        for (int slot : of.inputs()) {
          var constant = program.slots().get(slot).constant();
          if (constant != null && !constantAt.containsKey(slot)) {
            constantAt.put(slot, bytes);
            bytes += padded(constant.sizeBytes());
          }
        }
      }
      if (recipe instanceof GpuRecipe.Launches launches) {
        for (int number = 0; number < launches.tables().size(); number++) {
          tableAt.put(new TableKey(step, number), bytes);
          bytes += padded(4L * launches.tables().get(number).length);
        }
      }
    }
    var loaded = new GpuProgram(program, context, context.allocate(Math.max(ALIGNMENT, bytes)));
    try {
      loaded.fill(constantAt, tableAt);
      for (int step = 0; step < program.steps().size(); step++) {
        boolean own = steps.test(step) && program.steps().get(step).recipe() instanceof GpuRecipe;
        loaded.kernels.add(own ? loaded.kernel(step) : NOT_LOADED);
      }
      return loaded;
    } catch (RuntimeException | Error fault) {
      loaded.close();
      throw fault;
    }
  }

  private static long padded(long bytes) {
    return Math.ceilDiv(Math.max(1, bytes), ALIGNMENT) * ALIGNMENT;
  }

  private void fill(Map<Integer, Long> constantAt, Map<TableKey, Long> tableAt) {
    try (var arena = Arena.ofShared();
        var queue = context.queue()) {
      constantAt.forEach((slot, at) -> {
        Checkpoint.pass();
        var tensor = Objects.requireNonNull(program.slots().get(slot).constant()).tensor();
        var to = block.asSlice(at, tensor.data().byteSize());
        constants.put(slot, to);
        queue.copyIn(tensor.data(), to, tensor.data().byteSize());
        // The next weight may be read into the same memory.
        queue.finish();
      });
      tableAt.forEach((key, at) -> {
        var recipe = (GpuRecipe.Launches) program.steps().get(key.step).recipe();
        var words = arena.allocateFrom(ValueLayout.JAVA_INT, recipe.tables().get(key.number));
        var to = block.asSlice(at, words.byteSize());
        tables.put(key, to);
        queue.copyIn(words, to, words.byteSize());
      });
      queue.finish();
    }
  }

  private Kernel kernel(int number) {
    var step = program.steps().get(number);
    return switch ((GpuRecipe) step.recipe()) {
      case GpuRecipe.Launches launches ->
          (inputs, outputs, _) -> bind(number, launches, inputs, outputs);
      case GpuRecipe.CopyIn _ ->
          (inputs, outputs, _) -> {
            var host = inputs.getFirst().memory();
            var card = outputs.getFirst().memory();
            return () -> GpuQueue.current().copyIn(host, card, card.byteSize());
          };
      case GpuRecipe.CopyOut _ ->
          (inputs, outputs, _) -> {
            var card = memory(step, 0, inputs);
            var host = outputs.getFirst().memory();
            return () -> GpuQueue.current().copyOut(card, host, host.byteSize());
          };
      case GpuRecipe.CopyWithin _ ->
          (inputs, outputs, _) -> {
            var from = memory(step, 0, inputs);
            var to = outputs.getFirst().memory();
            return () -> GpuQueue.current().copyWithin(from, to, to.byteSize());
          };
      case GpuRecipe.OnHost host ->
          (inputs, outputs, scratch) -> onHost(step, host, inputs, outputs);
    };
  }

  private MemorySegment memory(Step step, int place, List<Buffer> inputs) {
    var constant = constants.get(step.inputs().get(place));
    return constant != null ? constant : inputs.get(place).memory();
  }

  private Kernel.Bound bind(
      int number, GpuRecipe.Launches recipe, List<Buffer> inputs, List<Buffer> outputs) {
    var step = program.steps().get(number);
    var codes = new GpuCode[recipe.launches().size()];
    for (int i = 0; i < codes.length; i++) {
      var launch = recipe.launches().get(i);
      var memory = new ArrayList<MemorySegment>();
      for (var argument : launch.arguments()) {
        if (argument instanceof GpuArgument.Memory(var operand)) {
          memory.add(
              nowhere(
                  switch (operand) {
                    case GpuOperand.Input(int place) -> memory(step, place, inputs);
                    case GpuOperand.Output(int place) -> outputs.get(place).memory();
                    case GpuOperand.Table(int table) ->
                        Objects.requireNonNull(tables.get(new TableKey(number, table)));
                    case GpuOperand.None() -> block;
                  }));
        }
      }
      codes[i] = context.prepare(launch, memory);
    }
    return () -> {
      var queue = GpuQueue.current();
      for (var code : codes) {
        code.enqueue(queue);
      }
    };
  }

  /// Somewhere on the card in place of what has no bytes, which no kernel looks at.
  private MemorySegment nowhere(MemorySegment memory) {
    return memory.byteSize() == 0 ? block : memory;
  }

  /// The lane waits until the host is done, so that times are those of the whole.
  private Kernel.Bound onHost(
      Step step, GpuRecipe.OnHost recipe, List<Buffer> inputs, List<Buffer> outputs) {
    var hostInputs = new ArrayList<Buffer>();
    for (int i = 0; i < inputs.size(); i++) {
      hostInputs.add(recipe.hostInputs().get(i) ? inputs.get(i) : copy(step.inputs().get(i)));
    }
    var hostOutputs = step.outputs().stream().map(this::copy).toList();
    var bound = recipe.kernel().bind(hostInputs, hostOutputs, MemorySegment.NULL);
    return () -> {
      var queue = GpuQueue.current();
      for (int i = 0; i < inputs.size(); i++) {
        if (!recipe.hostInputs().get(i)) {
          var host = hostInputs.get(i).memory();
          queue.copyOut(inputs.get(i).memory(), host, host.byteSize());
        }
      }
      queue.finish();
      bound.run();
      for (int i = 0; i < outputs.size(); i++) {
        var host = hostOutputs.get(i).memory();
        queue.copyIn(host, outputs.get(i).memory(), host.byteSize());
      }
    };
  }

  private Buffer copy(int slot) {
    var type = Objects.requireNonNull(program.slots().get(slot).type());
    return Buffer.of(Tensor.allocate(type));
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public List<Kernel> kernels() {
    return kernels;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.free(block);
    }
  }
}
