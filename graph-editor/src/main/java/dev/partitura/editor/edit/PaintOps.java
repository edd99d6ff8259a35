package dev.partitura.editor.edit;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.PipelineStage;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Strategy;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives ops to a device. The plan becomes one painted by hand: one stage for each device that has
/// an op, in the order of the cluster, one replica; micro-batches and schedule stay.
public record PaintOps(Set<OpId> ops, DeviceId device, String label) implements Edit {
  public PaintOps {
    ops = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ops));
  }

  @Override
  public Project apply(Project before) {
    if (before.cluster().device(device) == null) {
      throw ProblemException.of("edit.device.unknown", device.name(), device);
    }
    var plan = before.plan();
    var devices = new LinkedHashMap<OpId, DeviceId>();
    boolean changed = plan.replicas() > 1;
    for (var op : before.network().ops()) {
      var old = deviceOf(plan, op.id());
      var next = ops.contains(op.id()) ? device : old;
      changed |= !next.equals(old);
      devices.put(op.id(), next);
    }
    return changed ? before.withPlan(painted(before, devices)) : before;
  }

  /// Device of an op in the first replica, also under a plan that is not consistent.
  public static DeviceId deviceOf(Plan plan, OpId op) {
    int stage = Math.clamp(plan.stageOf(op), 0, plan.stages().size() - 1);
    return plan.stages().get(stage).devices().getFirst();
  }

  private static Plan painted(Project before, Map<OpId, DeviceId> devices) {
    var cluster = before.cluster();
    var used = new ArrayList<>(new LinkedHashSet<>(devices.values()));
    used.sort(java.util.Comparator.comparingInt(cluster::indexOf));
    if (used.isEmpty()) {
      used.add(cluster.devices().getFirst().id());
    }
    var stages = used.stream().map(id -> new PipelineStage(List.of(id))).toList();
    var partition = new LinkedHashMap<OpId, Integer>();
    for (Op op : before.network().ops()) {
      partition.put(op.id(), used.indexOf(devices.get(op.id())));
    }
    var plan = before.plan();
    return new Plan(
        Strategy.CUSTOM, stages, partition, 1, plan.microBatches(), plan.schedule(), plan.passes());
  }
}
