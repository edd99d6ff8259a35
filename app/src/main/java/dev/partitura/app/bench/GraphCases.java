package dev.partitura.app.bench;

import dev.partitura.editor.edit.Terminal;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Set;

/// Large networks for the graph editor, of ops that cost nothing.
final class GraphCases {
  private static final int COLUMNS = 160;
  private static final double ACROSS = 190;
  private static final double DOWN = 110;

  private GraphCases() {}

  /// Residual blocks of four ops, one behind the other, named by numbers.
  static Network network(int ops) {
    var b = new NetworkBuilder("large");
    var x = b.input("x", Shape.of(1, 16));
    for (int i = 0; i + 4 <= ops; i += 4) {
      var a = b.op("n" + i, "Relu", Attributes.NONE, x);
      var c = b.op("n" + (i + 1), "Sigmoid", Attributes.NONE, a);
      var d = b.op("n" + (i + 2), "Tanh", Attributes.NONE, c);
      x = b.op("n" + (i + 3), "Add", Attributes.NONE, d, x);
    }
    b.output(x);
    return b.build();
  }

  /// The network with every op drawn, placed in rows by hand.
  static Project placed(Network network) {
    var positions = new LinkedHashMap<OpId, Position>();
    network
        .inputs()
        .forEach(input -> positions.put(Terminal.input(input.name()), new Position(-ACROSS, 0)));
    double below = Math.ceilDiv(network.ops().size(), COLUMNS) * DOWN;
    network
        .outputs()
        .forEach(output -> positions.put(Terminal.output(output.name()), new Position(0, below)));
    for (int i = 0; i < network.ops().size(); i++) {
      double x = i % COLUMNS * ACROSS;
      double y = Math.floorDiv(i, COLUMNS) * DOWN;
      positions.put(network.ops().get(i).id(), new Position(x, y));
    }
    var cluster = Clusters.workers(2);
    var plan = Plan.single(cluster.devices().getFirst().id());
    return new Project(network, cluster, plan, new Diagram(positions, Set.of()));
  }
}
