package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SplittableRandom;

/// Networks of elementwise ops and concatenations with random wiring, and random ways to lay them
/// out.
final class RandomNetworks {
  private RandomNetworks() {}

  static Network network(SplittableRandom random, int ops) {
    var b = new NetworkBuilder("random");
    var values = new ArrayList<String>();
    values.add(b.input("x", Shape.of(-1, 6).withSymbol(0, "batch")));
    values.add(b.input("y", Shape.of(-1, 6).withSymbol(0, "batch")));
    var wide = new ArrayList<String>();
    for (int i = 0; i < ops; i++) {
      var one = values.get(Math.max(0, values.size() - 1 - random.nextInt(6)));
      var other = values.get(Math.max(0, values.size() - 1 - random.nextInt(6)));
      switch (random.nextInt(6)) {
        case 0 -> values.add(b.op("Relu", one));
        case 1 -> values.add(b.op("Tanh", one));
        case 2 -> values.add(b.op("Mul", one, other));
        case 3 ->
            wide.add(
                b.op(
                    "Concat", Attributes.NONE.with("axis", new Attribute.IntValue(1)), one, other));
        default -> values.add(b.op("Add", one, other));
      }
    }
    b.output(values.getLast());
    b.output(values.get(values.size() / 2));
    if (!wide.isEmpty()) {
      b.output(b.op("Tanh", wide.getLast()));
    }
    return b.build();
  }

  /// A plan of any assignment of ops to parts and of parts to devices; parts may share devices.
  static Plan plan(
      SplittableRandom random,
      Network network,
      Cluster cluster,
      int replicas,
      int microBatches,
      Passes passes) {
    var devices = new ArrayList<>(cluster.devices().stream().map(Device::id).toList());
    var meshes = new ArrayList<Mesh>();
    int parts = 1 + random.nextInt(2 * devices.size() / replicas);
    for (int part = 0; part < parts; part++) {
      Collections.shuffle(devices, new Random(random.nextLong()));
      meshes.add(Mesh.of(devices.subList(0, replicas)));
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    network.ops().forEach(op -> partition.put(op.id(), random.nextInt(parts)));
    return Plan.of(meshes, partition, microBatches).withPasses(passes);
  }
}
