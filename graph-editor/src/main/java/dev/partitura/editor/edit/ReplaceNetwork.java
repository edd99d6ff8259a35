package dev.partitura.editor.edit;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.Map;
import java.util.Set;

/// Puts another network in place of the present one, on the cluster's first device, its blocks
/// collapsed as given.
public record ReplaceNetwork(Network network, Set<String> collapsed, String label) implements Edit {
  public ReplaceNetwork {
    collapsed = Set.copyOf(collapsed);
  }

  @Override
  public Project apply(Project before) {
    var plan = Plan.single(before.cluster().devices().getFirst().id());
    return new Project(network, before.cluster(), plan, new Diagram(Map.of(), collapsed));
  }
}
