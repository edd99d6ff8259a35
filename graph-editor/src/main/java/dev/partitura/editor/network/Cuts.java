package dev.partitura.editor.network;

import dev.partitura.editor.layout.BlockTree;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a plan moves values from one device to another. Immutable; cost O(ops + edges) to make.
public final class Cuts {
  private final Network network;
  private final Plan plan;
  private final BlockTree tree;
  private final Map<String, OpId> producers = new HashMap<>();

  public Cuts(Network network, Plan plan, BlockTree tree) {
    this.network = network;
    this.plan = plan;
    this.tree = tree;
    network.ops().forEach(op -> op.outputs().forEach(value -> producers.put(value, op.id())));
  }

  /// Whether a value moves between devices on its way to one of the readers. Weights do not: what
  /// makes them is done before the run.
  public boolean isCut(String value, List<OpId> readers) {
    var producer = producers.get(value);
    if (producer == null || tree.readerOfMaker(producer) != null) {
      return false;
    }
    var from = plan.meshOf(producer);
    return readers.stream().anyMatch(reader -> !plan.meshOf(reader).equals(from));
  }

  /// Paths of the blocks with a cut inside: it is drawn only where they are open.
  public Set<String> holding() {
    var holding = new HashSet<String>();
    if (plan.parts().size() < 2) {
      return holding;
    }
    for (var op : network.ops()) {
      for (var value : op.dependencies()) {
        var producer = producers.get(value);
        if (producer != null && isCut(value, List.of(op.id()))) {
          var maker = tree.around(producer);
          tree.around(op.id()).stream()
              .filter(maker::contains)
              .forEach(block -> holding.add(block.path()));
        }
      }
    }
    return holding;
  }
}
