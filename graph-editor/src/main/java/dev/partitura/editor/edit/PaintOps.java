package dev.partitura.editor.edit;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Painting;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.LinkedHashSet;
import java.util.Set;

/// Gives ops to a device, as [Painting] says.
public record PaintOps(Set<OpId> ops, DeviceId device, String label) implements Edit {
  public PaintOps {
    ops = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ops));
  }

  @Override
  public Project apply(Project before) {
    if (before.cluster().device(device) == null) {
      throw ProblemException.of("edit.device.unknown", device.name(), device);
    }
    var plan = Painting.paint(before.network(), before.cluster(), before.plan(), ops, device);
    return plan.equals(before.plan()) ? before : before.withPlan(plan);
  }
}
