package dev.partitura.editor.layout;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/// Layers from left to right, few crossings, straight chains: ELK's layered algorithm (Schulze,
/// Spönemann, von Hanxleden 2014, doi:10.1016/j.jvlc.2013.11.005). Deterministic. Takes seconds for
/// thousands of nodes: never on the FX thread.
public final class LayeredLayout {
  private static final double LAYER_GAP = 68;
  private static final double NODE_GAP = 26;

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final Sketch sketch;
  private final ElkNode root = ElkGraphUtil.createGraph();
  private final List<ElkNode> nodes = new ArrayList<>();
  private final List<List<ElkPort>> inPorts = new ArrayList<>();
  private final List<List<ElkPort>> outPorts = new ArrayList<>();

  private LayeredLayout(Sketch sketch) {
    this.sketch = sketch;
  }

  /// Places everything. A cancelled layout gives [Arrangement#EMPTY].
  public static Arrangement arrange(Sketch sketch, Cancellation cancellation) {
    return sketch.items().isEmpty()
        ? Arrangement.EMPTY
        : new LayeredLayout(sketch).run(cancellation);
  }

  private Arrangement run(Cancellation cancellation) {
    options(root);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(0));
    var parents = frames();
    for (int i = 0; i < sketch.items().size(); i++) {
      node(sketch.items().get(i), parents.get(i));
    }
    var edges = new ArrayList<ElkEdge>();
    for (var wire : sketch.wires()) {
      edges.add(
          ElkGraphUtil.createSimpleEdge(
              port(outPorts, wire.from(), wire.outPort()),
              port(inPorts, wire.to(), wire.inPort())));
    }
    new RecursiveGraphLayoutEngine().layout(root, new Watched(cancellation));
    if (cancellation.isCancelled()) {
      return Arrangement.EMPTY;
    }
    var centres = new LinkedHashMap<OpId, Position>();
    for (int i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      var corner = absolute(node);
      centres.put(
          sketch.items().get(i).id(),
          new Position(
              Math.rint(corner.x() + node.getWidth() / 2),
              Math.rint(corner.y() + node.getHeight() / 2)));
    }
    return RowWrapping.broken(
        sketch, new Arrangement(centres, edges.stream().map(LayeredLayout::bends).toList()));
  }

  private static ElkPort port(List<List<ElkPort>> ports, int item, int port) {
    var own = ports.get(item);
    return own.get(Math.min(port, own.size() - 1));
  }

  private static void options(ElkNode graph) {
    graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    graph.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
    graph.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, LAYER_GAP);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
    graph.setProperty(CoreOptions.SPACING_NODE_NODE, NODE_GAP);
    graph.setProperty(CoreOptions.SPACING_EDGE_NODE, 18.0);
    graph.setProperty(CoreOptions.SPACING_EDGE_EDGE, 12.0);
    graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
    graph.setProperty(CoreOptions.RANDOM_SEED, 1);
    graph.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, Boolean.TRUE);
  }

  private List<ElkNode> frames() {
    var frames = new ArrayList<ElkNode>();
    var parents = new ArrayList<ElkNode>();
    sketch.items().forEach(_ -> parents.add(root));
    for (var frame : sketch.frames()) {
      var node = ElkGraphUtil.createNode(frame.parent() < 0 ? root : frames.get(frame.parent()));
      options(node);
      node.setProperty(
          CoreOptions.PADDING,
          new ElkPadding(
              FrameBox.HEAD + 2, FrameBox.SIDE + 2, FrameBox.SIDE + 2, FrameBox.SIDE + 2));
      frames.add(node);
      frame.items().forEach(item -> parents.set(item, node));
    }
    return parents;
  }

  private void node(Item item, ElkNode parent) {
    var node = ElkGraphUtil.createNode(parent);
    node.setDimensions(item.width(), item.height());
    node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    nodes.add(node);
    var ins = new ArrayList<ElkPort>();
    for (int i = 0; i < Math.max(1, item.inSlots().size()); i++) {
      ins.add(port(node, PortSide.WEST, 0, item.height() / 2 + item.inOffset(i)));
    }
    var outs = new ArrayList<ElkPort>();
    for (int i = 0; i < Math.max(1, item.outValues().size()); i++) {
      outs.add(port(node, PortSide.EAST, item.width(), item.height() / 2 + item.outOffset(i)));
    }
    inPorts.add(ins);
    outPorts.add(outs);
  }

  private static ElkPort port(ElkNode node, PortSide side, double x, double y) {
    var port = ElkGraphUtil.createPort(node);
    port.setProperty(CoreOptions.PORT_SIDE, side);
    port.setLocation(x, y);
    return port;
  }

  private static Position absolute(ElkNode node) {
    double x = 0;
    double y = 0;
    for (var at = node; at.getParent() != null; at = at.getParent()) {
      x += at.getX();
      y += at.getY();
    }
    return new Position(x, y);
  }

  private static double[] bends(ElkEdge edge) {
    if (edge.getSections().isEmpty()) {
      return new double[0];
    }
    var points = edge.getSections().getFirst().getBendPoints();
    var container = edge.getContainingNode();
    var corner = container == null ? new Position(0, 0) : absolute(container);
    var bends = new double[points.size() * 2];
    for (int i = 0; i < points.size(); i++) {
      bends[2 * i] = points.get(i).getX() + corner.x();
      bends[2 * i + 1] = points.get(i).getY() + corner.y();
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
