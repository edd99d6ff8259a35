package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Gives ops of a plan to a device. Replicas, micro-batches, schedule and passes stay: where the
/// plan has replicas the ops go to the mesh that the device belongs to, or to a new one of as many
/// devices.
///
/// A part all of whose ops are painted moves as a whole, so that two stages may come to share a
/// device; other ops join a part that is there already. In the end parts stand in the order in
/// which they feed each other and neighbours on one mesh are one part; what a part does again on
/// the way back goes with its ops; where they feed each other in a circle, there is one part for
/// each mesh.
public final class Painting {
  private final Network network;
  private final Topology topology;
  private final List<Part> parts;
  private final int[] partOf;

  private Painting(Network network, Plan plan) {
    this.network = network;
    topology = Topology.of(network);
    parts = new ArrayList<>(plan.parts());
    partOf = network.ops().stream().mapToInt(op -> plan.partOf(op.id())).toArray();
  }

  /// @return the same plan when the ops run on the device already
  /// @throws ProblemException when too few devices are free for all replicas
  public static Plan paint(
      Network network, Cluster cluster, Plan plan, Set<OpId> ops, DeviceId device) {
    var painted = new TreeSet<Integer>();
    for (var op : ops) {
      int index = Topology.of(network).indexOf(op);
      if (index >= 0 && !plan.meshOf(op).devices().contains(device)) {
        painted.add(index);
      }
    }
    if (painted.isEmpty()) {
      return plan;
    }
    var painting = new Painting(network, plan);
    painting.move(painted, mesh(cluster, plan, device));
    return painting.plan(plan);
  }

  private static Mesh mesh(Cluster cluster, Plan plan, DeviceId device) {
    for (var part : plan.parts()) {
      if (part.mesh().devices().contains(device)) {
        return part.mesh();
      }
    }
    var devices = new ArrayList<>(List.of(device));
    var model = plan.parts().getFirst().mesh();
    for (var other : cluster.devices()) {
      boolean free = !devices.contains(other.id()) && !plan.devices().contains(other.id());
      if (free && devices.size() < model.devices().size()) {
        devices.add(other.id());
      }
    }
    if (devices.size() < model.devices().size()) {
      throw ProblemException.of(
          "plan.paint.devices", device.name(), model.devices().size(), devices);
    }
    return new Mesh(devices, model.shards());
  }

  private void move(Set<Integer> painted, Mesh mesh) {
    var staying = new HashSet<Integer>();
    for (int op = 0; op < partOf.length; op++) {
      if (!painted.contains(op)) {
        staying.add(partOf[op]);
      }
    }
    for (int op : topology.order()) {
      if (painted.contains(op)) {
        if (staying.contains(partOf[op])) {
          partOf[op] = joined(op, mesh, painted);
        } else {
          parts.set(partOf[op], parts.get(partOf[op]).with(mesh));
        }
      }
    }
  }

  /// The first part of the mesh behind all producers of the op and before all readers that stay, or
  /// a new one.
  private int joined(int op, Mesh mesh, Set<Integer> painted) {
    int first = 0;
    for (var value : network.ops().get(op).dependencies()) {
      int producer = topology.producer(value);
      first = producer < 0 ? first : Math.max(first, partOf[producer]);
    }
    int last = parts.size() - 1;
    for (var value : network.ops().get(op).outputs()) {
      for (int reader : topology.consumers(value)) {
        last = painted.contains(reader) ? last : Math.min(last, partOf[reader]);
      }
    }
    for (int part = first; part <= last; part++) {
      if (parts.get(part).mesh().equals(mesh)) {
        return part;
      }
    }
    parts.add(parts.get(partOf[op]).with(mesh));
    return parts.size() - 1;
  }

  private Plan plan(Plan before) {
    var order = order();
    var joined = new ArrayList<Part>();
    var renumbered = new int[parts.size()];
    for (int number : order) {
      var part = parts.get(number);
      if (joined.isEmpty() || !joined.getLast().mesh().equals(part.mesh())) {
        joined.add(part);
      } else {
        joined.add(joined(joined.removeLast(), part));
      }
      renumbered[number] = joined.size() - 1;
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < partOf.length; op++) {
      partition.put(network.ops().get(op).id(), renumbered[partOf[op]]);
    }
    return before.with(joined, partition);
  }

  /// Two parts on one mesh as one, which keeps no more than either: what fitted into memory does so
  /// still.
  private static Part joined(Part one, Part other) {
    return one.recompute().compareTo(other.recompute()) >= 0 ? one : other;
  }

  /// Parts that have ops, each behind those that feed it; of those that could be next one on the
  /// mesh of the last, else the first. Joins the parts of each mesh when there is no such order.
  private List<Integer> order() {
    var feeders = feeders();
    var left = new TreeSet<Integer>();
    for (int part : partOf) {
      left.add(part);
    }
    var order = new ArrayList<Integer>();
    while (!left.isEmpty()) {
      int next = -1;
      for (int part : left) {
        boolean ready = feeders.get(part).stream().noneMatch(left::contains);
        boolean same =
            !order.isEmpty() && parts.get(order.getLast()).mesh().equals(parts.get(part).mesh());
        if (ready && (next < 0 || same)) {
          next = part;
          if (same) {
            break;
          }
        }
      }
      if (next < 0) {
        return joinedByMesh();
      }
      left.remove(next);
      order.add(next);
    }
    return order;
  }

  private List<Set<Integer>> feeders() {
    var feeders = new ArrayList<Set<Integer>>();
    parts.forEach(_ -> feeders.add(new HashSet<>()));
    for (int op = 0; op < partOf.length; op++) {
      for (var value : network.ops().get(op).dependencies()) {
        int producer = topology.producer(value);
        if (producer >= 0 && partOf[producer] != partOf[op]) {
          feeders.get(partOf[op]).add(partOf[producer]);
        }
      }
    }
    return feeders;
  }

  private List<Integer> joinedByMesh() {
    var first = new LinkedHashMap<Mesh, Integer>();
    for (int op = 0; op < partOf.length; op++) {
      int part = partOf[op];
      int kept = first.computeIfAbsent(parts.get(part).mesh(), _ -> part);
      parts.set(kept, joined(parts.get(kept), parts.get(part)));
      partOf[op] = kept;
    }
    return first.values().stream().sorted().toList();
  }
}
