package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Cuts across the order of the ops.
class FlowCutTest {
  private static String layer(NetworkBuilder b, String x, int in, int out) {
    return b.op(
        "MatMul", x, b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, in, out))));
  }

  /// Two branches whose layers stand by turns.
  private static Network interleaved(int layers) {
    var b = new NetworkBuilder("interleaved");
    var one = b.input("one", Shape.of(256, 256));
    var other = b.input("other", Shape.of(256, 256));
    for (int i = 0; i < layers; i++) {
      one = layer(b, one, 256, 256);
      other = layer(b, other, 256, 256);
    }
    b.output(b.op("Add", one, other));
    return b.build();
  }

  private static Plan pipeline(Network network, int stages) {
    return Presets.plan(
        PlanPreset.parse("pipeline=" + stages),
        TypeInference.infer(network),
        Clusters.workers(stages));
  }

  private static long crossing(Network network, Plan plan) {
    var topology = Topology.of(network);
    long count = 0;
    for (var op : network.ops()) {
      for (var output : op.outputs()) {
        var readers = new TreeSet<Integer>();
        for (int reader : topology.consumers(output)) {
          readers.add(plan.partOf(network.ops().get(reader).id()));
        }
        readers.remove(plan.partOf(op.id()));
        count += readers.size();
      }
    }
    return count;
  }

  @Test
  void branchesAreNotCutWhereOneValueIsEnough() {
    var network = interleaved(6);
    assertEquals(1, crossing(network, pipeline(network, 2)));
  }

  /// They are cut so that nothing crosses only if they are no pipeline then.
  @Test
  void towersThatNeverMeetStayAPipeline() {
    var b = new NetworkBuilder("towers");
    var one = b.input("one", Shape.of(64, 64));
    var other = b.input("other", Shape.of(64, 64));
    for (int i = 0; i < 4; i++) {
      one = layer(b, one, 64, 64);
      other = layer(b, other, 64, 64);
    }
    b.output(one);
    b.output(other);
    var network = b.build();
    var plan = pipeline(network, 2);
    assertEquals("pipeline", Presets.strategy(network, plan.withMicroBatches(4)));
    assertTrue(crossing(network, plan) > 0);
  }

  @Test
  void aChainStaysAsTheOrderCutsIt() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(64, 64));
    for (int i = 0; i < 8; i++) {
      x = layer(b, x, 64, 64);
    }
    b.output(x);
    var network = b.build();
    var plan = pipeline(network, 4);
    assertEquals(
        List.of(0, 0, 1, 1, 2, 2, 3, 3),
        network.ops().stream().map(op -> plan.partOf(op.id())).toList());
  }

  /// Over random networks and any cut in their order: every producer stays before its readers, the
  /// slowest stage is no slower, and no more is moved.
  @Test
  void nothingGetsWorse() {
    var random = new Random(7);
    int changed = 0;
    for (int round = 0; round < 200; round++) {
      var network = random(random);
      int stages = 2 + random.nextInt(3);
      var cluster = Clusters.workers(stages);
      var costs = OpCosts.of(TypeInference.infer(network), cluster, Precision.FP32, false);
      var before = new int[costs.ops().size()];
      for (int op = 0; op < before.length; op++) {
        before[op] = op * stages / before.length;
      }
      var after = before.clone();
      FlowCut.improve(costs, devices(cluster), after);
      for (var value : costs.values()) {
        for (int reader : value.readers()) {
          assertTrue(after[value.producer()] <= after[reader], "producers stand before readers");
        }
      }
      var then = times(costs, cluster, before);
      var now = times(costs, cluster, after);
      assertTrue(
          now.stream().max(Double::compare).orElseThrow()
              <= then.stream().max(Double::compare).orElseThrow());
      changed += Arrays.equals(before, after) ? 0 : 1;
    }
    assertTrue(changed > 20, changed + " cuts changed");
  }

  private static List<List<Device>> devices(Cluster cluster) {
    return cluster.devices().stream().map(List::of).toList();
  }

  private static List<Double> times(OpCosts costs, Cluster cluster, int[] stageOf) {
    var times = new ArrayList<Double>();
    for (int stage = 0; stage < cluster.devices().size(); stage++) {
      double time = 0;
      for (int op = 0; op < stageOf.length; op++) {
        time += stageOf[op] == stage ? costs.nanos(cluster.devices().get(stage))[op] : 0;
      }
      for (var value : costs.values()) {
        int from = stageOf[value.producer()];
        int at = stage;
        if (from != at && Arrays.stream(value.readers()).anyMatch(op -> stageOf[op] == at)) {
          time += costs.nanos(value, cluster.devices().get(from), cluster.devices().get(at));
        }
      }
      times.add(time);
    }
    return times;
  }

  private static Network random(Random random) {
    var b = new NetworkBuilder("random");
    var values = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      values.add(b.input("x" + i, Shape.of(32, 32)));
    }
    for (int i = 0; i < 24; i++) {
      var one = values.get(values.size() - 1 - random.nextInt(3));
      var other = values.get(values.size() - 1 - random.nextInt(3));
      values.add(random.nextBoolean() ? layer(b, one, 32, 32) : b.op("Mul", one, other));
    }
    b.output(values.getLast());
    return b.build();
  }
}
