package dev.partitura.editor.layout;

import dev.partitura.engine.execute.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/// Layers from left to right, few crossings, straight chains: ELK's layered algorithm (Schulze,
/// Spönemann, von Hanxleden 2014, doi:10.1016/j.jvlc.2013.11.005), for one level. Deterministic.
final class LevelLayout {
  private static final double LAYER_GAP = 52;
  private static final double NODE_GAP = 22;

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final Level level;
  private final ElkNode root = ElkGraphUtil.createGraph();
  private final List<ElkNode> nodes = new ArrayList<>();

  private LevelLayout(Level level) {
    this.level = level;
  }

  /// A cancelled layout is of no use.
  static Level.Placed place(Level level, Cancellation cancellation) {
    return new LevelLayout(level).run(cancellation);
  }

  private Level.Placed run(Cancellation cancellation) {
    options();
    level.members().forEach(this::node);
    var edges = new ArrayList<ElkEdge>();
    for (var line : level.lines()) {
      edges.add(
          ElkGraphUtil.createSimpleEdge(
              port(line.from(), PortSide.EAST, line.fromY()),
              port(line.to(), PortSide.WEST, line.toY())));
    }
    new RecursiveGraphLayoutEngine().layout(root, new Watched(cancellation));
    var xs = new double[nodes.size()];
    var ys = new double[nodes.size()];
    for (int i = 0; i < xs.length; i++) {
      var node = nodes.get(i);
      xs[i] = Math.rint(node.getX() + node.getWidth() / 2);
      ys[i] = Math.rint(node.getY() + node.getHeight() / 2);
    }
    return new Level.Placed(xs, ys, edges.stream().map(LevelLayout::bends).toList());
  }

  private void options() {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(0));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, LAYER_GAP);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, NODE_GAP);
    root.setProperty(CoreOptions.SPACING_EDGE_NODE, 16.0);
    root.setProperty(CoreOptions.SPACING_EDGE_EDGE, 10.0);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    root.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, Boolean.TRUE);
  }

  private void node(Level.Member member) {
    var node = ElkGraphUtil.createNode(root);
    node.setDimensions(member.width(), member.height());
    node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    if (member.role() != Level.Role.BOX) {
      node.setProperty(
          LayeredOptions.LAYERING_LAYER_CONSTRAINT,
          member.role() == Level.Role.ENTRY ? LayerConstraint.FIRST : LayerConstraint.LAST);
    }
    nodes.add(node);
  }

  /// The port of a member on one side at a height; made when first asked for.
  private ElkPort port(int member, PortSide side, double y) {
    var node = nodes.get(member);
    double x = side == PortSide.EAST ? node.getWidth() : 0;
    double below = node.getHeight() / 2 + y;
    for (var known : node.getPorts()) {
      if (known.getX() == x && known.getY() == below) {
        return known;
      }
    }
    var port = ElkGraphUtil.createPort(node);
    port.setProperty(CoreOptions.PORT_SIDE, side);
    port.setLocation(x, below);
    return port;
  }

  private static double[] bends(ElkEdge edge) {
    if (edge.getSections().isEmpty()) {
      return new double[0];
    }
    var points = edge.getSections().getFirst().getBendPoints();
    var bends = new double[points.size() * 2];
    for (int i = 0; i < points.size(); i++) {
      bends[2 * i] = points.get(i).getX();
      bends[2 * i + 1] = points.get(i).getY();
    }
    return bends;
  }

  private static final class Watched extends BasicProgressMonitor {
    private final Cancellation cancellation;

    Watched(Cancellation cancellation) {
      this.cancellation = cancellation;
    }

    @Override
    public boolean isCanceled() {
      return cancellation.isCancelled();
    }
  }
}
