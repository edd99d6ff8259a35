package dev.partitura.engine.backend;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.schedule.Phase;
import java.util.List;

/// One kernel call of a program: an op, several fused into one, or a reorder between layouts.
///
/// @param name shown on spans; the name of the op it stands for, or of the value it reorders
/// @param type operator name, such as `Conv`, or `Reorder`
/// @param ops ops of the network as drawn that it stands for; empty for a reorder
/// @param stage stage of the plan it belongs to
/// @param phase part of a training step it belongs to
/// @param recipe how its backend computes it
/// @param inputs value slots it reads
/// @param outputs value slots it writes
public record Step(
    String name,
    String type,
    Category category,
    List<OpId> ops,
    int stage,
    Phase phase,
    Recipe recipe,
    List<Integer> inputs,
    List<Integer> outputs,
    Work work) {
  public Step {
    ops = List.copyOf(ops);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
