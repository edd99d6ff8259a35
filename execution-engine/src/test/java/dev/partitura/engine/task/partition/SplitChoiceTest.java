package dev.partitura.engine.task.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.AllReduce;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// How the ops of a transformer block are split: what Megatron does comes out of what moves and
/// what is computed (Shoeybi et al. 2019, arXiv:1909.08053; Korthikanti et al. 2022,
/// arXiv:2205.05198).
class SplitChoiceTest {
  private static final int TOKENS = 64;
  private static final int HIDDEN = 256;
  private static final int HEADS = 8;
  private final NetworkBuilder b = new NetworkBuilder("block");

  private static ShardedNetwork split(Network network, String words) {
    var types = TypeInference.infer(network);
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(words), types, cluster);
    return Partition.of(
        new LoweredNetwork(network, types, Map.of(), Set.of(), Map.of(), Passes.ALL),
        plan,
        cluster);
  }

  private static Map<String, Long> ops(ShardedNetwork split) {
    return split.network().network().ops().stream()
        .filter(op -> op.name().contains("/"))
        .collect(
            Collectors.groupingBy(
                op -> op.name().replaceAll("^[^/]*/", "").replaceAll("\\[.*", ""),
                Collectors.counting()));
  }

  private String weight(String name, long... sizes) {
    return b.initializer(name, Constant.ofShape(TensorType.of(DataType.FLOAT, sizes)));
  }

  private String product(String name, String x, long from, long to) {
    return b.op(name, "MatMul", Attributes.NONE, x, weight(name + "W", from, to));
  }

  private String biased(String name, String x, long size) {
    return b.op(name, "Add", Attributes.NONE, x, weight(name + "B", size));
  }

  private String normalized(String name, String x) {
    return b.op(
        name,
        "LayerNormalization",
        Attributes.NONE,
        x,
        weight(name + "G", HIDDEN),
        weight(name + "O", HIDDEN));
  }

  private String heads(String name, String x, long... order) {
    var sizes =
        b.initializer("sizes", Tensor.ofLongs(new long[] {0, TOKENS, HEADS, HIDDEN / HEADS}, 4));
    var y = biased(name + "Biased", product(name, x, HIDDEN, HIDDEN), HIDDEN);
    y = b.op(name + "Heads", "Reshape", Attributes.NONE, y, sizes);
    return b.op(
        name + "Turned", "Transpose", Attributes.NONE.with("perm", Attribute.Ints.of(order)), y);
  }

  private Network block() {
    var x = b.input("x", Shape.of(2, TOKENS, HIDDEN));
    var y = normalized("first", x);
    var q = heads("query", y, 0, 2, 1, 3);
    var k = heads("key", y, 0, 2, 3, 1);
    var v = heads("value", y, 0, 2, 1, 3);
    y = b.op("scores", "MatMul", Attributes.NONE, q, k);
    y = b.op("attention", "Softmax", Attributes.NONE, y);
    y = b.op("mixed", "MatMul", Attributes.NONE, y, v);
    y = b.op("turned", "Transpose", Attributes.NONE.with("perm", Attribute.Ints.of(0, 2, 1, 3)), y);
    var sizes = b.initializer("sizes", Tensor.ofLongs(new long[] {0, TOKENS, HIDDEN}, 3));
    y = b.op("joined", "Reshape", Attributes.NONE, y, sizes);
    y = biased("outBiased", product("out", y, HIDDEN, HIDDEN), HIDDEN);
    x = b.op("middle", "Add", Attributes.NONE, x, y);
    y = normalized("second", x);
    y = biased("upBiased", product("up", y, HIDDEN, 4 * HIDDEN), 4 * HIDDEN);
    y = b.op("gelu", "Relu", Attributes.NONE, y);
    y = biased("downBiased", product("down", y, 4 * HIDDEN, HIDDEN), HIDDEN);
    b.output(b.op("last", "Add", Attributes.NONE, x, y));
    return b.build();
  }

  @Test
  void columnsThenRowsAndWholeHeadsComeOutOfTheChoice() {
    var split = split(block(), "tensor=4");
    var shardings = split.shardings();
    for (var columns : new String[] {"query", "key", "value", "up", "gelu"}) {
      assertEquals(Sharding.along(2), shardings.get(columns + ":0"), columns);
    }
    for (var heads : new String[] {"queryTurned", "keyTurned", "scores", "attention", "mixed"}) {
      assertEquals(Sharding.along(1), shardings.get(heads + ":0"), heads);
    }
    assertEquals(Sharding.PARTIAL, shardings.get("out:0"));
    assertEquals(Sharding.PARTIAL, shardings.get("down:0"));
    // Two all-reduces a block, and nothing else is exchanged.
    assertEquals(Map.of("all-reduce", 2L), ops(split));
    assertEquals(
        2,
        split.network().network().ops().stream()
            .filter(op -> op.type().equals(AllReduce.TYPE))
            .count());
  }

  @Test
  void whatShardsSendEachOtherIsSaid() {
    var block = block();
    var cluster = Clusters.workers(4);
    for (var words : List.of("tensor=4", "tensor=2,sequence-parallel")) {
      var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(block), cluster);
      var lowering = new Lowering();
      var exchanges = lowering.split(block, cluster, plan, 0).exchanges();
      long between = exchanges.stream().mapToLong(ValueExchange::bytes).sum();
      var graph = lowering.lower(block, cluster, plan, 0, Map.of(), null).template(0);
      long moved = 0;
      for (int node = 0; node < graph.nodeCount(); node++) {
        moved += graph.node(node).bytes();
      }
      assertEquals(moved, between, words);
    }
    var split = split(block, "tensor=4");
    assertEquals(
        Set.of("out:0", "last:0"),
        split.exchanges().stream().map(ValueExchange::value).collect(Collectors.toSet()));
    for (var exchange : split.exchanges()) {
      assertEquals(CollectiveKind.ALL_REDUCE, exchange.kind());
      // The output of the network has no reader.
      var readers = exchange.value().equals("out:0") ? Set.of(new OpId("outBiased")) : Set.of();
      assertEquals(readers, exchange.readers(), exchange.value());
    }
  }

  @Test
  void sequenceParallelismScattersWhatItReducesAndGathersItBeforeTheColumns() {
    var split = split(block(), "tensor=2,sequence-parallel");
    var shardings = split.shardings();
    for (var tokens : new String[] {"first", "middle", "second", "last"}) {
      assertEquals(Sharding.along(1), shardings.get(tokens + ":0"), tokens);
    }
    assertEquals(Sharding.PARTIAL, shardings.get("out:0"));
    assertEquals(Sharding.PARTIAL, shardings.get("down:0"));
    var ops = ops(split);
    assertEquals(Set.of("part", "all-gather", "reduce-scatter"), ops.keySet());
    // Before the heads, before the columns, and of what the network gives: one for each shard.
    assertEquals(6, ops.get("all-gather"));
  }

  @Test
  void everyShardHoldsItsPartOfTheWeights() {
    var block = block();
    long whole = block.initializers().values().stream().mapToLong(Constant::sizeBytes).sum();
    var split = split(block, "tensor=4");
    long all =
        split.network().network().initializers().values().stream()
            .filter(constant -> constant.type().dataType() == DataType.FLOAT)
            .mapToLong(Constant::sizeBytes)
            .sum();
    // What is not split are vectors.
    assertTrue(all < whole * 1.05, all + " of " + whole);
  }
}
