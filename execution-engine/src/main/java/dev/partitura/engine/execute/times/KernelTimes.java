package dev.partitura.engine.execute.times;

import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.task.lower.Lowered;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How long kernels took on the workers of one machine when they were measured. Two steps that
/// compute the same of values of the same sizes have one kernel. Any thread.
public final class KernelTimes {
  private final Map<String, Time> byKernel = new ConcurrentHashMap<>();

  /// @param aloneNanos median while no other worker was busy
  /// @param crowdedNanos median while every worker did the same
  public record Time(double aloneNanos, double crowdedNanos) {
    /// While others are busy for a share of the time, 0 to 1.
    public double nanos(double othersBusy) {
      return aloneNanos + othersBusy * (crowdedNanos - aloneNanos);
    }
  }

  /// What tells the kernel of a step from others: operator, work and the types of what it reads and
  /// writes, and how many workers may crowd the machine.
  public static String kernel(Lowered lowered, Step step) {
    var text = new StringBuilder(step.type());
    text.append('|').append(step.work().flops()).append('|').append(step.work().bytes());
    text.append('|').append(lowered.plan().devices().size());
    for (int slot : step.inputs()) {
      append(text.append('<'), lowered.program().slots().get(slot));
    }
    for (int slot : step.outputs()) {
      append(text.append('>'), lowered.program().slots().get(slot));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Slot slot) {
    text.append(slot.type())
        .append(slot.plain() ? "" : "*")
        .append(slot.constant() == null ? "" : "=");
  }

  /// Null where it was not measured.
  public @Nullable Time find(String kernel) {
    return byKernel.get(kernel);
  }

  public void put(String kernel, Time time) {
    byKernel.put(kernel, time);
  }

  /// A copy, in the order of the kernels.
  public Map<String, Time> all() {
    return new TreeMap<>(byKernel);
  }
}
